"""Who looks after which cell: by date, once, and only as far as the reach goes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import AuditEntry, Supervision
from models.base import new_id
from services import followup
from services.errors import Invalid, NotAllowed, NotFound, Overtaken
from services.followup import SupervisionDraft, SupervisorRow
from tests.factories import a_cell, a_stranger
from tests.statements import counted

FROM, TODAY = date(2026, 3, 1), date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def assigned(session, actor, *units, name="Nông Văn Tùng", since=FROM, **more):
    return followup.assign(session, actor, SupervisionDraft([unit.id for unit in units], name, starts_on=since, **more))


def of(session, actor, unit, on=TODAY):
    return followup.supervisors(session, actor, [unit.id], on).get(unit.id, ())


class TestAssigning:
    def test_one_person_looks_after_several_cells(self, session, cast):
        told = {"office": "Phó Bí thư Đảng ủy", "phone": " 0912 345 678 "}
        assert assigned(session, cast.officer, cast.cell, cast.neighbour, name=" Nông  Văn Tùng ", **told) == 2
        [row] = of(session, cast.officer, cast.cell)
        assert (row.unit_id, row.name, row.office) == (cast.cell.id, "Nông Văn Tùng", "Phó Bí thư Đảng ủy")
        assert (row.phone, row.starts_on, row.ends_on) == ("0912 345 678", FROM, None)
        assert set(followup.supervisors(session, cast.staff, None, TODAY)) == {cast.cell.id, cast.neighbour.id}

    def test_a_second_click_changes_nothing_and_a_new_cell_is_added(self, session, cast):
        assert [assigned(session, cast.officer, cast.cell) for _ in range(2)] == [1, 0]
        assert assigned(session, cast.officer, cast.cell, cast.neighbour, name="NÔNG VĂN TÙNG") == 1
        assert len(session.exec(select(Supervision)).all()) == 2

    def test_who_is_to_come_later_does_not_come_twice(self, session, cast):
        assigned(session, cast.officer, cast.cell, since=date(2026, 12, 1))
        assert assigned(session, cast.officer, cast.cell) == 0

    def test_who_left_may_come_again(self, session, cast):
        assigned(session, cast.officer, cast.cell)
        [row] = of(session, cast.officer, cast.cell)
        followup.relieve(session, cast.officer, row.supervision_id, date(2026, 6, 1), None)
        assert assigned(session, cast.officer, cast.cell, since=date(2026, 6, 1)) == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": " \u200b"}, "name"),
            ({"name": "x" * 121}, "name"),
            ({"office": "x" * 121}, "office"),
            ({"phone": "gọi anh Tùng"}, "phone"),
            ({"since": None}, "starts_on"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_refused(self, session, cast, changes, field):
        with pytest.raises(Invalid) as refusal:
            assigned(session, cast.officer, cast.cell, **changes)
        assert refusal.value.field == field

    def test_somebody_looks_after_cells_only_and_after_one_at_least(self, session, cast):
        for units in ([], [cast.commune]):
            with pytest.raises(Invalid, match="chọn chi bộ"):
                assigned(session, cast.officer, *units)

    def test_a_cell_that_was_not_there_yet_is_not_found(self, session, cast):
        young = a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 6, 1))
        with pytest.raises(NotFound):
            assigned(session, cast.officer, cast.cell, young)
        assert assigned(session, cast.officer, young, since=date(2026, 6, 1)) == 1

    def test_out_of_reach_nothing_is_assigned_not_even_to_the_others(self, session, cast):
        with pytest.raises(NotFound):
            assigned(session, cast.officer, cast.cell, cast.far)
        with pytest.raises(NotFound):
            assigned(session, cast.officer, cast.far, name="")
        assert session.exec(select(Supervision)).all() == []

    def test_who_may_not_write_assigns_nobody(self, session, cast):
        for reader in cast.readers:
            with pytest.raises(NotAllowed):
                assigned(session, reader, cast.cell, name="")

    def test_the_audit_trail_keeps_every_cell(self, session, cast):
        assigned(session, cast.officer, cast.cell, cast.neighbour)
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "supervision:assigned")).all()
        assert {entry.unit_id for entry in entries} == {cast.cell.id, cast.neighbour.id}
        assert entries[0].details == {"name": "Nông Văn Tùng", "starts_on": "2026-03-01"}


class TestEnding:
    def test_the_last_day_is_outside(self, session, cast):
        assigned(session, cast.officer, cast.cell)
        [row] = of(session, cast.officer, cast.cell)
        followup.relieve(session, cast.officer, row.supervision_id, date(2026, 9, 1), None)
        assert of(session, cast.officer, cast.cell, date(2026, 8, 31))
        assert not of(session, cast.officer, cast.cell, date(2026, 9, 1))
        assert not of(session, cast.officer, cast.cell, FROM - timedelta(days=1))
        assert [each.ends_on for each in followup.supervisions(session, cast.officer, cast.cell.id)] == [
            date(2026, 9, 1)
        ]

    def test_a_mistake_can_be_taken_back_and_a_repetition_changes_nothing(self, session, cast):
        assigned(session, cast.officer, cast.cell)
        [row] = of(session, cast.officer, cast.cell)
        end = date(2026, 9, 1)
        for wanted, seen in ((end, None), (end, None), (None, end)):
            followup.relieve(session, cast.officer, row.supervision_id, wanted, seen)
        assert of(session, cast.officer, cast.cell)
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "supervision:relieved")).all()
        assert len(entries) == 2

    def test_what_somebody_else_wrote_meanwhile_stays(self, session, cast):
        assigned(session, cast.officer, cast.cell)
        [row] = of(session, cast.officer, cast.cell)
        followup.relieve(session, cast.staff, row.supervision_id, date(2026, 9, 1), None)
        with pytest.raises(Overtaken, match="01/09/2026"):
            followup.relieve(session, cast.officer, row.supervision_id, date(2026, 10, 1), None)

    def test_nobody_ends_before_they_began(self, session, cast):
        assigned(session, cast.officer, cast.cell)
        [row] = of(session, cast.officer, cast.cell)
        with pytest.raises(Invalid, match="01/03/2026"):
            followup.relieve(session, cast.officer, row.supervision_id, FROM, None)

    def test_a_removed_one_is_gone_and_a_second_click_changes_nothing(self, session, cast):
        assigned(session, cast.officer, cast.cell)
        [row] = of(session, cast.officer, cast.cell)
        for _ in range(2):
            followup.remove_supervision(session, cast.officer, row.supervision_id)
        assert followup.supervisions(session, cast.officer, cast.cell.id) == ()
        with pytest.raises(NotFound):
            followup.remove_supervision(session, cast.stranger, row.supervision_id)

    def test_what_the_district_assigned_the_commune_does_not_undo(self, session, cast):
        assigned(session, cast.staff, cast.cell)
        [row] = of(session, cast.officer, cast.cell)
        with pytest.raises(NotAllowed, match="cấp trên"):
            followup.relieve(session, cast.officer, row.supervision_id, date(2026, 9, 1), None)
        with pytest.raises(NotAllowed, match="cấp trên"):
            followup.remove_supervision(session, cast.officer, row.supervision_id)
        followup.remove_supervision(session, cast.staff, row.supervision_id)

    def test_reach_then_permission(self, session, cast):
        assigned(session, cast.officer, cast.cell)
        [row] = of(session, cast.officer, cast.cell)
        for change in (
            lambda actor, key: followup.relieve(session, actor, key, date(2026, 9, 1), None),
            lambda actor, key: followup.remove_supervision(session, actor, key),
        ):
            with pytest.raises(NotFound):
                change(cast.stranger, row.supervision_id)
            with pytest.raises(NotFound):
                change(cast.officer, new_id())
            for reader in cast.readers:
                with pytest.raises(NotAllowed):
                    change(reader, row.supervision_id)


class TestReading:
    def test_nothing_from_out_of_reach_is_read(self, session, cast):
        assigned(session, cast.staff, cast.cell, cast.far)
        for_far = followup.supervisors(session, cast.officer, [cast.cell.id, cast.far.id], TODAY)
        assert set(for_far) == {cast.cell.id}
        assert set(followup.supervisors(session, cast.stranger, None, TODAY)) == {cast.far.id}
        assert followup.supervisions(session, cast.stranger, cast.cell.id) == ()
        assert followup.supervisors(session, cast.secretary, None, TODAY).keys() == {cast.cell.id}

    def test_those_who_began_first_stand_in_front_then_by_given_name(self, session, cast):
        for name, since in (("Lý Văn Bình", FROM), ("Lý Văn Ánh", FROM), ("Tổ công tác số 2", date(2026, 1, 1))):
            assigned(session, cast.officer, cast.cell, name=name, since=since)
        names = [row.name for row in of(session, cast.officer, cast.cell)]
        assert names == ["Tổ công tác số 2", "Lý Văn Ánh", "Lý Văn Bình"]

    def test_it_takes_one_statement(self, session, cast):
        assigned(session, cast.staff, cast.cell, cast.neighbour, cast.far)
        with counted(session) as statements:
            followup.supervisors(session, a_stranger(cast.district), None, TODAY)
        assert len(statements) == 1

    @settings(max_examples=25)
    @given(
        spans=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20) | st.none()), min_size=1, max_size=6),
        asked=st.integers(-2, 65),
    )
    def test_on_any_day_those_are_named_whose_time_covers_it(self, rolled_back, spans, asked):
        with rolled_back() as session:
            cell = a_cell(session)
            days = [(FROM + timedelta(days=begin), begin, length) for begin, length in spans]
            for number, (starts_on, _, length) in enumerate(days):
                ends_on = starts_on + timedelta(days=length) if length else None
                facts = {"starts_on": starts_on, "ends_on": ends_on, "created_at": NOW}
                session.add(Supervision(unit_id=cell.id, supervisor_name=f"Người {number}", **facts))
            session.flush()
            found = followup.supervisors(session, a_stranger(cell), [cell.id], FROM + timedelta(days=asked))
            names = {row.name for row in found.get(cell.id, ())}
        covered = [begin <= asked and (length is None or asked < begin + length) for _, begin, length in days]
        assert names == {f"Người {number}" for number, covers in enumerate(covered) if covers}


def test_the_same_person_is_known_however_the_name_is_typed():
    one = SupervisorRow(new_id(), new_id(), "Nông Văn Tùng", "", None, FROM, None)
    other = SupervisorRow(new_id(), new_id(), "NÔNG  VĂN TÙNG", "", None, FROM, None)
    assert one.key == other.key

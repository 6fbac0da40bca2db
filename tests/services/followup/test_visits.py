"""Visits: noted once, for the day they were on, corrected by whoever may, newest first."""

from datetime import date

import pytest
from sqlmodel import select

from models import AuditEntry, MeetingKind, Visit
from models.base import new_id
from services import followup
from services.errors import Conflict, Invalid, NotAllowed, NotFound, Overtaken
from services.followup import SupervisionDraft, VisitDraft
from tests.factories import a_cell, a_stranger, an_era
from tests.services.metrics.rows import a_meeting
from tests.statements import counted

ON, FIRST, LAST = date(2026, 11, 5), date(2026, 1, 1), date(2026, 12, 31)
NOVEMBER = date(2026, 11, 1)


def noted(session, actor, unit, *, on=ON, visitor="Nông Văn Tùng", token=None, **more):
    return followup.note_visit(session, actor, VisitDraft(unit.id, on, visitor, **more), token or new_id())


def listed(session, actor, unit=None, first=FIRST, last=LAST):
    return followup.visits(session, actor, unit.id if unit else None, first, last)


class TestNoting:
    def test_a_visit_keeps_what_was_good_and_weak(self, session, cast):
        said = {"strengths": " Chuẩn bị kỹ\n\n", "weaknesses": "Ít ý kiến"}
        key = noted(session, cast.officer, cast.cell, **said)
        [row] = listed(session, cast.officer)
        assert (row.visit_id, row.unit_id, row.unit_name) == (key, cast.cell.id, "Chi bộ Khuổi Ngọa")
        assert (row.visited_on, row.visitor_name, row.strengths, row.weaknesses) == (
            ON,
            "Nông Văn Tùng",
            "Chuẩn bị kỹ",
            "Ít ý kiến",
        )
        assert (row.meeting_id, row.occasion) == (None, "")

    def test_it_is_tied_to_a_meeting_of_that_day(self, session, cast):
        meeting = a_meeting(session, cast.cell, NOVEMBER, held_on=ON, kind=MeetingKind.THEMATIC, number=2)
        noted(session, cast.officer, cast.cell, meeting_id=meeting.id)
        [row] = listed(session, cast.officer)
        assert (row.meeting_id, row.meeting_month, row.meeting_kind) == (meeting.id, NOVEMBER, MeetingKind.THEMATIC)
        assert (row.meeting_number, row.occasion) == (2, "Sinh hoạt chuyên đề")

    def test_the_day_is_that_of_the_meeting(self, session, cast):
        meeting = a_meeting(session, cast.cell, NOVEMBER, held_on=ON)
        with pytest.raises(Invalid, match="05/11/2026"):
            noted(session, cast.officer, cast.cell, on=date(2026, 11, 6), meeting_id=meeting.id)

    def test_the_meeting_is_one_of_the_cell(self, session, cast):
        meeting = a_meeting(session, cast.neighbour, NOVEMBER, held_on=ON)
        for meeting_id in (meeting.id, new_id()):
            with pytest.raises(NotFound):
                noted(session, cast.officer, cast.cell, meeting_id=meeting_id)

    def test_a_double_click_notes_it_once(self, session, cast):
        token = new_id()
        for _ in range(2):
            assert noted(session, cast.officer, cast.cell, token=token) == token
        assert len(listed(session, cast.officer)) == 1
        assert session.exec(select(AuditEntry.action)).all() == ["visit:noted"]
        with pytest.raises(Conflict):
            noted(session, cast.officer, cast.neighbour, token=token)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"on": None}, "visited_on"),
            ({"on": date(2026, 11, 21)}, "visited_on"),
            ({"visitor": "  "}, "visitor_name"),
            ({"visitor": "x" * 121}, "visitor_name"),
            ({"strengths": "x" * 2001}, "strengths"),
            ({"weaknesses": "x" * 2001}, "weaknesses"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_refused(self, session, cast, changes, field):
        with pytest.raises(Invalid) as refusal:
            noted(session, cast.officer, cast.cell, **changes)
        assert refusal.value.field == field
        assert listed(session, cast.officer) == []

    def test_today_has_come(self, session, cast):
        noted(session, cast.officer, cast.cell, on=date(2026, 11, 20))
        assert len(listed(session, cast.officer)) == 1

    def test_reach_then_permission(self, session, cast):
        with pytest.raises(NotFound):
            noted(session, cast.stranger, cast.cell, visitor="")
        for reader in cast.readers:
            with pytest.raises(NotAllowed):
                noted(session, reader, cast.cell, visitor="")


class TestCorrecting:
    def test_a_text_is_written_anew(self, session, cast):
        key = noted(session, cast.officer, cast.cell, strengths="Chuẩn bị kỹ")
        kept = followup.write_visit(session, cast.officer, key, "strengths", "Chuẩn bị rất kỹ ", "Chuẩn bị kỹ")
        assert kept == listed(session, cast.officer)[0].strengths == "Chuẩn bị rất kỹ"
        followup.write_visit(session, cast.officer, key, "strengths", "Chuẩn bị rất kỹ", "Chuẩn bị kỹ")
        actions = session.exec(select(AuditEntry.action)).all()
        assert actions == ["visit:noted", "visit:written"]

    def test_what_somebody_else_wrote_meanwhile_stays(self, session, cast):
        key = noted(session, cast.officer, cast.cell, weaknesses="Ít ý kiến")
        followup.write_visit(session, cast.staff, key, "weaknesses", "Nhiều ý kiến", "Ít ý kiến")
        with pytest.raises(Overtaken, match="Nhiều ý kiến"):
            followup.write_visit(session, cast.officer, key, "weaknesses", "Vừa", "Ít ý kiến")

    def test_only_its_texts_are_written(self, session, cast):
        key = noted(session, cast.officer, cast.cell)
        with pytest.raises(NotFound):
            followup.write_visit(session, cast.officer, key, "visitor_name", "Ai đó", "")

    def test_a_removed_one_is_gone_and_a_second_click_changes_nothing(self, session, cast):
        key = noted(session, cast.officer, cast.cell)
        for _ in range(2):
            followup.remove_visit(session, cast.officer, key)
        assert session.exec(select(Visit)).all() == []
        assert session.exec(select(AuditEntry.action)).all() == ["visit:noted", "visit:removed"]

    def test_what_the_district_noted_the_commune_does_not_change(self, session, cast):
        key = noted(session, cast.staff, cast.cell)
        with pytest.raises(NotAllowed, match="cấp trên"):
            followup.write_visit(session, cast.officer, key, "strengths", "x", "")
        with pytest.raises(NotAllowed, match="cấp trên"):
            followup.remove_visit(session, cast.officer, key)

    def test_reach_then_permission(self, session, cast):
        key = noted(session, cast.officer, cast.cell)
        for change in (
            lambda actor: followup.write_visit(session, actor, key, "strengths", "x", ""),
            lambda actor: followup.remove_visit(session, actor, key),
        ):
            with pytest.raises(NotFound):
                change(cast.stranger)
            for reader in cast.readers:
                with pytest.raises(NotAllowed):
                    change(reader)


class TestReading:
    def test_the_newest_comes_first_and_the_days_are_inside(self, session, cast):
        for on in (date(2026, 1, 1), date(2026, 11, 20), date(2025, 12, 31), date(2026, 3, 2)):
            noted(session, cast.officer, cast.cell, on=on)
        days = [row.visited_on for row in listed(session, cast.officer)]
        assert days == [date(2026, 11, 20), date(2026, 3, 2), date(2026, 1, 1)]
        assert len(listed(session, cast.officer, first=date(2026, 1, 1), last=date(2026, 1, 1))) == 1

    def test_nothing_from_out_of_reach_is_read(self, session, cast):
        for unit in (cast.cell, cast.neighbour, cast.far):
            noted(session, cast.staff, unit)
        assert {row.unit_id for row in listed(session, cast.officer)} == {cast.cell.id, cast.neighbour.id}
        assert [row.unit_id for row in listed(session, cast.secretary)] == [cast.cell.id]
        assert listed(session, cast.stranger, cast.cell) == []
        assert followup.last_visits(session, cast.stranger).keys() == {cast.far.id}
        assert followup.last_visits(session, cast.officer, [cast.far.id, cast.cell.id]).keys() == {cast.cell.id}

    def test_the_newest_of_each_cell(self, session, cast):
        for on in (date(2026, 3, 1), ON, date(2026, 6, 1)):
            noted(session, cast.officer, cast.cell, on=on)
        noted(session, cast.officer, cast.neighbour, on=date(2026, 2, 1))
        found = followup.last_visits(session, cast.officer)
        assert {key: row.visited_on for key, row in found.items()} == {
            cast.cell.id: ON,
            cast.neighbour.id: date(2026, 2, 1),
        }

    def test_of_two_on_a_day_one_is_the_newest(self, session, cast):
        noted(session, cast.officer, cast.cell, visitor="Trước")
        noted(session, cast.officer, cast.cell, visitor="Sau")
        assert followup.last_visits(session, cast.officer)[cast.cell.id].visitor_name == "Sau"

    def test_the_cell_has_its_name_of_the_day(self, session, cast):
        cell = a_cell(session, cast.commune, "Chi bộ Cũ", until=date(2026, 6, 1))
        an_era(session, cell, "Chi bộ Mới", parent=cast.commune, since=date(2026, 6, 1))
        for on in (date(2026, 5, 31), date(2026, 6, 1)):
            noted(session, cast.officer, cell, on=on)
        assert [row.unit_name for row in listed(session, cast.officer, cell)] == ["Chi bộ Mới", "Chi bộ Cũ"]

    def test_each_read_takes_one_statement(self, session, cast):
        for unit in (cast.cell, cast.neighbour, cast.far):
            noted(session, cast.staff, unit)
        reader = a_stranger(cast.district)
        for read in (lambda: listed(session, reader), lambda: followup.last_visits(session, reader)):
            with counted(session) as statements:
                assert len(read()) == 3
            assert len(statements) == 1


class TestOccasions:
    def test_the_meetings_of_the_last_year_are_offered_the_newest_first(self, session, cast):
        held = [date(2026, 11, 5), date(2025, 11, 1), date(2025, 10, 31)]
        for on in held:
            a_meeting(session, cast.cell, on.replace(day=1), held_on=on)
        a_meeting(session, cast.cell, date(2026, 9, 1), held_on=None)
        a_meeting(session, cast.cell, date(2026, 8, 1), held_on=date(2026, 8, 3), is_cancelled=True)
        found = followup.occasions(session, cast.officer, cast.cell.id)
        assert [each.held_on for each in found] == held[:2]
        assert found[0].label == "Sinh hoạt thường kỳ, ngày 05/11/2026"

    def test_out_of_reach_it_does_not_exist(self, session, cast):
        with pytest.raises(NotFound):
            followup.occasions(session, cast.stranger, cast.cell.id)


class TestCoverage:
    def test_every_cell_stands_with_its_supervisors_and_the_newest_visit(self, session, cast):
        draft = SupervisionDraft([cast.cell.id], "Nông Văn Tùng", starts_on=date(2026, 1, 1))
        followup.assign(session, cast.officer, draft)
        noted(session, cast.officer, cast.neighbour)
        rows = followup.coverage(session, cast.staff, cast.district.id)
        assert [row.unit_name for row in rows] == ["Chi bộ Khuổi Ngọa", "Chi bộ Nặm Nộc", "Chi bộ Bản Đăm"]
        assert [[each.name for each in row.supervisors] for row in rows] == [["Nông Văn Tùng"], [], []]
        assert [row.last_visit.visited_on if row.last_visit else None for row in rows] == [None, ON, None]
        assert [row.commune_name for row in rows] == ["Đảng bộ xã Bằng Vân"] * 2 + ["Đảng bộ xã Đức Vân"]

    def test_a_unit_narrows_it_and_out_of_reach_it_does_not_exist(self, session, cast):
        assert len(followup.coverage(session, cast.staff, cast.commune.id)) == 2
        with pytest.raises(NotFound):
            followup.coverage(session, cast.stranger, cast.commune.id)

    def test_a_cell_that_is_gone_is_not_listed(self, session, cast):
        a_cell(session, cast.commune, "Chi bộ Cũ", until=date(2026, 11, 20))
        assert len(followup.coverage(session, cast.officer, cast.commune.id)) == 2

    @pytest.mark.parametrize(
        ("visited_on", "on", "is_quiet"),
        [
            (date(2026, 8, 20), date(2026, 11, 20), False),
            (date(2026, 8, 19), date(2026, 11, 20), True),
            (date(2026, 2, 28), date(2026, 5, 31), False),
            (date(2026, 2, 27), date(2026, 5, 31), True),
            (date(2025, 10, 31), date(2026, 1, 31), False),
        ],
    )
    def test_after_three_months_without_a_visit_it_is_quiet(self, session, cast, visited_on, on, is_quiet):
        noted(session, cast.officer, cast.cell, on=visited_on)
        row = followup.coverage(session, cast.officer, cast.cell.id)[0]
        assert row.is_quiet_on(on) is is_quiet
        assert followup.coverage(session, cast.officer, cast.neighbour.id)[0].is_quiet_on(on)

    def test_it_takes_four_statements(self, session, cast):
        with counted(session) as statements:
            assert len(followup.coverage(session, a_stranger(cast.district), cast.district.id)) == 3
        assert len(statements) == 4

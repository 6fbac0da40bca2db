"""The agenda: taken from the nearest template, changed point by point, in one order for everybody who writes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import AgendaItem, AgendaTemplate, AuditEntry, CellType, Role, UnitKind
from models.base import new_id
from services import meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.meetings import MeetingKind
from tests.factories import a_cell, a_stranger, a_unit, an_actor
from tests.factories_meetings import OCTOBER, a_cast, a_submitted_meeting
from tests.statements import counted

OWN_POINTS = "Điểm danh\nBàn việc\nKết luận"


def agenda(session, cast, ref=None):
    return [row.text for row in meetings.parts(session, cast.officer, ref or cast.ref, ("agenda",)).agenda]


def numbers(session, cast):
    return [row.number for row in meetings.parts(session, cast.officer, cast.ref, ("agenda",)).agenda]


def add(session, cast, text, token=None, *, actor=None):
    return meetings.add_agenda_item(session, actor or cast.officer, cast.ref, text, token or new_id())


def some(session, cast, *texts):
    return [add(session, cast, text) for text in texts]


def entries(session, action):
    return session.exec(select(AuditEntry).where(AuditEntry.action == action)).all()


@pytest.fixture
def steward(session, cast):
    """Somebody of the district who writes templates."""
    return an_actor(session, cast.district, Role.DISTRICT_STAFF)


class TestTakingTheTemplate:
    def test_one_click_takes_what_ships_for_the_type_of_cell(self, session, cast):
        usual = meetings.usual_agenda(session, cast.secretary, cast.ref)
        assert meetings.take_agenda(session, cast.secretary, cast.ref) == len(usual.lines)
        assert tuple(agenda(session, cast)) == usual.lines
        assert "HD 42-HD/BTCTW" in usual.source

    def test_a_second_click_adds_nothing(self, session, cast):
        meetings.take_agenda(session, cast.officer, cast.ref)
        before = agenda(session, cast)
        assert meetings.take_agenda(session, cast.officer, cast.ref) == 0
        assert agenda(session, cast) == before
        assert len(entries(session, "agenda:taken")) == 1

    def test_what_was_written_before_stays_in_front_and_is_not_doubled(self, session, cast):
        usual = meetings.usual_agenda(session, cast.officer, cast.ref).lines
        some(session, cast, "Trao huy hiệu Đảng", usual[0].upper())
        meetings.take_agenda(session, cast.officer, cast.ref)
        assert agenda(session, cast) == ["Trao huy hiệu Đảng", usual[0].upper(), *usual[1:]]
        assert numbers(session, cast) == list(range(1, len(usual) + 2))

    @pytest.mark.parametrize("cell_type", [*CellType, None])
    def test_every_type_of_cell_has_points_of_its_own(self, session, cast, cell_type):
        cell = a_cell(session, cast.commune, "Chi bộ khác", cell_type=cell_type)
        ref = meetings.MeetingRef(cell.id, cast.ref.month)
        own = meetings.usual_agenda(session, cast.officer, ref).lines
        village = meetings.usual_agenda(session, cast.officer, cast.ref).lines
        assert all(line and "{" not in line for line in own)
        assert (own == village) is (cell_type is CellType.VILLAGE)

    def test_a_thematic_meeting_has_a_short_agenda(self, session, cast):
        lines = meetings.usual_agenda(session, cast.officer, cast.in_month(OCTOBER, MeetingKind.THEMATIC)).lines
        assert any("chuyên đề" in line for line in lines)

    def test_a_committee_that_meets_has_one_too(self, session, cast):
        ref = meetings.MeetingRef(cast.commune.id, cast.ref.month, MeetingKind.COMMITTEE)
        assert meetings.take_agenda(session, cast.officer, ref) == len(agenda(session, cast, ref)) > 0


class TestTemplates:
    def write(self, session, actor, unit, lines, *, cell_type=None, seen=""):
        return meetings.write_template(session, actor, unit.id, cell_type, lines, seen)

    def test_a_units_own_holds_for_it_and_below(self, session, cast, steward):
        self.write(session, steward, cast.district, OWN_POINTS)
        usual = meetings.usual_agenda(session, cast.secretary, cast.ref)
        assert usual.lines == tuple(OWN_POINTS.split("\n"))
        assert "Đảng bộ huyện Ngân Sơn" in usual.source

    def test_the_nearest_unit_and_of_one_unit_the_type_of_cell_goes_before(self, session, cast, steward):
        self.write(session, steward, cast.district, "Của huyện cho thôn", cell_type=CellType.VILLAGE)
        self.write(session, steward, cast.commune, "Của xã cho mọi loại")
        assert meetings.usual_agenda(session, cast.officer, cast.ref).lines == ("Của xã cho mọi loại",)
        self.write(session, steward, cast.commune, "Của xã cho thôn", cell_type=CellType.VILLAGE)
        assert meetings.usual_agenda(session, cast.officer, cast.ref).lines == ("Của xã cho thôn",)

    def test_what_a_neighbour_wrote_does_not_hold(self, session, cast, steward):
        self.write(session, steward, a_unit(session, "Xã khác", parent=cast.district), "Của xã khác")
        assert len(meetings.usual_agenda(session, cast.officer, cast.ref).lines) > 1

    def test_emptied_it_is_inherited_again(self, session, cast, steward):
        self.write(session, steward, cast.commune, OWN_POINTS)
        assert self.write(session, steward, cast.commune, " \n ", seen=OWN_POINTS) == ""
        assert session.exec(select(AgendaTemplate)).all() == []
        [for_all, *_] = meetings.templates(session, steward, cast.commune.id)
        assert (for_all.lines, for_all.cell_type) == ("", None)

    def test_lines_are_tidied_and_given_back_as_kept(self, session, cast, steward):
        assert self.write(session, steward, cast.commune, "  Một \r\n\n  Hai\u200b ") == "Một\nHai"

    def test_somebody_elses_change_is_not_overwritten_unseen(self, session, cast, steward):
        self.write(session, steward, cast.commune, "Một")
        with pytest.raises(Conflict):
            self.write(session, cast.officer, cast.commune, "Hai", seen="")
        assert self.write(session, cast.officer, cast.commune, "Hai", seen="Một") == "Hai"

    def test_the_list_says_what_is_written_and_what_is_inherited(self, session, cast, steward):
        self.write(session, steward, cast.district, "Của huyện")
        self.write(session, steward, cast.commune, "Của xã", cell_type=CellType.OFFICE)
        session.expire_all()
        commune_id = cast.commune.id
        with counted(session) as statements:
            rows = meetings.templates(session, cast.officer, commune_id)
        assert len(statements) == 2
        assert [row.cell_type for row in rows] == [None, *CellType]
        assert [row.lines for row in rows if row.cell_type in {None, CellType.OFFICE}] == ["", "Của xã"]
        assert {row.inherited.lines for row in rows} == {("Của huyện",)}

    @pytest.mark.parametrize("lines", ["x" * 501, "\n".join("Điểm" for _ in range(41)), 5])
    def test_what_cannot_be_a_template_is_refused(self, session, cast, steward, lines):
        with pytest.raises(Invalid):
            self.write(session, steward, cast.commune, lines)

    def test_only_whoever_issues_forms_in_reach_writes_one(self, session, cast):
        with pytest.raises(NotAllowed):
            self.write(session, cast.secretary, cast.cell, OWN_POINTS)
        with pytest.raises(NotFound):
            self.write(session, cast.officer, cast.district, OWN_POINTS)
        with pytest.raises(NotFound):
            meetings.templates(session, cast.officer, cast.district.id)


class TestPoints:
    def test_they_stand_in_the_order_of_adding(self, session, cast):
        some(session, cast, "Một", "  Hai ", "Ba")
        assert agenda(session, cast) == ["Một", "Hai", "Ba"]

    def test_a_double_click_adds_once(self, session, cast):
        token = new_id()
        for _ in range(2):
            assert add(session, cast, "Một", token) == token
        assert (agenda(session, cast), len(entries(session, "agenda_item:added"))) == (["Một"], 1)

    def test_the_id_of_another_meetings_point_is_refused(self, session, cast):
        token = new_id()
        meetings.add_agenda_item(session, cast.officer, cast.in_month(OCTOBER), "Một", token)
        with pytest.raises(Conflict):
            add(session, cast, "Hai", token)

    def test_removed_the_rest_moves_up_and_a_second_click_changes_nothing(self, session, cast):
        _, second, _ = some(session, cast, "Một", "Hai", "Ba")
        for _ in range(2):
            meetings.remove_agenda_item(session, cast.officer, cast.ref, second)
        assert (agenda(session, cast), numbers(session, cast)) == (["Một", "Ba"], [1, 2])
        assert len(entries(session, "agenda_item:removed")) == 1

    def test_one_is_moved_in_front_of_another_or_to_the_end(self, session, cast):
        first, second, third = some(session, cast, "Một", "Hai", "Ba")
        for _ in range(2):
            meetings.move_agenda_item(session, cast.officer, cast.ref, third, first)
        assert agenda(session, cast) == ["Ba", "Một", "Hai"]
        meetings.move_agenda_item(session, cast.officer, cast.ref, third, None)
        assert agenda(session, cast) == ["Một", "Hai", "Ba"]
        meetings.move_agenda_item(session, cast.officer, cast.ref, second, second)
        assert len(entries(session, "agenda_item:moved")) == 2

    def test_in_front_of_a_point_that_is_gone_is_a_conflict(self, session, cast):
        first, second = some(session, cast, "Một", "Hai")
        meetings.remove_agenda_item(session, cast.secretary, cast.ref, first)
        with pytest.raises(Conflict, match="vừa được người khác bỏ"):
            meetings.move_agenda_item(session, cast.officer, cast.ref, second, first)

    def test_a_point_of_another_meeting_is_not_found(self, session, cast):
        other = meetings.add_agenda_item(session, cast.officer, cast.in_month(OCTOBER), "Một", new_id())
        add(session, cast, "Hai")
        for act in (
            lambda: meetings.move_agenda_item(session, cast.officer, cast.ref, other, None),
            lambda: meetings.remove_agenda_item(session, cast.officer, cast.ref, other),
            lambda: meetings.write(session, cast.officer, cast.ref, f"agenda:{other}", "Ba", "Một"),
        ):
            with pytest.raises(NotFound):
                act()

    def test_its_text_is_written_over_like_any_field(self, session, cast):
        item = add(session, cast, "Một")
        assert meetings.write(session, cast.officer, cast.ref, f"agenda:{item}", " Một  hai ", "Một") == "Một hai"
        with pytest.raises(Conflict, match="“Một hai”"):
            meetings.write(session, cast.secretary, cast.ref, f"agenda:{item}", "Ba", "Một")
        with pytest.raises(Invalid, match="không được để trống"):
            meetings.write(session, cast.officer, cast.ref, f"agenda:{item}", " ", "Một hai")
        assert agenda(session, cast) == ["Một hai"]

    @pytest.mark.parametrize("text", ["", "x" * 501])
    def test_a_point_says_something_and_not_too_much(self, session, cast, text):
        with pytest.raises(Invalid) as refusal:
            add(session, cast, text)
        assert refusal.value.field == "agenda.text"

    def test_there_are_forty_at_most(self, session, cast):
        last = some(session, cast, *[f"Điểm {number}" for number in range(40)])[-1]
        with pytest.raises(Invalid, match="40 điểm"):
            add(session, cast, "Thêm")
        assert add(session, cast, "Điểm 39", last) == last
        assert meetings.take_agenda(session, cast.officer, cast.ref) == 0
        assert len(agenda(session, cast)) == 40

    def test_closed_or_not_permitted_or_out_of_reach_nothing_is_changed(self, session, cast):
        item = add(session, cast, "Một")
        a_submitted_meeting(session, cast.officer, cast.ref)
        strangers = a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)
        for actor, refusal in [
            (cast.officer, Conflict),
            (an_actor(session, cast.district, Role.LEADER), NotAllowed),
            (a_stranger(strangers), NotFound),
        ]:
            for act in (
                lambda: meetings.take_agenda(session, actor, cast.ref),  # noqa: B023 - called at once
                lambda: add(session, cast, "Hai", actor=actor),  # noqa: B023 - called at once
                lambda: meetings.move_agenda_item(session, actor, cast.ref, item, None),  # noqa: B023 - called at once
                lambda: meetings.remove_agenda_item(session, actor, cast.ref, item),  # noqa: B023 - called at once
            ):
                with pytest.raises(refusal):
                    act()
        assert agenda(session, cast) == ["Một"]


steps = st.one_of(
    st.tuples(st.just("add"), st.booleans(), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("remove"), st.booleans(), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("move"), st.booleans(), st.integers(0, 9), st.integers(0, 10)),
)


@settings(max_examples=25)
@given(st.lists(steps, max_size=12))
def test_two_writers_see_one_order_numbered_from_one(rolled_back, found):
    """Whatever two people do in turns, the agenda is what a plain list of the same steps would be."""
    with rolled_back() as session:
        cast = a_cast(session)
        meetings.take_agenda(session, cast.officer, cast.ref)
        expected = [row.item_id for row in meetings.parts(session, cast.officer, cast.ref).agenda]
        for what, is_officer, at, to in found:
            actor = cast.officer if is_officer else cast.secretary
            item = expected[at % len(expected)] if expected else None
            if what == "add":
                expected.append(meetings.add_agenda_item(session, actor, cast.ref, f"Điểm {at}", new_id()))
            elif what == "remove" and item:
                meetings.remove_agenda_item(session, actor, cast.ref, item)
                expected.remove(item)
            elif item:
                before = expected[to] if to < len(expected) else None
                meetings.move_agenda_item(session, actor, cast.ref, item, before)
                if before != item:
                    expected.remove(item)
                    expected.insert(expected.index(before) if before else len(expected), item)
        kept = session.exec(select(AgendaItem).order_by(AgendaItem.number)).all()
        assert [row.id for row in kept] == expected
        assert [row.number for row in kept] == list(range(1, len(expected) + 1))


def test_a_root_of_another_kind_has_templates_too(session):
    bloc = a_unit(session, "Đảng bộ khối", kind=UnitKind.BLOC)
    steward = an_actor(session, bloc, Role.ADMINISTRATOR)
    assert meetings.write_template(session, steward, bloc.id, None, OWN_POINTS, "") == OWN_POINTS

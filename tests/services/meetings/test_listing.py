"""Lists over many cells: who owes a month, and the book of what was held."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlmodel import select

from models import Role, UnitEra, UnitKind
from services import clock, meetings
from services.errors import NotFound
from services.meetings import MeetingKind, MeetingRef, RecordState
from tests.factories import a_cell, a_member, a_stranger, a_unit, an_actor, an_era, some_members
from tests.factories_meetings import HELD_ON, NOVEMBER, OCTOBER, SEPTEMBER, a_submitted_meeting, put
from tests.statements import counted


@pytest.fixture
def edith(session, cast):
    """Staff of the district."""
    return an_actor(session, cast.district, Role.DISTRICT_STAFF)


def named(rows):
    return [(row.commune_name, row.unit_name) for row in rows]


class TestDue:
    def test_every_cell_in_reach_stands_with_its_state(self, session, cast):
        drafted, done = (a_cell(session, cast.commune, f"Chi bộ {name}") for name in ("Nặm Nộc", "Đông Chót"))
        some_members(session, done, 3)
        put(session, cast.officer, MeetingRef(drafted.id, NOVEMBER), "held_on", HELD_ON)
        a_submitted_meeting(session, cast.officer, MeetingRef(done.id, NOVEMBER))
        rows = {row.ref.unit_id: row for row in meetings.due(session, cast.officer, NOVEMBER)}
        assert [rows[unit.id].state for unit in (cast.cell, drafted, done)] == [
            RecordState.MISSING,
            RecordState.DRAFT,
            RecordState.SUBMITTED,
        ]
        assert rows[drafted.id].held_on == HELD_ON
        assert rows[done.id].is_done
        assert rows[done.id].due_on == date(2026, 12, 5)

    def test_in_vietnamese_order_by_commune_then_cell(self, session, cast, edith):
        other = a_unit(session, "Đảng bộ xã Ân Sơn", parent=cast.district)
        for name in ("Chi bộ Đông", "Chi bộ Dương"):
            a_cell(session, other, name)
        assert named(meetings.due(session, edith, NOVEMBER)) == [
            ("Đảng bộ xã Ân Sơn", "Chi bộ Dương"),
            ("Đảng bộ xã Ân Sơn", "Chi bộ Đông"),
            ("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa"),
        ]

    def test_below_a_sub_committee_the_commune_is_the_one_above(self, session, cast, edith):
        part = a_unit(session, "Đảng bộ bộ phận Trường học", kind=UnitKind.SUB_COMMITTEE, parent=cast.commune)
        a_cell(session, part, "Chi bộ Trường Tiểu học")
        assert ("Đảng bộ xã Bằng Vân", "Chi bộ Trường Tiểu học") in named(meetings.due(session, edith, NOVEMBER))

    def test_a_cell_is_expected_when_it_was_there_on_the_last_day(self, session, cast):
        a_cell(session, cast.commune, "Chi bộ Cũ", until=date(2026, 11, 30))
        a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 11, 30))
        a_cell(session, cast.commune, "Chi bộ Sau", since=date(2026, 12, 1))
        found = [row.unit_name for row in meetings.due(session, cast.officer, NOVEMBER)]
        assert found == ["Chi bộ Khuổi Ngọa", "Chi bộ Mới"]

    def test_the_tree_is_that_of_the_month(self, session, cast, edith):
        cell = a_cell(session, cast.commune, "Chi bộ Tên Cũ", until=date(2026, 11, 1))
        other = a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)
        an_era(session, cell, "Chi bộ Tên Mới", parent=other, since=date(2026, 11, 1))
        assert ("Đảng bộ xã Bằng Vân", "Chi bộ Tên Cũ") in named(meetings.due(session, edith, OCTOBER))
        assert ("Đảng bộ xã Đức Vân", "Chi bộ Tên Mới") in named(meetings.due(session, edith, NOVEMBER))

    def test_a_commune_that_is_renamed_the_day_after_has_the_name_of_the_month(self, session, cast):
        session.exec(select(UnitEra).where(UnitEra.unit_id == cast.commune.id)).one().ends_on = date(2026, 12, 1)
        renamed = "Đảng bộ xã Vân Bằng"
        an_era(session, cast.commune, renamed, kind=UnitKind.COMMUNE, parent=cast.district, since=date(2026, 12, 1))
        assert named(meetings.due(session, cast.officer, NOVEMBER)) == [("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa")]

    def test_other_kinds_of_meeting_do_not_settle_it(self, session, cast):
        put(session, cast.officer, cast.in_month(NOVEMBER, MeetingKind.THEMATIC), "theme", "Đất đai")
        assert [row.state for row in meetings.due(session, cast.officer, NOVEMBER)] == [RecordState.MISSING]

    def test_nothing_out_of_reach_is_listed_or_named(self, session, cast):
        a_cell(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district), "Chi bộ Lạ")
        assert named(meetings.due(session, cast.officer, NOVEMBER)) == [("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa")]
        assert named(meetings.due(session, cast.secretary, NOVEMBER)) == [("", "Chi bộ Khuổi Ngọa")]

    def test_three_statements_for_any_number_of_cells(self, session, cast, edith):
        for number in range(20):
            a_cell(session, cast.commune, f"Chi bộ {number}")
        with counted(session) as statements:
            assert len(meetings.due(session, edith, NOVEMBER)) == 21
        assert len(statements) == 3


class TestReportedMonth:
    @pytest.mark.parametrize(
        ("moment", "month"),
        [
            (datetime(2026, 11, 5, 16, 59, 59, tzinfo=UTC), OCTOBER),
            (datetime(2026, 11, 5, 17, 0, 0, tzinfo=UTC), NOVEMBER),
        ],
    )
    def test_the_last_month_is_worked_on_until_the_end_of_its_due_day(self, session, cast, moment, month):
        with clock.set_to(moment):
            assert meetings.reported_month(session, cast.officer) == month

    def test_when_everything_of_the_last_month_is_handed_in_it_is_this_one(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        with clock.set_to(datetime(2026, 11, 4, tzinfo=UTC)):
            assert meetings.reported_month(session, cast.officer) == NOVEMBER


class TestBook:
    def book(self, session, cast, unit=None, first=SEPTEMBER, last=NOVEMBER):
        return meetings.book(session, cast.officer, (unit or cast.cell).id, first, last)

    def test_the_newest_month_first_and_a_line_for_every_month_without(self, session, cast):
        a_submitted_meeting(
            session, cast.officer, cast.in_month(OCTOBER), unexcused=cast.ids(4), speakers=cast.ids(0, 1)
        )
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        rows = self.book(session, cast)
        assert [(row.ref.month, row.state) for row in rows] == [
            (NOVEMBER, RecordState.DRAFT),
            (OCTOBER, RecordState.SUBMITTED),
            (SEPTEMBER, RecordState.MISSING),
        ]
        assert (rows[1].attendance, rows[1].speaking) == (Fraction(5, 6), Fraction(2, 5))
        assert (rows[0].roll, rows[2].roll) == (None, None)
        assert (rows[0].attendance, rows[2].attendance) == (None, None)

    def test_figures_are_those_of_the_record_itself(self, session, cast):
        october = cast.in_month(OCTOBER)
        a_submitted_meeting(session, cast.officer, october, unexcused=cast.ids(4), attending=[cast.elder.id])
        sheet = meetings.sheet(session, cast.officer, october)
        [row] = self.book(session, cast, first=OCTOBER, last=OCTOBER)
        assert (row.roll, row.attendance, row.speaking) == (sheet.counts, sheet.attendance, sheet.speaking)

    def test_other_kinds_stand_after_the_regular_meeting_of_the_month(self, session, cast):
        thematic = cast.in_month(NOVEMBER, MeetingKind.THEMATIC)
        put(session, cast.officer, thematic, "theme", "Đất đai")
        rows = self.book(session, cast, first=NOVEMBER)
        assert [row.ref for row in rows] == [cast.ref, thematic]
        assert (rows[0].state, rows[1].theme) == (RecordState.MISSING, "Đất đai")

    def test_a_commune_shows_all_its_cells_and_a_cell_only_itself(self, session, cast):
        a_cell(session, cast.commune, "Chi bộ Nặm Nộc")
        assert len(self.book(session, cast, unit=cast.commune, first=NOVEMBER)) == 2
        assert len(self.book(session, cast, first=NOVEMBER)) == 1

    def test_months_to_come_have_no_line(self, session, cast):
        assert [row.ref.month for row in self.book(session, cast, first=NOVEMBER, last=date(2027, 6, 1))] == [NOVEMBER]

    def test_a_span_the_wrong_way_round_is_empty(self, session, cast):
        assert self.book(session, cast, first=NOVEMBER, last=SEPTEMBER) == []

    def test_no_line_for_months_in_which_the_cell_was_not_there(self, session, cast):
        cell = a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 10, 15))
        assert [row.ref.month for row in self.book(session, cast, unit=cell)] == [NOVEMBER, OCTOBER]

    def test_a_renamed_cell_has_one_line_a_month_under_the_name_of_the_month(self, session, cast):
        cell = a_cell(session, cast.commune, "Chi bộ Tên Cũ", until=date(2026, 10, 15))
        an_era(session, cell, "Chi bộ Tên Mới", parent=cast.commune, since=date(2026, 10, 15))
        a_member(session, cell)
        put(session, cast.officer, MeetingRef(cell.id, SEPTEMBER), "held_on", date(2026, 9, 5))
        assert [row.unit_name for row in self.book(session, cast, unit=cell)] == ["Chi bộ Tên Mới"] * 2 + [
            "Chi bộ Tên Cũ"
        ]

    def test_out_of_reach_it_does_not_exist(self, session, cast):
        stranger = a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        with pytest.raises(NotFound):
            meetings.book(session, stranger, cast.cell.id, SEPTEMBER, NOVEMBER)

    def test_four_statements_for_any_number_of_lines(self, session, cast):
        for number in range(10):
            a_cell(session, cast.commune, f"Chi bộ {number}")
        with counted(session) as statements:
            assert len(self.book(session, cast, unit=cast.commune)) == 33
        assert len(statements) == 4

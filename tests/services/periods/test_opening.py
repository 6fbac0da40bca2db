"""Opening a period freezes who is expected to report what, and until when."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from models import AuditEntry, ExpectedKind, Period, PeriodAct, PeriodKind, Role, UnitEra, UnitKind
from services import clock, meetings, periods
from services.errors import Invalid, NotAllowed, NotFound
from services.meetings import MeetingKind
from services.periods import PeriodDraft, dues
from tests.factories import a_cell, a_unit, an_actor, an_era
from tests.factories_meetings import NOVEMBER, OCTOBER, SEPTEMBER, a_cast, a_submitted_meeting
from tests.factories_periods import at, expected, is_expected, opened, the_period


def a_draft(month=NOVEMBER, **more):
    return PeriodDraft(kind=PeriodKind.MONTH, day=month, **more)


class TestWhoIsExpected:
    def test_the_cells_in_force_on_the_last_day_as_known_now(self, session, cast):
        until_then = a_cell(session, cast.commune, "Chi bộ Cũ", until=date(2026, 11, 30))
        on_the_last_day = a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 11, 30))
        after = a_cell(session, cast.commune, "Chi bộ Sau", since=date(2026, 12, 1))
        found = is_expected(session, opened(session, NOVEMBER))
        assert found == {cast.cell.id, on_the_last_day.id}
        assert not found & {until_then.id, after.id, cast.commune.id}

    def test_a_quarter_expects_a_thematic_meeting_and_a_year_nothing(self, session, cast):
        quarter, year = opened(session, NOVEMBER, PeriodKind.QUARTER), opened(session, NOVEMBER, PeriodKind.YEAR)
        assert expected(session, quarter, cast.cell).kind is ExpectedKind.THEMATIC_MEETING
        assert expected(session, opened(session, NOVEMBER), cast.cell).kind is ExpectedKind.REGULAR_MEETING
        assert is_expected(session, year) == set()

    def test_a_cell_that_is_founded_later_is_not_added_by_itself(self, session, cast, edith):
        period_id = opened(session, NOVEMBER)
        later = a_cell(session, cast.commune, "Chi bộ Mới")
        assert is_expected(session, period_id) == {cast.cell.id}
        periods.expect(session, edith, period_id, later.id)
        assert is_expected(session, period_id) == {cast.cell.id, later.id}


class TestOnce:
    def test_opening_again_changes_nothing(self, session, cast, edith):
        first = periods.open_period(session, edith, a_draft())
        a_cell(session, cast.commune, "Chi bộ Mới")
        assert periods.open_period(session, edith, a_draft(date(2026, 11, 9), due_on=date(2026, 12, 9))) == first
        assert is_expected(session, first) == {cast.cell.id}
        assert the_period(session, first).due_on == date(2026, 12, 5)
        assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "period:opened")).all()) == 1

    def test_it_is_kept_who_opened_it(self, session, cast, edith):
        [entry] = periods.period(session, edith, periods.open_period(session, edith, a_draft())).entries
        assert (entry.act, entry.by, entry.done_at) == (PeriodAct.OPENED, edith.display_name, clock.now())


class TestDueDays:
    def test_the_fifth_of_the_month_after_unless_said(self, session, cast):
        assert expected(session, opened(session, NOVEMBER), cast.cell).due_on == date(2026, 12, 5)
        assert expected(session, opened(session, NOVEMBER, PeriodKind.QUARTER), cast.cell).due_on == date(2027, 1, 5)

    def test_a_kind_of_unit_may_have_a_day_of_its_own_and_the_next_period_follows(self, session, cast):
        direct = a_cell(session, cast.district, "Chi bộ Công an", kind=UnitKind.GRASSROOTS_CELL)
        draft = {"due_on": date(2026, 11, 3), "dues": {UnitKind.GRASSROOTS_CELL: date(2026, 11, 8)}}
        october = opened(session, OCTOBER, **draft)
        november = opened(session, NOVEMBER)
        for period_id, days in ((october, (3, 8)), (november, (3, 8))):
            found = [expected(session, period_id, unit).due_on.day for unit in (cast.cell, direct)]
            assert tuple(found) == days
        assert expected(session, november, direct).due_on.month == 12

    def test_without_a_period_the_usual_day_holds(self, session, cast):
        assert dues.due_date(session, cast.cell.id, NOVEMBER) == date(2026, 12, 5)
        opened(session, OCTOBER, due_on=date(2026, 11, 9))
        assert dues.due_date(session, cast.cell.id, date(2026, 10, 31)) == date(2026, 11, 9)
        assert dues.due_date(session, cast.cell.id, OCTOBER, ExpectedKind.THEMATIC_MEETING) == date(2027, 1, 5)

    def test_a_day_before_the_period_is_refused(self, session, cast, edith):
        with pytest.raises(Invalid, match="trước ngày đầu kỳ"):
            periods.open_period(session, edith, a_draft(due_on=date(2026, 10, 31)))


class TestRefused:
    def test_a_period_that_has_not_begun(self, session, cast, edith):
        with pytest.raises(Invalid, match="chưa đến"):
            periods.open_period(session, edith, a_draft(date(2026, 12, 1)))

    def test_out_of_reach_of_the_top(self, session, cast):
        with pytest.raises(NotFound):
            periods.open_period(session, cast.officer, a_draft())

    @pytest.mark.parametrize("role", [Role.LEADER, Role.COMMUNE_OFFICER])
    def test_who_may_not(self, session, cast, role):
        with pytest.raises(NotAllowed):
            periods.open_period(session, an_actor(session, cast.district, role), a_draft())

    def test_an_empty_portal_opens_nothing(self, session):
        assert periods.open_due(session) == []


class TestByTheCalendar:
    def starts(self, session, kind):
        return list(session.exec(select(Period.starts_on).where(Period.kind == kind).order_by(col(Period.starts_on))))

    def test_the_first_time_this_month_and_quarter(self, session, cast):
        assert len(periods.open_due(session)) == 2
        assert self.starts(session, PeriodKind.MONTH) == [NOVEMBER]
        assert self.starts(session, PeriodKind.QUARTER) == [OCTOBER]
        assert periods.open_due(session) == []

    def test_months_in_which_nobody_asked_are_made_up_for(self, session, cast):
        periods.open_due(session)
        with clock.set_to(at(date(2027, 1, 1), 0)):
            periods.open_due(session)
        assert self.starts(session, PeriodKind.MONTH) == [NOVEMBER, date(2026, 12, 1), date(2027, 1, 1)]
        assert self.starts(session, PeriodKind.QUARTER) == [OCTOBER, date(2027, 1, 1)]

    @pytest.mark.parametrize(
        ("hour", "months"), [((23, 59, 59), [NOVEMBER]), ((0, 0, 0), [NOVEMBER, date(2026, 12, 1)])]
    )
    def test_a_month_begins_at_midnight_in_vietnam(self, session, cast, hour, months):
        periods.open_due(session)
        with clock.set_to(at(date(2026, 11, 30) if hour[0] else date(2026, 12, 1), *hour)):
            periods.open_due(session)
        assert self.starts(session, PeriodKind.MONTH) == months


class TestWhatIsKnownAlready:
    """A period that is opened late takes over what has been handed in."""

    def test_a_record_that_was_handed_in_counts(self, session, cast):
        with clock.set_to(at(date(2026, 11, 5), 23, 59, 59)):
            a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        found = expected(session, opened(session, OCTOBER), cast.cell)
        assert (found.received_at, found.is_on_time, found.is_complete) == (
            at(date(2026, 11, 5), 23, 59, 59),
            True,
            True,
        )

    def test_too_late_is_too_late(self, session, cast):
        with clock.set_to(at(date(2026, 11, 6), 0, 0, 0)):
            a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        assert expected(session, opened(session, OCTOBER), cast.cell).is_on_time is False

    def test_nothing_handed_in_is_nothing_received(self, session, cast):
        found = expected(session, opened(session, OCTOBER), cast.cell)
        assert (found.received_at, found.is_on_time, found.is_complete, found.approved_at) == (None, None, False, None)

    def test_a_combined_meeting_settles_the_quarter_too(self, session, cast):
        month = cast.in_month(OCTOBER)
        a_submitted_meeting(session, cast.officer, month, is_combined=True, theme="Đất đai")
        assert expected(session, opened(session, OCTOBER, PeriodKind.QUARTER), cast.cell).is_complete

    def test_a_thematic_meeting_does_not_settle_the_month(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER, MeetingKind.THEMATIC), theme="Đất đai")
        assert not expected(session, opened(session, OCTOBER), cast.cell).is_complete
        assert expected(session, opened(session, OCTOBER, PeriodKind.QUARTER), cast.cell).is_complete


CHANGES = st.lists(st.tuples(st.sampled_from(["found", "end", "move", "rename"]), st.integers(0, 9)), max_size=6)


@settings(max_examples=40)
@given(CHANGES)
def test_no_change_of_the_tree_changes_what_was_frozen(rolled_back, changes):
    """Property: whatever happens to the tree later, last month's denominators stay."""
    with clock.set_to(at(date(2026, 11, 20))), rolled_back() as session:
        cast = a_cast(session)
        cells = [cast.cell, *(a_cell(session, cast.commune, f"Chi bộ {number}") for number in range(3))]
        other = a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)
        leader = an_actor(session, cast.district, Role.LEADER)
        months = (SEPTEMBER, OCTOBER)
        before = {opened(session, month): {cell.id for cell in cells} for month in months}
        rows = _due(session, leader, months)
        for what, number in changes:
            _change(session, what, cells[number % len(cells)], other, number)
        assert {period_id: is_expected(session, period_id) for period_id in before} == before
        assert _due(session, leader, months) == rows


def _due(session, leader, months):
    rows = [row for month in months for row in meetings.due(session, leader, month)]
    return sorted((row.ref.month, row.ref.unit_id) for row in rows if row.is_expected)


def _change(session, what, cell, other, number):
    day = date(2026, 9, 1 + number)
    if what == "found":
        a_cell(session, other, f"Chi bộ lập thêm {number}", since=day)
        return
    era = session.exec(
        select(UnitEra).where(UnitEra.unit_id == cell.id).order_by(col(UnitEra.starts_on).desc()).limit(1)
    ).one()
    if era.ends_on is not None or era.starts_on >= day:
        return
    era.ends_on = day
    session.add(era)
    session.flush()
    if what == "move":
        an_era(session, cell, era.name, parent=other, since=day)
    if what == "rename":
        an_era(session, cell, f"{era.name} (mới)", parent=None, since=day)

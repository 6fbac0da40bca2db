"""Figures follow the rules of the book: what is due, what is late, what does not count."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from models import Role
from services import clock, figures, meetings
from services.errors import Invalid, NotFound
from services.figures import HeldState
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_meetings import NOVEMBER, NOW, OCTOBER, SEPTEMBER, a_cast, fill


@pytest.fixture(autouse=True)
def november():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def cast(session):
    return a_cast(session)


def of_commune(session, cast, first=SEPTEMBER, last=NOVEMBER):
    return figures.meeting_figures(session, cast.officer, cast.commune.id, first, last)


def states(found):
    return {row.month: row.state for row in found.held}


def test_a_month_is_missing_only_after_its_due_day(session, cast):
    assert states(of_commune(session, cast)) == {
        SEPTEMBER: HeldState.MISSING,
        OCTOBER: HeldState.MISSING,
        NOVEMBER: HeldState.NOT_DUE,
    }


def test_a_draft_is_seen_but_counts_in_no_rate(session, cast):
    fill(session, cast.officer, cast.in_month(OCTOBER))
    found = of_commune(session, cast)
    assert states(found)[OCTOBER] is HeldState.DRAFT
    assert all(row.attendance is None for row in found.rates)


def test_a_submitted_meeting_counts_with_exactly_its_exceptions(session, cast):
    ref = fill(session, cast.officer, cast.ref, excused=cast.ids(2, 3), unexcused=cast.ids(4), speakers=cast.ids(0))
    for member_id in cast.ids(2, 3):
        meetings.write(session, cast.officer, ref, f"reason:{member_id}", "Ốm", "")
    meetings.submit(session, cast.officer, ref)
    november = of_commune(session, cast).rates[-1]
    assert november.attendance == Fraction(3, 6)
    assert november.speaking == Fraction(1, 3)


def test_the_threshold_is_that_of_the_month(session, cast):
    found = figures.meeting_figures(session, cast.officer, cast.commune.id, date(2025, 9, 1), date(2025, 11, 1))
    thresholds = [row.rule.threshold for row in found.rates if row.rule]
    assert thresholds == [Fraction(85, 100), Fraction(90, 100), Fraction(90, 100)]


def test_out_of_reach_there_are_no_figures(session, cast):
    stranger = an_actor(session, a_unit(session, "Đảng bộ xã khác", parent=cast.district))
    with pytest.raises(NotFound):
        of_commune(session, cast.__class__(**{**cast.__dict__, "officer": stranger}))
    with pytest.raises(NotFound):
        figures.grade_figures(session, stranger, cast.commune.id, SEPTEMBER, NOVEMBER)


def test_a_secretary_sees_the_own_cell_and_not_the_commune(session, cast):
    found = figures.meeting_figures(session, cast.secretary, cast.cell.id, SEPTEMBER, NOVEMBER)
    assert len(found.ranking) == 1
    with pytest.raises(NotFound):
        figures.meeting_figures(session, cast.secretary, cast.commune.id, SEPTEMBER, NOVEMBER)


@pytest.mark.parametrize(("first", "last"), [(NOVEMBER, OCTOBER), (date(2020, 1, 1), NOVEMBER)])
def test_a_span_that_is_none_is_refused_in_words(session, cast, first, last):
    with pytest.raises(Invalid):
        of_commune(session, cast, first, last)


def test_cells_of_the_same_name_are_not_taken_together(session, cast):
    leader = an_actor(session, cast.district, Role.LEADER)
    other = a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district)
    a_cell(session, other)
    found = figures.meeting_figures(session, leader, cast.district.id, OCTOBER, OCTOBER)
    assert [(row.cell, row.expected) for row in found.ranking] == [("Chi bộ Khuổi Ngọa", 1)] * 2


def test_the_month_under_way_hurts_no_cell(session, cast):
    fill(session, cast.officer, cast.in_month(OCTOBER))
    meetings.submit(session, cast.officer, cast.in_month(OCTOBER))
    fill(session, cast.officer, cast.ref)
    (cell,) = of_commune(session, cast).ranking
    assert (cell.expected, cell.due, cell.submitted) == (3, 2, 1)
    assert cell.completeness == Fraction(1, 2)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 12, 5, 16, 59, 59, tzinfo=UTC), HeldState.NOT_DUE),
        (datetime(2026, 12, 5, 17, 0, 0, tzinfo=UTC), HeldState.MISSING),
    ],
    ids=["23:59:59 of the due day", "midnight after it"],
)
def test_the_whole_due_day_counts_by_the_clock_in_vietnam(session, cast, moment, state):
    with clock.set_to(moment):
        assert states(of_commune(session, cast))[NOVEMBER] is state

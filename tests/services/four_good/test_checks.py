"""Self-checks on the way: which months or quarters are asked for, and how each stands on a day."""

from datetime import UTC, date, datetime

import pytest

from models import AssessmentState
from services import assessments, clock, four_good
from services.assessments import AssessmentRef
from services.four_good import CELL, COMMITTEE, SLIP, StageState
from tests.factories import a_cell
from tests.factories_assessments import FULL_MARKS, a_criteria_set, a_secretary


def hand_in(session, actor, ref):
    for item_id, value in FULL_MARKS.items():
        assessments.answer(session, actor, ref, item_id, "value", value, None)
    assessments.submit(session, actor, ref)


def checks_of(session, actor, unit, year=2026):
    return four_good.board(session, actor, unit.id, CELL, year).rows[0].checks


def spans(checks):
    return [check.ref.months for check in checks]


@pytest.fixture
def monthly(session, district):
    return a_criteria_set(session, district, more="self_check: monthly")


@pytest.fixture
def quarterly(session, district):
    return a_criteria_set(session, district, more="self_check: quarterly")


def test_a_form_that_does_not_ask_has_none(session, in_force, cam, cell):
    assert checks_of(session, cam, cell) == ()


def test_a_monthly_form_asks_for_twelve_and_a_quarterly_for_four(session, cam, cell, monthly):
    assert spans(checks_of(session, cam, cell)) == [(month, month) for month in range(1, 13)]


def test_a_quarter_is_named_by_its_months(session, cam, cell, quarterly):
    found = checks_of(session, cam, cell)
    assert spans(found) == [(1, 3), (4, 6), (7, 9), (10, 12)]
    assert {check.ref.kind for check in found} == {CELL}


def test_a_slip_goes_before_the_form(session, district, cam, cell, quarterly):
    a_criteria_set(session, district, code="phieu", kind=SLIP)
    found = checks_of(session, cam, cell)
    assert spans(found) == [(month, month) for month in range(1, 13)]
    assert {check.ref.kind for check in found} == {SLIP}


def test_slips_are_for_cells_not_for_committees(session, huong, district, commune, cell):
    a_criteria_set(session, district, code="phieu", kind=SLIP)
    found = four_good.boards(session, huong, district.id, [CELL, COMMITTEE], [2026])
    assert len(found[CELL, 2026].rows[0].checks) == 12
    assert found[COMMITTEE, 2026].rows[0].checks == ()


def test_a_committee_checks_itself_by_its_form(session, huong, district, commune):
    a_criteria_set(session, district, code="dang_bo", kind=COMMITTEE, more="self_check: quarterly")
    [row] = four_good.board(session, huong, district.id, COMMITTEE, 2026).rows
    assert {check.ref.kind for check in row.checks} == {COMMITTEE}
    assert len(row.checks) == 4


def test_a_slip_may_be_of_quarters(session, district, cam, cell):
    a_criteria_set(session, district, code="phieu", kind=SLIP, more="self_check: quarterly")
    assert len(checks_of(session, cam, cell)) == 4


def test_the_nearest_form_decides(session, commune, cam, cell, monthly):
    a_criteria_set(session, commune, code="cua_xa", more="self_check: quarterly")
    assert len(checks_of(session, cam, cell)) == 4


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-02-28T16:59:59+00:00", StageState.NOT_YET),
        ("2026-02-28T17:00:00+00:00", StageState.OPEN),
        ("2026-04-05T16:59:59+00:00", StageState.OPEN),
        ("2026-04-05T17:00:00+00:00", StageState.LATE),
    ],
)
def test_it_opens_with_its_last_month_and_is_due_with_that_months_report(session, cam, cell, quarterly, moment, state):
    with clock.set_to(datetime.fromisoformat(moment)):
        first = checks_of(session, cam, cell)[0]
        assert first.window.last_on == date(2026, 4, 5)
        assert first.stands(clock.today()) is state


def test_only_what_was_handed_in_counts_and_only_of_months_that_are_over(session, cam, cell, monthly):
    hand_in(session, cam, AssessmentRef(cell.id, 2026, months=(1, 1)))
    assessments.answer(session, cam, AssessmentRef(cell.id, 2026, months=(2, 2)), "i1", "value", "5", None)
    row = four_good.board(session, cam, cell.id, CELL, 2026).rows[0]
    assert row.checked(date(2026, 12, 10)) == (1, 11)
    assert row.checked(date(2026, 3, 1)) == (1, 2)
    assert row.checked(date(2026, 2, 28)) == (1, 1)
    assert [check.ref.months for check in row.owed_checks(date(2026, 4, 1))] == [(2, 2), (3, 3)]
    assert [check.state for check in row.checks[:3]] == [AssessmentState.SUBMITTED, AssessmentState.DRAFT, None]
    assert row.state is None


def test_the_years_assessment_ends_the_asking(session, cam, cell, monthly):
    hand_in(session, cam, AssessmentRef(cell.id, 2026))
    row = four_good.board(session, cam, cell.id, CELL, 2026).rows[0]
    assert row.owed_checks(date(2026, 12, 10)) == []
    assert row.checked(date(2026, 12, 10)) == (0, 11)


def test_a_unit_is_asked_only_for_the_time_that_it_saw(session, xuan, commune, quarterly):
    new = a_cell(session, commune, "Chi bộ mới", since=date(2026, 5, 20))
    old = a_cell(session, commune, "Chi bộ giải thể", until=date(2026, 9, 30))
    assert spans(checks_of(session, xuan, new)) == [(4, 6), (7, 9), (10, 12)]
    assert spans(checks_of(session, xuan, old)) == [(1, 3), (4, 6)]


def test_a_form_asks_from_its_first_day_on(session, district, cam, cell):
    a_criteria_set(session, district, valid_from=date(2026, 7, 15), more="self_check: monthly")
    assert spans(checks_of(session, cam, cell)) == [(month, month) for month in range(7, 13)]


def test_the_checks_of_a_neighbour_are_no_ones_else(session, cam, cell, commune, monthly):
    other = a_cell(session, commune, "Chi bộ Đông Chót")
    hand_in(session, a_secretary(session, other), AssessmentRef(other.id, 2026, months=(1, 1)))
    with clock.set_to(datetime(2026, 2, 3, tzinfo=UTC)):
        assert four_good.board(session, cam, cell.id, CELL, 2026).rows[0].checked(date(2026, 2, 3)) == (0, 1)

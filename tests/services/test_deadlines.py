"""The report of a month is due by the 5th of the next; the whole Vietnamese day counts."""

from datetime import date

import pytest

from services import deadlines


@pytest.mark.parametrize(
    ("month", "due_on"), [(date(2026, 11, 1), date(2026, 12, 5)), (date(2026, 12, 1), date(2027, 1, 5))]
)
def test_a_month_is_due_on_the_fifth_of_the_next(month, due_on):
    assert deadlines.report_due_on(month) == due_on

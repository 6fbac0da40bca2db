"""The report of a month is due by the 5th of the next; the whole Vietnamese day counts."""

from datetime import UTC, date, datetime

import pytest

from services import deadlines


@pytest.mark.parametrize(
    ("month", "due_on"), [(date(2026, 11, 1), date(2026, 12, 5)), (date(2026, 12, 1), date(2027, 1, 5))]
)
def test_a_month_is_due_on_the_fifth_of_the_next(month, due_on):
    assert deadlines.report_due_on(month) == due_on


@pytest.mark.parametrize(
    ("moment", "in_time"),
    [
        (datetime(2026, 12, 5, 16, 59, 59, tzinfo=UTC), True),  # 23:59:59 in Vietnam
        (datetime(2026, 12, 5, 17, 0, 0, tzinfo=UTC), False),  # 00:00:00 of the 6th
    ],
)
def test_the_last_second_of_the_local_day_is_in_time(moment, in_time):
    assert deadlines.in_time(date(2026, 11, 1), moment) is in_time

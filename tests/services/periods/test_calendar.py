"""Where periods begin and end, what they are called, until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import PeriodKind
from services import deadlines, months
from services.periods import calendar

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(PeriodKind))
def test_every_day_lies_in_one_period_of_a_kind_and_the_next_begins_the_day_after_its_end(day, kind):
    start = calendar.starts_on(kind, day)
    end = calendar.ends_on(kind, start)
    assert start <= day <= end
    assert calendar.starts_on(kind, end) == start
    assert calendar.starts_on(kind, end + timedelta(days=1)) == end + timedelta(days=1)


@given(DAYS, st.integers(0, 900), st.sampled_from(PeriodKind))
def test_a_span_holds_every_period_that_touches_it_once(day, length, kind):
    last = day + timedelta(days=length)
    touched = {calendar.starts_on(kind, day + timedelta(days=step)) for step in range(length + 1)}
    assert calendar.span(kind, day, last) == sorted(touched)


@given(DAYS)
def test_a_month_is_due_by_the_usual_day(day):
    month = months.month_of(day)
    assert calendar.usual_due(months.last_day(month)) == deadlines.report_due_on(month)


@pytest.mark.parametrize(
    ("kind", "day", "name"),
    [
        (PeriodKind.MONTH, date(2026, 11, 20), "tháng 11/2026"),
        (PeriodKind.QUARTER, date(2026, 11, 20), "quý IV/2026"),
        (PeriodKind.QUARTER, date(2026, 1, 1), "quý I/2026"),
        (PeriodKind.HALF_YEAR, date(2026, 6, 30), "6 tháng đầu năm 2026"),
        (PeriodKind.HALF_YEAR, date(2026, 7, 1), "6 tháng cuối năm 2026"),
        (PeriodKind.YEAR, date(2026, 11, 20), "năm 2026"),
        (PeriodKind.SCHOOL_YEAR, date(2026, 8, 31), "năm học 2025–2026"),
        (PeriodKind.SCHOOL_YEAR, date(2026, 9, 1), "năm học 2026–2027"),
    ],
)
def test_a_period_is_called_by_its_name(kind, day, name):
    assert calendar.name(kind, calendar.starts_on(kind, day)) == name

"""A month is the date of its first day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services import months

days = st.dates(date(1930, 1, 1), date(2200, 1, 1))
all_months = days.map(months.month_of)
steps = st.integers(-600, 600)


@given(days)
def test_a_day_lies_in_its_month(day):
    month = months.month_of(day)
    assert month.day == 1
    assert month <= day <= months.last_day(month)


@given(all_months)
def test_the_day_after_the_last_day_begins_the_next_month(month):
    assert months.last_day(month) + timedelta(days=1) == months.after(month)


@given(all_months, steps, steps)
def test_steps_add_up(month, some, more):
    assert months.after(months.after(month, some), more) == months.after(month, some + more)


@given(all_months, steps)
def test_the_way_back_leads_home(month, number):
    assert months.after(months.after(month, number), -number) == month


@given(all_months, st.integers(0, 60))
def test_a_span_has_every_month_once_in_order(month, number):
    span = months.span(month, months.after(month, number))
    assert span == [months.after(month, step) for step in range(number + 1)]


@given(all_months, st.integers(1, 60))
def test_a_span_that_ends_before_it_begins_is_empty(month, number):
    assert months.span(month, months.after(month, -number)) == []


def test_the_year_turns_after_december():
    assert months.after(date(2025, 12, 1)) == date(2026, 1, 1)
    assert months.after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert months.last_day(date(2024, 2, 1)) == date(2024, 2, 29)

"""Who is left out: exempt at the end of the year or for more than half of it, or there for less than six months."""

from calendar import isleap
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.classification.exclusions import of_member, of_unit

LONG_AGO = date(2010, 1, 1)
days = st.dates(date(2023, 6, 1), date(2027, 6, 1)) | st.dates(date(2025, 1, 1), date(2025, 12, 31))
spans = st.lists(
    st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[1] > span[0]), max_size=4
)


def year_days(year):
    return [date(year, 1, 1) + timedelta(days=number) for number in range(366 if isleap(year) else 365)]


def is_exempt(day, held):
    return any(start <= day and (end is None or day < end) for start, end in held)


@given(st.sampled_from([2024, 2025, 2026]), spans)
def test_it_is_as_counting_day_by_day_says(year, held):
    exempt = [is_exempt(day, held) for day in year_days(year)]
    expected = exempt[-1] or 2 * sum(exempt) > len(exempt)
    assert bool(of_member(year, LONG_AGO, held)) == expected


def test_half_of_a_leap_year_is_not_more_than_half():
    half = (date(2024, 1, 1), date(2024, 7, 2))
    assert sum(is_exempt(day, [half]) for day in year_days(2024)) == 183
    assert of_member(2024, LONG_AGO, [half]) == ""
    assert "quá nửa" in of_member(2024, LONG_AGO, [(half[0], date(2024, 7, 3))])


def test_a_day_in_two_exemptions_counts_once():
    twice = [(date(2025, 1, 1), date(2025, 5, 1)), (date(2025, 2, 1), date(2025, 6, 1))]
    assert of_member(2025, LONG_AGO, twice) == ""


@given(spans, st.randoms(use_true_random=False))
def test_the_order_of_exemptions_does_not_matter(held, random):
    shuffled = list(held)
    random.shuffle(shuffled)
    assert of_member(2025, LONG_AGO, shuffled) == of_member(2025, LONG_AGO, held)


@given(st.dates(date(2024, 1, 1), date(2025, 12, 31)))
def test_six_months_end_with_the_year(began_on):
    year = 2025
    has_six = began_on <= date(2025, 7, 1)
    assert (of_member(year, began_on, ()) == "") == has_six
    assert (of_unit(year, began_on) == "") == has_six

"""The stages of a year: days that belong to it to their last second on the Vietnamese clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import clock
from services.errors import Invalid
from services.four_good.stages import USUAL, Days, Stage, StageState, Window, day_from, shown

any_day = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: f"{day:%m-%d}")
four_days = st.lists(any_day, min_size=4, max_size=4).map(sorted).map(lambda days: Days(*days))
years = st.integers(2000, 2100)
windows = st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400)).map(
    lambda drawn: Window(drawn[0], drawn[0] + timedelta(days=drawn[1]))
)


def test_the_usual_days_are_those_of_the_domain():
    spans = {stage: USUAL.window(stage, 2026) for stage in Stage}
    assert spans[Stage.REGISTER] == Window(date(2026, 1, 1), date(2026, 3, 31))
    assert spans[Stage.ASSESS] == Window(date(2026, 10, 1), date(2026, 11, 30))
    assert spans[Stage.REVIEW] == Window(date(2026, 10, 1), date(2026, 12, 15))
    assert spans[Stage.RECOGNISE] == Window(date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-09-30T16:59:59+00:00", StageState.NOT_YET),
        ("2026-09-30T17:00:00+00:00", StageState.OPEN),
        ("2026-11-30T16:59:59+00:00", StageState.OPEN),
        ("2026-11-30T17:00:00+00:00", StageState.LATE),
    ],
)
def test_a_day_begins_and_ends_on_the_vietnamese_clock(moment, state):
    """23:59:59 of the last local day is in time, 00:00:00 of the next is not."""
    with clock.set_to(datetime.fromisoformat(moment)):
        assert USUAL.window(Stage.ASSESS, 2026).state(clock.today(), is_done=False) is state


@given(windows, st.integers(-500, 500), st.integers(0, 86_399))
def test_every_second_of_a_day_has_the_state_of_the_day(window, offset, second):
    day = window.first_on + timedelta(days=offset)
    midnight = datetime(day.year, day.month, day.day, tzinfo=clock.VIETNAM)
    with clock.set_to((midnight + timedelta(seconds=second)).astimezone(UTC)):
        assert clock.today() == day
        found = window.state(clock.today(), is_done=False)
    expected = (
        StageState.NOT_YET if day < window.first_on else StageState.OPEN if day <= window.last_on else StageState.LATE
    )
    assert found is expected


@given(windows, st.dates(date(2019, 1, 1), date(2032, 1, 1)))
def test_what_is_done_is_done_on_any_day(window, day):
    assert window.state(day, is_done=True) is StageState.DONE


@given(four_days, years)
def test_the_stages_come_in_order_and_none_ends_before_it_begins(days, year):
    spans = [days.window(stage, year) for stage in Stage]
    assert [span.first_on for span in spans] == sorted(span.first_on for span in spans)
    assert [span.last_on for span in spans] == sorted(span.last_on for span in spans)
    assert all(span.first_on <= span.last_on for span in spans)
    assert {day.year for span in spans for day in (span.first_on, span.last_on)} == {year}


@given(st.dates(date(2001, 1, 1), date(2001, 12, 31)), st.sampled_from("/-."), st.booleans())
def test_a_day_of_the_year_is_read_as_it_is_shown(day, between, is_filled_up):
    typed = f"{day:%d}{between}{day:%m}" if is_filled_up else f" {day.day} {between} {day.month} "
    stored = day_from(typed, "assessed_until")
    assert stored == f"{day:%m-%d}"
    assert day_from(shown(stored), "assessed_until") == stored


@pytest.mark.parametrize(
    "typed", ["", "31", "31/", "31/4", "0/3", "29/2", "31/3/2026", "ba/ba", "331/3", "３１/３ngày"]
)
def test_what_is_no_day_of_every_year_is_refused_with_its_field(typed):
    with pytest.raises(Invalid) as refused:
        day_from(typed, "assessed_until")
    assert refused.value.field == "assessed_until"
    assert "Đồng chí nhập như 31/3." in refused.value.sentence

"""What the absences of a year come to: invariants over any year, and the words."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models import Presence
from services import streaks
from services.streaks import MOST_EXCUSED, REMOVAL_FROM, ConcernKind, Sitting

EXCUSED, UNEXCUSED = Presence.EXCUSED, Presence.UNEXCUSED
RUN, MONTHS, FEW = ConcernKind.EXCUSED_RUN, ConcernKind.UNEXCUSED_MONTHS, ConcernKind.UNEXCUSED
STOOD = st.one_of(
    st.tuples(st.sampled_from(list(Presence)), st.just(True)),
    st.tuples(st.sampled_from([Presence.PRESENT, Presence.NOT_DUE, None]), st.just(False)),
)
YEARS = st.lists(STOOD, max_size=12).map(
    lambda stood: [Sitting(date(2026, place, 1), *how) for place, how in enumerate(stood, 1)]
)


def a_year(letters):
    """E excused, U unexcused, P present, anything else not on the roll."""
    presences = {"E": EXCUSED, "U": UNEXCUSED, "P": Presence.PRESENT}
    return [
        Sitting(date(2026, place, 1), presences.get(letter), letter in presences)
        for place, letter in enumerate(letters, 1)
    ]


def found(year):
    return {concern.kind: concern for concern in streaks.concerns(year)}


@given(YEARS)
def test_a_run_is_a_concern_exactly_where_the_figure_of_criteria_sets_is_too_high(year):
    months = [sitting.month for sitting in year]
    excused = {sitting.month for sitting in year if sitting.is_absence(EXCUSED)}
    longest = streaks.longest_run(months, excused)
    runs = [concern for concern in streaks.concerns(year) if concern.kind is RUN]
    assert bool(runs) is (longest > MOST_EXCUSED)
    assert max((len(concern.sittings) for concern in runs), default=longest) == longest


@given(YEARS)
def test_the_meetings_behind_a_run_follow_one_another_and_cannot_be_more(year):
    for concern in streaks.concerns(year):
        if concern.kind is RUN:
            first, last = year.index(concern.sittings[0]), year.index(concern.sittings[-1])
            assert list(concern.sittings) == year[first : last + 1]
            assert all(sitting.is_absence(EXCUSED) for sitting in concern.sittings)
            around = year[max(0, first - 1) : first] + year[last + 1 : last + 2]
            assert not any(sitting.is_absence(EXCUSED) for sitting in around)


@given(YEARS)
def test_unexcused_months_are_one_concern_with_every_such_month(year):
    unexcused = tuple(sitting for sitting in year if sitting.is_absence(UNEXCUSED))
    concerns = [concern for concern in streaks.concerns(year) if concern.kind is not RUN]
    assert [concern.sittings for concern in concerns] == ([unexcused] if unexcused else [])
    assert all((concern.kind is MONTHS) is (len(unexcused) >= REMOVAL_FROM) for concern in concerns)


@given(YEARS, st.integers(0, 12), st.sampled_from([Presence.PRESENT, Presence.NOT_DUE]))
def test_one_more_meeting_that_is_no_absence_never_adds_a_concern(year, place, presence):
    more = [*year[:place], Sitting(date(2026, 12, 1), presence), *year[place:]]
    assert len(streaks.concerns(more)) <= len(streaks.concerns(year))


@given(YEARS)
def test_the_gravest_comes_first(year):
    order = [list(ConcernKind).index(concern.kind) for concern in streaks.concerns(year)]
    assert order == sorted(order)


def test_three_in_a_row_are_allowed_four_are_not():
    assert found(a_year("EEEPEEE")) == {}
    assert [sitting.month.month for sitting in found(a_year("PEEEEP"))[RUN].sittings] == [2, 3, 4, 5]


def test_a_meeting_at_which_the_member_was_not_on_the_roll_breaks_the_run():
    assert found(a_year("EE-EE")) == {}


def test_three_months_without_reason_need_not_follow_one_another():
    concern = found(a_year("UPPUPU"))[MONTHS]
    assert concern.last == date(2026, 6, 1)
    assert "01/2026, 04/2026 và 06/2026" in concern.sentence
    assert "Điều 8" in concern.sentence
    assert "xóa tên" in concern.sentence


def test_fewer_are_said_without_a_threat():
    concern = found(a_year("UU"))[FEW]
    assert concern.sentence == "Vắng không lý do 2 tháng (tháng 01/2026 và 02/2026)."

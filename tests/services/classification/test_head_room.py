"""How many may be excellent: the arithmetic, whatever the order."""

from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from services.classification import Standing, after_in_words, counted, room_in_words, rule_in_words, shares_in_words
from services.classification.groups import GroupKey
from services.classification.references import Level
from services.classification.rows import GroupRow
from services.scoring import Cap
from tests.factories_classification import BEST, CAP, FAIR, GOOD, LABELS, POOR

GRADES = (BEST, GOOD, FAIR, POOR, None)


def a_cap(**changes) -> Cap:
    return Cap.model_validate({**CAP, "group": ["parent"], **changes})


caps = st.builds(
    a_cap,
    ratio=st.integers(1, 40),
    exceptional_ratio=st.none() | st.integers(41, 60),
    denominator=st.sampled_from(["good_only", "good_or_better"]),
    rounding=st.sampled_from(["down", "half_up", "up"]),
)
standings = st.lists(st.builds(Standing, st.sampled_from(GRADES), st.sampled_from(GRADES), st.booleans()), max_size=40)


def a_group(room) -> GroupRow:
    return GroupRow(
        GroupKey(Level.CELL, None, None, None), "chi bộ thuộc Đảng bộ xã Bằng Vân", "21-HD/BTCTW", LABELS, room
    )


def many(**counts: int) -> list[Standing]:
    return [Standing(decided=grade) for grade, count in counts.items() for _ in range(count)]


def test_bang_van_2020():
    """16 good and 3 excellent of 19: 18,75 % of the good, 15,8 % of the good or better; four would be too many."""
    room = counted(a_cap(), many(htxsnv=3, httnv=16))
    assert (room.size, room.allowed, room.room) == (19, 3, 0)
    assert shares_in_words(3, 16, "hoàn thành tốt") == (
        "18,75 % (3/16, chỉ tính hoàn thành tốt); 15,8 % (3/19, tính hoàn thành tốt trở lên)"
    )
    assert room_in_words(a_group(room)) == "Nhóm 19 chi bộ thuộc Đảng bộ xã Bằng Vân: xuất sắc 3/3, còn 0"


def test_the_other_denominator_and_the_exceptional_ratio_allow_more():
    room = counted(a_cap(denominator="good_or_better", exceptional_ratio=25), many(htxsnv=3, httnv=16))
    assert (room.allowed, room.allowed_exceptionally) == (3, 4)
    said = rule_in_words(a_group(room))
    assert "tối đa 20 % (tính trên số tốt trở lên)" in said
    assert "được đến 25 % (4) khi có lý do đặc biệt, theo 21-HD/BTCTW" in said


def test_proposals_take_room_and_who_has_none_may_still_be_good():
    proposed = [Standing(BEST), Standing(BEST), Standing(), *many(httnv=11)]
    room = counted(a_cap(), proposed)
    assert (room.size, room.excellent, room.good, room.worse, room.allowed, room.room) == (14, 2, 11, 0, 2, 0)
    assert (room.decided_excellent, room.decided_good) == (0, 11)
    assert room_in_words(a_group(counted(a_cap(), [Standing(BEST)] * 3 + [Standing()] * 11))).endswith("3/2, vượt 1")


def test_a_decision_counts_instead_of_its_proposal():
    room = counted(a_cap(), [Standing(proposed=BEST, decided=FAIR)])
    assert (room.excellent, room.worse) == (0, 1)


def test_nobody_is_no_share():
    room = counted(a_cap(), [])
    assert (room.allowed, room.room) == (0, 0)
    assert shares_in_words(0, 0, "tốt") == ""
    assert shares_in_words(1, 0, "tốt") == "100 % (1/1, tính tốt trở lên)"


@given(caps, standings, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(cap, found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert counted(cap, shuffled) == counted(cap, found)


@given(caps, standings)
def test_the_counts_are_those_of_counting(cap, found):
    room = counted(cap, found)
    grades = [standing.decided or standing.proposed for standing in found]
    assert room.size == len(grades)
    assert room.excellent == sum(grade == BEST for grade in grades)
    assert room.worse == sum(grade in {FAIR, POOR} for grade in grades)
    assert room.size - room.worse == room.excellent + room.good + sum(grade is None for grade in grades)
    assert room.decided_excellent == sum(standing.decided == BEST for standing in found)


@given(caps, st.integers(0, 30), st.integers(0, 30))
def test_the_allowed_number_is_the_greatest_that_keeps_the_ratio(cap, excellent, good):
    """Written a second time, plainly: excellent ones are taken out of the good."""
    room = counted(cap, many(htxsnv=excellent, httnv=good))
    both = excellent + good

    def keeps(number: int) -> bool:
        base = both - number if cap.denominator == "good_only" else both
        exact = Fraction(cap.ratio) / 100 * base
        rounded = {"down": floor(exact), "half_up": floor(exact + Fraction(1, 2)), "up": -floor(-exact)}[cap.rounding]
        return number <= rounded

    greatest = max(number for number in range(both + 1) if all(keeps(less) for less in range(number + 1)))
    assert room.limit(is_exceptional=False) == greatest
    assert (room.excess(is_exceptional=False) > 0) == (excellent > greatest)


@given(caps, standings, st.sampled_from(GRADES))
def test_another_one_without_a_grade_never_takes_room(cap, found, grade):
    before = counted(cap, found)
    after = counted(cap, [*found, Standing()])
    assert after.room >= before.room
    assert after.decided_excellent == before.decided_excellent


@given(caps, standings, st.integers(0, 5), st.integers(0, 5))
def test_a_decision_that_is_being_chosen_is_counted_as_if_it_were_taken(cap, found, excellent, good):
    taken = [*found, *many(htxsnv=excellent, httnv=good)]
    chosen, really = counted(cap, found).after(excellent, good), counted(cap, taken)
    assert (chosen.decided_excellent, chosen.decided_good) == (really.decided_excellent, really.decided_good)
    assert chosen.excess(is_exceptional=False) == really.excess(is_exceptional=False)


def test_what_a_decision_makes_of_a_group_is_said():
    group = a_group(counted(a_cap(), many(httnv=5)))
    assert after_in_words(group, 1, 0) == (
        "Sau quyết định này, nhóm 5 chi bộ thuộc Đảng bộ xã Bằng Vân có 1 xuất sắc bên cạnh 5 tốt; nhiều nhất được 1"
    )

"""Counts exclusive and nested."""

from hypothesis import given
from hypothesis import strategies as st

from services.classification import Mark, Tally, spoken, tallied
from tests.factories_classification import LABELS

MARKS = [Mark(rank, label) for rank, label in enumerate(LABELS.values())]
found = st.lists(st.sampled_from([*MARKS, None]), max_size=60)


def test_as_people_say_it():
    tally = tallied([MARKS[0]] * 3 + [MARKS[1]] * 16)
    assert spoken(tally, MARKS) == "19/19 hoàn thành tốt nhiệm vụ trở lên, trong đó 3 hoàn thành xuất sắc nhiệm vụ"
    assert [tally.of(mark) for mark in MARKS] == [3, 16, 0, 0]


def test_who_has_no_grade_yet_is_said():
    tally = tallied([MARKS[1], MARKS[2], None])
    assert spoken(tally, MARKS) == (
        "1/3 hoàn thành tốt nhiệm vụ trở lên, trong đó 0 hoàn thành xuất sắc nhiệm vụ; còn 1 chưa xếp loại"
    )


def test_before_anybody_is_classified_no_share_is_said():
    assert spoken(tallied([None, None]), MARKS) == "Chưa có kết quả xếp loại nào trong số 2 thuộc diện xếp loại"


def test_of_nobody_nothing_is_said():
    assert spoken(Tally(), MARKS) == ""


def test_a_scheme_of_one_grade_is_said_too():
    only = [Mark(0, "Hoàn thành nhiệm vụ")]
    assert spoken(tallied([only[0], None]), only) == "1/2 hoàn thành nhiệm vụ; còn 1 chưa xếp loại"


@given(found)
def test_exclusive_counts_add_up_to_everybody(marks):
    tally = tallied(marks)
    assert tally.total == len(marks)
    assert sum(tally.of(mark) for mark in MARKS) + tally.unclassified == len(marks)


@given(found)
def test_nested_counts_are_the_exclusive_ones_added_up(marks):
    tally, cumulative = tallied(marks), 0
    for mark in MARKS:
        cumulative += tally.of(mark)
        assert tally.at_least(mark.rank) == cumulative
    assert tally.at_least(-1) == 0
    assert tally.at_least(MARKS[-1].rank) == tally.total - tally.unclassified


@given(found, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(marks, random):
    shuffled = list(marks)
    random.shuffle(shuffled)
    assert tallied(shuffled) == tallied(marks)

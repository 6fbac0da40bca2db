"""Changing a condition part by part: the parts around stay, what is left alone is unwrapped, nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.criteria import conditions
from services.errors import Invalid
from tests.services.scoring.strategies import CATALOGUE
from tests.services.scoring.strategies import conditions as some_conditions

RATE, FLAG, GRADE, TALLY = (
    {"metric": "attendance_rate", "gte": 90},
    {"metric": "has_committee", "is": True},
    {"metric": "annual_grade", "one_of": ["htxsnv"]},
    {"metric": "months_graded", "of": ["tot"], "gte": 8},
)


def test_a_further_condition_joins_the_one_that_was_alone():
    assert conditions.extended(None, ()) == {}
    assert conditions.extended(RATE, ()) == {"all": [RATE, {}]}
    assert conditions.extended({"any": [RATE, FLAG]}, ()) == {"any": [RATE, FLAG, {}]}
    assert conditions.extended({"any": [RATE, FLAG]}, ("any", 1)) == {"any": [RATE, {"all": [FLAG, {}]}]}


def test_of_two_joined_conditions_the_other_is_left_alone():
    assert conditions.reduced({"any": [RATE, FLAG]}, ("any", 0)) == FLAG
    assert conditions.reduced({"any": [RATE, FLAG, GRADE]}, ("any", 0)) == {"any": [FLAG, GRADE]}
    assert conditions.reduced({"all": [{"any": [RATE, FLAG]}, GRADE]}, ("all", 0, "any", 1)) == {"all": [RATE, GRADE]}
    assert conditions.reduced({"all": [RATE]}, ("all", 0)) is None
    assert conditions.reduced({"not": RATE}, ("not",)) is None
    assert conditions.reduced({"any": [{"not": RATE}, FLAG]}, ("any", 0, "not")) == FLAG
    assert conditions.reduced(RATE, ()) is None


def test_a_condition_inside_a_gate_is_changed_inside_the_gate():
    gates = [{"gate": "no_knock_out"}, {"gate": "facts", "when": {"any": [RATE, FLAG]}}]
    assert conditions.reduced(gates, (1, "when", "any", 0)) == [gates[0], {"gate": "facts", "when": FLAG}]
    assert conditions.reduced(gates, (1, "when")) == [gates[0], {"gate": "facts"}]
    assert conditions.changed(gates, (0,), None) == gates[1:]
    assert conditions.moved(gates, (1,), -1) == [gates[1], gates[0]]
    assert conditions.moved(gates, (1,), 5) == gates


def test_joined_conditions_hold_all_or_any():
    assert conditions.joined_by({"all": [RATE, FLAG]}, (), "any") == {"any": [RATE, FLAG]}
    assert conditions.joined_by(RATE, (), "any") == RATE


@pytest.mark.parametrize(
    ("before", "metric", "after"),
    [
        (RATE, "speaking_rate", {"metric": "speaking_rate", "gte": 90}),
        (RATE, "has_committee", {"metric": "has_committee", "is": True}),
        (FLAG, "attendance_rate", {"metric": "attendance_rate", "gte": None}),
        (GRADE, "months_graded", {"metric": "months_graded", "of": ["htxsnv"], "gte": None}),
        (TALLY, "annual_grade", {"metric": "annual_grade", "one_of": ["tot"]}),
        ({}, "duration", {"metric": "duration", "gte": None}),
        (RATE, "khong_co", {"metric": "khong_co", "gte": 90}),
        (RATE, None, {"gte": 90}),
    ],
)
def test_another_figure_keeps_what_fits_it(before, metric, after):
    assert conditions.with_metric(before, metric, CATALOGUE) == after


def test_a_comparison_changes_and_its_threshold_stays():
    assert conditions.compared_by({"metric": "m", "gte": 5, "lt": 9}, "gte", "gt") == {"metric": "m", "gt": 5, "lt": 9}
    assert conditions.compared_by(RATE, "gte", "gte") == RATE
    with pytest.raises(Invalid, match="đã có một ngưỡng"):
        conditions.compared_by({"metric": "m", "gte": 5, "lt": 9}, "gte", "lt")


def test_a_threshold_may_depend_on_a_size_and_back():
    sized = conditions.by_size(90, "members")
    assert sized == {"by": "members", "steps": [{"below": None, "value": 90}, {"value": 90}]}
    assert conditions.the_same_for_all(sized) == 90
    assert conditions.the_same_for_all({"by": "members"}) is None


def test_a_part_that_is_not_there_is_not_guessed():
    for keys in (("any", 7), ("any", 0, "any", 1), (3,)):
        assert conditions.looked_up({"any": [RATE]}, keys) is None
    with pytest.raises(Invalid, match="không còn như trên màn hình"):
        conditions.changed({"any": [RATE]}, ("all", 0), FLAG)
    with pytest.raises(Invalid, match="không còn như trên màn hình"):
        conditions.moved([RATE], (4,), 1)


def every_keys(condition, keys=()):
    yield keys
    name = conditions.joint(condition)
    for number, part in enumerate(conditions.parts(condition)):
        yield from every_keys(part, (*keys, name) if name == conditions.NEGATION else (*keys, name, number))


@given(whole=some_conditions(), data=st.data())
def test_a_change_of_one_part_leaves_the_others_and_the_given_whole_alone(whole, data):
    keys = data.draw(st.sampled_from(list(every_keys(whole))))
    before = repr(whole)
    after = conditions.changed(whole, keys, RATE)
    assert conditions.looked_up(after, keys) == RATE
    assert conditions.changed(after, keys, conditions.looked_up(whole, keys)) == whole
    if conditions.joint(conditions.looked_up(whole, keys)) != conditions.NEGATION:
        assert conditions.negated(conditions.negated(whole, keys), keys) == whole
    extended = conditions.extended(whole, keys)
    at = conditions.looked_up(extended, keys)
    name = conditions.joint(at)
    assert conditions.reduced(extended, (*keys, name, len(conditions.parts(at)) - 1)) is not None
    assert repr(whole) == before

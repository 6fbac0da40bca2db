"""Conditions on metrics: bounds to the last fraction, three-valued logic, faults with their places, words."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import Condition, Evaluated, Facts, InvalidForm, Share, evaluated, in_words, validated
from services.scoring.gates import FactsHold
from services.scoring.kleene import every, opposite, some
from services.scoring.metric_conditions import leaves
from tests.services.scoring.forms import BANDS, form_data, item, section
from tests.services.scoring.strategies import CATALOGUE, MONTH_GRADES, VALUES, as_number, conditions, facts, percents


def built(written: Mapping[str, Any]) -> Condition:
    """The condition as a form holds it."""
    data = form_data(section("s1", item("i1", max_points=100)))
    data["grades"] = [{**BANDS[0], "requires": [{"gate": "facts", "when": written}]}, *BANDS[1:]]
    gate = validated(data).grades[0].requires[0]
    assert isinstance(gate, FactsHold)
    return gate.when


def holds(written: Mapping[str, Any], **known: Any) -> bool | None:
    return evaluated(built(written), known).holds


RATE = "attendance_rate"


@pytest.mark.parametrize(
    ("bound", "below", "at", "above"),
    [
        ("gte", False, True, True),
        ("gt", False, False, True),
        ("lte", True, True, False),
        ("lt", True, False, False),
        ("eq", False, True, False),
    ],
)
def test_a_bound_is_strict_or_not_to_the_last_head(bound, below, at, above):
    condition = {"metric": RATE, bound: 85}
    assert holds(condition, attendance_rate=Share(84_999, 100_000)) is below
    assert holds(condition, attendance_rate=Share(17, 20)) is at
    assert holds(condition, attendance_rate=Fraction(17, 20)) is at
    assert holds(condition, attendance_rate=Share(85_001, 100_000)) is above


def test_a_share_is_compared_in_percent_and_a_number_as_it_is():
    assert holds({"metric": RATE, "gte": "49,5"}, attendance_rate=Share(99, 200)) is True
    assert holds({"metric": "duration", "gte": 90}, duration=90) is True
    assert holds({"metric": "duration", "gte": 90}, duration=Decimal("89.9")) is False
    assert holds({"metric": RATE, "gte": 1}, attendance_rate=Share(1, 1)) is True


def test_several_bounds_must_all_hold():
    between = {"metric": RATE, "gte": 50, "lt": 70}
    found = [holds(between, attendance_rate=Share(part, 100)) for part in (49, 50, 69, 70)]
    assert found == [False, True, True, False]


def test_a_tally_is_the_sum_of_its_grades():
    condition = {"metric": "months_graded", "of": ["tot", "kha"], "gte": 8}
    assert holds(condition, months_graded={"tot": 5, "kha": 3, "kem": 4}) is True
    assert holds(condition, months_graded={"tot": 7, "kem": 5}) is False
    assert holds({"metric": "months_graded", "of": ["kem"], "eq": 0}, months_graded={}) is True


def test_a_grade_is_one_of_some():
    condition = {"metric": "annual_grade", "one_of": ["htxsnv", "httnv"]}
    assert holds(condition, annual_grade="httnv") is True
    assert holds(condition, annual_grade="htnv") is False
    assert holds(condition, annual_grade=None) is None


def test_a_flag_is_set_or_is_not():
    assert holds({"metric": "has_committee", "is": True}, has_committee=True) is True
    assert holds({"metric": "has_committee", "is": False}, has_committee=True) is False
    assert holds({"metric": "has_committee", "is": False}) is None


BY_SIZE = {
    "metric": "duration",
    "gte": {"by": "members", "steps": [{"below": 30, "value": 90}, {"below": 60, "value": 100}, {"value": 120}]},
}


@pytest.mark.parametrize(("members", "needed"), [(0, 90), (29, 90), (30, 100), (59, 100), (60, 120), (200, 120)])
def test_a_threshold_may_depend_on_the_size(members, needed):
    assert holds(BY_SIZE, duration=needed, members=members) is True
    assert holds(BY_SIZE, duration=needed - 1, members=members) is False


def test_without_the_size_the_threshold_is_unknown():
    assert evaluated(built(BY_SIZE), {"duration": 500}) == Evaluated(None, ("duration", "members"), ("members",))
    assert evaluated(built(BY_SIZE), {}) == Evaluated(None, ("duration", "members"), ("duration", "members"))


def test_a_bound_that_fails_decides_even_where_another_is_unknown():
    condition = {**BY_SIZE, "lt": 60}
    assert holds(condition, duration=60) is False
    assert holds(condition, duration=59) is None


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ({"metric": "x", "gte": 5}, True),
        ({"metric": "x", "gte": 5}, "tot"),
        ({"metric": "x", "gte": 5}, {"tot": 5}),
        ({"metric": "x", "of": ["tot"], "gte": 5}, 7),
        ({"metric": "x", "one_of": ["tot"]}, 7),
        ({"metric": "x", "one_of": ["tot"]}, True),
        ({"metric": "x", "is": True}, 1),
        ({"metric": "x", "is": True}, "yes"),
    ],
)
def test_a_value_of_another_kind_is_as_good_as_none(condition, value):
    assert evaluated(built(condition), {"x": value}) == Evaluated(None, ("x",), ("x",))


def test_what_is_missing_is_only_what_left_it_open():
    condition = built(
        {"any": [{"metric": "a", "gte": 5}, {"all": [{"metric": "b", "gte": 1}, {"metric": "c", "is": True}]}]}
    )
    assert evaluated(condition, {"a": 5}) == Evaluated(True, ("a", "b", "c"))
    assert evaluated(condition, {"a": 4, "b": 0}) == Evaluated(False, ("a", "b", "c"))
    assert evaluated(condition, {"a": 4, "b": 1}) == Evaluated(None, ("a", "b", "c"), ("c",))


# Three-valued logic

THREE = (True, False, None)
truths = st.sampled_from(THREE)


def test_and_and_or_are_kleene_s():
    table = {(one, other): (every((one, other)), some((one, other))) for one in THREE for other in THREE}
    assert table == {
        (True, True): (True, True),
        (True, False): (False, True),
        (True, None): (None, True),
        (False, True): (False, True),
        (False, False): (False, False),
        (False, None): (False, None),
        (None, True): (None, True),
        (None, False): (False, None),
        (None, None): (None, None),
    }
    assert [opposite(one) for one in THREE] == [False, True, None]
    assert (every(()), some(())) == (True, False)


@given(st.lists(truths), st.lists(truths))
def test_the_laws_of_kleene(one, other):
    assert every(one + other) is every(other + one) is every((every(one), every(other)))
    assert some(one + other) is some(other + one) is some((some(one), some(other)))
    assert opposite(every(one)) is some(map(opposite, one))
    assert every((some(one), every(other))) is some(every((truth, every(other))) for truth in one)
    assert all(opposite(opposite(truth)) is truth for truth in one)


# A second implementation, plainly by the words of the file format


def naive(written: Mapping[str, Any], known: Facts) -> bool | None:
    """Three values as numbers: the least of all, the greatest of any."""
    order = {False: 0, None: 1, True: 2}
    back = {rank: truth for truth, rank in order.items()}
    if "any" in written:
        return back[max(order[naive(part, known)] for part in written["any"])]
    if "all" in written:
        return back[min(order[naive(part, known)] for part in written["all"])]
    if "not" in written:
        return back[2 - order[naive(written["not"], known)]]
    value = known.get(written["metric"])
    if "is" in written:
        return None if value is None else value == written["is"]
    if "one_of" in written:
        return None if value is None else value in written["one_of"]
    return _within(written, as_number(value, tuple(written.get("of", ()))), known)


def _within(written: Mapping[str, Any], number: Fraction | None, known: Facts) -> bool | None:
    if number is None:
        return None
    outcomes = []
    for name in {"gt", "gte", "lt", "lte", "eq"} & written.keys():
        bound = _threshold(written[name], known)
        checks = {
            "gt": lambda number, bound: number > bound,
            "gte": lambda number, bound: number >= bound,
            "lt": lambda number, bound: number < bound,
            "lte": lambda number, bound: number <= bound,
            "eq": lambda number, bound: number == bound,
        }
        outcomes.append(None if bound is None else checks[name](number, bound))
    return False if False in outcomes else None if None in outcomes else True


def _threshold(written: Any, known: Facts) -> Fraction | None:
    if not isinstance(written, dict):
        return Fraction(written)
    size = as_number(known.get(written["by"]))
    if size is None:
        return None
    return next(Fraction(step["value"]) for step in written["steps"] if "below" not in step or size < step["below"])


@given(conditions(), facts())
def test_a_condition_is_what_a_plain_reading_says(written, known):
    assert evaluated(built(written), known).holds is naive(written, known)


@given(conditions(), facts())
def test_what_is_missing_is_without_data_and_there_exactly_where_it_is_open(written, known):
    found = evaluated(built(written), known)
    assert bool(found.missing) is (found.holds is None)
    assert all(known.get(metric) is None for metric in found.missing)
    assert set(found.missing) <= set(found.looked_at)


@given(conditions(), facts(complete=True))
def test_with_all_data_nothing_is_open(written, known):
    assert evaluated(built(written), known).holds is not None


@given(conditions(), facts(), facts(complete=True))
def test_data_that_come_later_never_turn_what_was_known(written, known, later):
    condition = built(written)
    before = evaluated(condition, known).holds
    more = {name: later[name] if known.get(name) is None else known[name] for name in VALUES}
    assert before is None or evaluated(condition, more).holds is before


@given(conditions(), facts(), facts())
def test_only_the_metrics_looked_at_matter(written, known, other):
    condition = built(written)
    found = evaluated(condition, known)
    mixed = {**other, **{name: known.get(name) for name in found.looked_at}}
    assert evaluated(condition, mixed) == found
    assert set(found.looked_at) >= {leaf.metric for leaf in leaves(condition)}


@given(percents, st.integers(1, 60), st.data())
def test_a_better_share_never_fails_where_a_worse_one_met_a_lower_bound(bound, whole, data):
    condition = built({"metric": RATE, "gte": bound})
    part = data.draw(st.integers(0, whole))
    better = data.draw(st.integers(part, whole))
    worse_holds, better_holds = (evaluated(condition, {RATE: Share(heads, whole)}).holds for heads in (part, better))
    assert better_holds or not worse_holds


# Faults


def fault_of(written: Any) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refused:
        built(written)
    return {
        fault.path.removeprefix("grades[0].requires[0].when").lstrip("."): fault.sentence
        for fault in refused.value.faults
    }


def nested(depth: int) -> dict[str, Any]:
    return {"metric": "x", "is": True} if depth == 1 else {"not": nested(depth - 1)}


GROUP = "phải là một nhóm các trường “tên: giá trị”."
UNKNOWN = "không có trường nào tên như vậy; hãy kiểm tra lại cách viết."
SLUG = "chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ."
NO_NUMBER = "phải là một số, ví dụ 5 hoặc 4.75."
STEPS = "mọi bậc trừ bậc cuối phải có below, từ nhỏ đến lớn."


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (5, {"": GROUP}),
        ("attendance_rate >= 90", {"": GROUP}),
        ({}, {"metric": "thiếu trường này."}),
        ({"metric": "x"}, {"": "thiếu ngưỡng; ghi ít nhất một trong: gt, gte, lt, lte, eq."}),
        ({"metric": "X", "gte": 1}, {"metric": SLUG}),
        ({"metric": "x", "gte": "nhiều"}, {"gte": NO_NUMBER}),
        (
            {"metric": "x", "gte": "1.000"},
            {"gte": "chỉ có nhiều nhất hai chữ số sau dấu phẩy và không có dấu ngăn hàng nghìn."},
        ),
        ({"metric": "x", "gte": 10**10}, {"gte": "phải từ -999999999,99 đến 999999999,99."}),
        ({"metric": "x", "gte": 1, "at": 2}, {"at": UNKNOWN}),
        ({"metric": "x", "gte": 1, "gt": 2}, {"gt": "chỉ ghi một trong hai: gt, gte."}),
        ({"metric": "x", "lte": 1, "lt": 2}, {"lt": "chỉ ghi một trong hai: lt, lte."}),
        ({"metric": "x", "eq": 1, "lt": 2}, {"eq": "đã có eq thì không ghi thêm ngưỡng nào khác."}),
        ({"metric": "x", "one_of": []}, {"one_of": "phải có ít nhất 1 dòng."}),
        ({"metric": "x", "one_of": ["Tốt"]}, {"one_of[0]": SLUG}),
        ({"metric": "x", "is": "yes"}, {"is": "chỉ nhận true (có) hoặc false (không)."}),
        ({"any": []}, {"any": "phải có ít nhất 1 dòng."}),
        ({"all": {"metric": "x"}}, {"all": "phải là một danh sách."}),
        ({"any": [{"metric": "x", "gte": 1}], "metric": "x"}, {"metric": UNKNOWN}),
        (
            {"any": [{"metric": "x"}, 5]},
            {"any[0]": "thiếu ngưỡng; ghi ít nhất một trong: gt, gte, lt, lte, eq.", "any[1]": GROUP},
        ),
        ({"not": {"metric": "x", "gte": {"by": "y"}}}, {"not.gte.steps": "thiếu trường này."}),
        ({"metric": "x", "gte": {"by": "y", "steps": [{"value": 1}]}}, {"gte.steps": "phải có ít nhất 2 dòng."}),
        ({"metric": "x", "gte": {"by": "y", "steps": [{"value": 1}, {"value": 2}]}}, {"gte.steps[0].below": STEPS}),
        (
            {
                "metric": "x",
                "gte": {"by": "y", "steps": [{"below": 5, "value": 1}, {"below": 5, "value": 1}, {"value": 2}]},
            },
            {"gte.steps[1].below": STEPS},
        ),
        (
            {"metric": "x", "gte": {"by": "y", "steps": [{"below": 5, "value": 1}, {"below": 9, "value": 2}]}},
            {"gte.steps[1].below": "bậc cuối là “còn lại”, không ghi below."},
        ),
        (nested(6), {"": "điều kiện lồng nhau quá 5 bậc."}),
    ],
)
def test_a_wrong_condition_is_refused_with_its_place(written, found):
    assert fault_of(written) == found


def test_a_condition_may_be_five_deep():
    assert evaluated(built(nested(5)), {"x": True}).holds is True


# Words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"metric": RATE, "gte": 90}, "tỷ lệ dự họp từ 90 % trở lên"),
        ({"metric": RATE, "gt": "49,5"}, "tỷ lệ dự họp trên 49,5 %"),
        ({"metric": RATE, "lt": 50}, "tỷ lệ dự họp dưới 50 %"),
        ({"metric": RATE, "lte": 50}, "tỷ lệ dự họp không quá 50 %"),
        ({"metric": "unexcused", "eq": 0}, "số đảng viên vắng không lý do bằng 0"),
        ({"metric": RATE, "gte": 50, "lt": 70}, "tỷ lệ dự họp từ 50 % đến dưới 70 %"),
        ({"metric": RATE, "gt": 50, "lte": 70}, "tỷ lệ dự họp trên 50 % đến 70 %"),
        ({"metric": RATE, "gte": 50, "lte": 70}, "tỷ lệ dự họp từ 50 % đến 70 %"),
        ({"metric": RATE, "gt": 50, "lt": 70}, "tỷ lệ dự họp trên 50 % và dưới 70 %"),
        ({"metric": "duration", "gte": 90}, "thời lượng từ 90 phút trở lên"),
        ({"metric": "members", "gte": 3275}, "số đảng viên từ 3.275 trở lên"),
        ({"metric": "has_committee", "is": True}, "có chi ủy"),
        ({"metric": "has_committee", "is": False}, "không có chi ủy"),
        (
            {"metric": "annual_grade", "one_of": ["htxsnv", "httnv"]},
            "xếp loại năm trước là Hoàn thành xuất sắc hoặc Hoàn thành tốt",
        ),
        ({"metric": "annual_grade", "one_of": ["htxsnv"]}, "xếp loại năm trước là Hoàn thành xuất sắc"),
        (
            {"metric": "months_graded", "of": ["tot", "kha"], "gte": 8},
            "số tháng xếp loại Tốt hoặc Khá từ 8 tháng trở lên",
        ),
        ({"metric": "x", "gte": 5}, "“x” từ 5 trở lên"),
        (
            {"all": [{"metric": RATE, "gte": 90}, {"metric": "unexcused", "eq": 0}]},
            "tỷ lệ dự họp từ 90 % trở lên và số đảng viên vắng không lý do bằng 0",
        ),
        (
            {
                "any": [
                    {"metric": RATE, "gte": 90},
                    {"all": [{"metric": "thematic", "is": True}, {"metric": RATE, "gte": 80}]},
                ]
            },
            "tỷ lệ dự họp từ 90 % trở lên hoặc (có sinh hoạt chuyên đề và tỷ lệ dự họp từ 80 % trở lên)",
        ),
        ({"not": {"metric": RATE, "gte": 90}}, "không phải trường hợp tỷ lệ dự họp từ 90 % trở lên"),
        (
            {"not": {"any": [{"metric": "thematic", "is": True}, {"metric": "has_committee", "is": True}]}},
            "không phải trường hợp (có sinh hoạt chuyên đề hoặc có chi ủy)",
        ),
        (
            BY_SIZE,
            "thời lượng từ 90 phút trở lên (khi số đảng viên dưới 30), "
            "từ 100 phút trở lên (khi số đảng viên từ 30 đến dưới 60) "
            "hoặc từ 120 phút trở lên (khi số đảng viên từ 60 trở lên)",
        ),
    ],
)
def test_a_condition_is_said_inside_a_sentence(written, said):
    assert in_words(built(written), CATALOGUE) == said


def test_a_threshold_by_size_is_said_for_the_size_at_hand():
    said = in_words(built({**BY_SIZE, "lt": 180}), CATALOGUE, {"members": 45})
    assert said == "thời lượng từ 100 phút đến dưới 180 phút"
    without = in_words(built({**BY_SIZE, "lt": 180}), CATALOGUE)
    assert without.endswith("hoặc từ 120 phút trở lên (khi số đảng viên từ 60 trở lên) và dưới 180 phút")


@given(conditions(), facts())
def test_every_condition_can_be_said(written, known):
    said = in_words(built(written), CATALOGUE, known)
    assert said == said.strip()
    assert "None" not in said
    assert "  " not in said
    assert not any(name in said.split() for name in (*CATALOGUE, *MONTH_GRADES))

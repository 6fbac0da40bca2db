"""What is computed, as a file says it: every fault with its place, and everything reads back as it was written."""

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import Form, InvalidForm, dump, load, validated
from services.scoring.metric_conditions import DEEPEST
from services.scoring.schema import SCHEMA_FILE
from tests.services.scoring.forms import a_form, form_data, item, section, slip
from tests.services.scoring.strategies import computed_forms, computed_slips
from tests.services.scoring.test_metric_conditions import nested

YES = {"metric": "has_committee", "is": True}
RATE = {"metric": "attendance_rate", "gte": 90}


def faults_of(method: str, **fields: Any) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refused:
        validated(form_data(section("s1", item("i1", method, **fields), item("i2"))))
    return {
        fault.path.removeprefix("sections[0].items[0]").lstrip("."): fault.sentence for fault in refused.value.faults
    }


def levels(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": f"l{place}", "label": f"L{place}", "points": 9 - place, **row} for place, row in enumerate(rows)]


LAST_ONLY = "chỉ dùng ở dòng cuối, sau các dòng có điều kiện when."
NEEDS_WHEN = "các dòng khác có điều kiện thì dòng này cũng phải có when; dòng cuối có thể ghi otherwise: true."
NEEDS_RULE = "tiêu chí có applies_when phải nói cách tính khi không áp dụng: full, zero hoặc leaves_maximum."
TOGETHER = "counts và per_occurrence của điểm cộng phải đi cùng nhau."
UNKNOWN = "không có trường nào tên như vậy; hãy kiểm tra lại cách viết."


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (levels({"when": RATE}, {}), {"levels[1].when": NEEDS_WHEN}),
        (levels({}, {"when": RATE}), {"levels[0].when": NEEDS_WHEN}),
        (levels({"when": RATE}, {}, {"otherwise": True}), {"levels[1].when": NEEDS_WHEN}),
        (levels({}, {"otherwise": True}), {"levels[1].otherwise": LAST_ONLY}),
        (levels({"when": RATE}, {"otherwise": True}, {"when": YES}), {"levels[1].otherwise": LAST_ONLY}),
        (
            levels({"when": RATE}, {"when": YES, "otherwise": True}),
            {"levels[1].otherwise": "dòng “còn lại” thì không có điều kiện when."},
        ),
        (
            levels({"when": RATE}, {"otherwise": "yes"}),
            {"levels[1].otherwise": "chỉ nhận true (có) hoặc false (không)."},
        ),
        (
            levels({"when": {"metric": "x"}}, {"otherwise": True}),
            {"levels[0].when": "thiếu ngưỡng; ghi ít nhất một trong: gt, gte, lt, lte, eq."},
        ),
    ],
)
def test_levels_are_computed_all_or_none(rows, found):
    assert faults_of("levels", levels=rows) == found


@pytest.mark.parametrize(
    "rows",
    [levels({}, {}), levels({"when": RATE}, {"when": YES}), levels({"when": RATE}, {"otherwise": True})],
)
def test_levels_that_fit_are_taken(rows):
    assert a_form(section("s1", item("i1", "levels", levels=rows)))


@pytest.mark.parametrize(
    ("method", "fields", "found"),
    [
        ("points", {"applies_when": YES}, {"not_applicable": NEEDS_RULE}),
        ("pass_fail", {"applies_when": YES}, {"not_applicable": NEEDS_RULE}),
        ("knock_out", {"applies_when": YES}, {"applies_when": UNKNOWN}),
        ("points", {"when": YES}, {"when": UNKNOWN}),
        ("points", {"counts": {"metric": "x"}}, {"counts": UNKNOWN}),
        ("points", {"share_of": {}}, {"share_of.metric": "thiếu trường này."}),
        (
            "points",
            {"share_of": {"metric": "Tỷ lệ"}},
            {"share_of.metric": "chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ."},
        ),
        ("deduction", {"counts": {"metric": "x", "every": 0}}, {"counts.every": "phải lớn hơn 0."}),
        ("deduction", {"counts": {"metric": "x", "every": -1}}, {"counts.every": "phải lớn hơn 0."}),
        (
            "deduction",
            {"counts": {"metric": "x", "rounding": "half_up"}},
            {"counts.rounding": "không có giá trị này; hãy chọn một trong: up, down."},
        ),
        ("bonus", {"counts": {"metric": "x"}}, {"per_occurrence": TOGETHER}),
        ("bonus", {"per_occurrence": 1}, {"counts": TOGETHER}),
        ("yes_no", {"when": nested(DEEPEST + 1)}, {"when": f"điều kiện lồng nhau quá {DEEPEST} bậc."}),
        (
            "yes_no",
            {"when": {"all": [RATE, {"metric": "x", "gte": "a"}]}},
            {"when.all[1].gte": "phải là một số, ví dụ 5 hoặc 4.75."},
        ),
    ],
)
def test_a_wrong_field_is_named(method, fields, found):
    assert faults_of(method, **fields) == found


def test_a_bonus_may_exist_only_sometimes_without_saying_more():
    assert a_form(section("s1", item("i1"), item("i2", "bonus", applies_when=YES)))


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"self_check": "daily"}, {"self_check": "không có giá trị này; hãy chọn một trong: monthly, quarterly."}),
        ({"vote": "maybe"}, {"vote": "không có giá trị này; hãy chọn một trong: required, optional."}),
        ({"review": {"difference": -1}}, {"review.difference": "phải từ 0 đến 9999,99."}),
        ({"review": {}}, {"review.difference": "thiếu trường này."}),
    ],
)
def test_a_wrong_head_is_named(fields, found):
    with pytest.raises(InvalidForm) as refused:
        validated(form_data(section("s1", item("i1")), **fields))
    assert {fault.path: fault.sentence for fault in refused.value.faults} == found


def test_points_of_a_review_mean_nothing_without_points():
    data = {**slip(item("i1", "pass_fail")).model_dump(), "review": {"difference": 5}}
    with pytest.raises(InvalidForm) as refused:
        validated(data)
    assert [fault.path for fault in refused.value.faults] == ["review"]


def test_a_wrong_condition_of_a_grade_is_named():
    data = form_data(section("s1", item("i1")))
    data["grades"][0]["requires"] = [
        {"gate": "facts"},
        {"gate": "facts", "when": {"metric": "x", "gte": 1}, "text": "a" * 201},
    ]
    with pytest.raises(InvalidForm) as refused:
        validated(data)
    assert {fault.path: fault.sentence for fault in refused.value.faults} == {
        "grades[0].requires[0].when": "thiếu trường này.",
        "grades[0].requires[1].text": "dài quá 200 ký tự.",
    }


every_form = st.one_of(computed_forms(), computed_slips())


@given(every_form)
def test_what_is_written_reads_back_the_same(form: Form):
    assert load(dump(form)) == form


@given(every_form)
def test_plain_data_reads_back_the_same(form: Form):
    assert validated(form.model_dump()) == form
    assert validated(form.model_dump(exclude_defaults=True)) == form


CHECKER = jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


@given(every_form)
def test_what_is_written_fits_the_schema(form: Form):
    CHECKER.validate(json.loads(json.dumps(yaml.safe_load(dump(form)), default=date.isoformat)))


@pytest.mark.parametrize(
    "condition",
    [
        {"metric": "x", "gte": "nhiều"},
        {"metric": "x", "is": 1},
        {"any": []},
        {"any": [{"metric": "x", "eq": True}]},
        {"not": [{"metric": "x", "is": True}]},
        {"metric": "x", "gte": {"by": "y", "steps": []}},
        {"metric": "x", "one_of": ["Tốt"]},
    ],
)
def test_the_schema_refuses_conditions_that_the_reader_refuses(condition):
    form = yaml.safe_load(dump(a_form(section("s1", item("i1", "yes_no", when=YES)))))
    form["valid_from"] = "2025-01-01"
    assert CHECKER.is_valid(form)
    form["sections"][0]["items"][0]["when"] = condition
    assert not CHECKER.is_valid(form)

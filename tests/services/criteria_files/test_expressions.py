"""Conditions as text: what is written is read back exactly, and what is not understood is said with its place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.criteria_files import EXPRESSION_HELP, MetricNames, condition_from, written
from services.criteria_files.expressions import counts_from, counts_written
from services.metrics import METRICS
from services.scoring import Metric, MetricKind, validated
from tests.services.scoring.forms import form_data, item, section
from tests.services.scoring.strategies import CATALOGUE, conditions

NAMES = MetricNames(CATALOGUE)
REAL = MetricNames(METRICS)


def normal(condition):
    """The condition as a form holds it, in plain data."""
    form = validated(form_data(section("s1", item("i1", "yes_no", when=condition))))
    return form.sections[0].items[0].model_dump(exclude_defaults=True)["when"]


@given(conditions(4))
def test_what_is_written_is_read_back(condition):
    plain = normal(condition)
    assert normal(condition_from(written(plain, NAMES), NAMES)) == plain


@given(conditions(2))
def test_without_a_catalogue_ids_stand_for_names(condition):
    plain, none = normal(condition), MetricNames({})
    assert normal(condition_from(written(plain, none), none)) == plain


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("[tỷ lệ dự họp] >= 90", {"metric": "attendance_rate", "gte": 90}),
        ("[TY LE DU HOP] ≥ 90,5%", {"metric": "attendance_rate", "gte": "90.5"}),
        ("attendance_rate>=80,<90", {"metric": "attendance_rate", "gte": 80, "lt": 90}),
        ("[có chi ủy]", {"metric": "has_cell_committee", "is": True}),
        ("KHÔNG [có chi ủy]", {"metric": "has_cell_committee", "is": False}),
        ("không ([có chi ủy])", {"not": {"metric": "has_cell_committee", "is": True}}),
        ("hoặc ([có chi ủy])", {"any": [{"metric": "has_cell_committee", "is": True}]}),
        (
            "[xếp loại chất lượng năm] thuộc {htxsnv, httnv}",
            {"metric": "annual_grade", "one_of": ["htxsnv", "httnv"]},
        ),
        ("[số tháng xếp loại]{tot, kha} >= 8", {"metric": "months_graded", "of": ["tot", "kha"], "gte": 8}),
        (
            "[số lượt vắng không lý do] = 0 và ([tỷ lệ dự họp] > 95 hoặc [số đảng viên] < 9)",
            {
                "all": [
                    {"metric": "unexcused_absences", "eq": 0},
                    {"any": [{"metric": "attendance_rate", "gt": 95}, {"metric": "members", "lt": 9}]},
                ]
            },
        ),
        (
            "[thời lượng buổi sinh hoạt] >= (theo [số đảng viên]: < 30 là 90; còn lại 120)",
            {
                "metric": "duration_minutes",
                "gte": {"by": "members", "steps": [{"below": 30, "value": 90}, {"value": 120}]},
            },
        ),
        ("[số tháng xếp loại]{theo} >= 1", {"metric": "months_graded", "of": ["theo"], "gte": 1}),
    ],
)
def test_conditions_as_officers_write_them(text, condition):
    assert normal(condition_from(text, REAL)) == normal(condition)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "viết chưa hết; ở đây cần tên số liệu"),
        ("[tỷ lệ dự họp] >=", "viết chưa hết; ở đây cần một số."),
        ("[tỷ lệ dự hợp bao nhiêu] >= 90", "không có số liệu nào tên “tỷ lệ dự hợp bao nhiêu”"),
        ("[tỷ lệ dự họp] >= 90 và [có chi ủy] hoặc [có chi ủy]", "“hoặc” (chữ thứ 37); ở đây cần dấu ngoặc"),
        ("([có chi ủy]", "viết chưa hết; ở đây cần “)”."),
        ("[tỷ lệ dự họp] >= 90 %%", "không hiểu “%” (chữ thứ 23)."),
        ("[tỷ lệ dự họp] từ 90", "không hiểu “từ 90” (chữ thứ 16)."),
        ("[tỷ lệ dự họp] >= 80, >= 90", "không hiểu “>=” (chữ thứ 23); ở đây cần một dấu so sánh khác"),
        ("[tỷ lệ dự họp] >= 80, 90", "ở đây cần dấu so sánh"),
        ("[số tháng xếp loại]{} >= 8", "ở đây cần mã mức xếp loại"),
        ("[số đảng viên] >= (theo [số đảng viên]: 30 là 9; còn lại 8)", "ở đây cần “<”."),
        ("90 <= [tỷ lệ dự họp]", "không hiểu “90” (chữ thứ 1)"),
        ("=SUM(A1)", "không hiểu “=” (chữ thứ 1)"),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(text, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        condition_from(text, REAL)


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused(text):
    try:
        condition = condition_from(text, REAL)
    except ValueError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert condition


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("[số lượt vắng không lý do]", {"metric": "unexcused_absences"}),
        (
            "[thời lượng còn thiếu] mỗi 7,5 làm tròn xuống",
            {"metric": "duration_shortfall", "every": "7.5", "rounding": "down"},
        ),
        ("[số tháng xếp loại]{kem} mỗi 2", {"metric": "months_graded", "of": ["kem"], "every": 2}),
    ],
)
def test_what_is_counted(text, counts):
    form = validated(form_data(section("s1", item("i1", "deduction", counts=counts))))
    plain = form.sections[0].items[0].model_dump(exclude_defaults=True)["counts"]
    assert counts_written(plain, REAL) == text
    again = validated(form_data(section("s1", item("i1", "deduction", counts=counts_from(text, REAL)))))
    assert again == form


@pytest.mark.parametrize("example", [example for _, example in EXPRESSION_HELP])
def test_every_example_of_the_help_is_written_just_so(example):
    assert written(normal(condition_from(example, REAL)), REAL) == example


def test_a_name_that_two_metrics_share_is_written_as_an_id():
    twins = {name: Metric(name, "số việc", MetricKind.COUNT) for name in ("one", "two")}
    names = MetricNames(twins)
    assert names.shown("one") == "[one]"
    with pytest.raises(ValueError, match="không có số liệu nào tên “số việc”"):
        names.found("số việc")


def test_every_metric_of_the_catalogue_is_found_by_what_is_shown():
    for metric in METRICS:
        assert REAL.found(REAL.shown(metric)[1:-1]) == metric
        assert REAL.shown(metric) == f"[{METRICS[metric].name}]"

"""Mistakes in what is computed: each is found with a figure that shows it, and nothing is found where there is none."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import Domain, Finding, Form, Metric, MetricKind, Severity, Share, lint, proposals
from services.scoring.lint.ground import MOST_SAMPLES, numbers, samples, shares
from tests.services.scoring.forms import BANDS, a_form, hundred_points, item, section
from tests.services.scoring.strategies import CATALOGUE, MONTH_GRADES, computed_forms, computed_slips
from tests.services.scoring.test_metric_conditions import built
from tests.services.scoring.test_proposals import RATE, one
from tests.services.scoring.test_roll_up import BOTH, with_roll_up

ERROR, WARNING = Severity.ERROR, Severity.WARNING
Row = tuple[str, Severity, str, str, str]


def found(form: Form, *rules: str, metrics: Any = CATALOGUE) -> list[Row]:
    """What the lint says, of these rules only if any are named."""
    findings = [one for one in lint(form, metrics) if not rules or one.rule in rules]
    return [(one.rule, one.severity, one.path, one.sentence, one.example) for one in findings]


def levelled(*whens: dict[str, Any] | None, points: tuple[int, ...] = (), **fields: Any) -> Form:
    """Levels A, B, C … of falling points with these conditions; None: everything else."""
    worth = points or tuple(10 - 2 * place for place in range(len(whens)))
    rows = [
        {
            "id": f"l{place}",
            "label": "ABCDE"[place],
            "points": worth[place],
            **({"when": when} if when else {"otherwise": True}),
        }
        for place, when in enumerate(whens)
    ]
    return one("levels", levels=rows, **fields)


LEVELS = "sections[0].items[0].levels"


def rate(**bounds: Any) -> dict[str, Any]:
    return {"metric": RATE, **bounds}


# Gaps


@pytest.mark.parametrize(
    ("whens", "example"),
    [
        ((rate(gte=50), rate(lte=49)), "tỷ lệ dự họp 49,5 % (99/200)"),
        ((rate(gt=50), rate(lt=50)), "tỷ lệ dự họp 50 % (1/2)"),
        ((rate(gt=85), rate(lt=85)), "tỷ lệ dự họp 85 % (17/20)"),
        ((rate(gte=90), rate(gte=50, lt=80), rate(lt=50)), "tỷ lệ dự họp 80 % (4/5)"),
        ((rate(gte=90), rate(gte=50, lt=90)), "tỷ lệ dự họp 25 % (1/4)"),
        ((rate(gt=0), rate(lt=0)), "tỷ lệ dự họp 0 % (0/1)"),
        ((rate(lt=100), rate(gt=100)), "tỷ lệ dự họp 100 % (1/1)"),
        (({"metric": "unexcused", "eq": 0}, {"metric": "unexcused", "gte": 2}), "số đảng viên vắng không lý do 1"),
        (({"metric": "shortfall", "lte": 10}, {"metric": "shortfall", "gt": "10,1"}), "thời lượng thiếu 10,1 phút"),
        (
            (rate(gte=90), {"all": [rate(lt=90), {"metric": "has_committee", "is": True}]}),
            "tỷ lệ dự họp 45 % (9/20); không có chi ủy",
        ),
        (
            (
                {"metric": "annual_grade", "one_of": ["htxsnv", "httnv"]},
                {"metric": "annual_grade", "one_of": ["khtnv"]},
            ),
            "xếp loại năm trước: Hoàn thành",
        ),
        (
            (
                {"metric": "months_graded", "of": ["tot"], "gte": 8},
                {"metric": "months_graded", "of": ["trung_binh", "kem"], "eq": 0},
            ),
            "số tháng xếp loại: 7 Tốt, 4 Khá và 1 Trung bình",
        ),
    ],
)
def test_a_gap_between_levels_is_shown_by_a_figure_in_it(whens, example):
    form = levelled(*whens)
    assert found(form, "level_gap") == [
        ("level_gap", ERROR, LEVELS, f"Tiêu chí 1: không mức nào khớp với {example}.", example)
    ]


@pytest.mark.parametrize(
    "whens",
    [
        (rate(gte=50), rate(lt=50)),
        (rate(gt=85), rate(lte=85)),
        (rate(gte=90), rate(gte=50, lt=90), rate(lt=50)),
        (rate(gte=50), rate(lte="49,99")),  # no unit of up to 200 has a share between
        (rate(gte=90), None),
        ({"metric": "unexcused", "eq": 0}, {"metric": "unexcused", "gte": 1}),
        ({"metric": "unexcused", "lte": "0,5"}, {"metric": "unexcused", "gt": "0,6"}),
        ({"metric": "thematic", "is": True}, {"metric": "thematic", "is": False}),
        (
            {"metric": "annual_grade", "one_of": ["htxsnv", "httnv"]},
            {"metric": "annual_grade", "one_of": ["htnv", "khtnv"]},
        ),
        (
            {"all": [rate(gte=90), {"metric": "unexcused", "eq": 0}]},
            {"any": [rate(lt=90), {"metric": "unexcused", "gt": 0}]},
        ),
    ],
)
def test_levels_that_share_out_every_figure_are_sound(whens):
    form = levelled(*whens, points=(10, 5, 0))
    assert found(form, "level_gap", "level_overlap", "level_unreachable") == []


def test_a_gap_that_only_some_sizes_have_is_found():
    bound = {"by": "members", "steps": [{"below": 30, "value": 90}, {"value": 120}]}
    form = levelled({"metric": "duration", "gte": bound}, {"metric": "duration", "lt": 90})
    ((_, severity, _, _, example),) = found(form, "level_gap")
    assert severity is ERROR
    assert example in {"thời lượng 90 phút; số đảng viên 30", "thời lượng 105 phút; số đảng viên 30"}
    assert found(levelled({"metric": "duration", "gte": bound}, {"metric": "duration", "lt": bound}), "level_gap") == []


def test_a_gap_where_the_item_does_not_exist_is_none():
    whens = rate(gte=50), rate(gte=20, lt=50)
    assert found(levelled(*whens), "level_gap")
    existing = levelled(*whens, applies_when=rate(gte=20), not_applicable="full")
    assert found(existing, "level_gap") == []
    elsewhere = levelled(*whens, applies_when={"metric": "thematic", "is": True}, not_applicable="full")
    assert found(elsewhere, "level_gap")


# Overlaps and levels that are never chosen


def test_where_the_order_decides_it_is_said():
    form = levelled(rate(gte=90), rate(gte=50), None)
    example = "tỷ lệ dự họp 90 % (9/10)"
    sentence = f"Tiêu chí 1: {example} khớp cùng lúc các mức “A” và “B”; mức đứng trước được chọn."
    assert found(form, "level_overlap", "level_unreachable") == [("level_overlap", WARNING, LEVELS, sentence, example)]


def test_an_overlap_that_costs_points_is_shown_first():
    form = levelled(rate(gte=50, lte=90), rate(gte=90), None, points=(5, 10, 0))
    example = "tỷ lệ dự họp 90 % (9/10)"
    sentence = f"Tiêu chí 1: {example} khớp cùng lúc các mức “A” và “B”; mức đứng trước được chọn dù ít điểm hơn."
    assert found(form, "level_overlap") == [("level_overlap", WARNING, LEVELS, sentence, example)]


def test_a_better_level_behind_one_that_always_matches_is_an_error():
    form = levelled(rate(gte=50), rate(gte=90), None, points=(5, 10, 0))
    sentence = "Mức “B” của tiêu chí 1 không bao giờ được chọn: mức “A” đứng trước luôn khớp trước."
    assert found(form, "level_unreachable") == [("level_unreachable", ERROR, f"{LEVELS}[1]", sentence, "l1")]


def test_a_level_behind_a_better_and_a_worse_one_is_an_error():
    form = levelled(rate(gte=90), rate(gte=50, lt=90), rate(gte=50), rate(lt=50), points=(10, 2, 5, 0))
    sentence = "Mức “C” của tiêu chí 1 không bao giờ được chọn: mức “B” đứng trước luôn khớp trước."
    assert found(form, "level_unreachable") == [("level_unreachable", ERROR, f"{LEVELS}[2]", sentence, "l2")]


def test_a_worse_level_behind_one_that_always_matches_is_a_warning():
    form = levelled(rate(gte=50), rate(gte=90), None)
    assert [(severity, path) for _, severity, path, *_ in found(form, "level_unreachable")] == [
        (WARNING, f"{LEVELS}[1]")
    ]


def test_a_catch_all_that_catches_nothing_is_a_warning():
    form = levelled(rate(gte=50), rate(lt=50), None)
    sentence = "Mức “C” của tiêu chí 1 không bao giờ được chọn."
    assert found(form, "level_unreachable") == [("level_unreachable", WARNING, f"{LEVELS}[2]", sentence, "l2")]


def test_a_level_that_nothing_matches_is_an_error():
    form = levelled(rate(gte=90), rate(gt=50, lt=40), None)
    sentence = "Mức “B” của tiêu chí 1 không bao giờ khớp."
    assert found(form, "level_unreachable") == [("level_unreachable", ERROR, f"{LEVELS}[1]", sentence, "l1")]


def test_what_is_too_much_to_try_is_said():
    grades = ({"metric": "months_graded", "of": [grade], "gte": 8} for grade in MONTH_GRADES)
    parts = [*grades, rate(gte=90), {"metric": "members", "gte": 30}]
    form = levelled({"all": parts}, None)
    sentence = "Các mức của tiêu chí 1 có quá nhiều trường hợp nên chưa kiểm tra được hết."
    assert found(form, "level_unchecked") == [("level_unchecked", WARNING, LEVELS, sentence, "")]


# Metrics


def test_a_metric_that_nobody_knows():
    gate = {"gate": "facts", "when": {"metric": "d", "is": True}}
    form = a_form(
        section("s1", item("i1", "yes_no", when={"all": [{"metric": "a", "gte": 1}, {"metric": RATE, "gte": 5}]})),
        section(
            "s2", item("i2", "deduction", counts={"metric": "b"}), item("i3", share_of={"metric": "c"}, max_points=70)
        ),
        section("s3", item("i4", applies_when={"metric": "e", "is": True}, not_applicable="full")),
        grades=[{**BANDS[0], "requires": [gate]}, *BANDS[1:]],
    )
    assert [(path, sentence, example) for _, _, path, sentence, example in found(form, "metric")] == [
        ("sections[0].items[0].when", "Không có số liệu nào mã “a”.", "a"),
        ("sections[1].items[0].counts", "Không có số liệu nào mã “b”.", "b"),
        ("sections[1].items[1].share_of", "Không có số liệu nào mã “c”.", "c"),
        ("sections[2].items[0].applies_when", "Không có số liệu nào mã “e”.", "e"),
        ("grades[0].requires[0].when", "Không có số liệu nào mã “d”.", "d"),
    ]
    assert {severity for _, severity, *_ in found(form, "metric")} == {ERROR}


def test_a_size_that_nobody_knows():
    bound = {"by": "heads", "steps": [{"below": 30, "value": 90}, {"value": 120}]}
    form = one("yes_no", when={"metric": "duration", "gte": bound})
    assert [example for *_, example in found(form, "metric")] == ["heads"]


def test_without_the_catalogue_figures_are_not_checked():
    form = one("yes_no", when={"metric": "nobody", "gte": 5})
    assert lint(form) == ()
    assert lint(form, {}) != ()


def test_a_metric_without_data():
    metrics = {**CATALOGUE, RATE: replace(CATALOGUE[RATE], has_data=False)}
    sentence = "Phần mềm chưa có số liệu “tỷ lệ dự họp”, nên luôn phải chấm trực tiếp."
    form = levelled(rate(gte=50), rate(lt=50), points=(10, 0))
    assert found(form, metrics=metrics) == [
        ("metric_data", WARNING, f"{LEVELS}[{place}].when", sentence, RATE) for place in (0, 1)
    ]


@pytest.mark.parametrize(
    ("kind", "about", "is_fine", "subject"),
    [
        ("meeting_quality", "meeting", True, ""),
        ("meeting_quality", "unit", False, "buổi sinh hoạt"),
        ("annual_member", "member", True, ""),
        ("annual_member", "meeting", False, "đảng viên"),
        ("four_good_cell", "unit", True, ""),
        ("annual_committee", "member", False, "đảng bộ"),
        ("annual_cell", "meeting", False, "chi bộ"),
        ("cua_rieng_xa", "meeting", False, "tổ chức đảng"),
        ("cua_rieng_xa", "unit", True, ""),
    ],
)
def test_a_metric_about_something_else(kind, about, is_fine, subject):
    metrics = {**CATALOGUE, RATE: replace(CATALOGUE[RATE], about=frozenset({about}))}
    form = one("yes_no", when=rate(gte=50)).model_copy(update={"kind": kind})
    sentence = f"Số liệu “tỷ lệ dự họp” không phải là số liệu của {subject}."
    expected = [] if is_fine else [("metric_about", ERROR, "sections[0].items[0].when", sentence, RATE)]
    assert found(form, metrics=metrics) == expected


def test_whom_a_form_is_about_can_be_said():
    metrics = {**CATALOGUE, RATE: replace(CATALOGUE[RATE], about=frozenset({"member"}))}
    form = one("yes_no", when=rate(gte=50)).model_copy(update={"kind": "cua_rieng_xa"})
    assert [one_found.rule for one_found in lint(form, metrics)] == ["metric_about"]
    assert lint(form, metrics, about="member") == ()


@pytest.mark.parametrize(
    ("subject", "rules"),
    [("cell", ["metric_about"]), ("committee", []), ("unit", []), ("meeting", ["metric_about"])],
)
def test_a_metric_that_only_one_kind_of_unit_has(subject, rules):
    only = replace(CATALOGUE[RATE], about=frozenset({"unit"}), only=frozenset({"committee"}))
    form = one("yes_no", when=rate(gte=50))
    assert [one_found.rule for one_found in lint(form, {**CATALOGUE, RATE: only}, subject)] == rules


COMPARED = "chỉ so sánh được tỷ lệ, số đếm, số đo, hoặc số đếm theo mức có ghi of"


@pytest.mark.parametrize(
    ("method", "fields", "path", "sentence"),
    [
        ("yes_no", {"when": {"metric": "has_committee", "gte": 1}}, "when", f"“có chi ủy” {COMPARED}"),
        ("yes_no", {"when": {"metric": "months_graded", "gte": 1}}, "when", f"“số tháng xếp loại” {COMPARED}"),
        (
            "yes_no",
            {"when": {"metric": "unexcused", "is": True}},
            "when",
            "“số đảng viên vắng không lý do” chỉ dùng được với số liệu có/không",
        ),
        (
            "yes_no",
            {"when": {"metric": "unexcused", "one_of": ["tot"]}},
            "when",
            "“số đảng viên vắng không lý do” chỉ dùng được với số liệu là mức xếp loại",
        ),
        (
            "yes_no",
            {"when": {"metric": "members", "of": ["tot"], "gte": 1}},
            "when",
            "“số đảng viên” của (of) chỉ dùng được với số liệu đếm theo mức xếp loại",
        ),
        ("deduction", {"counts": {"metric": RATE}}, "counts", "“tỷ lệ dự họp” chỉ dùng được với số đếm hoặc số đo"),
        ("points", {"share_of": {"metric": "members"}}, "share_of", "“số đảng viên” chỉ dùng được với tỷ lệ"),
        (
            "yes_no",
            {"when": {"metric": "duration", "gte": {"by": RATE, "steps": [{"below": 3, "value": 1}, {"value": 2}]}}},
            "when",
            "“tỷ lệ dự họp” chỉ dùng được với số đếm hoặc số đo",
        ),
    ],
)
def test_a_metric_used_as_what_it_is_not(method, fields, path, sentence):
    ((rule, severity, where, said, _),) = found(one(method, **fields))
    assert (rule, severity, where, said) == (
        "metric_kind",
        ERROR,
        f"sections[0].items[0].{path}",
        f"Số liệu {sentence}.",
    )


def test_a_share_beyond_all():
    form = one("yes_no", when=rate(gte=120))
    sentence = "Tỷ lệ “tỷ lệ dự họp” tính theo phần trăm, ngưỡng phải từ 0 đến 100."
    assert found(form) == [("metric_bound", ERROR, "sections[0].items[0].when", sentence, "120")]


def test_a_grade_that_a_metric_does_not_have():
    form = one("yes_no", when={"metric": "annual_grade", "one_of": ["httnv", "tot"]})
    sentence = "Số liệu “xếp loại năm trước” không có mức “tot”; các mức là htxsnv, httnv, htnv, khtnv."
    assert found(form) == [("metric_grade", ERROR, "sections[0].items[0].when", sentence, "tot")]
    open_grades = {"annual_grade": Metric("annual_grade", "x", MetricKind.GRADE)}
    assert found(form, metrics=open_grades) == []


# Conditions of items


NEVER = {"all": [rate(gte=90), rate(lt=50)]}
SAID = "tỷ lệ dự họp từ 90 % trở lên và tỷ lệ dự họp dưới 50 %"


@pytest.mark.parametrize("method", ["yes_no", "pass_fail", "knock_out"])
def test_a_condition_of_an_item_that_nothing_meets(method):
    sentence = f"Điều kiện của tiêu chí 1 không bao giờ đáp ứng được: {SAID}."
    path = "sections[0].items[0].when"
    assert found(one(method, when=NEVER), "never_met") == [("never_met", ERROR, path, sentence, SAID)]
    assert found(one(method, when={"any": NEVER["all"]}), "never_met") == []


@pytest.mark.parametrize("method", ["points", "yes_no", "levels", "deduction", "bonus", "pass_fail"])
def test_an_item_that_never_applies(method):
    fields = {} if method == "bonus" else {"not_applicable": "full"}
    sentence = f"Tiêu chí 1 không bao giờ áp dụng, vì không thể có trường hợp {SAID}."
    path = "sections[0].items[0].applies_when"
    assert found(one(method, applies_when=NEVER, **fields), "never_applies") == [
        ("never_applies", ERROR, path, sentence, SAID)
    ]


def test_a_condition_that_is_never_met_where_the_item_applies():
    def form(**applies: Any) -> Form:
        return one("yes_no", when=rate(gte=90), applies_when=rate(**applies), not_applicable="full")

    assert [(rule, path) for rule, _, path, *_ in found(form(lt=50))] == [("never_met", "sections[0].items[0].when")]
    assert found(form(gte=50)) == []


# Grades


def test_a_condition_on_facts_that_nothing_meets():
    gate = {"gate": "facts", "when": rate(gt=100)}
    form = hundred_points(grades=[{**BANDS[0], "requires": [gate]}, *BANDS[1:]])
    sentence = "Điều kiện của mức Tốt không bao giờ đáp ứng được: tỷ lệ dự họp trên 100 %."
    assert found(form) == [("gate", ERROR, "grades[0].requires[0].when", sentence, "tỷ lệ dự họp trên 100 %")]


def test_conditions_on_facts_that_contradict_each_other():
    gates = [{"gate": "facts", "when": rate(gte=50)}, {"gate": "facts", "when": rate(lt=50)}]
    form = hundred_points(grades=[{**BANDS[0], "requires": gates}, *BANDS[1:]])
    both = "tỷ lệ dự họp từ 50 % trở lên; tỷ lệ dự họp dưới 50 %"
    sentence = f"Các điều kiện của mức Tốt mâu thuẫn, không bao giờ cùng đáp ứng được: {both}."
    assert found(form) == [("gate", ERROR, "grades[0].requires", sentence, both)]
    possible = [{"gate": "facts", "when": rate(gte=50)}, {"gate": "facts", "when": rate(lte=50)}]
    assert found(hundred_points(grades=[{**BANDS[0], "requires": possible}, *BANDS[1:]])) == []


def test_a_maximum_that_some_months_cannot_have():
    def form(points: int) -> Form:
        some = item("i2", max_points=points, not_applicable="zero", applies_when={"metric": "thematic", "is": True})
        return a_form(section("s1", item("i1", max_points=100 - points), some))

    sentence = "Khi tiêu chí 2 không áp dụng, tổng điểm cao nhất chỉ còn"
    assert found(form(10)) == [("sometimes", WARNING, "max_points", f"{sentence} 90.", "90")]
    assert found(form(11)) == [("sometimes", ERROR, "max_points", f"{sentence} 89, không thể đạt mức Tốt.", "89")]


# Roll-ups


@pytest.mark.parametrize("founded", ["scaled", "no_grade"])
def test_a_sound_roll_up(founded):
    assert found(with_roll_up(founded_mid_year=founded)) == []


def test_months_that_match_no_grade_of_the_year():
    form = with_roll_up(grades=BOTH["grades"][:2], founded_mid_year="no_grade")
    example = "số tháng xếp loại: 7 Tốt và 5 Trung bình"
    sentence = f"Không mức nào của năm khớp với {example}."
    assert found(form) == [("roll_up_gap", ERROR, "roll_up.grades", sentence, example)]


def test_a_grade_that_no_year_has():
    best = {"id": "a", "label": "A", "when": {"metric": "months_graded", "of": ["tot"], "gt": 12}}
    form = with_roll_up(grades=[best, *BOTH["grades"]])
    sentence = "Không có kết quả nào của mười hai tháng cho mức A cả năm."
    assert found(form) == [("roll_up_unreachable", ERROR, "roll_up.grades[0]", sentence, "a")]


def test_a_catch_all_of_the_year_that_catches_nothing():
    rest = {"metric": "months_graded", "of": ["tot", "kha"], "lt": 8}
    grades = [*BOTH["grades"][:2], {"id": "b", "label": "B", "when": rest}, BOTH["grades"][2]]
    assert [(rule, severity, example) for rule, severity, *_, example in found(with_roll_up(grades=grades))] == [
        ("roll_up_unreachable", WARNING, "year_weak")
    ]


def test_a_roll_up_that_says_nothing_of_missing_months():
    form = with_roll_up(missing_month=None, **{"as": None})
    sentence = "Chưa nói tháng không sinh hoạt được tính thế nào; năm có tháng như vậy không xếp loại được."
    assert found(form) == [("roll_up_missing", ERROR, "roll_up.missing_month", sentence, "")]


def test_a_gap_that_only_left_out_months_show():
    grades = [
        {"id": "a", "label": "A", "when": {"metric": "months_graded", "of": ["tot", "kha"], "gte": 6}},
        {"id": "b", "label": "B", "when": {"metric": "months_graded", "of": ["trung_binh", "kem"], "gt": 6}},
    ]
    assert found(with_roll_up(grades=grades, founded_mid_year="no_grade")) == []
    form = with_roll_up(grades=grades, founded_mid_year="no_grade", missing_month="left_out", **{"as": None})
    ((rule, severity, _, _, example),) = found(form)
    assert (rule, severity, example) == ("roll_up_gap", ERROR, "số tháng xếp loại: 5 Tốt và 6 Trung bình")
    assert (
        found(
            with_roll_up(
                grades=grades, founded_mid_year="no_grade", missing_month="left_out", fewest_months=12, **{"as": None}
            )
        )
        == []
    )


def test_a_gap_that_only_young_units_show():
    grades = [
        {"id": "a", "label": "A", "when": {"metric": "months_graded", "of": ["tot", "kha"], "gte": 7}},
        {"id": "b", "label": "B", "when": {"metric": "months_graded", "of": ["trung_binh", "kem"], "gte": 6}},
    ]
    form = with_roll_up(grades=grades, founded_mid_year="as_written")
    example = "11 tháng, số tháng xếp loại: 6 Tốt và 5 Trung bình"
    sentence = f"Năm không tính đủ mười hai tháng: không mức nào khớp với {example}."
    assert found(form) == [("roll_up_founded", WARNING, "roll_up.founded_mid_year", sentence, example)]
    scaled = found(with_roll_up(grades=grades))
    assert [(rule, severity) for rule, severity, *_ in scaled] == [("roll_up_founded", WARNING)]
    assert found(with_roll_up(grades=grades, founded_mid_year="no_grade")) == []
    left_out = found(with_roll_up(grades=grades, founded_mid_year="no_grade", other_sets="left_out"))
    assert [(rule, example) for rule, *_, example in left_out] == [("roll_up_founded", example)]


def test_a_roll_up_looks_at_its_months_only():
    grades = [{"id": "a", "label": "A", "when": {"metric": RATE, "gte": 90}}, BOTH["grades"][2]]
    ((rule, severity, path, sentence, example),) = found(with_roll_up(grades=grades))
    assert (rule, severity, path, example) == ("metric", ERROR, "roll_up.grades[0].when", RATE)
    assert "months_graded" not in sentence
    wrong = [{"id": "a", "label": "A", "when": {"metric": "months_graded", "one_of": ["tot"]}}, BOTH["grades"][2]]
    assert [rule for rule, *_ in found(with_roll_up(grades=wrong))] == ["metric_kind"]


def test_a_grade_of_a_month_that_this_set_does_not_give():
    grades = [
        {"id": "a", "label": "A", "when": {"metric": "months_graded", "of": ["tot", "dat"], "gte": 12}},
        BOTH["grades"][2],
    ]
    sentence = (
        "Xếp loại năm: mức “dat” không có trong bộ này; chỉ đúng nếu đó là mức của bộ tiêu chí dùng trước đó trong năm."
    )
    assert found(with_roll_up(grades=grades)) == [("roll_up_grade", WARNING, "roll_up.grades", sentence, "dat")]


def test_a_roll_up_of_too_many_grades_is_not_tried():
    grades = [
        {"id": f"g{place}", "label": f"G{place}", "min": 90 - 10 * place, "max": 100 - 10 * place}
        for place in range(1, 8)
    ]
    grades = [{"id": "g0", "label": "G0", "min": 90}, *grades, {"id": "g8", "label": "G8", "max": 20}]
    years = [
        {"id": "a", "label": "A", "when": {"metric": "months_graded", "of": ["g0"], "gte": 13}},
        {"id": "b", "label": "B", "otherwise": True},
    ]
    form = hundred_points(
        grades=grades, roll_up={"missing_month": "left_out", "founded_mid_year": "no_grade", "grades": years}
    )
    assert [(rule, severity) for rule, severity, *_ in found(form)] == [("roll_up_unchecked", WARNING)]


# Caps


def capped(**fields: Any) -> Form:
    usual = {"grade": "tot", "good": "kha", "ratio": 20, "denominator": "good_only", "rounding": "down"}
    return hundred_points(cap={**usual, **fields})


@pytest.mark.parametrize("denominator", ["good_only", "good_or_better"])
def test_a_sound_cap(denominator):
    assert found(capped(denominator=denominator)) == []


def test_units_that_the_denominator_does_not_count():
    sentence = "Mẫu số của tỷ lệ khống chế không tính các đơn vị xếp Khá."
    assert found(capped(good="trung_binh")) == [("cap_denominator", WARNING, "cap.good", sentence, "Khá")]


def test_a_better_grade_that_nothing_caps():
    sentence = "Mức Tốt cao hơn mà không bị khống chế."
    assert found(capped(grade="kha", good="trung_binh")) == [("cap_denominator", WARNING, "cap.grade", sentence, "Tốt")]


def test_a_rounding_that_lets_more_through():
    sentence = "Làm tròn lên nên nhóm 3 đơn vị được 1 đơn vị (33,3 %), vượt tỷ lệ 20 %."
    assert found(capped(rounding="half_up", denominator="good_or_better")) == [
        ("cap_rounding", WARNING, "cap.rounding", sentence, "1/3")
    ]


# Fingerprints


def test_a_finding_keeps_its_fingerprint():
    first, again = (lint(levelled(rate(gte=50), rate(lte=49)), CATALOGUE) for _ in range(2))
    assert [one_found.fingerprint for one_found in first] == [one_found.fingerprint for one_found in again]
    assert len(first[0].fingerprint) == 16


def test_a_finding_keeps_its_fingerprint_when_parts_are_added_before_it():
    levels = [{"id": "a", "label": "A", "points": 10}, {"id": "b", "label": "B", "points": 2}]
    old = a_form(section("s2", item("i2", "levels", levels=levels), item("i3", max_points=90)))
    new = a_form(section("s1", item("i1")), section("s2", item("i0"), *section_items(old), max_points=110))
    (before,), (after,) = ([one_found for one_found in lint(form) if one_found.rule == "floor"] for form in (old, new))
    assert (before.path, after.path) == ("sections[0].items[0]", "sections[1].items[1]")
    assert before.place == after.place == "sections.s2.items.i2"
    assert before.fingerprint == after.fingerprint


def section_items(form: Form) -> list[dict[str, Any]]:
    return [row.model_dump(exclude_defaults=True) for row in form.sections[0].items]


@pytest.mark.parametrize("field", ["rule", "path", "place", "example"])
def test_another_finding_has_another_fingerprint(field):
    finding = Finding("gap", ERROR, "grades", "Câu.", "49,5")
    assert replace(finding, **{field: "khác"}).fingerprint != finding.fingerprint
    assert replace(finding, sentence="Câu khác.").fingerprint == finding.fingerprint


# The ground on which conditions are tried


def test_shares_lie_at_between_and_beside_the_bounds():
    tried = [f"{share.part}/{share.whole}" for share in shares([Decimal(50), Decimal(49)])]
    assert tried[:7] == ["49/100", "1/2", "49/200", "99/200", "3/4", "0/1", "1/1"]
    assert tried[7:] == ["24/49", "25/51", "29/59", "30/59"]


ALL_SHARES = {Fraction(part, whole) for whole in range(1, 61) for part in range(whole + 1)}
"""Every share that a cell of up to 60 members can have."""
percents = st.one_of(st.integers(0, 100).map(Decimal), st.integers(0, 200).map(lambda halves: Decimal(halves) / 2))


@given(st.lists(percents, min_size=1, max_size=4, unique=True))
def test_every_stretch_between_bounds_has_a_share_that_a_cell_can_have(bounds):
    tried = {share.fraction for share in shares(bounds)}
    cuts = sorted({Fraction(bound) / 100 for bound in bounds})
    sides = {tuple((share > cut) - (share < cut) for cut in cuts) for share in tried}
    for share in ALL_SHARES:
        assert tuple((share > cut) - (share < cut) for cut in cuts) in sides
    assert all(0 <= share <= 1 for share in tried)


@given(
    st.lists(st.integers(0, 40).map(lambda halves: Decimal(halves) / 2), min_size=1, max_size=4, unique=True),
    st.integers(0, 1),
)
def test_every_stretch_between_bounds_has_a_number(bounds, places):
    domain = Domain(places=places)
    tried = [Fraction(number) for number in numbers(bounds, domain)]
    for steps in range(30 * 10**places):
        value = Fraction(steps, 10**places)
        side = [(value > bound) - (value < bound) for bound in bounds]
        assert any([(other > bound) - (other < bound) for bound in bounds] == side for other in tried)
    assert all((number * 10**places).denominator == 1 for number in tried)


def test_numbers_stay_within_what_a_metric_can_be():
    assert set(numbers([Decimal(0), Decimal(12)], Domain(most=12))) == {0, 1, 6, 11, 12}
    assert set(numbers([Decimal(20)], Domain(most=12))) == {0, 12}


@given(st.one_of(computed_forms(), computed_slips()))
def test_any_form_can_be_checked_and_every_finding_is_whole(form):
    findings = lint(form, CATALOGUE)
    assert findings == lint(form, CATALOGUE)
    assert {one_found.fingerprint for one_found in lint(form)} <= {one_found.fingerprint for one_found in findings}
    for one_found in findings:
        assert one_found.sentence.endswith(".")
        assert one_found.rule
        assert one_found.path
        assert "None" not in one_found.sentence


@st.composite
def share_levels(draw: st.DrawFn) -> Form:
    """Two or three levels on one share, of any bounds."""

    def condition() -> dict[str, Any]:
        low, high = sorted(draw(st.lists(st.sampled_from([0, 20, 49, 50, 80, 100]), min_size=2, max_size=2)))
        bounds = {draw(st.sampled_from(["gt", "gte"])): low, draw(st.sampled_from(["lt", "lte"])): high}
        dropped = draw(st.sampled_from([None, *bounds]))
        return rate(**{name: bound for name, bound in bounds.items() if name != dropped})

    whens: list[dict[str, Any] | None] = [condition() for _ in range(draw(st.integers(2, 3)))]
    points = tuple(draw(st.lists(st.integers(0, 10), min_size=len(whens), max_size=len(whens))))
    return levelled(*whens, points=points)


TELLING = {Share(part, whole) for whole in (1, 12, 25, 60) for part in range(whole + 1)} | {
    Share(49, 100),
    Share(99, 200),
}
"""Shares at, around and between all the bounds of these levels."""


@given(share_levels())
def test_lint_finds_a_gap_exactly_where_some_cell_would_fall_into_it(form):
    chosen = {proposals(form, {RATE: share})["i1"].value for share in TELLING}
    assert bool(found(form, "level_gap")) is (None in chosen)
    levels = form.model_dump()["sections"][0]["items"][0]["levels"]
    never = {f"{LEVELS}[{place}]" for place, level in enumerate(levels) if level["id"] not in chosen}
    assert {path for _, _, path, *_ in found(form, "level_unreachable")} == never


def test_samples_are_refused_where_there_would_be_too_many():
    parts = [{"metric": name, "gte": 5} for name in ("unexcused", "members", "duration", "shortfall")]
    parts += [{"metric": name, "gte": 50} for name in (RATE, "speaking_rate")]
    parts += [{"metric": name, "is": True} for name in ("thematic", "has_committee")]
    assert samples([built({"all": parts})], CATALOGUE) is None
    fewer = samples([built({"all": parts[:3]})], CATALOGUE)
    assert fewer is not None
    assert 0 < len(fewer) <= MOST_SAMPLES

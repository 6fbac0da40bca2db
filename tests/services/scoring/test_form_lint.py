"""Mistakes that real documents contain: each is found, with a value that shows it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import Form, Severity, lint, score
from services.scoring.domain import grain, limits, totals_to_try
from tests.services.scoring.forms import (
    BANDS,
    SHIPPED,
    a_form,
    answered_forms,
    hundred_points,
    item,
    section,
    shipped,
    slip,
)

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def found(form: Form) -> list[tuple[str, Severity, str, str, str]]:
    return [(one.rule, one.severity, one.path, one.sentence, one.example) for one in lint(form)]


def whole_points(*grades: dict[str, Any], **fields: Any) -> Form:
    named = [{"label": f"Mức {grade['id']}", **grade} for grade in grades]
    return a_form(section("s1", item("i1", max_points=100, step=1)), grades=named, **fields)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_form_has_no_mistake(name):
    """A floor is how the form is meant; everything else would be a mistake of ours."""
    assert [one.rule for one in lint(shipped(name)) if one.rule != "floor"] == []


def test_items_that_do_not_add_up_to_their_section():
    data = hundred_points().model_dump()
    data["sections"][0]["max_points"] = data["max_points"] = Decimal(95)
    sentence = "Mục “Mục s1” ghi 95 điểm nhưng các tiêu chí cộng lại được 100."
    assert found(Form.model_validate(data)) == [("sum", ERROR, "sections[0].max_points", sentence, "100")]


def test_sections_that_do_not_add_up_to_the_total():
    sentence = "Tổng điểm ghi 110 nhưng các mục cộng lại được 100."
    assert found(hundred_points(max_points=110)) == [("sum", ERROR, "max_points", sentence, "100")]


def test_bonus_and_pass_fail_items_are_no_part_of_a_sum():
    grades = [{**BANDS[0], "requires": [{"gate": "items_passed"}]}, *BANDS[1:]]
    form = a_form(
        section("s1", item("i1", max_points=100), item("i2", "bonus"), item("i3", "pass_fail")),
        section("s2", item("i4", "bonus"), max_points=0),
        grades=grades,
    )
    assert found(form) == []


def test_a_section_of_bonus_items_alone_has_a_maximum_that_nothing_adds_up_to():
    bonus = section("s2", item("i2", "bonus", counted="inside"), max_points=3)
    assert found(a_form(section("s1", item("i1", max_points=97)), bonus)) == []


def test_a_section_without_points_has_no_maximum():
    grades = [{**BANDS[0], "requires": [{"gate": "items_passed"}]}, *BANDS[1:]]
    form = a_form(
        section("s1", item("i1", max_points=97)), section("s2", item("i2", "pass_fail"), max_points=3), grades=grades
    )
    sentence = "Mục “Mục s2” ghi 3 điểm nhưng các tiêu chí cộng lại được 0."
    assert found(form) == [("sum", ERROR, "sections[1].max_points", sentence, "0")]


def test_an_item_whose_maximum_cannot_be_given():
    levels = [{"id": "a", "label": "A", "points": 8}, {"id": "b", "label": "B", "points": 0}]
    form = a_form(
        section("s1", item("i1", "levels", levels=levels), item("i2", step=3), item("i3", max_points=80)),
        section("s2", item("i4", "bonus", step=2)),
    )
    assert [one for one in found(form) if one[0] == "maximum"] == [
        ("maximum", ERROR, "sections[0].items[0]", "Tiêu chí 1 tối đa 10 điểm nhưng cao nhất chỉ chấm được 8.", "8"),
        ("maximum", ERROR, "sections[0].items[1]", "Tiêu chí 2 tối đa 10 điểm nhưng cao nhất chỉ chấm được 9.", "9"),
        ("maximum", ERROR, "sections[1].items[0]", "Tiêu chí 4 tối đa 5 điểm nhưng cao nhất chỉ chấm được 4.", "4"),
    ]


def test_an_item_that_gives_points_for_nothing():
    levels = [{"id": "a", "label": "A", "points": 10}, {"id": "b", "label": "B", "points": "2,5"}]
    form = a_form(
        section(
            "s1",
            item("i1", "levels", levels=levels),
            item("i2", "deduction", floor=1),
            item("i3", "levels", levels=levels, not_applicable="zero"),
            item("i4", max_points=70),
        )
    )
    assert found(form) == [
        ("floor", WARNING, "sections[0].items[0]", "Tiêu chí 1 thấp nhất vẫn được 2,5 điểm.", "2,5"),
        ("floor", WARNING, "sections[0].items[1]", "Tiêu chí 2 thấp nhất vẫn được 1 điểm.", "1"),
        ("floor", WARNING, "sections[0].items[2]", "Tiêu chí 3 thấp nhất vẫn được 2,5 điểm.", "2,5"),
    ]


def test_a_bonus_that_can_never_count():
    form = a_form(
        section("s1", item("i1", max_points=100)), section("s2", item("i2", "bonus", counted="inside"), max_points=0)
    )
    sentence = "Điểm cộng của tiêu chí 2 không bao giờ được tính: mục có điểm tối đa là 0."
    assert found(form) == [("bonus", ERROR, "sections[1].items[0]", sentence, "5")]


def test_a_gap_between_bands_is_shown_by_a_total_in_it():
    grades = ({"id": "a", "min": 90}, {"id": "b", "max": 89, "max_inclusive": True})
    form = hundred_points(grades=[{"label": grade["id"].upper(), **grade} for grade in grades])
    assert found(form) == [("gap", ERROR, "grades", "89,01 điểm không thuộc mức nào.", "89,01")]


def test_there_is_no_gap_where_no_total_can_fall():
    assert found(whole_points({"id": "a", "min": 90}, {"id": "b", "max": 89, "max_inclusive": True})) == []
    gap = found(whole_points({"id": "a", "min": 91}, {"id": "b", "max": 89, "max_inclusive": True}))
    assert gap == [("gap", ERROR, "grades", "90 điểm không thuộc mức nào.", "90")]


def test_a_bound_that_nobody_includes_is_a_gap_of_one_total():
    form = whole_points({"id": "a", "min": 90, "min_inclusive": False}, {"id": "b", "max": 90})
    assert found(form) == [("gap", ERROR, "grades", "90 điểm không thuộc mức nào.", "90")]


def test_a_best_band_without_its_upper_bound_leaves_the_maximum_out():
    form = whole_points({"id": "a", "min": 90, "max": 100}, {"id": "b", "max": 90})
    assert found(form) == [("gap", ERROR, "grades", "100 điểm không thuộc mức nào.", "100")]


def test_overlapping_bands_are_shown_by_a_total_in_both():
    form = whole_points({"id": "a", "min": 90}, {"id": "b", "max": 90, "max_inclusive": True})
    assert found(form) == [("overlap", ERROR, "grades", "90 điểm thuộc cùng lúc các mức Mức a và Mức b.", "90")]


def test_every_misfit_is_found_once():
    form = whole_points(
        {"id": "a", "min": 95},
        {"id": "b", "min": 60, "max": 90},
        {"id": "c", "min": 50, "max": 70},
        {"id": "d", "max": 40},
    )
    assert [(rule, example) for rule, *_, example in found(form)] == [("gap", "40"), ("overlap", "60"), ("gap", "90")]


def test_a_grade_above_every_total_is_an_error_and_one_below_a_warning():
    levels = [{"id": "a", "label": "A", "points": 100}, {"id": "b", "label": "B", "points": 60}]
    rows = [
        {"id": "a", "label": "A", "min": 101},
        {"id": "b", "label": "B", "min": 50, "max": 101},
        {"id": "c", "label": "C", "max": 50},
    ]
    form = a_form(section("s1", item("i1", "levels", max_points=100, levels=levels)), grades=rows)
    assert [one for one in found(form) if one[0] == "grade"] == [
        ("grade", ERROR, "grades[0]", "Không tổng điểm nào thuộc mức A; tổng cao nhất là 100 điểm.", "100"),
        ("grade", WARNING, "grades[2]", "Không tổng điểm nào thuộc mức C; tổng cao nhất là 100 điểm.", "100"),
    ]


def test_a_lowest_grade_with_conditions_may_leave_no_grade():
    form = slip(item("i1", "pass_fail"))
    data = form.model_dump()
    data["grades"] = data["grades"][:1]
    sentence = "Mức thấp nhất (Đạt) cũng có điều kiện, nên có trường hợp không xếp loại được."
    assert found(Form.model_validate(data)) == [("lowest", WARNING, "grades[0].requires", sentence, "")]


def test_a_maximum_that_sinks_where_an_item_does_not_apply():
    def form(points: int) -> Form:
        return a_form(
            section(
                "s1",
                item("i1", max_points=100 - points),
                item("i2", max_points=points, not_applicable="leaves_maximum"),
            )
        )

    sentence = "Khi tiêu chí 2 không áp dụng, tổng điểm cao nhất chỉ còn"
    assert found(form(10)) == [("taken_out", WARNING, "rebase", f"{sentence} 90.", "90")]
    assert found(form(11)) == [("taken_out", ERROR, "rebase", f"{sentence} 89, không thể đạt mức Tốt.", "89")]


def test_an_item_that_people_may_mark_and_that_then_takes_the_best_grade_away():
    def form(points: int, rule: str) -> Form:
        some = item("i2", max_points=points, not_applicable=rule)
        return a_form(section("s1", item("i1", max_points=100 - points), some))

    sentence = "Khi tiêu chí 2 không áp dụng, tổng điểm cao nhất chỉ còn 89, không thể đạt mức Tốt."
    assert found(form(11, "zero")) == [("marked", WARNING, "sections[0].items[1].not_applicable", sentence, "89")]
    assert found(form(10, "zero")) == found(form(11, "full")) == []


MANDATORY = (
    "Khi tiêu chí 2 không áp dụng thì tính như không đạt, mà mức {} bắt buộc phải đạt tiêu chí này, "
    "nên không thể đạt mức đó."
)


@pytest.mark.parametrize(("rule", "is_found"), [("zero", True), ("full", False), (None, False)])
def test_a_mandatory_item_that_counts_as_nothing_where_it_does_not_apply(rule, is_found):
    grades = [{**BANDS[0], "requires": [{"gate": "items_at_maximum", "items": ["i2"]}]}, *BANDS[1:]]
    # Worth enough to take the best grade away by its points too: one finding says it all.
    some = item("i2", max_points=20, not_applicable=rule)
    form = a_form(section("s1", item("i1", max_points=80), some), grades=grades)
    expected = ("mandatory", WARNING, "sections[0].items[1].not_applicable", MANDATORY.format("Tốt"), "")
    assert found(form) == ([expected] if is_found else [])


@pytest.mark.parametrize(
    ("gate", "is_found"),
    [
        ({}, True),
        ({"items": ["i2"]}, True),
        ({"items": ["i1"]}, False),
        ({"at_least": 2}, True),
        ({"at_least": 1}, False),
    ],
)
def test_a_mandatory_item_of_a_pass_fail_form(gate, is_found):
    rows = item("i1", "pass_fail"), item("i2", "pass_fail", not_applicable="zero")
    mine = [one for one in found(slip(*rows, requires=[{"gate": "items_passed", **gate}])) if one[0] == "mandatory"]
    expected = ("mandatory", WARNING, "sections[0].items[1].not_applicable", MANDATORY.format("Đạt"), "")
    assert mine == ([expected] if is_found else [])


def test_rebasing_where_nothing_leaves_the_maximum():
    assert [
        (rule, severity) for rule, severity, *_ in found(hundred_points(rebase={"places": 0, "rounding": "down"}))
    ] == [("rebase", WARNING)]
    leaving = a_form(
        section("s1", item("i1", max_points=50), item("i2", max_points=50, not_applicable="leaves_maximum")),
        rebase={"places": 0, "rounding": "down"},
    )
    assert found(leaving) == []


def test_an_item_that_no_grade_looks_at():
    form = a_form(section("s1", item("i1", max_points=100), item("i2", "pass_fail"), item("i3", "knock_out")))
    sentence = "không có điểm và không mức nào xét đến, chấm thế nào cũng như nhau."
    assert found(form) == [
        ("effect", WARNING, "sections[0].items[1]", f"Tiêu chí 2 {sentence}", ""),
        ("effect", WARNING, "sections[0].items[2]", f"Tiêu chí 3 {sentence}", ""),
    ]


def test_a_form_in_force_before_its_document():
    form = hundred_points(document_date=date(2025, 3, 1))
    sentence = "Bộ tiêu chí có hiệu lực từ 01/01/2025, trước ngày ban hành văn bản 01/03/2025."
    assert found(form) == [("dates", WARNING, "valid_from", sentence, "01/01/2025")]


# The ground on which bands are checked


def test_a_capped_form_has_no_total_above_its_maximum():
    for is_capped, highest in ((True, 10), (False, 15)):
        form = a_form(section("s1", item("i1"), item("i2", "bonus")), is_total_capped=is_capped)
        assert limits(form) == (0, highest)


@given(answered_forms())
def test_every_total_lies_on_the_ground_that_the_bands_are_checked_on(case):
    form, answers = case
    total = score(form, answers).total
    if total is not None:
        lowest, highest = limits(form)
        assert total % grain(form) == 0
        assert total >= lowest or form.rebase is not None
        assert total <= highest or form.rebase is not None


bounds = st.integers(0, 22).map(lambda number: Decimal(number) / 2)


@st.composite
def banded_forms(draw: st.DrawFn) -> Form:
    """Ten points in steps of a half or a whole, with three bands of any bounds that can be read."""
    cuts = sorted(draw(st.lists(bounds, min_size=2, max_size=2, unique=True)), reverse=True)
    ends = [None, *(cut + draw(st.sampled_from([-1, 0, 1])) / Decimal(2) for cut in cuts)]
    grades = [
        {
            "id": f"g{place}",
            "label": f"G{place}",
            "min": low,
            "min_inclusive": draw(st.booleans()),
            "max": high if high is None or low is None or high > low else None,
            "max_inclusive": draw(st.booleans()),
        }
        for place, (low, high) in enumerate(zip([*cuts, None], ends, strict=True))
    ]
    return a_form(section("s1", item("i1", step=draw(st.sampled_from(["0.5", 1])))), grades=grades)


@given(banded_forms())
def test_lint_finds_a_misfit_exactly_where_some_total_has_one(form: Form):
    step = grain(form)
    every_total = [step * number for number in range(int(10 / step) + 1)]
    misfits = {str(total) for total in every_total if sum(grade.holds(total) for grade in form.grades) != 1}
    shown = [one.example.replace(",", ".") for one in lint(form) if one.rule in {"gap", "overlap"}]
    assert bool(shown) == bool(misfits)
    assert {Decimal(example) for example in shown} <= {Decimal(total) for total in misfits}
    empty = {f"grades[{place}]" for place, grade in enumerate(form.grades) if not any(map(grade.holds, every_total))}
    assert {one.path for one in lint(form) if one.rule == "grade"} == empty


@pytest.mark.parametrize(("rule", "lowest"), [(None, "2.5"), ("full", "2.5"), ("zero", "0"), ("leaves_maximum", "0")])
def test_an_item_that_does_not_apply_can_lower_the_lowest_total(rule, lowest):
    levels = [{"id": "a", "label": "A", "points": 10}, {"id": "b", "label": "B", "points": "2,5"}]
    form = a_form(section("s1", item("i1", "levels", levels=levels, not_applicable=rule), item("i2")))
    assert limits(form) == (Decimal(lowest), 20)


def test_an_item_that_counts_as_full_gives_its_maximum_even_where_no_answer_does():
    levels = [{"id": "a", "label": "A", "points": 8}, {"id": "b", "label": "B", "points": 0}]
    assert limits(a_form(section("s1", item("i1", "levels", levels=levels)))) == (0, 8)
    assert limits(a_form(section("s1", item("i1", "levels", levels=levels, not_applicable="full")))) == (0, 10)


def test_totals_are_tried_around_every_bound():
    form = whole_points({"id": "a", "min": "89,5"}, {"id": "b", "max": "89,5"})
    assert totals_to_try(form) == (0, 88, 89, 90, 100)

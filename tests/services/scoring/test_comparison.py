"""Two versions of a set: every difference in words, none for equal forms."""

from collections.abc import Callable
from copy import deepcopy
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from services.scoring import (
    BonusItem,
    Cap,
    Change,
    Difference,
    Form,
    KnockOutItem,
    PointsItem,
    Rebase,
    RollUpRule,
    differences,
    validated,
)
from services.scoring.comparison import _BY_PARTS
from services.scoring.computed import Counts
from services.scoring.field_words import CONDITIONS, FIELDS, VALUES
from services.scoring.form import AppliesTo, Grade, Section
from services.scoring.gates import FactsHold, ItemsAtMaximum, ItemsPassed, NoKnockOut, SectionsAtLeast
from services.scoring.shapes import Shape
from services.scoring.thresholds import BySize, SizeStep
from tests.services.scoring.forms import BANDS, forms, item, section, shipped
from tests.services.scoring.strategies import CATALOGUE, computed_forms, computed_slips
from tests.services.scoring.test_roll_up import BOTH

RATE = {"metric": "attendance_rate", "gte": 90}


def data() -> dict[str, Any]:
    """A form with one of everything."""
    return {
        "id": "thu",
        "version": 1,
        "title": "Biểu thử",
        "kind": "meeting_quality",
        "valid_from": _day("2025-01-01"),
        "applies_to": {"unit_kinds": ["cell"], "cell_types": ["village"]},
        "scoring_mode": "points",
        "max_points": 100,
        "rebase": {"places": 2, "rounding": "half_up"},
        "sections": [
            section(
                "s1",
                item("i1_1", max_points=60, step=1),
                item("i1_2", "deduction", counts={"metric": "shortfall", "every": 10}),
                item("i1_3", "yes_no", when=RATE, not_applicable="full"),
                number="I",
            ),
            section("s2", item("i2_1", "levels", max_points=20), item("i2_2", "pass_fail"), item("i2_3", "knock_out")),
        ],
        "grades": deepcopy(list(BANDS)),
        "self_check": "monthly",
        "review": {"difference": 5},
        "roll_up": deepcopy(BOTH),
        "cap": {"grade": "tot", "good": "kha", "ratio": 20, "denominator": "good_only", "rounding": "down"},
        "notes": ["Một."],
    }


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def after(change: Callable[[dict[str, Any]], object]) -> tuple[Difference, ...]:
    changed = data()
    change(changed)
    return differences(validated(data()), validated(changed), CATALOGUE)


def items(form: dict[str, Any], place: int = 0) -> list[dict[str, Any]]:
    return form["sections"][place]["items"]


Case = tuple[Callable[[dict[str, Any]], object], Change, str, str]
CASES: tuple[Case, ...] = (
    (lambda form: form.update(version=2), Change.CHANGED, "version", "Bộ tiêu chí: phiên bản 1 → 2"),
    (lambda form: form.update(title="Biểu mới"), Change.CHANGED, "title", "Bộ tiêu chí: tên “Biểu thử” → “Biểu mới”"),
    (
        lambda form: form.update(valid_to=_day("2026-01-01")),
        Change.CHANGED,
        "valid_to",
        "Bộ tiêu chí: hết hiệu lực từ ngày không có → 01/01/2026",
    ),
    (
        lambda form: form["applies_to"].update(cell_types=["village", "office"]),
        Change.CHANGED,
        "applies_to.cell_types",
        "Bộ tiêu chí: loại hình chi bộ áp dụng thôn, bản, tổ dân phố → thôn, bản, tổ dân phố; hành chính, sự nghiệp",
    ),
    (
        lambda form: form["rebase"].update(rounding="down"),
        Change.CHANGED,
        "rebase.rounding",
        "Bộ tiêu chí: làm tròn khi quy đổi từ một nửa trở lên thì làm tròn lên → làm tròn xuống",
    ),
    (
        lambda form: form.update(is_total_capped=True),
        Change.CHANGED,
        "is_total_capped",
        "Bộ tiêu chí: tổng điểm không vượt điểm tối đa không → có",
    ),
    (
        lambda form: form.update(vote="required"),
        Change.CHANGED,
        "vote",
        "Bộ tiêu chí: biểu quyết kết quả không bắt buộc → bắt buộc",
    ),
    (
        lambda form: form.update(review=None),
        Change.CHANGED,
        "review.difference",
        "Bộ tiêu chí: chênh lệch điểm thẩm định phải nêu lý do 5 → không có",
    ),
    (
        lambda form: form["roll_up"].update(missing_month="left_out", **{"as": None}),
        Change.CHANGED,
        "roll_up.missing_month",
        "Bộ tiêu chí: tháng không sinh hoạt khi xếp loại năm tính là một mức → không tính",
    ),
    (
        lambda form: form["roll_up"].update(other_sets="left_out"),
        Change.CHANGED,
        "roll_up.other_sets",
        "Bộ tiêu chí: tháng xếp loại theo bộ tiêu chí khác không xếp loại năm → không tính",
    ),
    (
        lambda form: form.update(recognises=["tot", "kha"]),
        Change.CHANGED,
        "recognises",
        "Bộ tiêu chí: mức xứng đáng được công nhận không có → “tot”; “kha”",
    ),
    (
        lambda form: form["cap"].update(denominator="good_or_better"),
        Change.CHANGED,
        "cap.denominator",
        "Bộ tiêu chí: mẫu số của tỷ lệ khống chế số đơn vị ở mức làm mẫu số → số đơn vị ở mức làm mẫu số và mức bị khống chế",
    ),
    (
        lambda form: form["sections"][0].update(title="Mục một"),
        Change.CHANGED,
        "sections.s1.title",
        "Mục I: tên “Mục s1” → “Mục một”",
    ),
    (
        lambda form: form["sections"].append(section("s3", item("i3_1", "pass_fail"))),
        Change.ADDED,
        "sections.s3",
        "Mục “Mục s3”: thêm mới",
    ),
    (
        lambda form: items(form)[0].update(max_points=58),
        Change.CHANGED,
        "sections.s1.items.i1_1.max_points",
        "Tiêu chí 1.1: điểm tối đa 60 → 58",
    ),
    (lambda form: items(form).pop(0), Change.REMOVED, "sections.s1.items.i1_1", "Tiêu chí 1.1: đã bỏ"),
    (
        lambda form: items(form, 1).append(item("i2_4")),
        Change.ADDED,
        "sections.s2.items.i2_4",
        "Tiêu chí 2.4: thêm mới",
    ),
    (
        lambda form: items(form, 1).append(items(form).pop(1)),
        Change.MOVED,
        "sections.s2.items.i1_2",
        "Tiêu chí 1.2: chuyển từ mục I sang mục “Mục s2”",
    ),
    (lambda form: items(form).reverse(), Change.MOVED, "sections.s1.items", "Mục I: thứ tự các tiêu chí thay đổi"),
    (
        lambda form: items(form)[1]["counts"].update(every=15),
        Change.CHANGED,
        "sections.s1.items.i1_2.counts.every",
        "Tiêu chí 1.2: cứ mỗi 10 → 15",
    ),
    (
        lambda form: items(form)[2].update(when={**RATE, "gte": 85}),
        Change.CHANGED,
        "sections.s1.items.i1_3.when",
        "Tiêu chí 1.3: điều kiện theo số liệu “tỷ lệ dự họp từ 90 % trở lên” → “tỷ lệ dự họp từ 85 % trở lên”",
    ),
    (
        lambda form: items(form)[2].update(when={"any": [RATE]}),
        Change.CHANGED,
        "sections.s1.items.i1_3.when",
        "Tiêu chí 1.3: điều kiện theo số liệu thay đổi, nay là “tỷ lệ dự họp từ 90 % trở lên”",
    ),
    (
        lambda form: items(form)[2].update(not_applicable="zero"),
        Change.CHANGED,
        "sections.s1.items.i1_3.not_applicable",
        "Tiêu chí 1.3: khi không áp dụng tính như đạt đủ → tính như không đạt",
    ),
    (
        lambda form: items(form, 1)[0]["levels"][0].update(points=9),
        Change.CHANGED,
        "sections.s2.items.i2_1.levels.high.points",
        "Tiêu chí 2.1, mức “Cao”: điểm 10 → 9",
    ),
    (
        lambda form: items(form, 1)[0]["levels"].append({"id": "mid", "label": "Vừa", "points": 5}),
        Change.ADDED,
        "sections.s2.items.i2_1.levels.mid",
        "Tiêu chí 2.1, mức “Vừa”: thêm mới",
    ),
    (
        lambda form: items(form, 1)[0]["levels"].reverse(),
        Change.MOVED,
        "sections.s2.items.i2_1.levels",
        "Tiêu chí 2.1, thứ tự các mức thay đổi",
    ),
    (lambda form: form["grades"][0].update(min=91), Change.CHANGED, "grades.tot.min", "Mức “Tốt”: từ điểm 90 → 91"),
    (
        lambda form: form["grades"][0].update(min_inclusive=False),
        Change.CHANGED,
        "grades.tot.min_inclusive",
        "Mức “Tốt”: lấy cả điểm dưới có → không",
    ),
    (
        lambda form: form["grades"][0].update(requires=[{"gate": "facts", "when": RATE, "text": "Họp đủ"}]),
        Change.ADDED,
        "grades.tot.requires",
        "Mức “Tốt”: thêm điều kiện Họp đủ (tỷ lệ dự họp từ 90 % trở lên)",
    ),
    (
        lambda form: form["grades"][1].update(requires=[{"gate": "items_at_maximum", "items": ["i1_1", "i2_1"]}]),
        Change.ADDED,
        "grades.kha.requires",
        "Mức “Khá”: thêm điều kiện các tiêu chí bắt buộc 1.1 “Việc 1.1” và 2.1 “Việc 2.1” đạt điểm tối đa",
    ),
    (
        lambda form: form["grades"][1].update(requires=[{"gate": "items_passed"}]),
        Change.ADDED,
        "grades.kha.requires",
        "Mức “Khá”: thêm điều kiện mọi tiêu chí đạt",
    ),
    (
        lambda form: form["grades"][1].update(requires=[{"gate": "items_passed", "items": ["i2_2"], "at_least": 1}]),
        Change.ADDED,
        "grades.kha.requires",
        "Mức “Khá”: thêm điều kiện ít nhất 1 trong tiêu chí 2.2 “Việc 2.2” đạt",
    ),
    (
        lambda form: form["grades"][1].update(requires=[{"gate": "sections_at_least", "percent": 70}]),
        Change.ADDED,
        "grades.kha.requires",
        "Mức “Khá”: thêm điều kiện mỗi mục được ít nhất 70 % số điểm",
    ),
    (
        lambda form: form["grades"][1].update(
            requires=[{"gate": "sections_at_least", "sections": ["s1"], "percent": 70}]
        ),
        Change.ADDED,
        "grades.kha.requires",
        "Mức “Khá”: thêm điều kiện mục “Mục s1” được ít nhất 70 % số điểm",
    ),
    (
        lambda form: form["grades"][1].update(requires=[{"gate": "no_knock_out"}]),
        Change.ADDED,
        "grades.kha.requires",
        "Mức “Khá”: thêm điều kiện mọi điều kiện loại trừ không xảy ra",
    ),
    (
        lambda form: form["roll_up"]["grades"][0].update(label="Năm rất tốt"),
        Change.CHANGED,
        "roll_up.grades.year_good.label",
        "Mức năm “Năm rất tốt”: tên mức “Năm tốt” → “Năm rất tốt”",
    ),
    (
        lambda form: form["roll_up"]["grades"].pop(1),
        Change.REMOVED,
        "roll_up.grades.year_fair",
        "Mức năm “Năm khá”: đã bỏ",
    ),
    (
        lambda form: form.update(notes=["Một.", "Hai."]),
        Change.CHANGED,
        "notes",
        "Bộ tiêu chí: ghi chú “Một.” → “Một.”; “Hai.”",
    ),
)


@pytest.mark.parametrize(("change", "kind", "path", "sentence"), CASES, ids=[case[3][:60] for case in CASES])
def test_a_change_is_said(change, kind, path, sentence):
    found = {one.path: one for one in after(change)}
    assert (found[path].change, found[path].sentence) == (kind, sentence)


def test_only_what_changed_is_said():
    assert [one.path for one in after(lambda form: items(form)[0].update(max_points=58))] == [
        "sections.s1.items.i1_1.max_points"
    ]


def test_another_way_of_scoring_changes_every_field_that_only_one_of_them_has():
    def change(form: dict[str, Any]) -> None:
        items(form)[0] = item("i1_1", "bonus", max_points=60, counts={"metric": "unexcused"}, per_occurrence=2)

    assert [one.sentence for one in after(change)] == [
        "Tiêu chí 1.1: cách chấm cho điểm tự do → điểm cộng",
        "Tiêu chí 1.1: bước điểm 1 → không có",
        "Tiêu chí 1.1: cách tính điểm cộng không có → ngoài điểm tối đa của mục",
        "Tiêu chí 1.1: số liệu đếm số lần không có → “unexcused”",
        "Tiêu chí 1.1: cứ mỗi không có → 1",
        "Tiêu chí 1.1: phần lẻ khi đếm không có → tính là một lần",
        "Tiêu chí 1.1: điểm mỗi lần không có → 2",
    ]


def test_conditions_that_change_places_are_said():
    gates = [{"gate": "no_knock_out"}, {"gate": "items_passed"}]
    before, turned = data(), data()
    before["grades"][0]["requires"], turned["grades"][0]["requires"] = gates, gates[::-1]
    (found,) = differences(validated(before), validated(turned))
    assert (found.change, found.sentence) == (Change.MOVED, "Mức “Tốt”: thứ tự các điều kiện thay đổi")
    (dropped,) = differences(
        validated(before), validated({**before, "grades": [{**BANDS[0], "requires": gates[:1]}, *BANDS[1:]]})
    )
    assert (dropped.change, dropped.old) == (Change.REMOVED, "mọi tiêu chí đạt")


def test_a_set_is_said_to_be_another():
    (found,) = after(lambda form: form.update(id="khac"))
    assert found.sentence == "Bộ tiêu chí: mã “thu” → “khac”"


def test_a_long_text_is_quoted_by_its_beginning_and_kept_whole_beside():
    (found,) = after(lambda form: form.update(notes=["Câu này rất dài " * 40]))
    assert found.sentence.endswith("…")
    assert len(found.sentence) < 300
    assert len(found.new) > 500


def test_a_whole_roll_up_and_cap_that_go():
    paths = {one.path for one in after(lambda form: form.update(roll_up=None, cap=None))}
    assert {"roll_up.missing_month", "roll_up.as", "roll_up.grades.year_good", "cap.ratio"} <= paths


def test_two_versions_of_the_national_form():
    before = shipped("meeting_hd42_2025.yaml")
    changed = before.model_copy(update={"version": 2, "max_points": 101})
    assert [one.sentence for one in differences(before, changed)] == [
        "Bộ tiêu chí: phiên bản 1 → 2",
        "Bộ tiêu chí: điểm tối đa 100 → 101",
    ]


any_form = st.one_of(computed_forms(), computed_slips(), forms())


@given(any_form)
def test_equal_forms_have_no_difference(form: Form):
    assert differences(form, Form.model_validate(form.model_dump()), CATALOGUE) == ()


@given(any_form, any_form)
def test_forms_that_differ_have_one(old: Form, new: Form):
    found = differences(old, new, CATALOGUE)
    assert bool(found) is (old != new)
    for one in found:
        assert one.path
        assert "None" not in one.sentence
        assert "\n" not in one.sentence


@given(any_form, any_form)
def test_what_came_goes_the_other_way_round(old: Form, new: Form):
    there, back = differences(old, new, CATALOGUE), differences(new, old, CATALOGUE)
    came = {one.path.rsplit(".", 1)[-1] for one in there if one.change is Change.ADDED and "requires" not in one.path}
    gone = {one.path.rsplit(".", 1)[-1] for one in back if one.change is Change.REMOVED and "requires" not in one.path}
    assert came == gone


def shapes(parent: type[BaseModel] = Shape) -> list[type[BaseModel]]:
    children = parent.__subclasses__()
    return [*children, *(deeper for child in children for deeper in shapes(child))]


def test_every_field_has_a_name():
    gates = {FactsHold, ItemsAtMaximum, ItemsPassed, NoKnockOut, SectionsAtLeast}
    compared = [shape for shape in shapes() if shape not in {*CONDITIONS, *gates, BySize, SizeStep}]
    assert {Form, Section, Grade, AppliesTo} <= set(compared)
    names = {info.alias or field for shape in compared for field, info in shape.model_fields.items()} - _BY_PARTS
    known = {name.rpartition(".")[2] for name in FIELDS}
    groups = {"applies_to", "rebase", "review", "roll_up", "cap", "counts", "share_of"}
    assert names - groups - {"conditions", "condition"} <= known


def fixed_values(annotation: Any) -> set[str]:
    """The words of a file that a field can have: of a Literal, or of an enumeration."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return {member.value for member in annotation}
    if get_origin(annotation) is Literal:
        return {str(value) for value in get_args(annotation)}
    return {value for inner in get_args(annotation) for value in fixed_values(inner)}


@pytest.mark.parametrize(
    ("shape", "group"),
    [
        (Form, ""),
        (AppliesTo, "applies_to."),
        (Rebase, "rebase."),
        (RollUpRule, "roll_up."),
        (Cap, "cap."),
        (Counts, "counts."),
        (BonusItem, ""),
        (PointsItem, ""),
        (KnockOutItem, ""),
    ],
)
def test_every_fixed_value_has_a_name(shape, group):
    for name, field in shape.model_fields.items():
        if name not in _BY_PARTS and not _is_group_of_fields(field.annotation):
            assert fixed_values(field.annotation) <= set(VALUES.get(f"{group}{name}", ())), name


def _is_group_of_fields(annotation: Any) -> bool:
    inner = annotation if isinstance(annotation, type) else next(iter(get_args(annotation)), None)
    return isinstance(inner, type) and issubclass(inner, Shape)

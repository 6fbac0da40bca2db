"""What a criteria set must say, and how a wrong one is refused: every fault with its place, in Vietnamese."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from models import CellType, MeetingKind, UnitKind
from services.scoring import Fault, Form, InvalidForm, PointsItem, validated
from tests.services.scoring.forms import a_form, form_data, item, section, slip


def faults_of(data: object) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refused:
        validated(data)
    return {fault.path: fault.sentence for fault in refused.value.faults}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The data of a form that uses everything, with one place set to another value (or removed: ...)."""
    data = form_data(
        section(
            "s1",
            item("i1_1", step=Decimal("0.5")),
            item("i1_2", "levels"),
            item("i1_3", "deduction"),
            item("i1_4", "bonus"),
            item("i1_5", "yes_no", not_applicable="full"),
        ),
        section("s2", item("i2_1", "pass_fail"), item("i2_2", "knock_out")),
        applies_to={"unit_kinds": ["cell"], "cell_types": ["village"], "meeting_types": ["regular"]},
        rebase={"places": 2, "rounding": "half_up"},
    )
    data["grades"][0]["requires"] = [
        {"gate": "items_at_maximum", "items": ["i1_1"]},
        {"gate": "items_passed", "items": ["i2_1"]},
        {"gate": "sections_at_least", "sections": ["s1"], "percent": 50},
        {"gate": "no_knock_out"},
    ]
    place: Any = data
    *way, last = [int(part) if part.isdigit() else part for part in path.replace("[", ".").replace("]", "").split(".")]
    for part in way:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


def test_a_form_that_uses_everything_is_read():
    form = validated(changed("title", "Đủ mọi thứ"))
    assert form.title == "Đủ mọi thứ"
    assert form.applies_to.unit_kinds == (UnitKind.CELL,)
    assert form.applies_to.cell_types == (CellType.VILLAGE,)
    assert form.applies_to.meeting_types == (MeetingKind.REGULAR,)
    assert list(form.items) == ["i1_1", "i1_2", "i1_3", "i1_4", "i1_5", "i2_1", "i2_2"]


PLACES = "chỉ có nhiều nhất hai chữ số sau dấu phẩy và không có dấu ngăn hàng nghìn."
NO_NUMBER = "phải là một số, ví dụ 5 hoặc 4.75."
SLUG = "chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ."
TEXT = "phải là chữ; nếu là số hoặc ngày thì đặt trong dấu nháy."
UNKNOWN = "không có trường nào tên như vậy; hãy kiểm tra lại cách viết."


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("title", ..., "thiếu trường này."),
        ("title", " \u200b ", "không được để trống."),
        ("title", 5, TEXT),
        ("title", "x" * 301, "dài quá 300 ký tự."),
        ("tittle", "x", UNKNOWN),
        ("sections[0].items[1].levels[0].metric", "x", UNKNOWN),
        ("grades[0].requires[0].percent", 5, UNKNOWN),
        ("applies_to.cell_type", [], UNKNOWN),
        ("id", "Mẫu 1", SLUG),
        ("kind", "Meeting", SLUG),
        ("kind", "x" * 41, "dài quá 40 ký tự."),
        ("version", "1", "phải là số nguyên."),
        ("version", True, "phải là số nguyên."),
        ("version", 0, "phải từ 1 trở lên."),
        ("version", 10_000, "không được lớn hơn 9999."),
        ("valid_from", "hôm nay", "phải là ngày viết theo năm-tháng-ngày, ví dụ 2025-10-28."),
        ("valid_to", date(2025, 1, 1), "là ngày đầu tiên hết hiệu lực, phải sau ngày valid_from."),
        ("scoring_mode", "stars", "không có giá trị này; hãy chọn một trong: points, pass_fail."),
        ("applies_to.unit_kinds", "cell", "phải là một danh sách."),
        ("applies_to", "cell", "phải là một nhóm các trường “tên: giá trị”."),
        ("is_total_capped", "yes", "chỉ nhận true (có) hoặc false (không)."),
        ("sections", [], "phải có ít nhất 1 dòng."),
        ("sections[0].good", 5, "không được lớn hơn 4."),
        ("sections[0].items", {}, "phải là một danh sách."),
        ("sections[0].items[0].max_points", "mười", NO_NUMBER),
        ("sections[0].items[0].max_points", True, NO_NUMBER),
        ("sections[0].items[0].max_points", float("nan"), NO_NUMBER),
        ("sections[0].items[0].max_points", "4.", NO_NUMBER),
        ("sections[0].items[0].max_points", ".5", NO_NUMBER),
        ("sections[0].items[0].max_points", "4,7,5", NO_NUMBER),
        ("sections[0].items[0].max_points", "4.7.5", NO_NUMBER),
        ("sections[0].items[0].max_points", "٣", NO_NUMBER),
        ("sections[0].items[0].max_points", "", NO_NUMBER),
        ("sections[0].items[0].max_points", "1.000", PLACES),
        ("sections[0].items[0].max_points", Decimal("1.000"), PLACES),
        ("sections[0].items[0].max_points", 4.125, PLACES),
        ("sections[0].items[0].max_points", -1, "phải từ 0 đến 9999,99."),
        ("sections[0].items[0].max_points", 10_000, "phải từ 0 đến 9999,99."),
        ("sections[0].items[0].max_points", 0, "phải lớn hơn 0."),
        ("sections[0].items[0].step", 11, "không được lớn hơn max_points."),
        ("sections[0].items[3].step", 6, "không được lớn hơn max_points."),
        ("sections[0].items[0].number", Decimal("1.1"), TEXT),
        (
            "sections[0].items[4].not_applicable",
            "half",
            "không có giá trị này; hãy chọn một trong: full, zero, leaves_maximum.",
        ),
        ("sections[0].items[3].not_applicable", "full", UNKNOWN),
        ("sections[0].items[3].counted", "both", "không có giá trị này; hãy chọn một trong: inside, outside."),
        ("sections[0].items[1].levels[0].points", 11, "lớn hơn điểm tối đa 10 của tiêu chí."),
        ("sections[0].items[1].levels[1].id", "high", "“high” đã dùng ở mức khác của tiêu chí này."),
        ("sections[0].items[1].levels", [], "phải có ít nhất 2 dòng."),
        ("sections[0].items[2].per_occurrence", 0, "phải lớn hơn 0."),
        ("sections[0].items[2].floor", 10, "phải nhỏ hơn max_points, nếu không thì không trừ được điểm nào."),
        ("sections[1].id", "s1", "“s1” đã dùng ở sections[0].id."),
        ("sections[1].items[0].number", "1.2", "“1.2” đã dùng ở sections[0].items[1].number."),
        ("grades[2].id", "tot", "“tot” đã dùng ở grades[0].id."),
        ("grades[2].label", "Tốt", "“Tốt” đã dùng ở grades[0].label."),
        ("grades[1].max", 60, "mức này không có điểm nào: max phải lớn hơn min."),
        ("grades[1].max", 70, "mức này không có điểm nào: max phải lớn hơn min."),
        ("grades[0].min", "-1.5e3", NO_NUMBER),
        ("grades", [], "phải có ít nhất 1 dòng."),
        ("grades[0].requires[0].items", [], "phải có ít nhất 1 dòng."),
        ("grades[0].requires[0].items[0]", "i9", "không có tiêu chí “i9” trong bộ tiêu chí."),
        ("grades[0].requires[0].items[0]", "i2_1", "tiêu chí “i2_1” không phải là tiêu chí có điểm."),
        ("grades[0].requires[0].items[0]", "i1_4", "tiêu chí “i1_4” không phải là tiêu chí có điểm."),
        ("grades[0].requires[1].items[0]", "i2_2", "tiêu chí “i2_2” không phải là tiêu chí đạt/không đạt."),
        ("grades[0].requires[1].at_least", 2, "chỉ có 1 tiêu chí để đạt."),
        ("grades[0].requires[2].sections[0]", "s9", "không có mục “s9” trong bộ tiêu chí."),
        ("grades[0].requires[2].percent", 101, "phải từ 0 đến 100."),
        ("rebase.places", 3, "không được lớn hơn 2."),
        ("rebase.rounding", "up", "không có giá trị này; hãy chọn một trong: half_up, down."),
    ],
)
def test_a_wrong_field_is_named_with_the_rule_it_breaks(path, value, sentence):
    assert faults_of(changed(path, value)) == {path: sentence}


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("id", "\ud800", {"id": "có ký tự không đọc được."}),
        (
            "sections[0].items[0].method",
            "stars",
            {
                "sections[0].items[0]": "không có loại “stars”; method là một trong: points, yes_no, levels, deduction, bonus, pass_fail, knock_out."
            },
        ),
        ("grades[0].requires[0].gate", ..., {"grades[0].requires[0]": "thiếu trường gate."}),
        (
            "grades[1].min",
            95,
            {
                "grades[1].max": "mức này không có điểm nào: max phải lớn hơn min.",
                "grades[1].min": "các mức phải xếp từ cao xuống thấp.",
            },
        ),
        (
            "grades[0].requires[3].items",
            ["i2_1"],
            {"grades[0].requires[3].items[0]": "tiêu chí “i2_1” không phải là tiêu chí loại trừ."},
        ),
        (
            "grades[0].requires[0].items",
            ["i1_1", "i1_1"],
            {"grades[0].requires[0].items[1]": "“i1_1” đã dùng ở items[0]."},
        ),
        (
            "grades[0].requires[2].sections",
            ["s1", "s1"],
            {"grades[0].requires[2].sections[1]": "“s1” đã dùng ở sections[0]."},
        ),
    ],
)
def test_some_faults_show_elsewhere_than_where_they_were_made(path, value, found):
    assert faults_of(changed(path, value)) == found


def test_a_mistyped_cell_type_is_answered_with_the_types_there_are():
    found = faults_of(changed("applies_to.cell_types[0]", "villlage"))
    assert all(kind.value in found["applies_to.cell_types[0]"] for kind in CellType)


def test_an_item_id_may_not_be_used_twice_even_in_another_section():
    found = faults_of(changed("sections[1].items[0].id", "i1_1"))
    assert found["sections[1].items[0].id"] == "“i1_1” đã dùng ở sections[0].items[0].id."


def test_all_faults_are_reported_at_once():
    data = changed("title", ...)
    data["version"] = 0
    data["sections"][1]["items"][0]["extra"] = 1
    with pytest.raises(InvalidForm) as refused:
        validated(data)
    assert {fault.path for fault in refused.value.faults} == {"title", "version", "sections[1].items[0].extra"}
    assert refused.value.sentence.startswith("Bộ tiêu chí có 3 chỗ cần sửa:\n- ")
    assert "\n- version: phải từ 1 trở lên." in refused.value.sentence


def test_faults_between_fields_of_several_places_are_reported_at_once():
    data = changed("valid_to", date(2024, 1, 1))
    data["grades"][3]["label"] = "Khá"
    assert set(faults_of(data)) == {"valid_to", "grades[3].label"}


@pytest.mark.parametrize("data", [None, [], "chữ", 5])
def test_a_file_that_is_no_group_of_fields_is_refused(data):
    assert faults_of(data) == {"": "phải là một nhóm các trường “tên: giá trị”."}


def test_a_fault_reads_as_place_and_sentence():
    assert (
        str(Fault("sections[2].items[0].max_points", "phải lớn hơn 0."))
        == "sections[2].items[0].max_points: phải lớn hơn 0."
    )
    assert str(Fault("", "tệp trống.")) == "tệp trống."


@pytest.mark.parametrize("written", ["4,75", "4.75", 4.75, Decimal("4.75")], ids=repr)
def test_points_are_exactly_what_was_written(written):
    form = validated(changed("sections[0].items[0].max_points", written))
    found = form.items["i1_1"]
    assert isinstance(found, PointsItem)
    assert found.max_points == Decimal("4.75")


def test_text_is_composed_and_without_invisible_characters():
    form = a_form(section("s1", item("i1", text="  Chi bo\u0323\u0302 \u200btốt\n hai dòng ")))
    assert form.items["i1"].text == "Chi bộ tốt\n hai dòng"
    assert validated(changed("title", "hai\ndòng")).title == "hai dòng"


def test_a_form_never_changes():
    form = a_form(section("s1", item("i1")))
    with pytest.raises(ValidationError):
        form.title = "khác"  # type: ignore[misc]


def test_points_need_an_item_with_points():
    found = faults_of(form_data(section("s1", item("i1", "pass_fail"))))
    assert found == {"scoring_mode": "chấm điểm thì phải có ít nhất một tiêu chí có điểm."}


WITHOUT_POINTS = "bộ tiêu chí đạt/không đạt không tính điểm; hãy bỏ trường này."


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("max_points", 5),
        ("is_total_capped", True),
        ("rebase", {"places": 0, "rounding": "down"}),
        ("grades[0].min", 5),
        ("grades[1].max", 5),
        ("sections[0].max_points", 5),
    ],
)
def test_a_pass_fail_form_has_no_points_anywhere(path, value):
    data = slip(item("i1", "pass_fail")).model_dump()
    data["grades"] = list(data["grades"])
    place = data
    *way, last = [int(part) if part.isdigit() else part for part in path.replace("[", ".").replace("]", "").split(".")]
    for part in way:
        place = place[part]
    place[last] = value
    assert faults_of(data) == {path: WITHOUT_POINTS}


def test_a_pass_fail_form_has_no_items_with_points():
    data = slip(item("i1", "pass_fail")).model_dump()
    data["sections"][0]["items"] = [*data["sections"][0]["items"], item("i2")]
    assert faults_of(data) == {
        "sections[0].items[1].method": "bộ tiêu chí đạt/không đạt chỉ dùng pass_fail và knock_out."
    }


def test_a_condition_on_all_of_a_kind_needs_one_of_that_kind():
    data = form_data(section("s1", item("i1")))
    data["grades"][0]["requires"] = [{"gate": "no_knock_out"}, {"gate": "items_passed"}]
    assert faults_of(data) == {
        "grades[0].requires[0].items": "bộ tiêu chí không có tiêu chí loại trừ nào.",
        "grades[0].requires[1].items": "bộ tiêu chí không có tiêu chí đạt/không đạt nào.",
    }


def test_two_grades_from_the_same_total_up_are_refused():
    assert faults_of(changed("grades[1]", {"id": "kha", "label": "Khá", "min": 90})) == {
        "grades[1].min": "các mức phải xếp từ cao xuống thấp."
    }


def test_grades_may_share_a_bound_when_only_the_lower_one_includes_it():
    grades = [
        {"id": "tot", "label": "Tốt", "min": 90, "min_inclusive": False},
        {"id": "du", "label": "Đủ", "min": 90, "max": 90, "max_inclusive": True},
        {"id": "kem", "label": "Kém", "max": 90},
    ]
    assert isinstance(a_form(section("s1", item("i1", max_points=100)), grades=grades), Form)


def test_the_best_grade_is_worthy_of_recognition_unless_the_form_names_others():
    form = a_form(section("s1", item("i1", max_points=100)))
    assert form.recognised_grades == ("tot",)
    assert form.model_copy(update={"recognises": ("tot", "kha")}).recognised_grades == ("tot", "kha")


@pytest.mark.parametrize(
    ("named", "path", "sentence"),
    [
        (["tot", "la"], "recognises[1]", "không có mức “la” trong bộ tiêu chí."),
        (["tot", "tot"], "recognises[1]", "“tot” đã dùng ở recognises[0]."),
    ],
)
def test_only_grades_of_the_form_are_worthy_of_recognition(named, path, sentence):
    with pytest.raises(InvalidForm) as refused:
        validated(form_data(section("s1", item("i1", max_points=100)), recognises=named))
    assert refused.value.faults == (Fault(path, sentence),)

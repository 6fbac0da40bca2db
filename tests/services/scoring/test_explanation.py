"""A score in words: the sentences that people read on the screen and in the minutes."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from services.scoring import Answer, Form, explanation, headline, score
from tests.services.scoring.forms import (
    BANDS,
    a_form,
    answered_forms,
    best_answers,
    hundred_points,
    item,
    section,
    shipped,
    slip,
)


def said(form: Form, **values: Any) -> str:
    answers = {name: value if isinstance(value, Answer) else Answer(value) for name, value in values.items()}
    return headline(form, score(form, answers))


def at(total: str, **fields: Any) -> str:
    return said(hundred_points(**fields), i1=Decimal(total))


@pytest.mark.parametrize(
    ("total", "sentence"),
    [
        ("95", "Tốt: 95 điểm."),
        ("88.5", "Khá: 88,5 điểm, thiếu 1,5 điểm để đạt Tốt."),
        ("89.99", "Khá: 89,99 điểm, thiếu 0,01 điểm để đạt Tốt."),
        ("0", "Kém: 0 điểm, thiếu 50 điểm để đạt Trung bình."),
    ],
)
def test_the_grade_and_what_is_missing_for_the_next(total, sentence):
    assert at(total) == sentence


@pytest.mark.parametrize(
    ("total", "sentence"),
    [
        ("90", "Khá: 90 điểm, phải trên 90 điểm mới đạt Tốt."),
        ("88.5", "Khá: 88,5 điểm, phải trên 90 điểm mới đạt Tốt."),
        ("90.01", "Tốt: 90,01 điểm."),
    ],
)
def test_no_points_are_called_missing_for_a_bound_that_must_be_passed(total, sentence):
    grades = [
        {"id": "tot", "label": "Tốt", "min": 90, "min_inclusive": False},
        {"id": "kha", "label": "Khá", "max": 90, "max_inclusive": True},
    ]
    assert at(total, grades=grades) == sentence


def with_gates(*gates: dict[str, Any], items: tuple[dict[str, Any], ...]) -> Form:
    grades = [{**BANDS[0], "requires": list(gates)}, *BANDS[1:]]
    return a_form(section("s1", item("i1", max_points=91)), section("s2", *items), grades=grades)


def test_enough_points_without_the_mandatory_item():
    form = with_gates({"gate": "items_at_maximum", "items": ["i2"]}, items=(item("i2", text="Nội bộ đoàn kết"),))
    assert (
        said(form, i1=91, i2=0) == "Khá: đủ 91 điểm nhưng tiêu chí bắt buộc 2 “Nội bộ đoàn kết” chưa đạt điểm tối đa."
    )
    sentence = (
        "Khá: 81 điểm, thiếu 9 điểm để đạt Tốt; ngoài ra tiêu chí bắt buộc 2 “Nội bộ đoàn kết” chưa đạt điểm tối đa."
    )
    assert said(form, i1=81, i2=0) == sentence


def test_several_mandatory_items_are_listed():
    form = with_gates({"gate": "items_at_maximum", "items": ["i2", "i3"]}, items=(item("i2"), item("i3", number="")))
    sentence = "Khá: đủ 91 điểm nhưng các tiêu chí bắt buộc 2 “Việc 2” và “Việc 3” chưa đạt điểm tối đa."
    assert said(form, i1=91, i2=0, i3=0) == sentence


def test_a_section_below_its_share():
    form = with_gates({"gate": "sections_at_least", "percent": "66.5"}, items=(item("i2"),))
    sentence = "Khá: đủ 96,25 điểm nhưng mục “Mục s2” được 5,25 điểm, cần ít nhất 6,65 điểm (66,5 %)."
    assert said(form, i1=91, i2=Decimal("5.25")) == sentence


def test_a_knock_out_and_a_failed_item():
    gates = ({"gate": "no_knock_out"}, {"gate": "items_passed"})
    items = (item("i2", "knock_out", text="Có đảng viên bị kỷ luật"), item("i3", "pass_fail", text="Nộp đảng phí"))
    sentence = "Khá: đủ 91 điểm nhưng có điều kiện loại trừ: tiêu chí 2 “Có đảng viên bị kỷ luật”; tiêu chí 3 “Nộp đảng phí” chưa đạt."
    assert said(with_gates(*gates, items=items), i1=91, i2=True, i3=False) == sentence


def test_too_few_items_passed():
    form = slip(*(item(f"i{n}", "pass_fail") for n in (1, 2, 3)), requires=[{"gate": "items_passed", "at_least": 2}])
    sentence = "Không đạt: chưa đạt ít nhất 2 tiêu chí, còn các tiêu chí 1 “Việc 1” và 3 “Việc 3” chưa đạt nên chưa được xếp Đạt."
    assert said(form, i1=False, i2=True, i3=False) == sentence


def test_a_slip():
    form = slip(item("i1", "pass_fail", text="Họp đúng ngày"))
    assert said(form, i1=True) == "Đạt."
    assert said(form, i1=False) == "Không đạt: tiêu chí 1 “Họp đúng ngày” chưa đạt nên chưa được xếp Đạt."


def test_an_incomplete_form():
    form = a_form(section("s1", *(item(f"i{n}") for n in range(1, 5))))
    assert said(form, i1=10) == "Chưa xếp loại: còn 3 tiêu chí chưa chấm."
    assert said(form, i1=10, i2=11, i3=0) == "Chưa xếp loại: còn 1 tiêu chí chưa chấm và 1 tiêu chí nhập chưa đúng."
    assert said(form, i1=10, i2=11, i3=0, i4=0) == "Chưa xếp loại: còn 1 tiêu chí nhập chưa đúng."


def test_a_total_without_a_band_and_with_two():
    gap = [{"id": "a", "label": "Đạt", "min": 90}, {"id": "b", "label": "Chưa đạt", "max": 80}]
    assert at("85", grades=gap) == "Không xếp loại được: 85 điểm không thuộc mức nào của bộ tiêu chí."
    overlap = [{"id": "a", "label": "Đạt", "min": 80}, {"id": "b", "label": "Chưa đạt", "max": 90}]
    assert at("85", grades=overlap) == "Không xếp loại được: 85 điểm thuộc cùng lúc các mức Đạt và Chưa đạt."


def test_a_form_of_which_nothing_applies():
    form = a_form(section("s1", item("i1", not_applicable="leaves_maximum")))
    assert said(form, i1=Answer(is_applicable=False)) == "Không xếp loại được: không có tiêu chí nào áp dụng."


def test_even_the_lowest_grade_has_an_unmet_condition():
    form = slip(item("i1", "knock_out", text="Không sinh hoạt"), requires=[{"gate": "no_knock_out"}])
    data = form.model_dump()
    data["grades"] = data["grades"][:1]
    sentence = (
        "Không xếp loại được: chưa đủ điều kiện của mức nào; có điều kiện loại trừ: tiêu chí 1 “Không sinh hoạt”."
    )
    assert said(Form.model_validate(data), i1=True) == sentence


def test_a_long_text_is_quoted_by_its_beginning():
    text = "Nội bộ đoàn kết, thống nhất " * 5
    form = with_gates({"gate": "items_at_maximum", "items": ["i2"]}, items=(item("i2", text=text),))
    quoted = said(form, i1=91, i2=0).split("“")[1].split("”")[0]
    assert quoted == "Nội bộ đoàn kết, thống nhất Nội bộ đoàn kết, thống nhất Nội bộ đoàn kết, thống…"


def test_the_whole_explanation():
    form = a_form(
        section(
            "s1",
            item("i1"),
            item("i2", "levels"),
            item("i3", "deduction"),
            item("i4", "yes_no"),
            item("i5", not_applicable="full"),
            item("i6", "bonus", counted="inside", max_points=50),
            number="I",
        ),
        section(
            "s2",
            item("i7", max_points=50, not_applicable="leaves_maximum"),
            item("i8", "pass_fail"),
            item("i9", "knock_out"),
        ),
        section("s3", item("i10"), item("i11", "bonus"), item("i12", not_applicable="zero")),
        rebase={"places": 2, "rounding": "half_up"},
        is_total_capped=True,
    )
    answers = {
        "i1": Answer(Decimal("7.5")),
        "i2": Answer("low"),
        "i3": Answer(2),
        "i4": Answer(value=False),
        "i5": Answer(is_applicable=False),
        "i6": Answer(Decimal(50)),
        "i7": Answer(is_applicable=False),
        "i8": Answer(value=False),
        "i9": Answer(value=True),
        "i10": Answer(10),
        "i11": Answer(5),
        "i12": Answer(is_applicable=False),
    }
    assert explanation(form, score(form, answers)) == (
        "Tốt: 107,86 điểm.",
        "I. Mục s1: 50/50 điểm.",
        "Mục s2: 0/0 điểm.",
        "Mục s3: 15/20 điểm (trong đó 5 điểm cộng).",
        "Tiêu chí 1: 7,5/10 điểm.",
        "Tiêu chí 2: 0/10 điểm (mức “Thấp”).",
        "Tiêu chí 3: 6/10 điểm (2 lần, mỗi lần trừ 2 điểm).",
        "Tiêu chí 4: 0/10 điểm.",
        "Tiêu chí 5: không áp dụng, tính như đạt đủ.",
        "Tiêu chí 6: cộng 50 điểm.",
        "Tiêu chí 7: không áp dụng, không tính vào điểm tối đa.",
        "Tiêu chí 8: chưa đạt.",
        "Tiêu chí 9: có xảy ra (điều kiện loại trừ).",
        "Tiêu chí 11: cộng 5 điểm.",
        "Tiêu chí 12: không áp dụng, tính như không đạt.",
        "Mục “Mục s1” vượt điểm tối đa nên không tính 23,5 điểm.",
        "Quy đổi từ điểm tối đa 70 sang 120: thêm 42,86 điểm.",
    )


def test_the_explanation_names_what_is_open_and_what_was_refused():
    form = a_form(section("s1", item("i1"), item("i2")))
    assert explanation(form, score(form, {"i2": Answer(11)})) == (
        "Chưa xếp loại: còn 1 tiêu chí chưa chấm và 1 tiêu chí nhập chưa đúng.",
        "Mục s1: 0/20 điểm.",
        "Tiêu chí 1: chưa chấm.",
        "Điểm của tiêu chí 2 phải từ 0 đến 10; đã nhập 11.",
    )


def test_points_beyond_the_form_s_maximum_are_said():
    form = a_form(section("s1", item("i1"), item("i2", "bonus")), is_total_capped=True)
    assert (
        explanation(form, score(form, {"i1": Answer(10), "i2": Answer(3)}))[-1]
        == "Tổng điểm vượt 10 nên không tính 3 điểm."
    )


def test_a_slip_has_no_lines_of_points():
    form = slip(item("i1", "pass_fail"), item("i2", "pass_fail"))
    lines = explanation(form, score(form, {"i1": Answer(value=True), "i2": Answer(value=False)}))
    assert lines[1:] == ("Tiêu chí 2: chưa đạt.",)


def test_the_sample_of_the_four_goods():
    form = shipped("four_good_cell_sample_2025.yaml")
    answers = best_answers(form)
    assert headline(form, score(form, answers)) == "Tốt: 100 điểm."
    answers["i1_1"] = Answer(Decimal(0))
    answers["i2_4"] = Answer(Decimal("2.5"))
    assert headline(form, score(form, answers)) == (
        "Khá: 88,5 điểm, thiếu 1,5 điểm để đạt Tốt; ngoài ra "
        "mục “Lãnh đạo thực hiện nhiệm vụ chính trị tốt” được 20 điểm, cần ít nhất 21 điểm (70 %)."
    )


@given(answered_forms(complete=False))
def test_every_score_can_be_said_in_whole_sentences(case):
    form, answers = case
    for sentence in explanation(form, score(form, answers)):
        assert sentence.endswith(".")
        assert "  " not in sentence or "  " in str(form)
        assert "None" not in sentence
        assert "E+" not in sentence

"""Which answers an item takes, what is said of the others, and how an answer is stored."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Invalid
from services.scoring import Answer, AnswerProblem, score, spelled, validate_answer, value_from
from tests.services.scoring.forms import a_form, answered_forms, item, section

FORM = a_form(
    section(
        "s1",
        item("i1_1"),
        item("i1_2", step="0.25"),
        item("i1_3", "yes_no"),
        item("i1_4", "levels"),
        item("i1_5", "deduction", not_applicable="full"),
        item("i1_6", "bonus", step=1),
        item("i1_7", "pass_fail"),
        item("i1_8", "knock_out"),
        item("khong_so", number=""),
    )
)


def problem(item_id: str, value: Any = None, *, is_applicable: bool = True) -> str:
    with pytest.raises(AnswerProblem) as refused:
        validate_answer(FORM, item_id, Answer(value, is_applicable))
    assert refused.value.item_id == refused.value.field == item_id
    assert isinstance(refused.value, ValueError)
    assert isinstance(refused.value, Invalid)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("item_id", "value"),
    [
        ("i1_1", Decimal(0)),
        ("i1_1", Decimal("9.99")),
        ("i1_1", Decimal("10.00")),
        ("i1_1", 10),
        ("i1_2", Decimal("9.75")),
        ("i1_3", False),
        ("i1_4", "low"),
        ("i1_5", 0),
        ("i1_5", 999),
        ("i1_6", Decimal(5)),
        ("i1_7", True),
        ("i1_8", False),
        ("i1_1", None),
    ],
)
def test_an_answer_that_fits_is_taken(item_id, value):
    validate_answer(FORM, item_id, Answer(value))


@pytest.mark.parametrize(
    ("item_id", "value", "sentence"),
    [
        ("i1_1", Decimal(12), "Điểm của tiêu chí 1.1 phải từ 0 đến 10; đã nhập 12."),
        ("i1_1", Decimal("10.01"), "Điểm của tiêu chí 1.1 phải từ 0 đến 10; đã nhập 10,01."),
        ("i1_1", Decimal("-0.25"), "Điểm của tiêu chí 1.1 phải từ 0 đến 10; đã nhập -0,25."),
        ("i1_1", -1, "Điểm của tiêu chí 1.1 phải từ 0 đến 10; đã nhập -1."),
        ("i1_1", Decimal("NaN"), "Điểm của tiêu chí 1.1 phải từ 0 đến 10; đã nhập một số không hợp lệ."),
        ("i1_1", Decimal("sNaN"), "Điểm của tiêu chí 1.1 phải từ 0 đến 10; đã nhập một số không hợp lệ."),
        ("i1_1", Decimal("Infinity"), "Điểm của tiêu chí 1.1 phải từ 0 đến 10; đã nhập một số không hợp lệ."),
        ("i1_1", Decimal("1E+1000000"), "Điểm của tiêu chí 1.1 phải từ 0 đến 10; đã nhập một số không hợp lệ."),
        (
            "i1_1",
            Decimal("1E-1000000"),
            "Điểm của tiêu chí 1.1 chỉ có nhiều nhất hai chữ số sau dấu phẩy; đã nhập một số không hợp lệ.",
        ),
        ("i1_1", Decimal("4.125"), "Điểm của tiêu chí 1.1 chỉ có nhiều nhất hai chữ số sau dấu phẩy; đã nhập 4,125."),
        ("i1_2", Decimal("4.1"), "Điểm của tiêu chí 1.2 phải là bội số của 0,25; đã nhập 4,1."),
        ("i1_6", Decimal("0.5"), "Điểm của tiêu chí 1.6 phải là bội số của 1; đã nhập 0,5."),
        ("i1_1", True, "Điểm của tiêu chí 1.1 phải là một số."),
        ("i1_1", 4.5, "Điểm của tiêu chí 1.1 phải là một số."),
        ("i1_1", "5", "Điểm của tiêu chí 1.1 phải là một số."),
        ("i1_3", 1, "Tiêu chí 1.3 chỉ nhận “Có” hoặc “Không”."),
        ("i1_3", "yes", "Tiêu chí 1.3 chỉ nhận “Có” hoặc “Không”."),
        ("i1_4", "middle", "Tiêu chí 1.4 phải chọn một trong 2 mức của tiêu chí."),
        ("i1_4", True, "Tiêu chí 1.4 phải chọn một trong 2 mức của tiêu chí."),
        ("i1_5", -1, "Số lần của tiêu chí 1.5 phải từ 0 đến 999; đã nhập -1."),
        ("i1_5", 1000, "Số lần của tiêu chí 1.5 phải từ 0 đến 999; đã nhập 1000."),
        ("i1_5", 10**5000, "Số lần của tiêu chí 1.5 phải từ 0 đến 999; đã nhập một số không hợp lệ."),
        ("i1_5", Decimal(1), "Số lần của tiêu chí 1.5 phải là một số nguyên."),
        ("i1_5", True, "Số lần của tiêu chí 1.5 phải là một số nguyên."),
        ("i1_6", Decimal(6), "Điểm của tiêu chí 1.6 phải từ 0 đến 5; đã nhập 6."),
        ("i1_7", "yes", "Tiêu chí 1.7 chỉ nhận “Đạt” hoặc “Không đạt”."),
        ("i1_8", 0, "Tiêu chí 1.8 chỉ nhận “Có xảy ra” hoặc “Không xảy ra”."),
        ("khong_so", Decimal(12), "Điểm của tiêu chí khong_so phải từ 0 đến 10; đã nhập 12."),
        ("i9", Decimal(1), "Bộ tiêu chí không có tiêu chí “i9”."),
    ],
    ids=lambda value: str(value)[:60] if not isinstance(value, int) or abs(value) < 10**9 else "huge",
)
def test_an_answer_that_does_not_fit_is_refused_in_words(item_id, value, sentence):
    assert problem(item_id, value) == sentence


@pytest.mark.parametrize("item_id", ["i1_1", "i1_6", "i1_8"])
def test_an_item_without_a_rule_always_applies(item_id):
    name = item_id.removeprefix("i").replace("_", ".")
    sentence = f"Tiêu chí {name} áp dụng cho mọi trường hợp, không được đánh dấu “Không áp dụng”."
    assert problem(item_id, is_applicable=False) == sentence


def test_an_item_with_a_rule_may_not_apply():
    validate_answer(FORM, "i1_5", Answer(is_applicable=False))


def test_a_value_under_a_mark_of_not_applicable_is_kept_and_not_looked_at():
    validate_answer(FORM, "i1_5", Answer(-5, is_applicable=False))


def test_a_refused_answer_is_reported_by_scoring_in_the_same_words():
    found = score(FORM, {"i1_1": Answer(Decimal(12)), "i9": Answer(Decimal(1))})
    assert {(one.item_id, one.sentence) for one in found.problems} == {
        ("i1_1", problem("i1_1", Decimal(12))),
        ("i9", problem("i9")),
    }


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Decimal("4.50"), "4.5"),
        (Decimal("9E+1"), "90"),
        (5, "5"),
        (True, "yes"),
        (False, "no"),
        ("low", "low"),
        (None, None),
    ],
    ids=repr,
)
def test_an_answer_has_one_stored_spelling(value, stored):
    assert spelled(value) == stored


@given(answered_forms())
def test_what_was_stored_reads_back_as_it_was(case):
    form, answers = case
    for item_id, answer in answers.items():
        read = value_from(form.items[item_id], spelled(answer.value))
        assert read == answer.value
        assert type(read) is type(answer.value)


def test_nothing_stored_is_no_answer():
    assert value_from(FORM.items["i1_1"], None) is None


@pytest.mark.parametrize(
    ("item_id", "stored"),
    [
        ("i1_1", "4,5"),
        ("i1_1", "-1"),
        ("i1_1", "1e5"),
        ("i1_1", "yes"),
        ("i1_1", "9" * 10),
        ("i1_1", ""),
        ("i1_3", "true"),
        ("i1_5", "1.5"),
        ("i1_5", "٣"),
        ("i1_6", "x"),
        ("i1_7", "1"),
        ("i1_8", "đạt"),
    ],
)
def test_a_stored_text_of_another_kind_is_refused(item_id, stored):
    asked = FORM.items[item_id]
    with pytest.raises(AnswerProblem) as refused:
        value_from(asked, stored)
    assert (
        refused.value.sentence == f"Nội dung đã lưu ở tiêu chí {asked.name} không đọc được; hãy chấm lại tiêu chí này."
    )


@given(
    st.sampled_from(sorted(FORM.items)),
    st.one_of(st.none(), st.booleans(), st.integers(), st.decimals(), st.text(), st.floats()),
)
def test_any_value_is_counted_or_reported_with_a_sentence(item_id: str, value: Any):
    found = score(FORM, {item_id: Answer(value)})
    if found.problems:
        assert found.problems[0].sentence == problem(item_id, value)
        assert found.problems[0].sentence.endswith(".")
        assert item_id not in found.unanswered
    else:
        validate_answer(FORM, item_id, Answer(value))

"""A score with figures in words: the figure, its rule, what the next level wants, who said otherwise and why."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import Answer, Facts, Form, Score, Share, explanation, headline, score
from tests.services.scoring.forms import BANDS, a_form, answered_forms, answers_to, item, section, slip
from tests.services.scoring.strategies import CATALOGUE, computed_cases
from tests.services.scoring.test_proposals import LEVELS, RATE, one, sometimes, with_gate


def remarks(form: Form, answers: dict[str, Answer], known: Facts) -> list[str]:
    """What is said of the first item."""
    lines = explanation(form, score(form, answers, known), CATALOGUE)
    return [line for line in lines if line.startswith("Tiêu chí 1:")]


FIGURE = "số liệu: tỷ lệ dự họp 85 % (17/20)"


@pytest.mark.parametrize(
    ("answer", "share", "said"),
    [
        (
            Answer(),
            Share(17, 20),
            f"5/10 điểm (mức “Từ 50 % đến dưới 90 %”) theo {FIGURE}; quy tắc: tỷ lệ dự họp từ 50 % đến dưới 90 %; "
            "để được 10 điểm cần tỷ lệ dự họp từ 90 % trở lên",
        ),
        (
            Answer(),
            Share(9, 10),
            "10/10 điểm (mức “Từ 90 %”) theo số liệu: tỷ lệ dự họp 90 % (9/10); quy tắc: tỷ lệ dự họp từ 90 % trở lên",
        ),
        (
            Answer("good", reason="Điểm danh sót 2 người."),
            Share(17, 20),
            f"10/10 điểm (mức “Từ 90 %”), khác với đề xuất (mức “Từ 50 % đến dưới 90 %”) theo {FIGURE}; "
            "lý do: Điểm danh sót 2 người",
        ),
        (
            Answer("good"),
            Share(17, 20),
            f"10/10 điểm (mức “Từ 90 %”), khác với đề xuất (mức “Từ 50 % đến dưới 90 %”) theo {FIGURE}; chưa ghi lý do",
        ),
        (Answer(), None, "chưa chấm; chưa có số liệu về tỷ lệ dự họp"),
        (Answer("good"), None, "10/10 điểm (mức “Từ 90 %”), chấm trực tiếp vì chưa có số liệu về tỷ lệ dự họp"),
        (Answer(), Share(99, 200), "chưa chấm; không mức nào khớp với tỷ lệ dự họp 49,5 % (99/200)"),
    ],
)
def test_a_level_is_explained(answer, share, said):
    assert remarks(one("levels", levels=LEVELS), {"i1": answer}, {RATE: share}) == [f"Tiêu chí 1: {said}."]


def test_the_catch_all_is_explained_by_what_would_be_better():
    levels = [LEVELS[0], {"id": "rest", "label": "Còn lại", "points": 2, "otherwise": True}]
    assert remarks(one("levels", levels=levels), {}, {RATE: Share(1, 2)}) == [
        "Tiêu chí 1: 2/10 điểm (mức “Còn lại”) theo số liệu: tỷ lệ dự họp 50 % (1/2); quy tắc: không thuộc các mức khác; "
        "để được 10 điểm cần tỷ lệ dự họp từ 90 % trở lên."
    ]


@pytest.mark.parametrize(
    ("method", "fields", "known", "said"),
    [
        (
            "deduction",
            {"counts": {"metric": "shortfall", "every": 10}},
            {"shortfall": 15},
            "6/10 điểm (2 lần, mỗi lần trừ 2 điểm) theo số liệu: thời lượng thiếu 15 phút; "
            "quy tắc: cứ 10 phút tính một lần, phần lẻ tính là một lần",
        ),
        (
            "deduction",
            {"counts": {"metric": "months_graded", "of": ["kem"]}},
            {"months_graded": {"kem": 1, "tot": 11}},
            "8/10 điểm (1 lần, mỗi lần trừ 2 điểm) theo số liệu: số tháng xếp loại: 1 Kém và 11 Tốt; quy tắc: mỗi tháng Kém tính một lần",
        ),
        (
            "points",
            {"share_of": {"metric": RATE}},
            {RATE: Share(2, 3)},
            "6,66/10 điểm theo số liệu: tỷ lệ dự họp 66,7 % (2/3); quy tắc: tính theo tỷ lệ của 10 điểm, làm tròn xuống",
        ),
        (
            "bonus",
            {"counts": {"metric": "unexcused"}, "per_occurrence": 1},
            {"unexcused": 2},
            "cộng 2 điểm theo số liệu: số đảng viên vắng không lý do 2; quy tắc: mỗi trường hợp tính một lần",
        ),
        (
            "yes_no",
            {"when": {"metric": "has_committee", "is": True}},
            {"has_committee": False},
            "0/10 điểm theo số liệu: không có chi ủy; quy tắc: được điểm khi có chi ủy",
        ),
        (
            "pass_fail",
            {"when": {"metric": RATE, "gt": 85}},
            {RATE: Share(17, 20)},
            "chưa đạt theo số liệu: tỷ lệ dự họp 85 % (17/20); quy tắc: đạt khi tỷ lệ dự họp trên 85 %",
        ),
        (
            "knock_out",
            {"when": {"metric": "unexcused", "gt": 0}},
            {"unexcused": 0},
            "không xảy ra theo số liệu: số đảng viên vắng không lý do 0; quy tắc: xảy ra khi số đảng viên vắng không lý do trên 0",
        ),
        (
            "points",
            {"applies_when": {"metric": "thematic", "is": True}, "not_applicable": "zero"},
            {"thematic": False},
            "không áp dụng, tính như không đạt theo số liệu: không có sinh hoạt chuyên đề; quy tắc: chỉ áp dụng khi có sinh hoạt chuyên đề",
        ),
        (
            "bonus",
            {"applies_when": {"metric": "thematic", "is": True}},
            {"thematic": False},
            "không áp dụng, không cộng điểm theo số liệu: không có sinh hoạt chuyên đề; quy tắc: chỉ áp dụng khi có sinh hoạt chuyên đề",
        ),
    ],
)
def test_what_was_computed_is_explained_even_where_nothing_was_lost(method, fields, known, said):
    assert remarks(one(method, **fields), {}, known) == [f"Tiêu chí 1: {said}."]


def test_a_threshold_by_size_is_explained_for_the_size_at_hand():
    bound = {"by": "members", "steps": [{"below": 30, "value": 90}, {"value": 120}]}
    form = one("yes_no", when={"metric": "duration", "gte": bound})
    assert remarks(form, {}, {"duration": 100, "members": 45}) == [
        "Tiêu chí 1: 0/10 điểm theo số liệu: thời lượng 100 phút; số đảng viên 45; quy tắc: được điểm khi thời lượng từ 120 phút trở lên."
    ]


def test_whether_an_item_exists_is_explained():
    form = sometimes()
    assert remarks(form, {"i1": Answer(10)}, {"thematic": True}) == [
        "Tiêu chí 1: 10/10 điểm, theo số liệu có sinh hoạt chuyên đề thì tiêu chí này áp dụng."
    ]
    assert remarks(form, {}, {"thematic": True}) == [
        "Tiêu chí 1: chưa chấm; số liệu có sinh hoạt chuyên đề thì tiêu chí này áp dụng."
    ]
    assert remarks(form, {"i1": Answer(is_applicable=False, reason="Đã hoãn")}, {"thematic": True}) == [
        "Tiêu chí 1: không áp dụng, không tính vào điểm tối đa, khác với đề xuất (áp dụng) theo số liệu: "
        "có sinh hoạt chuyên đề; lý do: Đã hoãn."
    ]


def test_an_answer_that_does_not_fit_is_said_once():
    lines = explanation(*_scored(one("levels", levels=LEVELS), {"i1": Answer("la")}, {RATE: Share(1, 1)}), CATALOGUE)
    assert [line for line in lines if "chí 1" in line] == ["Tiêu chí 1 phải chọn một trong 3 mức của tiêu chí."]


def _scored(form: Form, answers: dict[str, Answer], known: Facts) -> tuple[Form, Score]:
    return form, score(form, answers, known)


@pytest.mark.parametrize(
    ("gate", "known", "said"),
    [
        ({}, {"unexcused": 1}, "Khá: đủ 95 điểm nhưng chưa đáp ứng điều kiện: số đảng viên vắng không lý do bằng 0."),
        (
            {"text": "Không có đảng viên vắng không có lý do."},
            {"unexcused": 1},
            "Khá: đủ 95 điểm nhưng chưa đáp ứng điều kiện: Không có đảng viên vắng không có lý do.",
        ),
        ({}, {}, "Chưa xếp loại: 95 điểm nhưng chưa có số liệu về số đảng viên vắng không lý do để xét mức Tốt."),
        (
            {"when": {"metric": "has_committee", "is": True}},
            {},
            "Chưa xếp loại: 95 điểm nhưng chưa có số liệu về việc có chi ủy hay không để xét mức Tốt.",
        ),
    ],
)
def test_a_condition_on_facts_in_the_headline(gate, known, said):
    form = with_gate(**gate)
    assert headline(form, score(form, {"i1": Answer(95)}, known), CATALOGUE) == said


def test_a_slip_whose_facts_are_missing():
    gates = [{"gate": "items_passed"}, {"gate": "facts", "when": {"metric": "unexcused", "eq": 0}}]
    form = slip(item("i1", "pass_fail"), requires=gates)
    said = headline(form, score(form, {"i1": Answer(value=True)}, {}), CATALOGUE)
    assert said == "Chưa xếp loại: chưa có số liệu về số đảng viên vắng không lý do để xét mức Đạt."


def test_without_the_catalogue_metrics_go_by_their_ids():
    form = with_gate()
    said = headline(form, score(form, {"i1": Answer(95)}, {"unexcused": 1}))
    assert said == "Khá: đủ 95 điểm nhưng chưa đáp ứng điều kiện: “unexcused” bằng 0."


# The score, worked out again from nothing but the sentences

_NUMBER = r"-?[0-9]+(?:,[0-9]+)?"
_SECTION = re.compile(rf"({_NUMBER})/({_NUMBER}) điểm(?: \(trong đó {_NUMBER} điểm cộng\))?\.\Z")
_REBASED = re.compile(rf"Quy đổi từ điểm tối đa {_NUMBER} sang {_NUMBER}: thêm ({_NUMBER}) điểm\.\Z")
_CUT = re.compile(rf"Tổng điểm vượt {_NUMBER} nên không tính ({_NUMBER}) điểm\.\Z")


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def from_sentences(form: Form, lines: tuple[str, ...]) -> tuple[Fraction, Fraction]:
    """Total and maximum: the sections, what rebasing gave, what was cut."""
    sections = [_SECTION.search(line) for line in lines[1 : 1 + len(form.sections)]]
    assert None not in sections
    total = sum((number(found[1]) for found in sections if found), Fraction(0))
    maximum = sum((number(found[2]) for found in sections if found), Fraction(0))
    rest = lines[1 + len(form.sections) :]
    total += sum((number(found[1]) for line in rest if (found := _REBASED.match(line))), Fraction(0))
    total -= sum((number(found[1]) for line in rest if (found := _CUT.match(line))), Fraction(0))
    return total, maximum


def check_sentences(form: Form, found: Score) -> None:
    lines = explanation(form, found, CATALOGUE)
    for line in lines:
        assert line.endswith(".")
        assert "None" not in line
        assert "E+" not in line
    if form.scoring_mode == "points":
        assert from_sentences(form, lines) == (found.total_so_far, found.max_points)
        assert sum((step.points for step in found.derivation), Decimal(0)) == found.total_so_far


@given(computed_cases())
def test_the_sentences_add_up_to_the_score(case: Any):
    form, answers, known = case
    check_sentences(form, score(form, answers, known))


@given(st.booleans().flatmap(lambda complete: answered_forms(complete=complete)))
def test_the_sentences_of_a_form_without_figures_add_up_too(case: Any):
    form, answers = case
    check_sentences(form, score(form, answers))


@given(computed_cases(complete=True), st.data())
def test_the_sentences_of_a_complete_form_add_up(case: Any, data: st.DataObject):
    """Where people fill in what the figures leave open, the whole is rebased and cut as well."""
    form, answers, known = case
    typed = {**data.draw(answers_to(form)), **answers}
    check_sentences(form, score(form, typed, known))


@given(computed_cases())
def test_every_computed_item_is_explained(case: Any):
    form, answers, known = case
    found = score(form, answers, known)
    lines = explanation(form, found, CATALOGUE)
    for name in form.computed:
        starts = f"Tiêu chí {form.items[name].name}: "
        refused = {problem.item_id for problem in found.problems}
        assert sum(line.startswith(starts) for line in lines) == (0 if name in refused else 1)
    for name in found.unexplained:
        assert any("chưa ghi lý do" in line for line in lines if line.startswith(f"Tiêu chí {form.items[name].name}: "))


def test_a_figure_is_explained_beside_items_of_other_sections():
    grades = [{**BANDS[0], "requires": [{"gate": "facts", "when": {"metric": "unexcused", "eq": 0}}]}, *BANDS[1:]]
    form = a_form(
        section("s1", item("i1", "levels", levels=LEVELS), item("i2", max_points=80)),
        section("s2", item("i3", share_of={"metric": "speaking_rate"})),
        grades=grades,
    )
    known = {RATE: Share(17, 20), "speaking_rate": Share(1, 2), "unexcused": 0}
    assert explanation(form, score(form, {"i2": Answer(80)}, known), CATALOGUE) == (
        "Tốt: 90 điểm.",
        "Mục s1: 85/90 điểm.",
        "Mục s2: 5/10 điểm.",
        "Tiêu chí 1: 5/10 điểm (mức “Từ 50 % đến dưới 90 %”) theo số liệu: tỷ lệ dự họp 85 % (17/20); "
        "quy tắc: tỷ lệ dự họp từ 50 % đến dưới 90 %; để được 10 điểm cần tỷ lệ dự họp từ 90 % trở lên.",
        "Tiêu chí 3: 5/10 điểm theo số liệu: tỷ lệ phát biểu 50 % (1/2); quy tắc: tính theo tỷ lệ của 10 điểm, làm tròn xuống.",
    )

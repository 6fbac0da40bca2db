"""The criteria sets in data/criteria: what they must say, and what they must not claim."""

from decimal import Decimal
from itertools import product

import pytest

from services.scoring import Answer, BonusItem, Form, LevelsItem, NoGrade, PointsItem, headline, score
from services.scoring.gates import FactsHold
from tests.services.scoring.forms import SHIPPED, best_answers, shipped

MEETING = "meeting_hd42_2025.yaml"
FOUR_GOOD = "four_good_cell_sample_2025.yaml"


def test_the_sets_that_ship():
    assert {MEETING, FOUR_GOOD} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_answered_in_advance(name):
    form = shipped(name)
    for found in (score(form, {}), score(form, {}, {})):
        assert (found.total, found.total_so_far, found.no_grade) == (None, 0, NoGrade.INCOMPLETE)
        assert found.unanswered == tuple(name for name, item in form.items.items() if not isinstance(item, BonusItem))


def has_gates_of_facts(form: Form) -> bool:
    return any(isinstance(gate, FactsHold) for grade in form.grades for gate in grade.requires)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_best_answers_have_the_best_grade(name):
    form = shipped(name)
    found = score(form, best_answers(form))
    if form.scoring_mode == "points":
        assert (found.total, found.max_points, form.max_points) == (100, 100, 100)
    if has_gates_of_facts(form):
        assert (found.no_grade, found.next_grade and found.next_grade.id) == (NoGrade.NO_DATA, form.grades[0].id)
    else:
        assert found.grade is not None
        assert found.grade.rank == 0
        assert headline(form, found) == f"{form.grades[0].label}{': 100 điểm' if found.total else ''}."


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_printed_has_a_number(name):
    form = shipped(name)
    assert all(item.number for item in form.items.values())
    assert all(section.number for section in form.sections)


@pytest.mark.parametrize(
    ("lost", "grade"),
    [("10", "tot"), ("10.01", "kha"), ("30", "kha"), ("30.01", "trung_binh"), ("50", "trung_binh"), ("50.01", "kem")],
)
def test_the_bands_of_hd_42_on_fractional_totals(lost, grade):
    form = shipped(MEETING)
    answers = best_answers(form)
    left = Decimal(lost)
    for item in form.items.values():
        assert isinstance(item, PointsItem)
        taken = min(left, item.max_points)
        answers[item.id] = Answer(item.max_points - taken)
        left -= taken
    found = score(form, answers)
    assert found.total == 100 - Decimal(lost)
    assert found.grade is not None
    assert found.grade.id == grade


def test_hd_42_has_the_group_maxima_of_the_document():
    form = shipped(MEETING)
    assert [section.max_points for section in form.sections] == [5, 5, 10, 40, 5, 30, 5]
    assert (form.kind, form.document_number, str(form.document_date)) == (
        "meeting_quality",
        "42-HD/BTCTW",
        "2025-10-28",
    )
    assert [str(kind) for kind in form.applies_to.meeting_types] == ["regular"]
    assert [grade.label for grade in form.grades] == ["Tốt", "Khá", "Trung bình", "Kém"]
    assert any("trên 90%" in note for note in form.notes)


def test_the_sample_says_that_it_is_a_sample():
    form = shipped(FOUR_GOOD)
    assert "mẫu" in form.title
    assert form.notes[0].startswith("Đây là bộ tiêu chí mẫu để dùng thử, không phải biểu mẫu chính thức")
    assert (form.document_number, form.document_date) == ("", None)


def test_the_four_goods_are_not_weighted_alike():
    form = shipped(FOUR_GOOD)
    assert [section.good for section in form.sections] == [1, 2, 3, 4]
    assert [section.max_points for section in form.sections] == [30, 25, 20, 25]
    assert all(4 <= len(section.items) <= 6 for section in form.sections)
    assert {item.method for item in form.items.values()} == {"points", "yes_no", "levels"}


@pytest.mark.parametrize("item_id", ["i3_1", "i4_1"])
def test_a_mandatory_item_of_the_sample_keeps_good_away(item_id):
    form = shipped(FOUR_GOOD)
    found = score(form, best_answers(form) | {item_id: Answer(value=False)})
    assert found.total == 94
    assert found.grade is not None
    assert found.grade.id == "kha"


def test_levels_of_a_shipped_form_leave_no_choice_between_two():
    form = shipped(FOUR_GOOD)
    levels = [item for item in form.items.values() if isinstance(item, LevelsItem)]
    for item in levels:
        points = [level.points for level in item.levels]
        assert points == sorted(set(points), reverse=True)


def test_every_total_of_the_sample_has_a_grade():
    form: Form = shipped(FOUR_GOOD)
    best = best_answers(form)
    points = [item for item in form.items.values() if isinstance(item, PointsItem)]
    for quarter, yes in product(range(41), (True, False)):
        answers = best | {item.id: Answer(min(item.max_points, Decimal(quarter) / 4)) for item in points}
        answers |= {name: Answer(yes) for name, answer in best.items() if answer.value is True}
        assert score(form, answers).grade is not None

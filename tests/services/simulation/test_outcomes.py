"""The range of grades that is still possible: whatever people answer and figures turn out to be lies inside it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import scoring
from services.scoring import Answer, BonusItem, KnockOutItem, Share
from services.simulation import outcome
from services.simulation.outcomes import carried_over
from tests.services.scoring.forms import BANDS, a_form, answers_to, item, section, values
from tests.services.scoring.strategies import VALUES, computed_cases


def of(form, answers=None, facts=None):
    return outcome(form, answers or {}, facts or {})


TWO = a_form(section("s1", item("i1", max_points=60), item("i2", max_points=40)))
ATTENDANCE = {"metric": "attendance_rate", "gte": 90}


def test_where_everything_is_answered_there_is_one_grade():
    found = of(TWO, {"i1": Answer(Decimal(55)), "i2": Answer(Decimal(40))})
    assert (found.is_certain, found.label, found.total, found.open_items) == (True, "Tốt", "95", ())


def test_what_people_did_not_answer_leaves_a_range():
    found = of(TWO, {"i1": Answer(Decimal(55))})
    assert (found.is_certain, found.grade, found.label) == (False, None, "Trung bình đến Tốt")
    assert (found.total, found.open_items) == ("55–95", ("i2",))


def test_a_range_inside_one_grade_is_certain():
    form = a_form(section("s1", item("i1", max_points=98), item("i2", max_points=2)))
    found = of(form, {"i1": Answer(Decimal(95))})
    assert (found.is_certain, found.label, found.total) == (True, "Tốt", "95–97")


def test_a_figure_is_no_guess_and_comes_before_an_old_answer():
    form = a_form(section("s1", item("i1", "yes_no", max_points=100, when=ATTENDANCE)))
    assert of(form, {"i1": Answer(value=True)}, {"attendance_rate": Share(8, 10)}).label == "Kém"
    assert of(form, {"i1": Answer(value=True)}).label == "Tốt"
    assert of(form).label == "Kém đến Tốt"


def test_a_condition_of_a_grade_that_waits_for_figures():
    bands = [dict(band) for band in BANDS]
    bands[0]["requires"] = [{"gate": "facts", "when": ATTENDANCE}]
    form = a_form(section("s1", item("i1", max_points=100)), grades=bands)
    answers = {"i1": Answer(Decimal(95))}
    found = of(form, answers)
    assert (found.label, found.open_metrics, found.open_items) == ("Khá đến Tốt", ("attendance_rate",), ())
    assert of(form, answers, {"attendance_rate": Share(9, 10)}).label == "Tốt"
    assert of(form, answers, {"attendance_rate": Share(8, 10)}).label == "Khá"


def test_a_lowest_level_above_nothing_may_still_be_left_out():
    levels = [{"id": "a", "label": "A", "points": 100}, {"id": "b", "label": "B", "points": 60}]
    rows = item("i1", "levels", max_points=100, levels=levels, not_applicable="zero")
    assert of(a_form(section("s1", rows))).label == "Kém đến Tốt"


def test_where_no_level_reaches_the_maximum_being_left_out_may_be_better():
    levels = [{"id": "a", "label": "A", "points": 60}, {"id": "b", "label": "B", "points": 0}]
    rows = item("i1", "levels", max_points=100, levels=levels, not_applicable="full")
    assert of(a_form(section("s1", rows))).label == "Kém đến Tốt"


def test_an_answer_that_does_not_fit_is_no_answer():
    found = of(TWO, {"i1": Answer(Decimal(61)), "i2": Answer(Decimal(40))})
    assert found.open_items == ("i1",)


def test_answers_are_carried_over_between_versions_and_between_the_same_words():
    old = a_form(section("s1", item("i1", max_points=60), item("i2", "yes_no", max_points=40)))
    given = {"i1": Answer(Decimal(50)), "i2": Answer(value=True)}
    newer = a_form(section("s1", item("i1", max_points=70, text="Khác"), item("i2", max_points=30)), version=2)
    assert carried_over(newer, old, given) == {"i1": Answer(Decimal(50))}
    foreign = a_form(
        section("s1", item("i1", max_points=60, text="Khác"), item("i2", "yes_no", max_points=40)), id="la"
    )
    assert carried_over(foreign, old, given) == {"i2": Answer(value=True)}


@st.composite
def completed(draw):
    """A form with some answers and figures, and how people and figures might complete them."""
    form, answers, facts = draw(computed_cases())
    later = {name: draw(strategy) for name, strategy in VALUES.items() if facts.get(name) is None}
    rest = {
        name: answer
        for name, answer in draw(answers_to(form)).items()
        if name not in answers or answers[name].value is None
    }
    return form, answers, facts, {**facts, **later}, rest


def rank(score):
    return score.grade.rank if score.grade else None


@given(completed())
def test_nothing_that_can_happen_lies_outside(case):
    form, answers, facts, all_facts, rest = case
    found = outcome(form, answers, facts)
    answered = {name: answer for name, answer in answers.items() if name not in rest}
    certain = {name for name, proposal in scoring.proposals(form, facts).items() if proposal.is_made}
    happened = scoring.score(
        form, {name: answer for name, answer in (answered | rest).items() if name not in certain}, all_facts
    )
    if happened.total is None or None in {rank(happened), rank(found.best), rank(found.worst)}:
        return
    assert found.worst.total_so_far <= happened.total <= found.best.total_so_far
    assert rank(found.best) <= rank(happened) <= rank(found.worst)


@given(completed())
def test_without_anything_open_it_is_what_scoring_says(case):
    form, answers, _, all_facts, rest = case
    everything = {
        name: answer
        for name, answer in (answers | rest).items()
        if not scoring.proposals(form, all_facts).get(name) or not scoring.proposals(form, all_facts)[name].is_made
    }
    found = outcome(form, everything, all_facts)
    bonuses = {name for name, asked in form.items.items() if isinstance(asked, BonusItem) and name not in everything}
    if not found.open_items and not bonuses and not found.open_metrics:
        scored = scoring.score(form, everything, all_facts)
        assert (found.best.total, found.best.grade) == (scored.total, scored.grade)
        assert found.is_certain


@pytest.mark.parametrize("method", ["points", "yes_no", "levels", "deduction", "bonus", "pass_fail", "knock_out"])
@given(data=st.data())
def test_every_answer_lies_between_the_best_and_the_worst(method, data):
    form = a_form(section("s1", item("i0", max_points=50), item("i1", method)), is_total_capped=False)
    asked = form.items["i1"]
    answer = Answer(data.draw(values(asked)))
    found = of(form, {"i0": Answer(Decimal(25))})
    scored = scoring.score(form, {"i0": Answer(Decimal(25)), "i1": answer})
    assert found.worst.total_so_far <= scored.total_so_far <= found.best.total_so_far
    assert ("i1" in found.open_items) is not isinstance(asked, BonusItem)
    assert isinstance(asked, KnockOutItem) or found.worst.total_so_far <= found.best.total_so_far

"""Points of items, sections and the whole: examples of every rule, then what holds for every form."""

import random
from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import (
    Answer,
    BonusItem,
    DeductionItem,
    Form,
    Item,
    ItemState,
    LevelsItem,
    NoGrade,
    PointsItem,
    Rule,
    Score,
    YesNoItem,
    score,
)
from tests.services.scoring.forms import (
    a_form,
    answered_forms,
    hundred_points,
    is_scored_in_points,
    item,
    section,
)


def total_of(form: Form, **values: object) -> Decimal | None:
    return score(form, {name: Answer(value) for name, value in values.items()}).total  # type: ignore[arg-type]


# Each way of scoring


def test_points_are_what_was_given():
    assert total_of(hundred_points(), i1=Decimal("88.25")) == Decimal("88.25")


@pytest.mark.parametrize(("value", "points"), [(True, 10), (False, 0)])
def test_yes_is_the_maximum_and_no_is_nothing(value, points):
    assert total_of(a_form(section("s1", item("i1", "yes_no"))), i1=value) == points


def test_the_lowest_level_may_be_worth_something():
    levels = [{"id": "high", "label": "Cao", "points": 10}, {"id": "low", "label": "Thấp", "points": "2,5"}]
    form = a_form(section("s1", item("i1", "levels", levels=levels)))
    assert total_of(form, i1="high") == 10
    assert total_of(form, i1="low") == Decimal("2.5")


@pytest.mark.parametrize(("times", "points"), [(0, 10), (1, 8), (3, 4), (4, 3), (999, 3)])
def test_each_occurrence_deducts_down_to_the_floor(times, points):
    assert total_of(a_form(section("s1", item("i1", "deduction", floor=3))), i1=times) == points


def test_a_pure_penalty_goes_below_nothing():
    penalty = item("i2", "deduction", max_points=0, per_occurrence=2, floor=-5)
    form = a_form(section("s1", item("i1"), penalty))
    assert total_of(form, i1=10, i2=0) == 10
    assert total_of(form, i1=10, i2=2) == 6
    assert total_of(form, i1=10, i2=9) == 5


def test_a_bonus_outside_comes_on_top_of_the_section():
    form = a_form(section("s1", item("i1"), item("i2", "bonus")))
    found = score(form, {"i1": Answer(10), "i2": Answer(5)})
    assert found.total == 15
    assert found.max_points == 10
    assert found.sections[0].extra == 5


def test_a_bonus_inside_makes_up_for_lost_points_and_no_more():
    form = a_form(section("s1", item("i1"), item("i2", "bonus", counted="inside")))
    assert total_of(form, i1=7, i2=2) == 9
    found = score(form, {"i1": Answer(7), "i2": Answer(5)})
    assert found.total == 10
    assert [step.points for step in found.derivation if step.rule is Rule.SECTION_MAXIMUM] == [-2]


def test_a_capped_form_never_goes_above_its_maximum():
    form = a_form(section("s1", item("i1"), item("i2", "bonus")), is_total_capped=True)
    assert total_of(form, i1=7, i2=2) == 9
    found = score(form, {"i1": Answer(9), "i2": Answer(5)})
    assert found.total == 10
    assert [step.points for step in found.derivation if step.rule is Rule.TOTAL_MAXIMUM] == [-4]


def test_nothing_is_cut_or_rebased_where_there_is_nothing_to_do():
    capped = a_form(section("s1", item("i1"), item("i2", "bonus")), is_total_capped=True)
    assert [step.rule for step in score(capped, {"i1": Answer(5), "i2": Answer(5)}).derivation[:3]] == [
        Rule.ITEM,
        Rule.ITEM,
        Rule.BAND,
    ]
    rebased = one_may_not_apply("leaves_maximum", rebase={"places": 0, "rounding": "down"})
    nothing = score(rebased, {"i1": Answer(0), "i2": Answer(is_applicable=False)})
    assert Rule.REBASE not in {step.rule for step in nothing.derivation}


def test_a_section_whose_maximum_is_wrong_still_has_a_score():
    rows = [item("i1"), item("i2", max_points=20, not_applicable="leaves_maximum")]
    form = a_form(section("s1", *rows, max_points=15), rebase={"places": 0, "rounding": "down"})
    found = score(form, {"i1": Answer(7), "i2": Answer(is_applicable=False)})
    assert (found.total, found.max_points) == (7, 0)


def test_a_bonus_that_nobody_claims_leaves_the_form_complete():
    form = a_form(section("s1", item("i1"), item("i2", "bonus")))
    found = score(form, {"i1": Answer(7)})
    assert found.total == 7
    assert found.unanswered == ()


def test_a_bonus_that_was_refused_leaves_the_form_incomplete():
    form = a_form(section("s1", item("i1"), item("i2", "bonus")))
    found = score(form, {"i1": Answer(7), "i2": Answer(6)})
    assert found.no_grade is NoGrade.INCOMPLETE
    assert found.unanswered == ()
    assert len(found.problems) == 1


# Items that do not apply


def one_may_not_apply(rule: str, **fields: object) -> Form:
    return a_form(section("s1", item("i1", max_points=80), item("i2", max_points=20, not_applicable=rule)), **fields)


@pytest.mark.parametrize(
    ("rule", "total", "maximum"), [("full", 80, 100), ("zero", 60, 100), ("leaves_maximum", 60, 80)]
)
def test_an_item_that_does_not_apply_follows_its_rule(rule, total, maximum):
    found = score(one_may_not_apply(rule), {"i1": Answer(60), "i2": Answer(is_applicable=False)})
    assert (found.total, found.max_points) == (total, maximum)
    assert found.items[1].state is ItemState.NOT_APPLICABLE
    assert found.unanswered == ()


@pytest.mark.parametrize(
    ("places", "rounding", "total"),
    [(2, "half_up", "77.79"), (2, "down", "77.78"), (0, "half_up", "78"), (0, "down", "77"), (1, "half_up", "77.8")],
)
def test_rebased_points_fill_the_whole_maximum_and_are_rounded_as_the_form_says(places, rounding, total):
    form = one_may_not_apply("leaves_maximum", rebase={"places": places, "rounding": rounding})
    found = score(form, {"i1": Answer(Decimal("62.23")), "i2": Answer(is_applicable=False)})
    assert found.total == Decimal(total)  # 62.23 × 100 / 80 = 77.7875
    (step,) = [step for step in found.derivation if step.rule is Rule.REBASE]
    assert step.said == "80/100"
    assert step.points == Decimal(total) - Decimal("62.23")


def test_rounding_never_takes_back_what_rebasing_gave():
    first = item("i1", max_points=1000)
    form = a_form(
        section("s1", first, item("i2", max_points=1, not_applicable="leaves_maximum")),
        rebase={"places": 0, "rounding": "down"},
    )
    found = score(form, {"i1": Answer(Decimal("10.4")), "i2": Answer(is_applicable=False)})
    assert found.total == Decimal("10.4")  # 10.4104 would be rounded to 10


def test_penalties_below_nothing_are_not_rebased():
    form = a_form(
        section(
            "s1",
            item("i1", not_applicable="leaves_maximum"),
            item("i2"),
            item("i3", "deduction", max_points=0, per_occurrence=1, floor=-9),
        ),
        rebase={"places": 0, "rounding": "half_up"},
    )
    found = score(form, {"i1": Answer(is_applicable=False), "i2": Answer(0), "i3": Answer(4)})
    assert found.total == -4


def test_half_a_place_is_rounded_up():
    form = one_may_not_apply("leaves_maximum", rebase={"places": 0, "rounding": "half_up"})
    assert score(form, {"i1": Answer(Decimal("62.80")), "i2": Answer(is_applicable=False)}).total == 79  # 78.5


def test_nothing_is_rebased_while_everything_applies():
    form = one_may_not_apply("leaves_maximum", rebase={"places": 0, "rounding": "down"})
    assert total_of(form, i1=Decimal("60.5"), i2=10) == Decimal("70.5")


def test_a_bonus_on_top_is_not_rebased():
    form = a_form(
        section(
            "s1",
            item("i1", max_points=50),
            item("i2", max_points=50, not_applicable="leaves_maximum"),
            item("i3", "bonus"),
        ),
        rebase={"places": 2, "rounding": "half_up"},
    )
    answers = {"i1": Answer(40), "i2": Answer(is_applicable=False), "i3": Answer(5)}
    assert score(form, answers).total == 85


def test_a_form_of_which_nothing_applies_has_neither_total_nor_grade():
    form = a_form(section("s1", item("i1", not_applicable="leaves_maximum")))
    found = score(form, {"i1": Answer(is_applicable=False)})
    assert (found.total, found.grade, found.no_grade) == (None, None, NoGrade.NOTHING_APPLIES)


def test_not_applicable_where_the_item_always_applies_counts_as_no_answer():
    found = score(hundred_points(), {"i1": Answer(100, is_applicable=False)})
    assert found.no_grade is NoGrade.INCOMPLETE
    assert found.total_so_far == 0
    assert found.problems[0].item_id == "i1"


# What is missing


def test_an_incomplete_form_has_no_total_and_says_what_is_missing():
    form = a_form(section("s1", item("i1"), item("i2")), section("s2", item("i3")))
    found = score(form, {"i3": Answer(10)})
    assert found.total is None
    assert found.total_so_far == 10
    assert found.unanswered == ("i1", "i2")
    assert [part.is_complete for part in found.sections] == [False, True]
    assert (found.grade, found.no_grade, found.next_grade) == (None, NoGrade.INCOMPLETE, None)


def test_an_answer_without_a_value_is_no_answer():
    assert score(hundred_points(), {"i1": Answer(note="để sau")}).unanswered == ("i1",)


def test_an_answer_to_an_unknown_item_is_said_and_changes_nothing():
    found = score(hundred_points(), {"i1": Answer(100), "i7": Answer(5)})
    assert found.total == 100
    assert [problem.item_id for problem in found.problems] == ["i7"]


def test_lost_points_want_a_note():
    form = a_form(
        section(
            "s1",
            item("i1"),
            item("i2"),
            item("i3"),
            item("i4", "pass_fail"),
            item("i5", "knock_out"),
            item("i6", "bonus"),
        )
    )
    answers = {
        "i1": Answer(9),
        "i2": Answer(9, note="Họp muộn 10 phút"),
        "i3": Answer(10),
        "i4": Answer(value=False),
        "i5": Answer(value=True, note="  "),
    }
    assert score(form, answers).lost == ("i1", "i4", "i5")
    assert [found.lost for found in score(form, answers).items] == [1, 1, 0, 0, 0, 0]


def test_only_an_item_that_counts_as_nothing_loses_points_by_not_applying():
    for rule, lost in (("full", ()), ("zero", ("i2",)), ("leaves_maximum", ())):
        assert score(one_may_not_apply(rule), {"i1": Answer(80), "i2": Answer(is_applicable=False)}).lost == lost


def test_the_goods_of_a_form_are_named_in_its_sections():
    form = a_form(section("s1", item("i1"), good=2), section("s2", item("i2")))
    assert [part.good for part in score(form, {}).sections] == [2, None]


def test_scoring_does_not_depend_on_the_caller_s_arithmetic():
    answers = {"i1": Answer(Decimal("62.23")), "i2": Answer(is_applicable=False)}
    form = one_may_not_apply("leaves_maximum", rebase={"places": 2, "rounding": "half_up"})
    with localcontext(prec=2):
        assert score(form, answers).total == Decimal("77.79")


# What holds for every form


@given(answered_forms(complete=False))
def test_the_total_is_the_sum_of_the_derivation(case):
    found = score(*case)
    assert sum(step.points for step in found.derivation) == found.total_so_far
    assert found.total in {None, found.total_so_far}


@given(answered_forms())
def test_the_total_is_the_sum_of_the_sections_and_what_was_done_to_the_whole(case):
    found = score(*case)
    whole = sum(step.points for step in found.derivation if step.rule in {Rule.REBASE, Rule.TOTAL_MAXIMUM})
    assert sum(part.points_so_far for part in found.sections) + whole == found.total_so_far


@given(answered_forms())
def test_without_bonus_and_rebase_the_total_is_the_sum_of_the_items(case):
    form, answers = case
    plain = form.model_copy(update={"rebase": None, "is_total_capped": False})
    answers = {name: answer for name, answer in answers.items() if not isinstance(form.items[name], BonusItem)}
    found = score(plain, answers)
    assert found.total_so_far == sum(one.points for one in found.items)


@given(answered_forms(), st.randoms())
def test_the_order_of_the_answers_changes_nothing(case, chance: random.Random):
    form, answers = case
    names = list(answers)
    chance.shuffle(names)
    assert score(form, {name: answers[name] for name in names}) == score(form, answers)


@given(answered_forms(), st.randoms())
def test_the_order_of_sections_and_items_changes_neither_points_nor_grade(case, chance: random.Random):
    form, answers = case
    sections = [
        part.model_copy(update={"items": tuple(chance.sample(part.items, len(part.items)))})
        for part in chance.sample(form.sections, len(form.sections))
    ]
    shuffled = form.model_copy(update={"sections": tuple(sections)})
    before, after = score(form, answers), score(Form.model_validate(shuffled.model_dump()), answers)
    assert (before.total, before.grade, before.no_grade) == (after.total, after.grade, after.no_grade)
    assert set(before.items) == set(after.items)
    assert set(before.sections) == set(after.sections)


def more(asked: Item, answer: Answer) -> Answer | None:
    """A better answer to the same item, if there is one."""
    if not answer.is_applicable or not is_scored_in_points(asked):
        return None
    if isinstance(asked, DeductionItem):
        return Answer(answer.value - 1) if answer.value else None
    if isinstance(asked, LevelsItem):
        return Answer(max(asked.levels, key=lambda level: level.points).id)
    return (
        Answer(value=True)
        if isinstance(asked, YesNoItem)
        else Answer(asked.max_points if asked.step is None else answer.value)
    )


@given(answered_forms(), st.data())
def test_more_points_never_lower_the_total_or_the_grade(case, data):
    form, answers = case
    name = data.draw(st.sampled_from(sorted(answers)))
    better = more(form.items[name], answers[name])
    if better is None:
        return
    before, after = score(form, answers), score(form, {**answers, name: better})
    assert after.total_so_far >= before.total_so_far
    if before.grade is not None:
        assert after.grade is not None
        assert after.grade.rank <= before.grade.rank


@given(answered_forms(), st.data())
def test_an_item_that_does_not_apply_never_lowers_what_nothing_would_have_given(case, data):
    form, answers = case
    may = [name for name, asked in form.items.items() if isinstance(asked, PointsItem) and asked.not_applicable]
    if not may:
        return
    name = data.draw(st.sampled_from(may))
    without = score(form, {**answers, name: Answer(is_applicable=False)})
    nothing = score(form, {**answers, name: Answer(Decimal(0))})
    if without.no_grade is not NoGrade.NOTHING_APPLIES:
        assert without.total_so_far >= nothing.total_so_far


@given(answered_forms(), st.data())
def test_a_form_with_one_answer_missing_has_no_grade(case, data):
    form, answers = case
    asked = [name for name in answers if not isinstance(form.items[name], BonusItem)]
    name = data.draw(st.sampled_from(sorted(asked)))
    found = score(form, {other: answer for other, answer in answers.items() if other != name})
    assert found.grade is None
    assert found.no_grade is NoGrade.INCOMPLETE
    assert name in found.unanswered


@given(answered_forms(complete=False))
def test_a_section_never_has_more_than_its_maximum_and_its_extra(case):
    found = score(*case)
    assert all(part.points_within <= part.max_points for part in found.sections)


@given(answered_forms(complete=False))
def test_what_an_item_has_and_what_it_lost_are_its_maximum(case):
    form, answers = case
    for one in score(form, answers).items:
        if one.state is ItemState.ANSWERED and one.method != "bonus":
            assert one.points + one.lost == one.max_points


# The score, worked out again by hand from the derivation


def by_hand(form: Form, found: Score) -> tuple[Decimal, str | None]:
    """Total and grade from nothing but the form and the derivation, by the words of the file format."""
    points = sum((_of_step(form, step.rule, step.target, step.said) for step in found.derivation), Fraction(0))
    cut = sum(
        Fraction(step.points)
        for step in found.derivation
        if step.rule in {Rule.SECTION_MAXIMUM, Rule.REBASE, Rule.TOTAL_MAXIMUM}
    )
    total = points + cut
    awarded = [step.target for step in found.derivation if step.rule is Rule.AWARD]
    return Decimal(total.numerator) / Decimal(total.denominator), awarded[0] if awarded else None


def _of_step(form: Form, rule: Rule, target: str, said: str) -> Fraction:
    if rule is Rule.NOT_APPLICABLE:
        maximum = getattr(form.items[target], "max_points", Decimal(0))
        return Fraction(maximum) if said == "full" else Fraction(0)
    if rule is not Rule.ITEM or not is_scored_in_points(form.items[target]):
        return Fraction(0)
    asked = form.items[target]
    if isinstance(asked, DeductionItem):
        left = Fraction(asked.max_points) - int(said) * Fraction(asked.per_occurrence)
        return max(Fraction(asked.floor), left)
    if isinstance(asked, LevelsItem):
        return next(Fraction(level.points) for level in asked.levels if level.id == said)
    return Fraction(said) if isinstance(asked, PointsItem | BonusItem) else Fraction(asked.max_points) * (said == "yes")


def grade_by_hand(form: Form, found: Score) -> str | None:
    """The first grade from the band's downwards of which no condition failed, by the steps alone."""
    held = [step.target for step in found.derivation if step.rule is Rule.BAND and step.is_met]
    if len(held) != 1:
        return None
    order = [grade.id for grade in form.grades]
    failed = {step.target for step in found.derivation if step.rule is Rule.GATE and not step.is_met}
    return next((grade for grade in order[order.index(held[0]) :] if grade not in failed), None)


@given(answered_forms())
def test_the_derivation_worked_out_by_hand_is_the_score(case: tuple[Form, Mapping[str, Answer]]):
    form, answers = case
    found = score(form, answers)
    total, awarded = by_hand(form, found)
    assert total == found.total_so_far
    assert awarded == (found.grade.id if found.grade else None)
    if found.no_grade is not NoGrade.NOTHING_APPLIES:
        assert awarded == grade_by_hand(form, found)


@given(answered_forms())
def test_cuts_by_hand_are_the_cuts_of_the_derivation(case: tuple[Form, Mapping[str, Answer]]):
    form, answers = case
    found = score(form, answers)
    given_points = {step.target: _of_step(form, step.rule, step.target, step.said) for step in found.derivation}
    left = {one.id: Fraction(one.max_points) for one in found.sections}
    within, extra = Fraction(0), Fraction(0)
    for part in form.sections:
        outside = [one.id for one in part.items if isinstance(one, BonusItem) and one.counted == "outside"]
        inside = [one.id for one in part.items if isinstance(one, BonusItem) and one.counted == "inside"]
        sum_within = sum(
            (given_points.get(one.id, Fraction(0)) for one in part.items if one.id not in outside), Fraction(0)
        )
        has_bonus = any(given_points.get(name) for name in inside)
        within += min(sum_within, left[part.id]) if has_bonus else sum_within
        extra += sum((given_points.get(name, Fraction(0)) for name in outside), Fraction(0))
    whole, reachable = sum(Fraction(part.max_points) for part in form.sections), sum(left.values())
    if form.rebase and 0 < reachable < whole and within > 0:
        unit = Fraction(1, 10**form.rebase.places)
        exact = within * whole / reachable / unit + (Fraction(1, 2) if form.rebase.rounding == "half_up" else 0)
        within = max(within, (exact.numerator // exact.denominator) * unit)
    total = within + extra
    assert Fraction(found.total_so_far) == (min(total, Fraction(form.max_points)) if form.is_total_capped else total)

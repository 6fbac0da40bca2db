"""What figures propose: every way of computing, nothing guessed, and the override that wants a reason."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.scoring import (
    Answer,
    Facts,
    Form,
    Item,
    ItemState,
    LevelsItem,
    NoGrade,
    Obstacle,
    Origin,
    PointsItem,
    Proposal,
    Rule,
    Share,
    Value,
    metrics_used,
    proposal_in_words,
    proposals,
    score,
    validate_answer,
)
from tests.services.scoring.forms import BANDS, a_form, item, section, slip
from tests.services.scoring.strategies import CATALOGUE, as_number, computed_cases, computed_forms, facts
from tests.services.scoring.test_metric_conditions import naive

RATE = "attendance_rate"
LEVELS = [
    {"id": "good", "label": "Từ 90 %", "points": 10, "when": {"metric": RATE, "gte": 90}},
    {"id": "fair", "label": "Từ 50 % đến dưới 90 %", "points": 5, "when": {"metric": RATE, "gte": 50, "lt": 90}},
    {"id": "weak", "label": "Từ 49 % trở xuống", "points": 0, "when": {"metric": RATE, "lte": 49}},
]


def one(method: str, **fields: Any) -> Form:
    return a_form(section("s1", item("i1", method, **fields)), section("s2", item("i2", max_points=90)))


def proposed(form: Form, item_id: str = "i1", **known: Any) -> Proposal:
    return proposals(form, known)[item_id]


def value_of(form: Form, **known: Any) -> Value:
    return proposed(form, **known).value


# Each way of computing


@pytest.mark.parametrize(
    ("share", "level"),
    [(Share(9, 10), "good"), (Share(17, 20), "fair"), (Share(1, 2), "fair"), (Share(49, 100), "weak")],
)
def test_the_first_level_whose_condition_holds_is_proposed(share, level):
    found = proposed(one("levels", levels=LEVELS), attendance_rate=share)
    assert found == Proposal(level, None, {RATE: share})
    assert found.is_made
    assert found.is_applicable


def test_the_first_of_several_matching_levels_wins():
    levels = [dict(level, when={"metric": RATE, "gte": 50}) for level in LEVELS]
    assert value_of(one("levels", levels=levels), attendance_rate=Share(1, 1)) == "good"


def test_a_figure_that_matches_no_level_is_said_and_not_guessed():
    form = one("levels", levels=LEVELS)
    found = proposed(form, attendance_rate=Share(99, 200))
    assert found == Proposal(None, None, {RATE: Share(99, 200)}, Obstacle.UNMATCHED)
    said = proposal_in_words(form.items["i1"], found, CATALOGUE)
    assert said == "Không mức nào khớp với tỷ lệ dự họp 49,5 % (99/200); đồng chí tự chấm tiêu chí này."


def test_a_level_that_is_left_open_stops_the_search():
    levels = [
        {"id": "a", "label": "A", "points": 10, "when": {"metric": "has_committee", "is": True}},
        {"id": "b", "label": "B", "points": 5, "when": {"metric": RATE, "gte": 50}},
        {"id": "c", "label": "C", "points": 0, "otherwise": True},
    ]
    form = one("levels", levels=levels)
    found = proposed(form, attendance_rate=Share(1, 1))
    assert (found.value, found.obstacle, found.missing) == (None, Obstacle.NO_DATA, ("has_committee",))
    assert proposed(form, has_committee=True).value == "a"
    assert proposed(form, has_committee=False, attendance_rate=Share(1, 1)).value == "b"
    assert proposed(form, has_committee=False, attendance_rate=Share(0, 1)).value == "c"


@pytest.mark.parametrize("method", ["yes_no", "pass_fail", "knock_out"])
def test_a_condition_proposes_yes_no_or_nothing(method):
    form = one(method, when={"metric": "unexcused", "eq": 0})
    assert value_of(form, unexcused=0) is True
    assert value_of(form, unexcused=1) is False
    assert proposed(form) == Proposal(None, None, {"unexcused": None}, Obstacle.NO_DATA, ("unexcused",))


@pytest.mark.parametrize(
    ("counts", "value", "times"),
    [
        ({}, 0, 0),
        ({}, 3, 3),
        ({"every": 10}, 0, 0),
        ({"every": 10}, 1, 1),
        ({"every": 10}, 10, 1),
        ({"every": 10}, Decimal("10.1"), 2),
        ({"every": "0,5"}, 2, 4),
        ({"every": 10, "rounding": "down"}, 19, 1),
        ({"every": 10, "rounding": "down"}, 9, 0),
    ],
)
def test_occurrences_are_counted(counts, value, times):
    form = one("deduction", counts={"metric": "shortfall", **counts})
    assert value_of(form, shortfall=value) == times


def test_occurrences_of_a_tally_are_those_of_its_grades():
    form = one("deduction", counts={"metric": "months_graded", "of": ["kem", "trung_binh"]})
    assert value_of(form, months_graded={"kem": 1, "trung_binh": 2, "tot": 9}) == 3


@pytest.mark.parametrize("value", [None, -1, Share(1, 2), Fraction(1, 2), True, "tot", {"tot": 3}])
def test_what_cannot_be_counted_proposes_nothing(value):
    found = proposed(one("deduction", counts={"metric": "shortfall"}), shortfall=value)
    assert (found.value, found.obstacle, found.missing) == (None, Obstacle.NO_DATA, ("shortfall",))


def test_more_occurrences_than_an_item_can_have_propose_nothing():
    form = one("deduction", counts={"metric": "shortfall"})
    assert value_of(form, shortfall=999) == 999
    found = proposed(form, shortfall=1000)
    assert (found.value, found.obstacle) == (None, Obstacle.OUT_OF_RANGE)
    said = proposal_in_words(form.items["i1"], found, CATALOGUE)
    assert said == "Thời lượng thiếu 1.000 phút vượt quá số lần chấm được; đồng chí tự chấm tiêu chí này."


@pytest.mark.parametrize(
    ("step", "share", "points"),
    [
        (None, Share(3, 4), "7.5"),
        (None, Share(2, 3), "6.66"),
        ("0,25", Share(2, 3), "6.5"),
        (1, Share(99, 100), "9"),
        (3, Share(1, 1), "9"),
        (None, Fraction(0), "0"),
        (None, Share(12, 10), "10"),
    ],
)
def test_a_share_of_the_points_is_rounded_down_to_the_step(step, share, points):
    found = value_of(one("points", step=step, share_of={"metric": RATE}), attendance_rate=share)
    assert found == Decimal(points)
    assert isinstance(found, Decimal)


@pytest.mark.parametrize("value", [None, 5, Decimal("0.5"), True, Fraction(-1, 2)])
def test_no_share_no_points(value):
    found = proposed(one("points", share_of={"metric": RATE}), attendance_rate=value)
    assert (found.value, found.obstacle, found.missing) == (None, Obstacle.NO_DATA, (RATE,))


@pytest.mark.parametrize(("value", "step", "points"), [(0, None, 0), (2, None, 3), (9, None, 5), (1, 1, 1), (9, 2, 4)])
def test_a_bonus_per_occurrence_stops_at_its_maximum(value, step, points):
    form = one("bonus", counts={"metric": "unexcused"}, per_occurrence="1,5", step=step)
    assert value_of(form, unexcused=value) == points


def test_people_s_items_have_no_proposal():
    form = a_form(section("s1", item("i1"), item("i2", "levels"), item("i3", "yes_no"), item("i4", "bonus")))
    assert proposals(form, {RATE: Share(1, 1)}) == {}
    assert metrics_used(form) == set()


def test_the_metrics_that_a_form_uses():
    gate = {"gate": "facts", "when": {"metric": "annual_grade", "one_of": ["httnv"]}}
    form = a_form(
        section("s1", item("i1", "levels", levels=LEVELS), item("i2", "deduction", counts={"metric": "unexcused"})),
        section("s2", item("i3", applies_when={"metric": "thematic", "is": True}, not_applicable="full")),
        grades=[{**BANDS[0], "requires": [gate]}, *BANDS[1:]],
    )
    assert metrics_used(form) == {RATE, "unexcused", "thematic", "annual_grade"}
    assert form.computed == {"i1": (RATE,), "i2": ("unexcused",), "i3": ("thematic",)}


# Items that exist only sometimes


def sometimes(rule: str = "leaves_maximum", **fields: Any) -> Form:
    usual = {"max_points": 10, "not_applicable": rule, "applies_when": {"metric": "thematic", "is": True}}
    return a_form(
        section("s1", item("i1", fields.pop("method", "points"), **{**usual, **fields}), item("i2", max_points=90))
    )


@pytest.mark.parametrize(
    ("rule", "total", "maximum"), [("full", 100, 100), ("zero", 90, 100), ("leaves_maximum", 90, 90)]
)
def test_an_item_that_does_not_exist_follows_its_rule(rule, total, maximum):
    found = score(sometimes(rule), {"i2": Answer(90)}, {"thematic": False})
    assert (found.total, found.max_points) == (total, maximum)
    assert found.items[0].state is ItemState.NOT_APPLICABLE
    assert found.items[0].origin is Origin.COMPUTED


def test_an_item_that_exists_waits_for_people():
    found = score(sometimes(), {"i2": Answer(90)}, {"thematic": True})
    assert found.unanswered == ("i1",)
    assert found.items[0].proposal == Proposal(None, True, {"thematic": True}, Obstacle.BY_HAND)
    assert score(sometimes(), {"i1": Answer(10), "i2": Answer(90)}, {"thematic": True}).overridden == ()


def test_where_it_is_not_known_whether_an_item_exists_people_say():
    form = sometimes(share_of={"metric": RATE})
    found = score(form, {"i2": Answer(90)}, {RATE: Share(1, 1)})
    assert found.unanswered == ("i1",)
    assert found.items[0].proposal == Proposal(None, None, {"thematic": None}, Obstacle.NO_DATA, ("thematic",))
    for answer in (Answer(10), Answer(is_applicable=False)):
        by_hand = score(form, {"i1": answer, "i2": Answer(90)}, {RATE: Share(1, 1)})
        assert (by_hand.overridden, by_hand.items[0].origin) == ((), Origin.HAND)
        assert by_hand.grade is not None


def test_an_item_that_exists_takes_what_its_figures_propose():
    form = sometimes(share_of={"metric": RATE})
    found = score(form, {"i2": Answer(90)}, {"thematic": True, RATE: Share(1, 2)})
    assert (found.total, found.items[0].points) == (95, 5)
    assert found.items[0].proposal == Proposal(Decimal(5), True, {"thematic": True, RATE: Share(1, 2)})


@pytest.mark.parametrize(("thematic", "total"), [(True, 93), (False, 90)])
def test_a_bonus_that_does_not_exist_gives_nothing(thematic, total):
    bonus = item(
        "i1", "bonus", applies_when={"metric": "thematic", "is": True}, counts={"metric": "unexcused"}, per_occurrence=3
    )
    form = a_form(section("s1", bonus, item("i2", max_points=90)))
    found = score(form, {"i2": Answer(90)}, {"thematic": thematic, "unexcused": 1})
    assert (found.total, found.max_points, found.unanswered) == (total, 90, ())
    assert (found.lost, found.items[0].is_at_maximum) == ((), None)


def test_a_bonus_that_may_not_exist_can_be_left_out_by_people():
    form = a_form(section("s1", item("i1", "bonus", applies_when={"metric": "thematic", "is": True}), item("i2")))
    validate_answer(form, "i1", Answer(is_applicable=False))
    assert score(form, {"i1": Answer(5, is_applicable=False), "i2": Answer(10)}, {}).total == 10


# Proposals and what people say


def test_what_nobody_answered_takes_the_proposal():
    form = one("levels", levels=LEVELS)
    found = score(form, {"i2": Answer(90)}, {RATE: Share(17, 20)})
    assert (found.total, found.unanswered, found.overridden) == (95, (), ())
    assert found.items[0].origin is Origin.COMPUTED
    assert found.lost == ("i1",)
    assert score(form, {"i1": Answer(note="Bão lũ"), "i2": Answer(90)}, {RATE: Share(17, 20)}).lost == ()


def test_without_figures_nothing_is_proposed():
    form = one("levels", levels=LEVELS)
    for answers in ({"i2": Answer(90)}, {"i1": Answer("good"), "i2": Answer(90)}):
        before, after = score(form, answers), score(form, answers, {})
        assert before.items[0].proposal is None
        assert after.items[0].proposal == Proposal(None, None, {RATE: None}, Obstacle.NO_DATA, (RATE,))
        assert (before.total, before.grade, before.unanswered) == (after.total, after.grade, after.unanswered)


def test_an_answer_that_differs_is_an_override_and_wants_a_reason():
    form = one("levels", levels=LEVELS)
    known = {RATE: Share(17, 20)}
    silent = score(form, {"i1": Answer("good"), "i2": Answer(90)}, known)
    assert (silent.total, silent.overridden, silent.unexplained) == (100, ("i1",), ("i1",))
    assert silent.items[0].origin is Origin.OVERRIDDEN
    assert silent.grade is not None
    blank = score(form, {"i1": Answer("good", reason="  \n"), "i2": Answer(90)}, known)
    assert blank.unexplained == ("i1",)
    told = score(form, {"i1": Answer("good", reason="Điểm danh sót 2 người"), "i2": Answer(90)}, known)
    assert (told.overridden, told.unexplained) == (("i1",), ())


@pytest.mark.parametrize("answer", [Answer("fair"), Answer("fair", note="x"), Answer(reason="không cần")])
def test_an_answer_that_agrees_is_no_override(answer):
    found = score(one("levels", levels=LEVELS), {"i1": answer, "i2": Answer(90)}, {RATE: Share(17, 20)})
    assert (found.overridden, found.unexplained, found.total) == ((), (), 95)


def test_numbers_agree_however_they_are_written():
    form = one("points", share_of={"metric": RATE})
    for value in (5, Decimal(5), Decimal("5.00")):
        assert score(form, {"i1": Answer(value)}, {RATE: Share(1, 2)}).overridden == ()


def test_an_answer_where_data_are_missing_overrides_nothing():
    found = score(one("levels", levels=LEVELS), {"i1": Answer("good"), "i2": Answer(90)}, {})
    assert (found.overridden, found.items[0].origin) == ((), Origin.HAND)
    unmatched = score(one("levels", levels=LEVELS), {"i1": Answer("weak"), "i2": Answer(90)}, {RATE: Share(99, 200)})
    assert (unmatched.overridden, unmatched.total) == ((), 90)


@pytest.mark.parametrize(
    ("answer", "thematic", "overrides"),
    [
        (Answer(10), False, True),
        (Answer(is_applicable=False), False, False),
        (Answer(10), True, False),
        (Answer(is_applicable=False), True, True),
        (Answer(), False, False),
    ],
)
def test_whether_an_item_exists_can_be_overridden_too(answer, thematic, overrides):
    found = score(sometimes(), {"i1": answer, "i2": Answer(90)}, {"thematic": thematic})
    assert found.overridden == (("i1",) if overrides else ())


def test_leaving_out_an_item_that_has_a_proposal_is_an_override():
    form = one("levels", levels=LEVELS, not_applicable="full")
    answers = {"i1": Answer(is_applicable=False), "i2": Answer(90)}
    assert score(form, answers, {RATE: Share(17, 20)}).overridden == ("i1",)
    assert score(form, answers, {}).overridden == ()


def test_an_answer_that_does_not_fit_is_no_override_but_a_problem():
    found = score(one("levels", levels=LEVELS), {"i1": Answer("la"), "i2": Answer(90)}, {RATE: Share(17, 20)})
    assert (found.overridden, found.no_grade, len(found.problems)) == ((), NoGrade.INCOMPLETE, 1)


def test_the_derivation_says_what_was_proposed_and_overridden():
    form = a_form(
        section("s1", item("i1", "levels", levels=LEVELS), item("i2", "deduction", counts={"metric": "unexcused"})),
        section("s2", item("i3", "levels", levels=LEVELS), item("i4", share_of={"metric": "speaking_rate"})),
        section(
            "s3", item("i5", max_points=60, applies_when={"metric": "thematic", "is": True}, not_applicable="full")
        ),
    )
    answers = {"i2": Answer(0, reason="Ghi nhầm"), "i3": Answer("weak"), "i4": Answer(9)}
    known = {RATE: Share(99, 200), "unexcused": 2, "thematic": False}
    steps = [step for step in score(form, answers, known).derivation if step.rule not in {Rule.BAND, Rule.AWARD}]
    assert [(step.rule, step.target, step.points, step.said, step.is_met, step.facts) for step in steps] == [
        (Rule.UNMATCHED, "i1", 0, "unmatched", None, "attendance_rate=99/200"),
        (Rule.PROPOSAL, "i2", 0, "2", None, "unexcused=2"),
        (Rule.OVERRIDE, "i2", 0, "Ghi nhầm", True, ""),
        (Rule.ITEM, "i2", 10, "0", None, ""),
        (Rule.UNMATCHED, "i3", 0, "unmatched", None, "attendance_rate=99/200"),
        (Rule.ITEM, "i3", 0, "weak", None, ""),
        (Rule.UNMATCHED, "i4", 0, "no_data:speaking_rate", None, "speaking_rate=?"),
        (Rule.ITEM, "i4", 9, "9", None, ""),
        (Rule.PROPOSAL, "i5", 0, "not_applicable", None, "thematic=no"),
        (Rule.NOT_APPLICABLE, "i5", 60, "full", None, ""),
    ]


# Facts as conditions of grades


def with_gate(**gate: Any) -> Form:
    condition = {"gate": "facts", "when": {"metric": "unexcused", "eq": 0}, **gate}
    return a_form(section("s1", item("i1", max_points=100)), grades=[{**BANDS[0], "requires": [condition]}, *BANDS[1:]])


@pytest.mark.parametrize(("unexcused", "grade"), [(0, "tot"), (1, "kha")])
def test_a_fact_decides_a_grade(unexcused, grade):
    found = score(with_gate(), {"i1": Answer(95)}, {"unexcused": unexcused})
    assert found.grade is not None
    assert found.grade.id == grade


@pytest.mark.parametrize("known", [None, {}, {"unexcused": None}])
def test_without_the_fact_no_grade_is_given(known):
    found = score(with_gate(), {"i1": Answer(95)}, known)
    assert (found.total, found.grade, found.no_grade) == (95, None, NoGrade.NO_DATA)
    assert found.next_grade is not None
    assert found.next_grade.id == "tot"
    assert [(gate.place, gate.gate, gate.at_fault) for gate in found.next_grade.unknown] == [
        (0, "facts", ("unexcused",))
    ]
    assert [(step.target, step.said, step.is_met) for step in found.derivation if step.rule is Rule.GATE] == [
        ("tot", "0:facts:unexcused", None)
    ]
    assert found.is_complete


def test_a_grade_that_the_points_do_not_reach_needs_no_facts():
    found = score(with_gate(), {"i1": Answer(75)}, {})
    assert found.grade is not None
    assert found.grade.id == "kha"


def test_a_condition_that_fails_anyway_needs_no_facts():
    gates = [{"gate": "facts", "when": {"metric": "unexcused", "eq": 0}}, {"gate": "no_knock_out"}]
    grades = [{**BANDS[0], "requires": gates}, *BANDS[1:]]
    form = a_form(section("s1", item("i1", max_points=100), item("i2", "knock_out")), grades=grades)
    found = score(form, {"i1": Answer(95), "i2": Answer(value=True)}, {})
    assert found.grade is not None
    assert found.grade.id == "kha"
    assert [(step.said, step.is_met) for step in found.derivation if step.rule is Rule.GATE] == [
        ("0:facts:unexcused", None),
        ("1:no_knock_out:i2", False),
    ]


def test_a_slip_is_computed_too():
    form = slip(item("i1", "pass_fail", when={"metric": RATE, "gt": 85}))
    at, above = (score(form, {}, {RATE: Share(part, 100)}) for part in (85, 86))
    assert (at.grade and at.grade.id, above.grade and above.grade.id) == ("khong_dat", "dat")


# What holds for every form

cases = computed_cases()


@given(cases)
def test_proposals_are_what_a_plain_reading_says(case):
    form, _, known = case
    found = proposals(form, known)
    assert {name: (proposal.value, proposal.is_applicable) for name, proposal in found.items()} == {
        name: plainly(form.items[name], known) for name in form.computed
    }


def plainly(asked: Item, known: Facts) -> tuple[Value, bool]:
    """The proposal by the words of the file format, from the item as it is written in the file."""
    written = asked.model_dump(exclude_defaults=True)
    if "applies_when" in written:
        exists = naive(written["applies_when"], known)
        if exists is not True:
            return None, exists is None
    if isinstance(asked, LevelsItem):
        return _level_plainly(written["levels"], known), True
    if "share_of" in written:
        return _share_plainly(written, known), True
    if "counts" in written:
        return _times_plainly(written, known), True
    return (naive(written["when"], known) if "when" in written else None), True


def _level_plainly(levels: Any, known: Facts) -> str | None:
    for level in levels:
        if level.get("otherwise"):
            return level["id"]
        if "when" not in level or naive(level["when"], known) is None:
            return None
        if naive(level["when"], known):
            return level["id"]
    return None


def _share_plainly(written: dict[str, Any], known: Facts) -> Decimal | None:
    percent = as_number(known.get(written["share_of"]["metric"]))
    if percent is None:
        return None
    step = Fraction(written.get("step", "0.01"))
    exact = Fraction(written["max_points"]) * percent / 100
    steps = max(number for number in range(int(exact / step) + 2) if number * step <= exact)
    return Decimal((steps * step).numerator) / Decimal((steps * step).denominator)


def _times_plainly(written: dict[str, Any], known: Facts) -> Value:
    counts = written["counts"]
    amount = as_number(known.get(counts["metric"]), tuple(counts.get("of", ())))
    if amount is None:
        return None
    times, every = 0, Fraction(counts.get("every", 1))
    while (times + 1) * every <= amount:
        times += 1
    if counts.get("rounding", "up") == "up" and times * every < amount:
        times += 1
    if times > 999:
        return None
    if written["method"] == "deduction":
        return times
    points = min(Fraction(written["max_points"]), times * Fraction(written["per_occurrence"]))
    points -= points % Fraction(written.get("step", "0.01"))
    return Decimal(points.numerator) / Decimal(points.denominator)


@given(cases)
def test_every_proposal_fits_its_item(case):
    form, _, known = case
    for name, proposal in proposals(form, known).items():
        assert proposal.is_made or proposal.obstacle is not None
        assert not (proposal.is_made and proposal.obstacle)
        if proposal.is_made:
            validate_answer(form, name, Answer(proposal.value, proposal.is_applicable))


@given(cases)
def test_scoring_with_proposals_is_scoring_with_them_typed_in(case):
    form, answers, known = case
    typed = dict(answers)
    for name, proposal in proposals(form, known).items():
        own = answers.get(name, Answer())
        if proposal.is_made and own.value is None and own.is_applicable:
            typed[name] = Answer(proposal.value, proposal.is_applicable, own.note, own.reason)
    by_hand, computed = score(form, typed, known), score(form, answers, known)
    assert (computed.total, computed.grade, computed.no_grade, computed.sections, computed.lost) == (
        by_hand.total,
        by_hand.grade,
        by_hand.no_grade,
        by_hand.sections,
        by_hand.lost,
    )
    assert set(computed.overridden) == set(by_hand.overridden)


@given(cases, st.randoms())
def test_the_order_of_answers_and_facts_changes_nothing(case, chance):
    form, answers, known = case
    names, metrics = list(answers), list(known)
    chance.shuffle(names)
    chance.shuffle(metrics)
    shuffled = score(form, {name: answers[name] for name in names}, {name: known[name] for name in metrics})
    assert shuffled == score(form, answers, known)


@given(cases)
def test_everything_counted_is_exact(case):
    form, answers, known = case
    found = score(form, answers, known)
    numbers = [found.total_so_far, found.max_points, *(step.points for step in found.derivation)]
    numbers += [number for one in found.items for number in (one.points, one.max_points, one.lost)]
    assert all(type(number) is Decimal for number in numbers)
    assert not any(isinstance(proposal.value, float) for proposal in proposals(form, known).values())


@given(cases)
def test_only_the_metrics_that_a_form_uses_matter(case):
    form, answers, known = case
    needed = {name: value for name, value in known.items() if name in metrics_used(form)}
    assert score(form, answers, needed) == score(form, answers, known)


@given(cases)
def test_who_said_what(case):
    form, answers, known = case
    found = score(form, answers, known)
    for one_item in found.items:
        own = answers.get(one_item.id, Answer())
        is_open = own.value is None and own.is_applicable
        assert (one_item.proposal is not None) is (one_item.id in form.computed)
        if one_item.origin is Origin.COMPUTED:
            assert is_open
            assert one_item.state in {ItemState.ANSWERED, ItemState.NOT_APPLICABLE}
        if one_item.origin is Origin.OVERRIDDEN:
            assert not is_open
    assert set(found.unexplained) == {name for name in found.overridden if not answers[name].reason}
    assert set(found.overridden) == {one.id for one in found.items if one.origin is Origin.OVERRIDDEN}


@st.composite
def ordered_levels(draw: st.DrawFn) -> Form:
    """Levels of falling points at falling shares, by at-least bounds, the last for everything else."""
    cuts = sorted(draw(st.lists(st.integers(1, 100), min_size=1, max_size=4, unique=True)), reverse=True)
    points = sorted(draw(st.lists(st.integers(0, 10), min_size=len(cuts) + 1, max_size=len(cuts) + 1)), reverse=True)
    rows: list[dict[str, Any]] = [
        {"id": f"l{place}", "label": f"{cut}", "points": points[place], "when": {"metric": RATE, "gte": cut}}
        for place, cut in enumerate(cuts)
    ]
    return one("levels", levels=[*rows, {"id": "rest", "label": "Còn lại", "points": points[-1], "otherwise": True}])


@given(st.one_of(ordered_levels(), st.just(one("points", share_of={"metric": RATE}))), st.integers(1, 60), st.data())
def test_a_better_figure_never_lowers_what_is_proposed(form, whole, data):
    worse = data.draw(st.integers(0, whole))
    better = data.draw(st.integers(worse, whole))
    totals = [score(form, {"i2": Answer(50)}, {RATE: Share(heads, whole)}).total for heads in (worse, better)]
    assert None not in totals
    assert totals[0] <= totals[1]  # type: ignore[operator]


@given(computed_forms(), facts(complete=True), st.data())
def test_an_item_that_does_not_apply_never_lowers_the_rebased_share(form, known, data):
    """Taken out and rebased, an item costs no more than it would at nothing."""
    may = [name for name, asked in form.items.items() if isinstance(asked, PointsItem) and asked.not_applicable]
    assume(may)
    name = data.draw(st.sampled_from(may))
    without = score(form, {name: Answer(is_applicable=False)}, known)
    nothing = score(form, {name: Answer(Decimal(0))}, known)
    if without.no_grade not in {NoGrade.NOTHING_APPLIES, NoGrade.INCOMPLETE}:
        assert without.total_so_far >= nothing.total_so_far


@given(cases)
def test_every_proposal_can_be_said_in_a_sentence(case):
    form, _, known = case
    for name, proposal in proposals(form, known).items():
        said = proposal_in_words(form.items[name], proposal, CATALOGUE)
        assert said.endswith(".")
        assert "None" not in said
        assert said.startswith("Số liệu: ") is proposal.is_made


@pytest.mark.parametrize(
    ("method", "fields", "known", "said"),
    [
        (
            "levels",
            {"levels": LEVELS},
            {RATE: Share(9, 12)},
            "tỷ lệ dự họp 75 % (9/12) → đề xuất mức “Từ 50 % đến dưới 90 %”",
        ),
        ("points", {"share_of": {"metric": RATE}}, {RATE: Share(9, 12)}, "tỷ lệ dự họp 75 % (9/12) → đề xuất 7,5 điểm"),
        (
            "deduction",
            {"counts": {"metric": "shortfall", "every": 10}},
            {"shortfall": 15},
            "thời lượng thiếu 15 phút → đề xuất 2 lần",
        ),
        (
            "bonus",
            {"counts": {"metric": "unexcused"}, "per_occurrence": 1},
            {"unexcused": 2},
            "số đảng viên vắng không lý do 2 → đề xuất cộng 2 điểm",
        ),
        (
            "yes_no",
            {"when": {"metric": "has_committee", "is": True}},
            {"has_committee": False},
            "không có chi ủy → đề xuất không",
        ),
        (
            "pass_fail",
            {"when": {"metric": RATE, "gt": 85}},
            {RATE: Share(1, 1)},
            "tỷ lệ dự họp 100 % (1/1) → đề xuất đạt",
        ),
        (
            "knock_out",
            {"when": {"metric": "unexcused", "gt": 0}},
            {"unexcused": 0},
            "số đảng viên vắng không lý do 0 → đề xuất không xảy ra",
        ),
        (
            "points",
            {"applies_when": {"metric": "thematic", "is": True}, "not_applicable": "full"},
            {"thematic": False},
            "không có sinh hoạt chuyên đề → đề xuất không áp dụng",
        ),
    ],
)
def test_a_proposal_stands_beside_its_figures(method, fields, known, said):
    form = one(method, **fields)
    assert proposal_in_words(form.items["i1"], proposed(form, **known), CATALOGUE) == f"Số liệu: {said}."


def test_why_there_is_no_proposal():
    form = sometimes()
    known = proposed(form, thematic=True)
    assert proposal_in_words(form.items["i1"], known, CATALOGUE) == (
        "Số liệu có sinh hoạt chuyên đề thì tiêu chí này áp dụng; đồng chí tự chấm tiêu chí này."
    )
    unknown = proposed(form)
    assert proposal_in_words(form.items["i1"], unknown, CATALOGUE) == (
        "Chưa có số liệu về việc có sinh hoạt chuyên đề hay không; đồng chí tự chấm tiêu chí này."
    )

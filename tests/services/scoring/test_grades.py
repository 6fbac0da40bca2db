"""From the total to the grade: bands on exact numbers, conditions, and the refusal to guess."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import Answer, Form, NoGrade, Rule, Score, score
from tests.services.scoring.forms import BANDS, SHIPPED, a_form, hundred_points, item, section, shipped, slip


def at(total: str | Decimal, form: Form | None = None) -> Score:
    return score(form or hundred_points(), {"i1": Answer(Decimal(total))})


def grade_at(total: str | Decimal, form: Form | None = None) -> str | None:
    found = at(total, form)
    return found.grade.id if found.grade else None


def bands(*grades: dict[str, Any]) -> Form:
    return hundred_points(grades=[{"label": f"Mức {grade['id']}", **grade} for grade in grades])


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "tot"),
        ("90", "tot"),
        ("89.99", "kha"),
        ("70", "kha"),
        ("69.99", "trung_binh"),
        ("50", "trung_binh"),
        ("49.99", "kem"),
        ("0", "kem"),
    ],
)
def test_a_total_on_a_bound_has_the_better_grade_and_a_hundredth_below_has_not(total, grade):
    assert grade_at(total) == grade


def band_of(total: Decimal, form: Form) -> list[str]:
    """Which bands hold a total, by their bounds alone."""
    held = []
    for grade in form.grades:
        above = grade.min is None or total > grade.min or (total == grade.min and grade.min_inclusive)
        below = grade.max is None or total < grade.max or (total == grade.max and grade.max_inclusive)
        held += [grade.id] if above and below else []
    return held


@pytest.mark.parametrize("name", [name for name in SHIPPED if shipped(name).scoring_mode == "points"])
def test_every_quarter_of_a_point_has_exactly_one_grade_in_a_shipped_form(name):
    form = hundred_points(grades=[{**grade, "requires": []} for grade in shipped(name).model_dump()["grades"]])
    for quarters in range(401):
        total = Decimal(quarters) / 4
        assert band_of(total, form) == [grade_at(total, form)]


def test_the_bands_of_hd_42_in_quarters_of_a_point():
    form = hundred_points(grades=shipped("meeting_hd42_2025.yaml").model_dump()["grades"])
    for quarters in range(401):
        total = Decimal(quarters) / 4
        assert grade_at(total, form) == next(band["id"] for band in BANDS if total >= band.get("min", 0))


def test_an_exclusive_lower_bound_wants_more():
    form = bands({"id": "a", "min": 85, "min_inclusive": False}, {"id": "b", "max": 85, "max_inclusive": True})
    assert grade_at("85.01", form) == "a"
    assert grade_at("85", form) == "b"
    better = at("85", form).next_grade
    assert better is not None
    assert (better.missing_points, better.has_enough_points, better.is_bound_inclusive) == (0, False, False)


def test_a_total_in_a_gap_has_no_grade():
    form = bands({"id": "a", "min": 90}, {"id": "b", "max": 89, "max_inclusive": True})
    found = at("89.5", form)
    assert (found.grade, found.no_grade, found.candidates) == (None, NoGrade.NO_BAND, ())
    assert found.total == Decimal("89.5")
    assert found.next_grade is None
    assert [step.is_met for step in found.derivation if step.rule is Rule.BAND] == [False, False]


def test_a_total_in_two_bands_has_no_grade():
    form = bands({"id": "a", "min": 90}, {"id": "b", "max": 90, "max_inclusive": True})
    found = at("90", form)
    assert (found.grade, found.no_grade, found.candidates) == (None, NoGrade.SEVERAL_BANDS, ("a", "b"))
    assert grade_at("89.99", form) == "b"


def test_the_next_grade_says_how_many_points_are_missing():
    better = at("88.5").next_grade
    assert better is not None
    assert (better.id, better.label, better.bound, better.missing_points, better.unmet) == (
        "tot",
        "Tốt",
        90,
        Decimal("1.5"),
        (),
    )


def test_the_best_grade_has_no_next():
    found = at("90")
    assert found.next_grade is None
    assert found.grade is not None
    assert found.grade.rank == 0


@given(st.integers(0, 8999).map(lambda number: Decimal(number) / 100))
def test_the_missing_points_are_exactly_enough(total: Decimal):
    found = at(total)
    assert found.grade is not None
    assert found.next_grade is not None
    assert grade_at(total + found.next_grade.missing_points) == found.next_grade.id
    assert grade_at(total + found.next_grade.missing_points - Decimal("0.01")) == found.grade.id


# Conditions


def with_gate(*items: dict[str, Any], **gate: Any) -> Form:
    """One item of 100 points beside the given ones; the condition stands on the best grade."""
    grades = [{**BANDS[0], "requires": [gate]}, *BANDS[1:]]
    return a_form(section("s1", item("i1", max_points=100)), section("s2", *items), grades=grades)


def graded(form: Form, **values: Any) -> str | None:
    found = score(form, {"i1": Answer(Decimal(95))} | {name: Answer(value) for name, value in values.items()})
    return found.grade.id if found.grade else None


def test_a_mandatory_item_below_its_maximum_costs_the_grade():
    form = with_gate(item("i2"), gate="items_at_maximum", items=["i2"])
    assert graded(form, i2=Decimal(10)) == "tot"
    assert graded(form, i2=Decimal("9.99")) == "kha"


@pytest.mark.parametrize(("rule", "grade"), [("full", "tot"), ("zero", "kha"), ("leaves_maximum", "tot")])
def test_a_mandatory_item_that_does_not_apply_follows_its_rule(rule, grade):
    form = with_gate(item("i2", not_applicable=rule), gate="items_at_maximum", items=["i2"])
    found = score(form, {"i1": Answer(95), "i2": Answer(is_applicable=False)})
    assert found.grade is not None
    assert found.grade.id == grade


def test_every_section_must_have_its_share():
    form = with_gate(item("i2"), gate="sections_at_least", percent=70)
    assert graded(form, i2=Decimal(7)) == "tot"
    assert graded(form, i2=Decimal("6.99")) == "kha"


def test_only_the_sections_named_must_have_their_share():
    form = with_gate(item("i2"), gate="sections_at_least", sections=["s1"], percent=70)
    assert graded(form, i2=Decimal(0)) == "tot"


def test_a_bonus_on_top_does_not_help_a_section_to_its_share():
    form = with_gate(item("i2"), item("i3", "bonus"), gate="sections_at_least", sections=["s2"], percent=70)
    assert graded(form, i2=Decimal(6), i3=Decimal(5)) == "kha"


def test_a_section_without_a_maximum_has_no_share():
    form = with_gate(
        item("i2", "deduction", max_points=0, per_occurrence=1, floor=-5), gate="sections_at_least", percent=70
    )
    assert graded(form, i2=2) == "tot"


def test_pass_fail_items_can_stand_beside_points():
    form = with_gate(item("i2", "pass_fail"), item("i3", "pass_fail"), gate="items_passed")
    assert graded(form, i2=True, i3=True) == "tot"
    assert graded(form, i2=True, i3=False) == "kha"
    named = with_gate(item("i2", "pass_fail"), item("i3", "pass_fail"), gate="items_passed", items=["i2"])
    assert graded(named, i2=True, i3=False) == "tot"


def test_so_many_of_the_items_must_be_passed():
    items = [item(f"i{number}", "pass_fail", not_applicable="leaves_maximum") for number in (2, 3, 4)]
    form = with_gate(*items, gate="items_passed", at_least=2)
    assert graded(form, i2=True, i3=True, i4=False) == "tot"
    assert graded(form, i2=True, i3=False, i4=False) == "kha"
    answers = {
        "i1": Answer(95),
        "i2": Answer(value=True),
        "i3": Answer(is_applicable=False),
        "i4": Answer(is_applicable=False),
    }
    found = score(form, answers)
    assert found.grade is not None
    assert found.grade.id == "kha"


def test_a_knock_out_that_happened_costs_the_grade():
    form = with_gate(item("i2", "knock_out"), item("i3", "knock_out"), gate="no_knock_out")
    assert graded(form, i2=False, i3=False) == "tot"
    assert graded(form, i2=False, i3=True) == "kha"
    named = with_gate(item("i2", "knock_out"), item("i3", "knock_out"), gate="no_knock_out", items=["i2"])
    assert graded(named, i2=False, i3=True) == "tot"


def test_passing_and_knocking_out_are_looked_at_apart():
    form = with_gate(item("i2", "knock_out"), item("i3", "pass_fail"), gate="no_knock_out")
    assert graded(form, i2=False, i3=False) == "tot"
    form = with_gate(item("i2", "knock_out"), item("i3", "pass_fail"), gate="items_passed")
    assert graded(form, i2=True, i3=True) == "tot"


def test_a_grade_that_is_not_given_gives_way_to_the_first_whose_conditions_are_met():
    gate = {"gate": "items_at_maximum", "items": ["i2"]}
    grades = [{**BANDS[0], "requires": [gate]}, {**BANDS[1], "requires": [gate]}, *BANDS[2:]]
    form = a_form(section("s1", item("i1", max_points=90), item("i2")), grades=grades)
    found = score(form, {"i1": Answer(90), "i2": Answer(9)})
    assert found.grade is not None
    assert (found.grade.id, found.grade.rank) == ("trung_binh", 2)
    assert found.candidates == ("tot",)
    assert found.next_grade is not None
    assert (found.next_grade.id, found.next_grade.has_enough_points) == ("kha", True)
    assert [(gate.place, gate.gate, gate.at_fault) for gate in found.next_grade.unmet] == [
        (0, "items_at_maximum", ("i2",))
    ]
    gates = [(step.target, step.said, step.is_met) for step in found.derivation if step.rule is Rule.GATE]
    assert gates == [("tot", "0:items_at_maximum:i2", False), ("kha", "0:items_at_maximum:i2", False)]


def test_no_grade_is_given_when_even_the_lowest_has_an_unmet_condition():
    gate = {"gate": "no_knock_out"}
    form = a_form(
        section("s1", item("i1", max_points=100)),
        section("s2", item("i2", "knock_out")),
        grades=[{**band, "requires": [gate]} for band in BANDS],
    )
    found = score(form, {"i1": Answer(95), "i2": Answer(value=True)})
    assert (found.grade, found.no_grade) == (None, NoGrade.NO_CONDITIONS_MET)
    assert found.next_grade is not None
    assert found.next_grade.id == "kem"


# Forms without points


def test_a_slip_is_passed_when_every_item_is():
    form = slip(item("i1", "pass_fail"), item("i2", "pass_fail"))
    passed = score(form, {"i1": Answer(value=True), "i2": Answer(value=True)})
    failed = score(form, {"i1": Answer(value=True), "i2": Answer(value=False)})
    assert passed.grade is not None
    assert passed.grade.id == "dat"
    assert failed.grade is not None
    assert failed.grade.id == "khong_dat"
    assert (passed.total, passed.is_complete) == (None, True)


@pytest.mark.parametrize(("rule", "grade"), [("full", "dat"), ("zero", "khong_dat"), ("leaves_maximum", "dat")])
def test_an_item_of_a_slip_that_does_not_apply_follows_its_rule(rule, grade):
    form = slip(item("i1", "pass_fail"), item("i2", "pass_fail", not_applicable=rule))
    found = score(form, {"i1": Answer(value=True), "i2": Answer(is_applicable=False)})
    assert found.grade is not None
    assert found.grade.id == grade


def test_a_slip_of_which_nothing_applies_has_no_grade():
    form = slip(item("i1", "pass_fail", not_applicable="leaves_maximum"))
    assert score(form, {"i1": Answer(is_applicable=False)}).no_grade is NoGrade.NOTHING_APPLIES


def test_an_incomplete_slip_has_no_grade():
    form = slip(item("i1", "pass_fail"), item("i2", "pass_fail"))
    found = score(form, {"i1": Answer(value=False)})
    assert (found.grade, found.no_grade, found.is_complete) == (None, NoGrade.INCOMPLETE, False)

"""From the grades of twelve months to the grade of the year, as the set's ``roll_up`` says."""

from collections import Counter
from dataclasses import replace

from services.errors import Invalid
from services.scoring.facts import Facts, spelled_fact
from services.scoring.form import Form
from services.scoring.other_sets import foreign_months, judged_year
from services.scoring.roll_up_rule import (
    MONTHS,
    MONTHS_EXPECTED,
    MONTHS_GRADED,
    MONTHS_HELD,
    MONTHS_MISSING,
    RollUpRule,
    YearGrade,
)
from services.scoring.roll_up_words import roll_up_headline, roll_up_remarks
from services.scoring.scaling import year_grades
from services.scoring.score import AwardedGrade, Rule, Step
from services.scoring.year import MonthResult, MonthState, NoRollUp, RollUp, YearOfMonths


def rolled_up(form: Form, year: YearOfMonths) -> RollUp:
    """The grade of the year; raises Invalid where the set has no roll-up."""
    rule = form.roll_up
    if rule is None:
        raise Invalid(f"Bộ tiêu chí “{form.title}” không có cách xếp loại cả năm từ các tháng.")
    found = _found(form, rule, year)
    remarks = roll_up_remarks(form, rule, year, found)
    return replace(found, headline=roll_up_headline(form, rule, year, found), remarks=remarks)


def _found(form: Form, rule: RollUpRule, year: YearOfMonths) -> RollUp:
    judged = judged_year(form, rule, year)
    facts, steps, expected = year_facts(rule, judged), _month_steps(rule, year, judged), len(judged.expected)
    if obstacle := _obstacle(form, rule, year):
        no_grade, concerned = obstacle
        return RollUp(no_grade=no_grade, facts=facts, concerned=concerned, derivation=steps)
    if expected < MONTHS and rule.founded_mid_year == "scaled":
        steps = (*steps, Step(Rule.SCALED, form.id, said=f"{expected}/{MONTHS}"))
    return _judged(year_grades(rule, expected), facts, steps)


def year_facts(rule: RollUpRule, year: YearOfMonths) -> Facts:
    """What the conditions of the year look at."""
    counted = Counter(grade for month in year.months if (grade := counted_as(rule, month)))
    return {
        MONTHS_GRADED: dict(sorted(counted.items())),
        MONTHS_EXPECTED: len(year.expected),
        MONTHS_HELD: len(year.numbers(MonthState.GRADED, MonthState.NOT_GRADED)),
        MONTHS_MISSING: len(year.numbers(MonthState.NO_MEETING)),
    }


def counted_as(rule: RollUpRule, month: MonthResult) -> str:
    """The grade that a month counts as; empty: none."""
    if month.state is MonthState.NO_MEETING:
        return rule.counts_as or ""
    return month.grade


def _obstacle(form: Form, rule: RollUpRule, year: YearOfMonths) -> tuple[NoRollUp, tuple[int, ...]] | None:
    judged, foreign = judged_year(form, rule, year), foreign_months(form, rule, year)
    missing = year.numbers(MonthState.NO_MEETING)
    gone = year.numbers(MonthState.NOT_EXPECTED)
    pending = year.numbers(MonthState.NOT_GRADED, MonthState.NOT_OVER)
    counted = tuple(number for number, month in enumerate(judged.months, 1) if counted_as(rule, month))
    is_refused = missing and rule.missing_month in {None, "no_grade"}
    obstacles = (
        (len(gone) == MONTHS, NoRollUp.NOTHING_EXPECTED, gone),
        (gone and rule.founded_mid_year == "no_grade", NoRollUp.FOUNDED_MID_YEAR, gone),
        (foreign and (rule.other_sets == "no_grade" or not judged.expected), NoRollUp.UNKNOWN_GRADE, foreign),
        (is_refused, NoRollUp.MISSING_MONTH, missing),
        (pending, NoRollUp.PENDING, pending),
        (len(counted) < (rule.fewest_months or 0), NoRollUp.TOO_FEW_MONTHS, counted),
    )
    return next(((why, months) for is_there, why, months in obstacles if is_there), None)


def _judged(grades: tuple[YearGrade, ...], facts: Facts, steps: tuple[Step, ...]) -> RollUp:
    spelled = ";".join(f"{name}={spelled_fact(value)}" for name, value in facts.items())
    for place, grade in enumerate(grades):
        is_met = True if grade.when is None else grade.when.holds(facts)
        steps = (*steps, Step(Rule.YEAR_GRADE, grade.id, is_met=is_met, facts=spelled))
        if is_met:
            given = AwardedGrade(grade.id, grade.label, place)
            return RollUp(given, None, facts, (), (*steps, Step(Rule.AWARD, grade.id, is_met=True)))
        if is_met is None:
            return RollUp(no_grade=NoRollUp.NO_DATA, facts=facts, derivation=steps)
    return RollUp(no_grade=NoRollUp.NO_MATCH, facts=facts, derivation=steps)


def _month_steps(rule: RollUpRule, year: YearOfMonths, judged: YearOfMonths) -> tuple[Step, ...]:
    return tuple(
        Step(Rule.MONTH, str(number), said=counted_as(rule, counted), facts=month.state.value)
        for number, (month, counted) in enumerate(zip(year.months, judged.months, strict=True), 1)
    )

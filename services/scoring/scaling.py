"""Conditions on the months of a year, for a unit of which fewer than twelve months are expected."""

from decimal import Decimal
from fractions import Fraction

from services.scoring.metric_conditions import AllOf, AnyOf, Compared, Condition, Not
from services.scoring.roll_up_rule import MONTHS, MONTHS_GRADED, RollUpRule, YearGrade
from services.scoring.thresholds import BySize, SizeStep


def year_grades(rule: RollUpRule, expected: int) -> tuple[YearGrade, ...]:
    """The grades of a year with the conditions for a unit of which so many months are expected."""
    if expected == MONTHS or rule.founded_mid_year != "scaled":
        return rule.grades
    return tuple(
        YearGrade(id=grade.id, label=grade.label, when=scaled(grade.when, expected)) if grade.when else grade
        for grade in rule.grades
    )


def scaled(condition: Condition, expected: int) -> Condition:
    """The condition whose bounds on ``months_graded`` are those of so many months, rounded up to whole ones."""
    match condition:
        case AnyOf():
            return AnyOf(any=tuple(scaled(part, expected) for part in condition.conditions))
        case AllOf():
            return AllOf(all=tuple(scaled(part, expected) for part in condition.conditions))
        case Not():
            return Not.model_validate({"not": scaled(condition.condition, expected)})
        case Compared(metric=metric) if metric == MONTHS_GRADED:
            bounds = {name: _scaled_threshold(threshold, expected) for name, threshold in condition.bounds}
            return Compared(metric=condition.metric, of=condition.of, **bounds)
        case _:
            return condition


def _scaled_threshold(threshold: Decimal | BySize, expected: int) -> Decimal | BySize:
    if isinstance(threshold, Decimal):
        return _in_proportion(threshold, expected)
    steps = tuple(SizeStep(below=step.below, value=_in_proportion(step.value, expected)) for step in threshold.steps)
    return BySize(by=threshold.by, steps=steps)


def _in_proportion(bound: Decimal, expected: int) -> Decimal:
    exact = Fraction(bound) * expected / MONTHS
    return Decimal(-(-exact.numerator // exact.denominator))

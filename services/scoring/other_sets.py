"""Months that another set graded, in a year in which the set changed."""

from services.scoring.form import Form
from services.scoring.metric_conditions import leaves
from services.scoring.roll_up_rule import RollUpRule
from services.scoring.year import MonthResult, MonthState, YearOfMonths


def month_grades(form: Form, rule: RollUpRule) -> tuple[str, ...]:
    """Grades of months that the roll-up can count: its own form's, and those of other sets that it names."""
    conditions = (grade.when for grade in rule.grades if grade.when is not None)
    named = (grade for condition in conditions for leaf in leaves(condition) for grade in getattr(leaf, "of", ()))
    return tuple(dict.fromkeys((*(grade.id for grade in form.grades), *named)))


def foreign_months(form: Form, rule: RollUpRule, year: YearOfMonths) -> tuple[int, ...]:
    """The months (1 to 12) with a grade that the roll-up cannot count."""
    known = month_grades(form, rule)
    return tuple(number for number, month in enumerate(year.months, 1) if month.grade and month.grade not in known)


def judged_year(form: Form, rule: RollUpRule, year: YearOfMonths) -> YearOfMonths:
    """The year that is judged: months of other sets are not expected in it, where the rule leaves them out."""
    if rule.other_sets != "left_out":
        return year
    foreign = foreign_months(form, rule, year)
    left = MonthResult(MonthState.NOT_EXPECTED)
    return YearOfMonths(tuple(left if number in foreign else month for number, month in enumerate(year.months, 1)))

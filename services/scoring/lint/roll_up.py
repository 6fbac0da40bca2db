"""The grade of a year: months that match nothing, grades that no year has, rules that are left out."""

from collections.abc import Iterator

from services.scoring.fact_words import fact_in_words
from services.scoring.facts import Facts
from services.scoring.form import Form
from services.scoring.lint.findings import Finding, error, warning
from services.scoring.lint.ground import tallies_of
from services.scoring.lint.metrics import condition_uses, misfits
from services.scoring.other_sets import month_grades
from services.scoring.roll_up_rule import (
    MONTHS,
    MONTHS_EXPECTED,
    MONTHS_GRADED,
    MONTHS_HELD,
    MONTHS_MISSING,
    RollUpRule,
    YearGrade,
)
from services.scoring.roll_up_words import year_metrics
from services.scoring.scaling import year_grades
from services.vietnamese import listing

MOST_GRADES = 6
"""With more the ways to spread twelve months over them are too many to try."""


def roll_up(form: Form) -> Iterator[Finding]:
    """What is wrong with the roll-up, tried out on every year that there can be."""
    rule = form.roll_up
    if rule is None:
        return
    if rule.missing_month is None:
        sentence = "Chưa nói tháng không sinh hoạt được tính thế nào; năm có tháng như vậy không xếp loại được."
        yield error("roll_up_missing", "roll_up.missing_month", sentence)
    wrong = list(_wrong_metrics(form, rule))
    yield from wrong
    if wrong:
        return
    yield from _foreign_grades(form, rule)
    grades = month_grades(form, rule)
    if len(grades) > MOST_GRADES:
        yield warning(
            "roll_up_unchecked", "roll_up.grades", "Có quá nhiều mức nên chưa kiểm tra được cách xếp loại năm."
        )
        return
    yield from _whole_years(form, rule, grades)
    yield from _partial_years(form, rule, grades)


def _wrong_metrics(form: Form, rule: RollUpRule) -> Iterator[Finding]:
    metrics = year_metrics(form)
    for place, grade in enumerate(rule.grades):
        path = f"roll_up.grades[{place}].when"
        for use in condition_uses(grade.when, path) if grade.when is not None else ():
            if use.metric in metrics:
                yield from (wrong for wrong in misfits(use, metrics[use.metric]) if wrong.rule != "metric_grade")
            else:
                known = listing(metric.name for metric in metrics.values())
                sentence = f"Xếp loại năm chỉ xét {known}; không xét được số liệu “{use.metric}”."
                yield error("metric", path, sentence, use.metric)


def _foreign_grades(form: Form, rule: RollUpRule) -> Iterator[Finding]:
    """Grades of months that only another set can have given: right for a year in which the set changed."""
    own = {grade.id for grade in form.grades}
    for grade in (grade for grade in month_grades(form, rule) if grade not in own):
        sentence = (
            f"Xếp loại năm: mức “{grade}” không có trong bộ này; "
            "chỉ đúng nếu đó là mức của bộ tiêu chí dùng trước đó trong năm."
        )
        yield warning("roll_up_grade", "roll_up.grades", sentence, grade)


def _whole_years(form: Form, rule: RollUpRule, grades: tuple[str, ...]) -> Iterator[Finding]:
    chosen = set()
    gap: Facts | None = None
    for facts in _years(rule, grades, MONTHS):
        place = _place(rule.grades, facts)
        chosen.add(place)
        gap = facts if place is None and gap is None else gap
    if gap is not None:
        example = fact_in_words(MONTHS_GRADED, gap[MONTHS_GRADED], year_metrics(form))
        yield error("roll_up_gap", "roll_up.grades", f"Không mức nào của năm khớp với {example}.", example)
    for place, grade in enumerate(rule.grades):
        if place not in chosen:
            finding = warning if grade.otherwise else error
            sentence = f"Không có kết quả nào của mười hai tháng cho mức {grade.label} cả năm."
            yield finding("roll_up_unreachable", f"roll_up.grades[{place}]", sentence, grade.id)


def _partial_years(form: Form, rule: RollUpRule, grades: tuple[str, ...]) -> Iterator[Finding]:
    """Years of which some months are left out; whole years are looked at above."""
    if rule.founded_mid_year == "no_grade" and rule.other_sets == "no_grade":
        return
    for expected in range(MONTHS - 1, 0, -1):
        conditions = year_grades(rule, expected)
        gap = next((facts for facts in _years(rule, grades, expected) if _place(conditions, facts) is None), None)
        if gap is not None:
            example = f"{expected} tháng, {fact_in_words(MONTHS_GRADED, gap[MONTHS_GRADED], year_metrics(form))}"
            sentence = f"Năm không tính đủ mười hai tháng: không mức nào khớp với {example}."
            yield warning("roll_up_founded", "roll_up.founded_mid_year", sentence, example)
            return


def _years(rule: RollUpRule, grades: tuple[str, ...], expected: int) -> Iterator[Facts]:
    """The facts of every year of so many months that the rule would judge, whole ones first."""
    for missing in range(expected + 1):
        if missing and rule.missing_month not in {"counts_as", "left_out"}:
            return
        graded = expected - missing
        for tally in tallies_of(graded, grades):
            if rule.counts_as is not None:
                tally[rule.counts_as] += missing
            if sum(tally.values()) >= (rule.fewest_months or 0):
                yield {
                    MONTHS_GRADED: tally,
                    MONTHS_EXPECTED: expected,
                    MONTHS_HELD: graded,
                    MONTHS_MISSING: missing,
                }


def _place(grades: tuple[YearGrade, ...], facts: Facts) -> int | None:
    return next((place for place, grade in enumerate(grades) if grade.when is None or grade.when.holds(facts)), None)

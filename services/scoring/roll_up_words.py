"""The grade of a year in Vietnamese sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from services.scoring.condition_words import in_words
from services.scoring.fact_words import grade_label, missing_in_words
from services.scoring.form import Form
from services.scoring.metric import Domain, Metric, MetricKind, Metrics
from services.scoring.metric_conditions import evaluated
from services.scoring.other_sets import foreign_months, judged_year
from services.scoring.roll_up_rule import (
    MONTHS,
    MONTHS_EXPECTED,
    MONTHS_GRADED,
    MONTHS_HELD,
    MONTHS_MISSING,
    RollUpRule,
)
from services.scoring.scaling import year_grades
from services.scoring.year import MonthState, NoRollUp, RollUp, YearOfMonths
from services.vietnamese import listing

FEWEST_IN_A_STRETCH = 3
_LEFT_OUT = {
    "left_out": "không tính vào kết quả năm",
    "no_grade": "nên không xếp loại năm",
    None: "nên không xếp loại năm",
}


def year_metrics(form: Form) -> Metrics:
    """The metrics that the conditions of a year can look at."""
    return metrics_of_months({grade.id: grade.label for grade in form.grades})


def metrics_of_months(grades: Mapping[str, str]) -> Metrics:
    """The same for months with these grades (id → label)."""
    labels = Domain(most=MONTHS, labels=grades)
    months = Domain(most=MONTHS)
    return {
        MONTHS_GRADED: Metric(MONTHS_GRADED, "số tháng xếp loại", MetricKind.TALLY, "tháng", labels),
        MONTHS_EXPECTED: Metric(MONTHS_EXPECTED, "số tháng phải sinh hoạt", MetricKind.COUNT, "tháng", months),
        MONTHS_HELD: Metric(MONTHS_HELD, "số tháng có sinh hoạt", MetricKind.COUNT, "tháng", months),
        MONTHS_MISSING: Metric(MONTHS_MISSING, "số tháng không sinh hoạt", MetricKind.COUNT, "tháng", months),
    }


def roll_up_headline(form: Form, rule: RollUpRule, year: YearOfMonths, found: RollUp) -> str:
    """The grade with its months, or why there is none."""
    metrics = year_metrics(form)
    if found.grade is None:
        return f"{_why_not(rule, judged_year(form, rule, year), found, metrics)}."
    return f"Cả năm xếp loại {found.grade.label}: {_counted(found, metrics)}."


def roll_up_remarks(form: Form, rule: RollUpRule, year: YearOfMonths, found: RollUp) -> tuple[str, ...]:
    """What was special about the year, then what the next better grade would want."""
    judged = judged_year(form, rule, year)
    return (*_remarks(form, rule, year), *_better(rule, judged, found, year_metrics(form)))


_WHY_NOT = {
    NoRollUp.PENDING: "Chưa xếp loại năm: {months} chưa có kết quả xếp loại",
    NoRollUp.NOTHING_EXPECTED: "Không xếp loại năm: không tháng nào phải sinh hoạt",
    NoRollUp.FOUNDED_MID_YEAR: "Không xếp loại năm: đơn vị không hoạt động đủ 12 tháng ({months} không xét)",
    NoRollUp.UNKNOWN_GRADE: "Không xếp loại năm được: {months} xếp loại theo mức mà bộ tiêu chí này không có",
    NoRollUp.MISSING_MONTH: "Không xếp loại năm: {months} không sinh hoạt",
    NoRollUp.TOO_FEW_MONTHS: "Không xếp loại năm: mới có {count} tháng được xếp loại, ít nhất phải có {fewest}",
    NoRollUp.NO_DATA: "Chưa xếp loại năm: chưa có số liệu về {unknown}",
    NoRollUp.NO_MATCH: "Không xếp loại năm được: không mức nào khớp với kết quả của các tháng ({counted})",
}


def _why_not(rule: RollUpRule, year: YearOfMonths, found: RollUp, metrics: Metrics) -> str:
    return _WHY_NOT[found.no_grade or NoRollUp.NO_MATCH].format(
        months=_months(found.concerned),
        count=len(found.concerned),
        fewest=rule.fewest_months,
        unknown=_unknown(rule, year, found, metrics),
        counted=_counted(found, metrics),
    )


def _counted(found: RollUp, metrics: Metrics) -> str:
    """``8 tháng Tốt, 4 tháng Khá``, the best grade first."""
    tally, metric = found.facts[MONTHS_GRADED], metrics[MONTHS_GRADED]
    counts = tally if isinstance(tally, Mapping) else {}
    grades = dict.fromkeys((*metric.domain.labels, *counts))
    said = (f"{counts[grade]} tháng {grade_label(grade, metric)}" for grade in grades if counts.get(grade))
    return ", ".join(said) or "không tháng nào được tính"


def _unknown(rule: RollUpRule, year: YearOfMonths, found: RollUp, metrics: Metrics) -> str:
    conditions = (grade.when for grade in year_grades(rule, len(year.expected)) if grade.when is not None)
    missing = next((outcome.missing for when in conditions if (outcome := evaluated(when, found.facts)).missing), ())
    return missing_in_words(missing, metrics)


def _remarks(form: Form, rule: RollUpRule, year: YearOfMonths) -> Iterator[str]:
    gone, foreign = year.numbers(MonthState.NOT_EXPECTED), foreign_months(form, rule, year)
    expected = judged_year(form, rule, year).expected
    if gone and year.expected:
        yield f"{_when_there(gone, year.expected)}."
    if foreign and rule.other_sets == "left_out":
        yield f"{_beginning(_months(foreign))} đã xếp loại theo bộ tiêu chí khác, không tính."
    if 0 < len(expected) < MONTHS and rule.founded_mid_year == "scaled":
        yield f"Số tháng yêu cầu được giảm theo tỷ lệ {len(expected)}/{MONTHS}."
    if missing := year.numbers(MonthState.NO_MEETING):
        label = next((grade.label for grade in form.grades if grade.id == rule.counts_as), "")
        treated = f"tính là {label}" if label else _LEFT_OUT[rule.missing_month]
        yield f"{_beginning(_months(missing))} không sinh hoạt, {treated}."


def _when_there(gone: tuple[int, ...], expected: tuple[int, ...]) -> str:
    is_one_stretch = expected == tuple(range(expected[0], expected[-1] + 1))
    if is_one_stretch and expected[-1] == MONTHS:
        return f"Đơn vị thành lập trong năm, chỉ xét từ tháng {expected[0]}"
    if is_one_stretch and expected[0] == 1:
        return f"Đơn vị thôi hoạt động trong năm, chỉ xét đến tháng {expected[-1]}"
    return f"Không xét {_months(gone)}, khi đơn vị không hoạt động"


def _better(rule: RollUpRule, year: YearOfMonths, found: RollUp, metrics: Metrics) -> Iterator[str]:
    if found.grade is None or not found.grade.rank:
        return
    better = year_grades(rule, len(year.expected))[found.grade.rank - 1]
    if better.when is not None:
        # The months are named in front of every grade, so their number needs no unit behind it.
        months = {**metrics, MONTHS_GRADED: replace(metrics[MONTHS_GRADED], name="số tháng", unit_word="")}
        yield f"Muốn được xếp loại {better.label} thì {in_words(better.when, months)}."


def _months(numbers: tuple[int, ...]) -> str:
    """``các tháng 1–9``, ``tháng 5``, ``tháng 11 và tháng 12``: three or more in a row are said as a stretch."""
    # Months in a row have the same distance to their place in the list.
    rows = (
        [number for _, number in row] for _, row in groupby(enumerate(numbers), lambda placed: placed[1] - placed[0])
    )
    return listing(said for row in rows for said in _stretch(row))


def _stretch(row: list[int]) -> tuple[str, ...]:
    if len(row) >= FEWEST_IN_A_STRETCH:
        return (f"các tháng {row[0]}–{row[-1]}",)
    return tuple(f"tháng {number}" for number in row)


def _beginning(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"

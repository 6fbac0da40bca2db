"""Facts in Vietnamese: ``tỷ lệ dự họp 75 % (9/12)``."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from services.scoring.facts import HUNDRED, Facts, FactValue, Share
from services.scoring.metric import NO_METRICS, Metric, MetricKind, Metrics
from services.vietnamese import listing, number

MOST_PLACES = 6


def choice(words: Iterable[str]) -> str:
    """``A, B hoặc C``."""
    *others, last = words
    return f"{', '.join(others)} hoặc {last}" if others else last


def metric_name(metric_id: str, metrics: Metrics = NO_METRICS) -> str:
    """What a metric is called in a sentence; an unknown one is called by its id."""
    known = metrics.get(metric_id)
    return known.name if known else f"“{metric_id}”"


def missing_in_words(metric_ids: Iterable[str], metrics: Metrics = NO_METRICS) -> str:
    """What there are no data on, to stand behind ``chưa có số liệu về``: ``tỷ lệ dự họp và việc có chi ủy hay không``."""
    return listing(_subject(metric_id, metrics) for metric_id in metric_ids)


def _subject(metric_id: str, metrics: Metrics) -> str:
    name, metric = metric_name(metric_id, metrics), metrics.get(metric_id)
    return f"việc {name} hay không" if metric and metric.kind is MetricKind.FLAG else name


def grade_label(grade: str, metric: Metric | None) -> str:
    """What a grade of a metric is called."""
    return metric.domain.labels.get(grade, grade) if metric else grade


def exact_number(value: Decimal | Fraction | int) -> str:
    """The number with all its places, ``3.275`` and ``4,75``; one without end is rounded at the sixth."""
    exact = Fraction(value)
    places = next((places for places in range(MOST_PLACES) if (exact * 10**places).denominator == 1), MOST_PLACES)
    return number(exact, places)


def percent_words(share: Fraction) -> str:
    """``75 %``, ``18,75 %``, ``15,8 %``: exact in two places, else rounded to one.

    A share is never rounded to a whole number that it is not: what just misses 90 % does not read as 90 %.
    """
    percent = share * HUNDRED
    if (percent * HUNDRED).denominator == 1:
        return f"{exact_number(percent)} %"
    rounded = (number(percent, places) for places in range(1, MOST_PLACES))
    shown = next((text for text in rounded if text.strip("-").partition(",")[2].strip("0")), number(percent, 1))
    return f"{shown} %"


def fact_value_in_words(value: FactValue, metric: Metric | None = None) -> str:
    """The value alone: ``75 % (9/12)``, ``95 phút``, ``có``, ``8 Tốt và 4 Khá``, ``chưa có số liệu``."""
    match value:
        case None:
            said = "chưa có số liệu"
        case bool():
            said = "có" if value else "không"
        case str():
            said = grade_label(value, metric)
        case Share():
            said = f"{percent_words(value.fraction)} ({value.part}/{value.whole})"
        case Fraction():
            said = percent_words(value)
        case int() | Decimal():
            said = f"{exact_number(value)}{unit_of(metric)}"
        case _:
            counted = (f"{count} {grade_label(grade, metric)}" for grade, count in value.items() if count)
            said = listing(counted) or "0"
    return said


def unit_of(metric: Metric | None) -> str:
    """What is measured, with the space before it; empty where there is nothing to say."""
    return f" {metric.unit_word}" if metric and metric.unit_word else ""


def fact_in_words(metric_id: str, value: FactValue, metrics: Metrics = NO_METRICS) -> str:
    """The value with its name: ``tỷ lệ dự họp 75 % (9/12)``, ``không có chi ủy``, ``xếp loại năm trước: Tốt``."""
    name, metric = metric_name(metric_id, metrics), metrics.get(metric_id)
    if isinstance(value, bool):
        return name if value else f"không {name}"
    said = fact_value_in_words(value, metric)
    return f"{name}: {said}" if value is None or isinstance(value, str | Mapping) else f"{name} {said}"


def facts_in_words(facts: Facts, metrics: Metrics = NO_METRICS) -> str:
    """Several facts, each with its name."""
    return "; ".join(fact_in_words(metric_id, value, metrics) for metric_id, value in facts.items())

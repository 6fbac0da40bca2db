"""Conditions in Vietnamese, to stand inside sentences: ``tỷ lệ dự họp từ 90 % trở lên hoặc không có chi ủy``."""

from decimal import Decimal

from services.scoring.fact_words import choice, exact_number, grade_label, metric_name, unit_of
from services.scoring.facts import NO_FACTS, Facts
from services.scoring.metric import NO_METRICS, Metric, MetricKind, Metrics
from services.scoring.metric_conditions import AllOf, AnyOf, Compared, Condition, Flagged, Not, OneOf
from services.scoring.thresholds import BySize, SizeStep

_RANGES: dict[tuple[str, ...], str] = {
    ("gt", "lt"): "trên {} và dưới {}",
    ("gt", "lte"): "trên {} đến {}",
    ("gte", "lt"): "từ {} đến dưới {}",
    ("gte", "lte"): "từ {} đến {}",
}
_BOUNDS = {"gt": "trên {}", "gte": "từ {} trở lên", "lt": "dưới {}", "lte": "không quá {}", "eq": "bằng {}"}


def in_words(condition: Condition, metrics: Metrics = NO_METRICS, facts: Facts = NO_FACTS) -> str:
    """The condition as a part of a sentence.

    A threshold that depends on a size is said for the size in ``facts``, and for all sizes where that is unknown.
    """
    match condition:
        case AnyOf():
            return " hoặc ".join(_inner(part, metrics, facts) for part in condition.conditions)
        case AllOf():
            return " và ".join(_inner(part, metrics, facts) for part in condition.conditions)
        case Not():
            return f"không phải trường hợp {_inner(condition.condition, metrics, facts)}"
        case Flagged():
            name = metric_name(condition.metric, metrics)
            return name if condition.is_ else f"không {name}"
        case OneOf():
            metric = metrics.get(condition.metric)
            grades = choice(grade_label(grade, metric) for grade in condition.one_of)
            return f"{metric_name(condition.metric, metrics)} là {grades}"
        case Compared():
            return f"{_counted(condition, metrics)} {_bounds(condition, metrics, facts)}"


def _inner(part: Condition, metrics: Metrics, facts: Facts) -> str:
    said = in_words(part, metrics, facts)
    return f"({said})" if isinstance(part, AnyOf | AllOf) and len(part.conditions) > 1 else said


def _counted(condition: Compared, metrics: Metrics) -> str:
    name = metric_name(condition.metric, metrics)
    if not condition.of:
        return name
    return f"{name} {choice(grade_label(grade, metrics.get(condition.metric)) for grade in condition.of)}"


def _bounds(condition: Compared, metrics: Metrics, facts: Facts) -> str:
    metric = metrics.get(condition.metric)
    known = [(name, _at_hand(threshold, facts)) for name, threshold in condition.bounds]
    fixed = {name: _shown(threshold, metric) for name, threshold in known if isinstance(threshold, Decimal)}
    if len(known) == len(fixed) and (words := _RANGES.get(tuple(fixed))):
        return words.format(*fixed.values())
    return " và ".join(
        _BOUNDS[name].format(_shown(threshold, metric))
        if isinstance(threshold, Decimal)
        else _by_size(name, threshold, metric, metrics)
        for name, threshold in known
    )


def _at_hand(threshold: Decimal | BySize, facts: Facts) -> Decimal | BySize:
    if isinstance(threshold, Decimal):
        return threshold
    step = threshold.step(facts)
    return threshold if step is None else step.value


def _by_size(name: str, threshold: BySize, metric: Metric | None, metrics: Metrics) -> str:
    """``từ 90 phút trở lên (khi số đảng viên dưới 30) hoặc từ 120 phút trở lên (khi số đảng viên từ 30 trở lên)``."""
    size, said = metric_name(threshold.by, metrics), []
    for place, step in enumerate(threshold.steps):
        above = threshold.steps[place - 1].below if place else None
        said.append(f"{_BOUNDS[name].format(_shown(step.value, metric))} (khi {size} {_size(step, above)})")
    return choice(said)


def _size(step: SizeStep, above: Decimal | None) -> str:
    if step.below is None:
        return f"từ {exact_number(above or 0)} trở lên"
    return (
        f"dưới {exact_number(step.below)}"
        if above is None
        else f"từ {exact_number(above)} đến dưới {exact_number(step.below)}"
    )


def _shown(bound: Decimal, metric: Metric | None) -> str:
    if metric and metric.kind is MetricKind.SHARE:
        return f"{exact_number(bound)} %"
    return f"{exact_number(bound)}{unit_of(metric)}"

"""The figures that a draft's conditions may look at, and a condition in words as far as it has been typed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from models import SubjectKind
from services import scoring
from services.criteria.addresses import Data, rows
from services.criteria.examining import ABOUT
from services.criteria.fields import Plain
from services.metrics import METRICS
from services.scoring import Condition, Metric, Metrics
from services.scoring.metric_conditions import When
from services.scoring.roll_up_words import metrics_of_months

BY_MONTH = frozenset({"months_graded", "cell_months_graded"})
"""Tallies whose grades are those of the sets for meetings, whatever they are."""


def offered(subject: SubjectKind | None, month_grades: Mapping[str, str]) -> Metrics:
    """The figures about such a subject; all of them where nobody knows whom the kind is about.

    Months are counted by the grades that sets for meetings give (id → label).
    """
    about = ABOUT[subject] if subject else None
    fitting = {name: metric for name, metric in METRICS.items() if about is None or metric.fits(about)}
    return {name: _with_grades(metric, month_grades) for name, metric in fitting.items()}


def _with_grades(metric: Metric, month_grades: Mapping[str, str]) -> Metric:
    if metric.id not in BY_MONTH:
        return metric
    return replace(metric, domain=replace(metric.domain, labels=month_grades))


def offered_for_year(data: Data) -> Metrics:
    """The figures of a year of months that were graded by the draft's grades."""
    grades = {row["id"]: str(row.get("label") or row["id"]) for row in rows(data, "grades")}
    return metrics_of_months(grades)


def condition_in_words(condition: Plain, metrics: Metrics) -> str:
    """The condition as a part of a sentence; empty while it is not one yet."""
    try:
        checked: Condition = _conditions().validate_python(condition)
    except ValidationError:
        return ""
    return scoring.in_words(checked, metrics)


@cache
def _conditions() -> TypeAdapter[Condition]:
    return TypeAdapter(When)

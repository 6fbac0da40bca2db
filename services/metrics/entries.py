"""How an entry of the catalogue is written: one line of facts for people, none for the machine but the kind."""

from dataclasses import dataclass, replace
from typing import Any

from services.scoring import Domain, Metric, MetricKind

MEETING, UNIT, MEMBER = "meeting", "unit", "member"
CELL, COMMITTEE = "cell", "committee"

HD_12 = "Hướng dẫn 12-HD/BTCTW ngày 06/7/2018"
HD_42 = "Hướng dẫn 42-HD/BTCTW ngày 28/10/2025"
QD_24 = "Quy định 24-QĐ/TW, Điều 8"
QD_366 = "Quy định 366-QĐ/TW ngày 30/8/2025"
NQ_21 = "Nghị quyết 21-NQ/TW ngày 16/6/2022"
CHARTER = "Điều lệ Đảng"
RECORD = "Biên bản sinh hoạt trên cổng"
ROSTER = "Danh sách đảng viên trên cổng"


@dataclass(frozen=True)
class Entry:
    """A metric with the sentence that says what it counts."""

    metric: Metric
    counts: str


def share(metric_id: str, name: str, counts: str, denominator: str, source: str, *about: str) -> Entry:
    """A share of 1."""
    return _entry(metric_id, name, MetricKind.SHARE, counts, source, about, denominator=denominator)


def count(metric_id: str, name: str, counts: str, source: str, *about: str, most: int | None = None) -> Entry:
    """A whole number."""
    return _entry(metric_id, name, MetricKind.COUNT, counts, source, about, domain=Domain(most=most))


def amount(  # noqa: PLR0913 - an entry has this many facts
    metric_id: str, name: str, unit_word: str, counts: str, source: str, *about: str, least: int = 0
) -> Entry:
    """A number of minutes or days."""
    domain = Domain(least=least)
    return _entry(metric_id, name, MetricKind.AMOUNT, counts, source, about, unit_word=unit_word, domain=domain)


def flag(metric_id: str, name: str, counts: str, source: str, *about: str) -> Entry:
    """Yes or no; the name can be negated by a “không” in front."""
    return _entry(metric_id, name, MetricKind.FLAG, counts, source, about)


def grade(metric_id: str, name: str, counts: str, source: str, labels: dict[str, str]) -> Entry:
    """The id of a grade of a unit."""
    return _entry(metric_id, name, MetricKind.GRADE, counts, source, (UNIT,), domain=Domain(labels=labels))


def tally(  # noqa: PLR0913 - an entry has this many facts
    metric_id: str,
    name: str,
    counts: str,
    source: str,
    *,
    labels: dict[str, str] | None = None,
    most: int | None = None,
) -> Entry:
    """How many of each grade, about a unit; without labels a set may call its grades as it likes."""
    domain = Domain(most=most, labels=labels or {})
    return _entry(metric_id, name, MetricKind.TALLY, counts, source, (UNIT,), domain=domain)


def only(kind: str, entry: Entry) -> Entry:
    """A metric that only cells, or only committees, have."""
    return replace(entry, metric=replace(entry.metric, only=frozenset({kind})))


def without_data(entry: Entry) -> Entry:
    """A metric that forms ask for and of which the portal keeps nothing yet."""
    return replace(entry, metric=replace(entry.metric, has_data=False))


def _entry(  # noqa: PLR0913, PLR0917 - an entry has this many facts
    metric_id: str, name: str, kind: MetricKind, counts: str, source: str, about: tuple[str, ...], **more: Any
) -> Entry:
    return Entry(Metric(metric_id, name, kind, source=source, about=frozenset(about), **more), counts)

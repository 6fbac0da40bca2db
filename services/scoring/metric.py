"""What a metric is: its name, its kind and how it is worked out. The figures themselves are computed elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

MEETING, UNIT, MEMBER = "meeting", "unit", "member"
"""Whom a metric can be about."""
CELL, COMMITTEE = "cell", "committee"
"""The kinds of unit."""


class MetricKind(StrEnum):
    """What the values of a metric are, and so which conditions fit it."""

    SHARE = "share"
    """A share of 1 (``Share`` or ``Fraction``); bounds are written in percent."""
    COUNT = "count"
    """A whole number from 0."""
    AMOUNT = "amount"
    """A number (``int`` or ``Decimal``) of a unit such as minutes or days."""
    FLAG = "flag"
    """Yes or no."""
    GRADE = "grade"
    """The id of a grade."""
    TALLY = "tally"
    """How many of each grade: grade id → count."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that a metric can have, as far as they are known."""

    least: int = 0
    most: int | None = None
    """For counts and amounts; for a tally the sum of all grades, e.g. 12 months."""
    places: int = 0
    """Decimal places of an amount."""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    """For grades and tallies: grade id → what it is called. Empty: any id."""


ANY = Domain()


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric, as forms and people know it.

    ``name`` stands in the middle of a sentence: ``tỷ lệ dự họp``, ``số đảng viên vắng không lý do``. The name of a
    flag can be negated by a ``không`` in front: ``có chi ủy``, ``họp đúng ngày``. The name of a tally takes the
    grades behind it: ``số tháng xếp loại`` (Tốt hoặc Khá).
    """

    id: str
    name: str
    kind: MetricKind
    unit_word: str = ""
    """What is counted or measured, ``phút``; empty where the name says it."""
    domain: Domain = ANY
    denominator: str = ""
    """The rule of the denominator as a sentence; empty for what is no share."""
    source: str = ""
    """The document that it comes from."""
    has_data: bool = True
    """False: the portal keeps no data for it yet, so it never has a value."""
    about: frozenset[str] = frozenset({UNIT})
    """Of ``meeting``, ``unit`` and ``member``."""
    only: frozenset[str] = frozenset()
    """Of ``cell`` and ``committee``: the kind of unit that has it; empty: every unit."""

    def fits(self, subject: str) -> bool:
        """Whether it says something about the subject: one of ``about``, or a kind of unit."""
        if subject not in {CELL, COMMITTEE}:
            return subject in self.about
        return UNIT in self.about and (not self.only or subject in self.only)


Metrics = Mapping[str, Metric]
"""The catalogue by metric id."""
NO_METRICS: Metrics = MappingProxyType({})

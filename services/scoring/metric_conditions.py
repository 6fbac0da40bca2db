"""Conditions on metrics as a criteria set writes them: ``{metric: attendance_rate, gte: 90}`` and their combinations.

They are three-valued (Kleene): without data a condition is neither met nor unmet, unless the rest decides it anyway.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from services.scoring.facts import Facts, Ratio, quantity
from services.scoring.faults import Fault, InvalidForm
from services.scoring.kleene import every, opposite, some
from services.scoring.shapes import AsRows, Shape, Slug
from services.scoring.thresholds import BySize, Threshold, difference

DEEPEST = 5
_MEETS = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le, "eq": operator.eq}
COMPARISONS = tuple(_MEETS)
Grades = Annotated[tuple[Slug, ...], Field(min_length=1, max_length=30), AsRows]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What a condition came to: ``holds`` is None where a metric that matters has no data."""

    holds: bool | None
    looked_at: tuple[str, ...]
    """Every metric that the condition is about."""
    missing: tuple[str, ...] = ()
    """The metrics without data that left it open."""


class Compared(Shape):
    """A number within bounds, all of which must hold; of a tally the sum of the grades ``of``.

    The bounds of a share are in percent.
    """

    metric: Slug
    of: Annotated[tuple[Slug, ...], Field(max_length=30), AsRows] = ()
    gt: Threshold | None = None
    gte: Threshold | None = None
    lt: Threshold | None = None
    lte: Threshold | None = None
    eq: Threshold | None = None

    @model_validator(mode="after")
    def _bounds_make_sense(self) -> Self:
        names = {name for name, _ in self.bounds}
        if not names:
            raise InvalidForm((Fault("", "thiếu ngưỡng; ghi ít nhất một trong: gt, gte, lt, lte, eq."),))
        for pair in ({"gt", "gte"}, {"lt", "lte"}):
            if pair <= names:
                raise InvalidForm((Fault(min(pair), f"chỉ ghi một trong hai: {', '.join(sorted(pair))}."),))
        if "eq" in names and len(names) > 1:
            raise InvalidForm((Fault("eq", "đã có eq thì không ghi thêm ngưỡng nào khác."),))
        return self

    @cached_property
    def bounds(self) -> tuple[tuple[str, Decimal | BySize], ...]:
        """Comparison and threshold of every bound that is written."""
        written = ((name, getattr(self, name)) for name in _MEETS)
        return tuple((name, threshold) for name, threshold in written if threshold is not None)

    @cached_property
    def checks(self) -> tuple[tuple[Callable[[int, int], bool], Ratio | BySize], ...]:
        """The bounds as ``holds`` compares with them."""
        return tuple(
            (_MEETS[name], threshold if isinstance(threshold, BySize) else threshold.as_integer_ratio())
            for name, threshold in self.bounds
        )

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that it is about."""
        sizes = (threshold.by for _, threshold in self.bounds if isinstance(threshold, BySize))
        return tuple(dict.fromkeys((self.metric, *sizes)))

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is met; None without data."""
        value = quantity(facts.get(self.metric), self.of)
        if value is None:
            return None
        is_known = True
        for meets, threshold in self.checks:
            bound = threshold.bound(facts) if isinstance(threshold, BySize) else threshold
            if bound is None:
                is_known = False
            elif not meets(difference(value, bound), 0):
                return False
        return True if is_known else None


class OneOf(Shape):
    """A grade that is one of these."""

    metric: Slug
    one_of: Grades

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that it is about."""
        return (self.metric,)

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is met; None without data."""
        value = facts.get(self.metric)
        return value in self.one_of if isinstance(value, str) else None


class Flagged(Shape):
    """A flag that is set, or is not."""

    metric: Slug
    is_: bool = Field(alias="is")

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that it is about."""
        return (self.metric,)

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is met; None without data."""
        value = facts.get(self.metric)
        return value is self.is_ if isinstance(value, bool) else None


class _Several(Shape):
    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that it is made of."""
        raise NotImplementedError

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that it is about."""
        return tuple(dict.fromkeys(metric for part in self.parts for metric in part.metrics))


class AnyOf(_Several):
    """At least one of these."""

    conditions: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=20), AsRows] = Field(alias="any")

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that it is made of."""
        return self.conditions

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is met; None where missing data leave it open."""
        return some(part.holds(facts) for part in self.conditions)


class AllOf(_Several):
    """All of these."""

    conditions: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=20), AsRows] = Field(alias="all")

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that it is made of."""
        return self.conditions

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is met; None where missing data leave it open."""
        return every(part.holds(facts) for part in self.conditions)


class Not(_Several):
    """The opposite of this."""

    condition: Condition = Field(alias="not")

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that it is made of."""
        return (self.condition,)

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is met; None without data."""
        return opposite(self.condition.holds(facts))


_KINDS: dict[str, type[Shape]] = {"any": AnyOf, "all": AllOf, "not": Not, "one_of": OneOf, "is": Flagged}


def _condition_kind(value: object) -> str:
    for name, shape in _KINDS.items():
        if isinstance(value, shape) or (isinstance(value, Mapping) and name in value):
            return f"={name}"
    return "=compared"


Leaf = Compared | OneOf | Flagged
Condition = Annotated[
    Annotated[Compared, Tag("=compared")]
    | Annotated[OneOf, Tag("=one_of")]
    | Annotated[Flagged, Tag("=is")]
    | Annotated[AnyOf, Tag("=any")]
    | Annotated[AllOf, Tag("=all")]
    | Annotated[Not, Tag("=not")],
    Discriminator(_condition_kind),
]

for _shape in (AnyOf, AllOf, Not):
    _shape.model_rebuild()


def _checked_depth(condition: Condition) -> Condition:
    if _depth(condition) > DEEPEST:
        raise ValueError(f"điều kiện lồng nhau quá {DEEPEST} bậc.")
    return condition


When = Annotated[Condition, AfterValidator(_checked_depth)]
"""A condition where a form holds one: nested at most five deep."""


def evaluated(condition: Condition, facts: Facts) -> Evaluated:
    """Whether the condition is met by the facts, which metrics it looked at, and which it misses."""
    holds = condition.holds(facts)
    missing = () if holds is not None else tuple(dict.fromkeys(_open_metrics(condition, facts)))
    return Evaluated(holds, condition.metrics, missing)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The conditions on single metrics that it is made of."""
    if isinstance(condition, _Several):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition


def _open_metrics(condition: Condition, facts: Facts) -> Iterator[str]:
    if condition.holds(facts) is not None:
        return
    if isinstance(condition, _Several):
        for part in condition.parts:
            yield from _open_metrics(part, facts)
    else:
        # A value of another kind than the condition wants is as good as none.
        yield from [metric for metric in condition.metrics if facts.get(metric) is None] or [condition.metric]


def _depth(condition: Condition) -> int:
    return 1 + max(map(_depth, condition.parts), default=0) if isinstance(condition, _Several) else 1

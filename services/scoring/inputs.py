"""Which metrics an item looks at."""

from services.scoring.computed import Counts
from services.scoring.items import (
    BonusItem,
    DeductionItem,
    Item,
    KnockOutItem,
    LevelsItem,
    PassFailItem,
    PointsItem,
    YesNoItem,
)
from services.scoring.metric_conditions import Condition


def metrics_of(item: Item) -> tuple[str, ...]:
    """Every metric that the item looks at; none: the item is for people alone."""
    condition = applies_when(item)
    applying = () if condition is None else condition.metrics
    return tuple(dict.fromkeys((*applying, *metrics_of_value(item))))


def metrics_of_value(item: Item) -> tuple[str, ...]:
    """The metrics that propose the item's answer."""
    if isinstance(item, PointsItem):
        return (item.share_of.metric,) if item.share_of else ()
    counts = counts_of(item)
    if counts is not None:
        return (counts.metric,)
    return tuple(metric for condition in conditions_of(item) for metric in condition.metrics)


def conditions_of(item: Item) -> tuple[Condition, ...]:
    """The conditions that propose the item's answer."""
    if isinstance(item, LevelsItem):
        return tuple(level.when for level in item.levels if level.when is not None)
    when = item.when if isinstance(item, YesNoItem | PassFailItem | KnockOutItem) else None
    return () if when is None else (when,)


def applies_when(item: Item) -> Condition | None:
    """The condition under which the item exists."""
    return None if isinstance(item, KnockOutItem) else item.applies_when


def counts_of(item: Item) -> Counts | None:
    """The metric that the item's occurrences are counted by."""
    return item.counts if isinstance(item, DeductionItem | BonusItem) else None

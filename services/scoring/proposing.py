"""From facts to proposed answers: exact, and none at all where a figure is missing or no level matches."""

from decimal import localcontext
from fractions import Fraction

from services.scoring.answers import Value
from services.scoring.choices import chosen
from services.scoring.computed import Counts, ShareOf, rounded_down
from services.scoring.facts import Facts
from services.scoring.form import Form
from services.scoring.gates import FactsHold
from services.scoring.inputs import applies_when
from services.scoring.items import (
    MOST_OCCURRENCES,
    BonusItem,
    DeductionItem,
    Item,
    KnockOutItem,
    LevelsItem,
    PassFailItem,
    PointsItem,
    YesNoItem,
)
from services.scoring.metric_conditions import Condition, evaluated
from services.scoring.numbers import EXACT
from services.scoring.proposal import Obstacle, Proposal

Found = tuple[Value, Obstacle | None, tuple[str, ...]]
"""A value, or why there is none and what is missing."""


def proposals(form: Form, facts: Facts) -> dict[str, Proposal]:
    """What the facts propose for every item that has something computed, by item id."""
    with localcontext(EXACT):
        return {name: _proposal(form.items[name], looked_at, facts) for name, looked_at in form.computed.items()}


def metrics_used(form: Form) -> frozenset[str]:
    """Every metric that the facts of this form should have: those of its items and of the gates of its grades."""
    gates = (gate for grade in form.grades for gate in grade.requires if isinstance(gate, FactsHold))
    of_gates = (metric for gate in gates for metric in gate.when.metrics)
    return frozenset((*(metric for metrics in form.computed.values() for metric in metrics), *of_gates))


def _proposal(item: Item, looked_at: tuple[str, ...], facts: Facts) -> Proposal:
    condition = applies_when(item)
    found = None if condition is None else evaluated(condition, facts)
    if found and found.holds is not True:
        # Where the item does not exist, or may not, its answer is not looked at.
        seen = {metric: facts.get(metric) for metric in found.looked_at}
        return Proposal(None, found.holds, seen, Obstacle.NO_DATA if found.holds is None else None, found.missing)
    value, obstacle, missing = _value(item, facts)
    seen = {metric: facts.get(metric) for metric in looked_at}
    return Proposal(value, found.holds if found else None, seen, obstacle, missing)


def _value(item: Item, facts: Facts) -> Found:
    match item:
        case LevelsItem() if item.is_computed:
            return _level(item, facts)
        case PointsItem(share_of=ShareOf() as share):
            points = share.points(facts, item.max_points, item.step)
            return points, Obstacle.NO_DATA if points is None else None, () if points is not None else (share.metric,)
        case DeductionItem(counts=Counts() as counts) | BonusItem(counts=Counts() as counts):
            return _occurrences(item, counts, facts)
        case YesNoItem() | PassFailItem() | KnockOutItem() if item.when is not None:
            return _met(item.when, facts)
        case _:
            return None, Obstacle.BY_HAND, ()


def _level(item: LevelsItem, facts: Facts) -> Found:
    found = chosen(item.levels, facts)
    if found.place is not None:
        return item.levels[found.place].id, None, ()
    return None, Obstacle.NO_DATA if found.missing else Obstacle.UNMATCHED, found.missing


def _met(condition: Condition, facts: Facts) -> Found:
    found = evaluated(condition, facts)
    return found.holds, Obstacle.NO_DATA if found.holds is None else None, found.missing


def _occurrences(item: DeductionItem | BonusItem, counts: Counts, facts: Facts) -> Found:
    times = counts.occurrences(facts)
    if times is None:
        return None, Obstacle.NO_DATA, (counts.metric,)
    if times > MOST_OCCURRENCES:
        return None, Obstacle.OUT_OF_RANGE, ()
    if isinstance(item, DeductionItem):
        return times, None, ()
    earned = min(item.max_points, (item.per_occurrence or item.max_points) * times)
    return rounded_down(Fraction(earned), item.step), None, ()

"""The facts on which conditions are tried out: every value around a bound that metrics can really have.

Between two bounds nothing changes, so what holds for the values around them holds for all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, product
from math import ceil, floor, prod

from services.scoring.facts import HUNDRED, Facts, FactValue, Share
from services.scoring.metric import Domain, Metric, MetricKind, Metrics
from services.scoring.metric_conditions import Compared, Condition, Flagged, OneOf, leaves
from services.scoring.thresholds import BySize

LARGEST_CELL = 60
"""Shares of up to so many members lie around every bound."""
LARGEST_UNIT = 200
"""Shares at a bound or half-way between two are tried where a unit of at most so many members can have them."""
MOST_SAMPLES = 20_000
MOST_IN_FULL = 12
"""Tallies of up to so many, the months of a year, are tried in all their ways."""
OTHER = "khac"
"""A grade that no condition names."""


@dataclass
class _Uses:
    """What conditions say of one metric."""

    bounds: set[Decimal] = field(default_factory=set)
    grades: set[str] = field(default_factory=set)
    groups: set[tuple[str, ...]] = field(default_factory=set)


def samples(conditions: Iterable[Condition], metrics: Metrics) -> list[Facts] | None:
    """The facts to try the conditions on, telling ones first; None where there are too many."""
    uses = _uses(conditions)
    values = [_values(metrics[metric], use) for metric, use in uses.items()]
    if prod(len(choices) for choices in values) > MOST_SAMPLES:
        return None
    return [dict(zip(uses, chosen, strict=True)) for chosen in product(*values)]


def _uses(conditions: Iterable[Condition]) -> dict[str, _Uses]:
    uses: dict[str, _Uses] = defaultdict(_Uses)
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        match leaf:
            case OneOf():
                uses[leaf.metric].grades.update(leaf.one_of)
            case Flagged():
                uses[leaf.metric]
            case Compared():
                _add_bounds(uses, leaf)
    return uses


def _add_bounds(uses: dict[str, _Uses], leaf: Compared) -> None:
    use = uses[leaf.metric]
    use.groups.add(leaf.of)
    for _, threshold in leaf.bounds:
        if isinstance(threshold, BySize):
            use.bounds.update(step.value for step in threshold.steps)
            uses[threshold.by].bounds.update(step.below for step in threshold.steps if step.below is not None)
        else:
            use.bounds.add(threshold)


def _values(metric: Metric, use: _Uses) -> Sequence[FactValue]:
    match metric.kind:
        case MetricKind.FLAG:
            return (True, False)
        case MetricKind.GRADE:
            return tuple(metric.domain.labels) or (*sorted(use.grades), OTHER)
        case MetricKind.SHARE:
            return shares(use.bounds)
        case MetricKind.TALLY:
            return list(_tallies(metric.domain, use))
        case _:
            return numbers(use.bounds, metric.domain)


def shares(percents: Iterable[Decimal]) -> tuple[Share, ...]:
    """Shares at the bounds, half-way between them and closest to them on either side, none and all."""
    bounds = sorted({Fraction(percent) / HUNDRED for percent in percents})
    inner = [bound for bound in bounds if 0 <= bound <= 1]
    ends = [Fraction(0), *inner, Fraction(1)]
    between = [found for low, high in pairwise(ends) for found in _between(low, high)]
    exact = [bound for bound in inner if bound.denominator <= LARGEST_UNIT]
    near = [share for bound in inner for share in _neighbours(bound)]
    found = dict.fromkeys((*exact, *between, Fraction(0), Fraction(1), *near))
    return tuple(Share(share.numerator, share.denominator) for share in found)


def _between(low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """One share strictly between, half-way if a unit can have it."""
    middle = (low + high) / 2
    if low < middle and middle.denominator <= LARGEST_UNIT:
        yield middle
        return
    inside = (Fraction(floor(low * heads) + 1, heads) for heads in range(1, LARGEST_UNIT + 1))
    yield from [share for share in inside if share < high][:1]


def _neighbours(bound: Fraction) -> Iterator[Fraction]:
    below = max(Fraction(ceil(bound * heads) - 1, heads) for heads in range(1, LARGEST_CELL + 1))
    above = min(Fraction(floor(bound * heads) + 1, heads) for heads in range(1, LARGEST_CELL + 1))
    yield from (share for share in (below, above) if 0 <= share <= 1)


def numbers(bounds: Iterable[Decimal], domain: Domain) -> tuple[int | Decimal, ...]:
    """Counts or amounts at the bounds, half-way between them and one step beside them, and the ends."""
    unit = Fraction(1, 10**domain.places)
    known = sorted({Fraction(bound) for bound in bounds})
    exact = [bound for bound in known if (bound / unit).denominator == 1]
    middles = [floor((low + high) / 2 / unit) * unit for low, high in pairwise(known)]
    beside = [side for bound in known for side in ((ceil(bound / unit) - 1) * unit, (floor(bound / unit) + 1) * unit)]
    ends = [Fraction(domain.least)] + ([Fraction(domain.most)] if domain.most is not None else [])
    found = dict.fromkeys((*exact, *middles, *ends, *beside))
    fitting = [value for value in found if value >= domain.least and (domain.most is None or value <= domain.most)]
    return tuple(_number(value) for value in fitting)


def _number(value: Fraction) -> int | Decimal:
    return value.numerator if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)


def _tallies(domain: Domain, use: _Uses) -> Iterator[dict[str, int]]:
    """Tallies of the grades that the conditions tell apart."""
    most = MOST_IN_FULL if domain.most is None else domain.most
    grades = _told_apart(domain, use)
    if most <= MOST_IN_FULL:
        for total in range(most, -1, -1):
            yield from tallies_of(total, grades)
        return
    near = sorted({0, *(int(value) for value in numbers(use.bounds, Domain(most=most)))})
    for counts in product(near, repeat=len(grades)):
        if sum(counts) <= most:
            yield dict(zip(grades, counts, strict=True))


def tallies_of(total: int, grades: Sequence[str]) -> Iterator[dict[str, int]]:
    """Every way to spread so many over the grades."""
    for chosen in combinations_with_replacement(grades, total):
        yield {grade: chosen.count(grade) for grade in grades}


def _told_apart(domain: Domain, use: _Uses) -> list[str]:
    """One grade for every set of grades that all conditions treat alike."""
    named = sorted({grade for group in use.groups for grade in group})
    grades = list(dict.fromkeys((*domain.labels, *named))) if domain.labels else [*named, OTHER]
    alike = {tuple(grade in group for group in sorted(use.groups)): grade for grade in reversed(grades)}
    return list(reversed(alike.values()))

"""What a figure is: a value worked out from facts, and the rows behind it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.scoring.facts import FactValue, Share
from services.tables import Column


@dataclass(frozen=True)
class Listing:
    """The rows behind a figure."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


Value = Callable[[Sources, Placed], FactValue]
Behind = Callable[[Sources, Placed], Listing]
Kept = TypeVar("Kept", bound=Value)


@dataclass(frozen=True)
class Figure:
    """How one metric is worked out for one kind of subject."""

    value: Value
    behind: Behind


class Figures(dict[str, Figure]):
    """The figures of one kind of subject, by metric id."""

    def add(self, behind: Behind) -> Callable[[Kept], Kept]:
        """Keep a function as the figure of the metric of its name; ``behind`` lists the rows that it counts."""

        def keep(value: Kept) -> Kept:
            self[value.__name__] = Figure(value, behind)
            return value

        return keep


def share(part: int, whole: int) -> Share | None:
    """A share with its parts; None where the denominator is 0."""
    return Share(part, whole) if whole else None


def listing(columns: Iterable[Column], rows: Iterable[tuple[object, ...]]) -> Listing:
    """The rows behind a figure."""
    return Listing(tuple(columns), tuple(rows))

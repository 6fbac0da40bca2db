"""What the parts of a draft add up to, as far as their points are numbers."""

from collections.abc import Iterable
from decimal import Decimal

from services.criteria.addresses import Data, rows
from services.criteria.fields import Plain
from services.scoring import format_points

COUNTED = frozenset({"points", "yes_no", "levels", "deduction"})
"""Ways of scoring whose points make up the maximum of a section."""


def counted_sum(section: Data) -> str:
    """The points of a section's items, bonus apart; empty where there are none, or where one is no number."""
    return _added(row.get("max_points") for row in rows(section, "items") if row.get("method") in COUNTED)


def whole_sum(data: Data) -> str:
    """The points of the sections; empty where there are none, or where one is no number."""
    return _added(row.get("max_points") for row in rows(data, "sections") if row.get("max_points") is not None)


def _added(points: Iterable[Plain]) -> str:
    known = list(points)
    if not known or not all(isinstance(number, int | Decimal) and not isinstance(number, bool) for number in known):
        return ""
    return format_points(sum((Decimal(number) for number in known), Decimal(0)))

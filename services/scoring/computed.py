"""Answers that are worked out from a metric: occurrences that are counted, a share of the points."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from services.scoring.facts import Facts, quantity, share_of_one
from services.scoring.numbers import format_plain
from services.scoring.shapes import AsRows, PositiveBound, Shape, Slug

ONE = Decimal(1)
HUNDREDTH = Decimal("0.01")


class Counts(Shape):
    """Occurrences that a metric gives: one for every so much of it, a beginning one counted unless rounded down."""

    metric: Slug
    of: Annotated[tuple[Slug, ...], Field(max_length=30), AsRows] = ()
    """Of a tally the sum of these grades."""
    every: PositiveBound = ONE
    rounding: Literal["up", "down"] = "up"

    def occurrences(self, facts: Facts) -> int | None:
        """How many; None without data, for a share and for what is below nothing."""
        value = facts.get(self.metric)
        found = None if share_of_one(value) is not None else quantity(value, self.of)
        if found is None or found[0] < 0:
            return None
        times = Fraction(*found) / Fraction(self.every)
        return -(-times.numerator // times.denominator) if self.rounding == "up" else int(times)


class ShareOf(Shape):
    """Points in proportion to a share."""

    metric: Slug

    def points(self, facts: Facts, maximum: Decimal, step: Decimal | None) -> Decimal | None:
        """The share of the maximum, rounded down to the step; None without data. More than all is all."""
        share = share_of_one(facts.get(self.metric))
        if share is None or share < 0:
            return None
        return rounded_down(min(share, Fraction(1)) * Fraction(maximum), step)


def rounded_down(points: Fraction, step: Decimal | None) -> Decimal:
    """The largest multiple of the step, or of a hundredth, that is not above the points."""
    unit = step or HUNDREDTH
    return Decimal(format_plain(unit * int(points / Fraction(unit))))

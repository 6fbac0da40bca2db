"""Conditions of a grade beside its points. Each says who is at fault; nobody means that it is met, or not known yet."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from services.scoring.metric_conditions import When, evaluated
from services.scoring.numbers import ZERO
from services.scoring.score import ItemScore, SectionScore, Tally
from services.scoring.shapes import AsRows, OptionalLine, Percent, Shape, Slug

Some = Annotated[tuple[Slug, ...], Field(min_length=1, max_length=500), AsRows]
AllOrSome = Annotated[tuple[Slug, ...], Field(max_length=500), AsRows]
"""Empty: all there are."""
HUNDRED = Decimal(100)


class _Gate(Shape):
    def missing(self, tally: Tally) -> tuple[str, ...]:
        """The metrics without data that leave it open; everything else is known once the form is complete."""
        return ()


class ItemsAtMaximum(_Gate):
    """These items must have their maximum (tiêu chí bắt buộc)."""

    gate: Literal["items_at_maximum"]
    items: Some

    def at_fault(self, tally: Tally) -> tuple[str, ...]:
        """The items below their maximum."""
        return tuple(item for item in self.items if tally.items[item].is_at_maximum is False)


class ItemsPassed(_Gate):
    """Pass/fail items must be passed: all of those named, or at least so many of them."""

    gate: Literal["items_passed"]
    items: AllOrSome = ()
    at_least: Annotated[int, Field(ge=1, le=500)] | None = None

    def at_fault(self, tally: Tally) -> tuple[str, ...]:
        """The items that failed; with ``at_least``, where too few passed, all that did not pass."""
        looked_at = _items(self.items, tally, "pass_fail")
        if self.at_least is None:
            return tuple(item.id for item in looked_at if item.is_passed is False)
        if sum(item.is_passed is True for item in looked_at) >= self.at_least:
            return ()
        return tuple(item.id for item in looked_at if item.is_passed is not True)


class SectionsAtLeast(_Gate):
    """Each of these sections must have this share of its maximum; one without a maximum is not looked at.

    Bonus points that come on top of a section do not help it here.
    """

    gate: Literal["sections_at_least"]
    sections: AllOrSome = ()
    percent: Percent

    def at_fault(self, tally: Tally) -> tuple[str, ...]:
        """The sections below their share."""
        looked_at = [tally.sections[section] for section in self.sections or tally.sections]
        return tuple(
            section.id
            for section in looked_at
            if section.max_points > ZERO and section.points_within < self.needed(section)
        )

    def needed(self, section: SectionScore) -> Decimal:
        """The points that the section must have."""
        return section.max_points * self.percent / HUNDRED


class NoKnockOut(_Gate):
    """None of these knock-outs may have happened."""

    gate: Literal["no_knock_out"]
    items: AllOrSome = ()

    def at_fault(self, tally: Tally) -> tuple[str, ...]:
        """The knock-outs that happened."""
        return tuple(item.id for item in _items(self.items, tally, "knock_out") if item.is_passed is False)


class FactsHold(_Gate):
    """A condition on metrics must be met: a look-up into other data of the unit or member."""

    gate: Literal["facts"]
    when: When
    text: OptionalLine = ""
    """The condition as the document words it."""

    def at_fault(self, tally: Tally) -> tuple[str, ...]:
        """The metrics that the condition is about, where it is not met."""
        return self.when.metrics if self.when.holds(tally.facts) is False else ()

    def missing(self, tally: Tally) -> tuple[str, ...]:
        """The metrics without data that leave it open."""
        return evaluated(self.when, tally.facts).missing


Gate = Annotated[ItemsAtMaximum | ItemsPassed | SectionsAtLeast | NoKnockOut | FactsHold, Field(discriminator="gate")]


def _items(named: tuple[str, ...], tally: Tally, method: str) -> list[ItemScore]:
    return [tally.items[item] for item in named] or [item for item in tally.items.values() if item.method == method]

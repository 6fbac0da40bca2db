"""The criteria set (bộ tiêu chí) as validated data. ``docs/criteria-format.md`` says it for people."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.meetings import MeetingKind
from models.units import CellType, UnitKind
from services.scoring.cap import Cap
from services.scoring.consistency import form_faults
from services.scoring.faults import InvalidForm
from services.scoring.gates import Gate
from services.scoring.inputs import metrics_of
from services.scoring.items import Item
from services.scoring.numbers import ZERO
from services.scoring.roll_up_rule import RollUpRule
from services.scoring.shapes import (
    AsRows,
    Code,
    Label,
    Line,
    OptionalLabel,
    OptionalLine,
    OptionalNumber,
    Paragraphs,
    Points,
    Shape,
    SignedPoints,
    Slug,
)


class AppliesTo(Shape):
    """Where the form is used; an empty list means everywhere."""

    unit_kinds: Annotated[tuple[Annotated[UnitKind, Field(strict=False)], ...], AsRows] = ()
    cell_types: Annotated[tuple[Annotated[CellType, Field(strict=False)], ...], AsRows] = ()
    meeting_types: Annotated[tuple[Annotated[MeetingKind, Field(strict=False)], ...], AsRows] = ()


class Section(Shape):
    """A group of items. ``good`` says which of the four goods it is, in a four-good form."""

    id: Slug
    number: OptionalNumber = ""
    title: Line
    good: Annotated[int, Field(ge=1, le=4)] | None = None
    max_points: Points = ZERO
    """As printed on the form. That the items add up to it is for the lint to say."""
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=200), AsRows]


class Grade(Shape):
    """A band of totals with its further conditions. No bound: open to that side."""

    id: Slug
    label: Label
    min: SignedPoints | None = None
    min_inclusive: bool = True
    max: SignedPoints | None = None
    max_inclusive: bool = False
    requires: Annotated[tuple[Gate, ...], Field(max_length=30), AsRows] = ()

    def is_reached(self, total: Decimal) -> bool:
        """Whether the total has the lower bound behind it."""
        return self.min is None or total > self.min or (self.min_inclusive and total == self.min)

    def holds(self, total: Decimal) -> bool:
        """Whether the total lies in the band."""
        return self.is_reached(total) and (
            self.max is None or total < self.max or (self.max_inclusive and total == self.max)
        )


class Rebase(Shape):
    """Points on a maximum that items have left are scaled up to the whole maximum, then rounded.

    The rounded total is the total: it is what the grades look at. It is never below the points before
    scaling, and penalties below nothing are not scaled.
    """

    places: Annotated[int, Field(ge=0, le=2)]
    rounding: Literal["half_up", "down"]


class Review(Shape):
    """What is asked of the superior's review."""

    difference: Points
    """A total that differs from the self score by more wants a reason."""


class Form(Shape):
    """One version of one criteria set. It never changes: a new version is a new form."""

    id: Code
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Line
    kind: Slug
    """``meeting_quality``, ``four_good_cell``, ``four_good_committee``, ``annual_cell``, ``annual_member`` or another."""
    issuer: OptionalLine = ""
    document_number: OptionalLabel = ""
    document_date: date | None = None
    legal_basis: Annotated[tuple[Line, ...], Field(max_length=50), AsRows] = ()
    valid_from: date
    valid_to: date | None = None
    """First day on which it no longer holds; None: still in force."""
    applies_to: AppliesTo = AppliesTo()
    scoring_mode: Literal["points", "pass_fail"]
    max_points: Points = ZERO
    """As printed on the form, bonus apart."""
    is_total_capped: bool = False
    """Whether bonus points can lift the total above ``max_points`` (no) or not (yes)."""
    rebase: Rebase | None = None
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=50), AsRows]
    grades: Annotated[tuple[Grade, ...], Field(min_length=1, max_length=20), AsRows]
    """Best first."""
    recognises: Annotated[tuple[Slug, ...], Field(max_length=20), AsRows] = ()
    """The grades that are worthy of recognition, in a four-good form; empty: the best one only."""
    self_check: Literal["monthly", "quarterly"] | None = None
    """How often units check themselves during the year; None: the form does not ask for it."""
    vote: Literal["required", "optional"] = "optional"
    """Whether the result is put to the vote before it is handed in."""
    review: Review | None = None
    roll_up: RollUpRule | None = None
    """How the grades of months give the grade of a year, in a form that grades months."""
    cap: Cap | None = None
    """How many units may have the best grade, in a form that grades years."""
    notes: Annotated[tuple[Paragraphs, ...], Field(max_length=50), AsRows] = ()
    """What the document leaves open, and how this set reads it."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if faults := form_faults(self):
            raise InvalidForm(faults)
        return self

    @property
    def recognised_grades(self) -> tuple[str, ...]:
        """The ids of the grades that are worthy of recognition."""
        return self.recognises or (self.grades[0].id,)

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every item by its id, in the order of the form."""
        return {item.id: item for section in self.sections for item in section.items}

    @cached_property
    def computed(self) -> dict[str, tuple[str, ...]]:
        """The items that figures can answer, each with the metrics that it looks at."""
        looked_at = {item_id: metrics_of(item) for item_id, item in self.items.items()}
        return {item_id: metrics for item_id, metrics in looked_at.items() if metrics}

    @cached_property
    def section_by_id(self) -> dict[str, Section]:
        """Every section by its id."""
        return {section.id: section for section in self.sections}

"""The lines of lists over many meetings: how far each record has come. Immutable, none of them a stored row."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from services import rates
from services.meetings.rows import MeetingRef
from services.rates import Roll


class RecordState(StrEnum):
    """How far an expected record has come: missing (nothing beyond its plan is written), or the state of what is there."""

    MISSING = "missing"
    RETURNED = "returned"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"

    @property
    def is_handed_in(self) -> bool:
        """Whether it is with the superior, or through."""
        return self in {RecordState.SUBMITTED, RecordState.APPROVED}


@dataclass(frozen=True)
class DueRow:
    """One cell's regular meeting of a month: expected, and how far it has come."""

    ref: MeetingRef
    unit_name: str
    commune_id: UUID | None
    commune_name: str
    state: RecordState
    held_on: date | None
    changed_at: datetime | None
    submitted_at: datetime | None
    due_on: date
    planned_on: date | None = None
    """The day it is planned for."""
    is_expected: bool = True
    """False: the cell may write it, but is exempt, or was not there when the period was opened."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.state.is_handed_in or not self.is_expected


@dataclass(frozen=True)
class BookRow:
    """One line of the meeting book.

    ``roll`` is None until the record is handed in, for a draft's figures still move, and for kinds that have no roll.
    """

    ref: MeetingRef
    unit_name: str
    commune_name: str
    state: RecordState
    held_on: date | None
    theme: str
    roll: Roll | None
    submitted_at: datetime | None
    is_combined: bool = False
    """A regular meeting that also treats the theme."""
    planned_on: date | None = None
    """The day it is planned for."""
    is_cancelled: bool = False
    """It was planned and called off: nothing of it counts, the month of a regular one is without a meeting."""
    cancelled_reason: str = ""
    due_on: date | None = None
    """The last day in time of a regular meeting's record."""

    @property
    def is_handed_in(self) -> bool:
        """Whether its figures are final."""
        return self.state.is_handed_in

    @property
    def attendance(self) -> Fraction | None:
        """Present over due, by the formula in force on the day."""
        if self.roll is None or self.held_on is None:
            return None
        rule = rates.rule_on(self.held_on)
        return rates.attendance(self.roll, rule.formula) if rule else rates.attendance(self.roll)

    @property
    def speaking(self) -> Fraction | None:
        """Speakers over all who came."""
        return rates.speaking(self.roll) if self.roll else None

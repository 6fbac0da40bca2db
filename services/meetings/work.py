"""What a meeting gives and what it looks back at: tasks and targets as values, none of them a stored row."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from models import TargetOutcome, TaskOutcome


@dataclass(frozen=True)
class TaskDraft:
    """A task about to be given."""

    text: str
    owner_id: UUID | None
    due_on: date | None


@dataclass(frozen=True)
class TaskRow:
    """A task given at this meeting."""

    task_id: UUID
    text: str
    owner_id: UUID
    owner_name: str
    due_on: date


@dataclass(frozen=True)
class ReviewRow:
    """A task of an earlier meeting and what this one found of it."""

    task_id: UUID
    text: str
    owner_name: str
    due_on: date
    given_in: date
    """The month of the meeting that gave it."""
    is_of_last_meeting: bool
    """Tasks of the last meeting must be reviewed; older open ones may be."""
    earlier_outcome: TaskOutcome | None
    outcome: TaskOutcome | None
    note: str


@dataclass(frozen=True)
class TargetDraft:
    """A target about to be set. ``planned`` None: one that is not counted."""

    text: str
    planned: Decimal | None = None
    unit_word: str = ""
    """What is counted: ha, hộ, triệu đồng/người."""


@dataclass(frozen=True)
class TargetRow:
    """A target set at this meeting; ``number`` is 1, 2, … within it."""

    target_id: UUID
    number: int
    text: str
    planned: Decimal | None
    unit_word: str


@dataclass(frozen=True)
class TargetReviewRow:
    """A target of the last meeting that set any, and what this one found of it."""

    target_id: UUID
    number: int
    text: str
    planned: Decimal | None
    unit_word: str
    set_in: date
    """The month of the meeting that set it."""
    outcome: TargetOutcome | None
    achieved: Decimal | None
    note: str

    @property
    def share(self) -> Fraction | None:
        """Achieved over planned; None where one of them is not known or nothing was planned."""
        if self.achieved is None or not self.planned:
            return None
        return Fraction(self.achieved) / Fraction(self.planned)

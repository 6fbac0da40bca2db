"""What the first screen shows: things to do, figures to know."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from services.assessments import AssessmentRef
from services.boards import Counts
from services.clock import today


class DutyKind(StrEnum):
    """What has to be done, which decides where it is done."""

    ENTER_MEETING = "enter_meeting"
    FOLLOW_MEETINGS = "follow_meetings"
    REGISTER = "register"
    CHECK = "check"
    FOLLOW_CHECKS = "follow_checks"
    ASSESS = "assess"
    FOLLOW_ASSESSMENTS = "follow_assessments"
    REVIEW = "review"
    RECOGNISE = "recognise"
    TASKS = "tasks"
    REVIEW_QUALITY = "review_quality"
    ABSENCES = "absences"
    REVIEW_RECORDS = "review_records"


@dataclass(frozen=True)
class Duty:
    """One thing to do. ``due_on`` is the last day in time, None where no day is set."""

    kind: DutyKind
    sentence: str
    due_on: date | None
    cell_id: UUID | None = None
    """The cell that it is about, where it is about one."""
    month: date | None = None
    assessment: AssessmentRef | None = None
    """The assessment that it is about; of the actor's unit where it is about those of many."""
    drafts: int = 0
    """How many of those that are open have been begun."""
    shares: tuple[tuple[str, int], ...] = ()
    """Who still owes how many, for those who look after several communes: most first."""

    @property
    def year(self) -> int | None:
        """The year of the assessment that it is about."""
        return self.assessment.year if self.assessment else None

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed."""
        return self.due_on is not None and self.due_on < today()


@dataclass(frozen=True)
class Standing:
    """How the records of the last complete month stand, over everything in reach."""

    month: date
    due_on: date
    counts: Counts


@dataclass(frozen=True)
class Screen:
    """What somebody who works finds first; ``standing`` None for a cell, which has one record."""

    standing: Standing | None
    duties: list[Duty]


@dataclass(frozen=True)
class Headline:
    """The figures of the last complete month, and who there is today."""

    month: date
    members: int
    expected: int
    """Cells that were there at the end of the month."""
    submitted: int
    attendance: Fraction | None
    speaking: Fraction | None


@dataclass(frozen=True)
class Upkeep:
    """What an administrator looks at: how many accounts there are, and the latest change."""

    in_use: int
    disabled: int
    last_action: str
    last_at: datetime | None


def shares(names: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """How often each name stands there; nothing where there is only one."""
    counts = Counter(name or "Trực thuộc" for name in names)
    return tuple(counts.most_common()) if len(counts) > 1 else ()

"""The shapes that meetings go in and come out as. All immutable, none of them a stored row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from models import MeetingKind, MeetingState, Presence, SuspensionKind, TargetOutcome, TaskOutcome
from services import rates
from services.clock import local
from services.meetings import kinds
from services.meetings.work import ReviewRow, TargetReviewRow, TargetRow, TaskRow
from services.rates import AttendanceRule, Roll
from services.vietnamese import day

Value = date | time | str | bool | Decimal | UUID | frozenset[UUID] | TaskOutcome | TargetOutcome | None
"""What one field of a record can hold."""


@dataclass(frozen=True)
class MeetingRef:
    """The natural key of a meeting: known before the record exists, the same for everybody who opens it."""

    unit_id: UUID
    month: date
    """The first day of the month it counts for."""
    kind: MeetingKind = MeetingKind.REGULAR
    number: int = 1
    """1, 2, … among the meetings of its kind in the month; always 1 for a regular one."""


@dataclass(frozen=True)
class RollEntry:
    """One member at one meeting. ``is_due``: counts in the denominator of attendance."""

    member_id: UUID
    full_name: str
    is_official: bool
    is_due: bool
    presence: Presence
    reason: str = ""
    spoke: bool = False
    gist: str = ""
    """The gist of what the member said."""
    is_temporary: bool = False
    """A guest member (sinh hoạt tạm thời đến), who votes at home; unknown once the roll is frozen."""
    suspension: SuspensionKind | None = None
    """Why the member is not due; unknown once the roll is frozen."""
    joined_on: date | None = None
    """Since when in this cell: it tells two people of one name apart. Unknown once the roll is frozen."""

    @property
    def came(self) -> bool:
        """Whether the member sat in the meeting, due or not."""
        return self.presence is Presence.PRESENT

    def is_in(self, list_name: str) -> bool:
        """Whether a list field of the record holds the member."""
        if list_name == "speakers":
            return self.spoke
        if list_name == "attending":
            return self.came and not self.is_due
        return self.presence.value == list_name


@dataclass(frozen=True)
class Times:
    """Day and times that a record may open with, while it has none: as planned, and as long as the last meeting."""

    held_on: date | None = None
    started_at: time | None = None
    ended_at: time | None = None


@dataclass(frozen=True)
class PartCounts:
    """How many of each there are in the lists of a record."""

    agenda: int = 0
    guests: int = 0
    mentions: int = 0
    votes: int = 0
    documents: int = 0
    most_cast: int = 0
    """The most that were cast in one vote."""


@dataclass(frozen=True)
class MeetingSheet:
    """One meeting's record as a screen shows it: stored values, or the opening ones while nothing is stored."""

    ref: MeetingRef
    unit_name: str
    exists: bool
    state: MeetingState
    held_on: date | None
    started_at: time | None
    ended_at: time | None
    place: str
    theme: str
    is_combined: bool
    """A regular meeting that also treats a theme."""
    holds_premeeting: bool
    """Whether there is somebody beside the secretary to meet with beforehand, or such a meeting is recorded."""
    premeeting_on: date | None
    documents_on: date | None
    minutes_on: date | None
    chair_id: UUID | None
    minutes_secretary_id: UUID | None
    premeeting_content: str
    content: str
    results: str
    """What was done since the last meeting, as the resolution says it."""
    weaknesses: str
    directions: str
    """What is to be done next month."""
    conclusion: str
    is_resolution: bool
    """The conclusion was put to the vote as a resolution."""
    planned_on: date | None
    planned_at: time | None
    is_cancelled: bool
    version: int
    """How many times it has been handed in."""
    approved_version: int | None
    approved_at: datetime | None
    waiting_unit_id: UUID | None
    receipt: str | None
    times: Times
    """Day and times proposed where the record has none."""
    roster_on: date
    """The day whose members make the roll."""
    roll: tuple[RollEntry, ...]
    strays: tuple[str, ...]
    """Names with a mark in the draft who are not on the roll of that day: their marks do not count."""
    reviews: tuple[ReviewRow, ...]
    tasks: tuple[TaskRow, ...]
    target_reviews: tuple[TargetReviewRow, ...]
    targets: tuple[TargetRow, ...]
    parts: PartCounts
    due_on: date
    changed_at: datetime | None
    submitted_at: datetime | None
    submitted_by: str
    names: Mapping[UUID, str] = field(hash=False)
    """Full names of everybody the record mentions by id."""

    @property
    def is_submitted(self) -> bool:
        """Whether the record has been handed in and is closed to writing."""
        return self.state.is_handed_in

    @property
    def is_changed_after_approval(self) -> bool:
        """Whether it was approved once, opened again since, and not approved anew."""
        return self.approved_version is not None and self.state is not MeetingState.APPROVED

    @property
    def has_roll(self) -> bool:
        """Whether anybody's presence is written down; otherwise those who came are guests."""
        return kinds.rule_of(self.ref.kind).has_roll

    @property
    def has_theme(self) -> bool:
        """Whether the meeting is about a theme; whatever a plain regular one has stored there does not count."""
        return self.ref.kind is not MeetingKind.REGULAR or self.is_combined

    @property
    def counts(self) -> Roll:
        """The heads of the roll as it stands."""
        return rates.counted(self.roll)

    @property
    def rule(self) -> AttendanceRule | None:
        """What attendance has to reach on the day of the meeting."""
        return rates.rule_on(self.roster_on)

    @property
    def attendance(self) -> Fraction | None:
        """Present over due, by the formula in force on the day."""
        return rates.attendance(self.counts, self.rule.formula) if self.rule else rates.attendance(self.counts)

    @property
    def speaking(self) -> Fraction | None:
        """Speakers over all who came."""
        return rates.speaking(self.counts)

    def marked(self, field_name: str) -> list[UUID]:
        """The members in one of the lists ``excused``, ``unexcused``, ``attending``, ``speakers``, in roll order."""
        return [entry.member_id for entry in self.roll if entry.is_in(field_name)]


@dataclass(frozen=True)
class Gap:
    """Something that a record still lacks before it can be handed in."""

    field: str
    sentence: str
    """Without a full stop, to stand in a list."""


@dataclass(frozen=True)
class Submission:
    """A record that has been handed in, now or before."""

    submitted_at: datetime
    submitted_by: str
    is_new: bool
    receipt: str
    """The code that proves it (services.meetings.receipts)."""

    @property
    def sentence(self) -> str:
        """What to tell the person who pressed the button."""
        at = moment(self.submitted_at)
        said = f"Đã nộp biên bản lúc {at}."
        if not self.is_new:
            said = f"Biên bản này đã được {self.submitted_by} nộp lúc {at}, không cần nộp lại."
        return f"{said} Mã biên nhận: {self.receipt}." if self.receipt else said


def moment(at: datetime) -> str:
    """``14:05 ngày 05/11/2026``, by the clock in Vietnam."""
    here = local(at)
    return f"{here:%H:%M} ngày {day(here.date())}"

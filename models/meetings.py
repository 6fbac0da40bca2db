"""Meetings of cells, who came, and the tasks they gave."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference


class MeetingKind(StrEnum):
    """Sinh hoạt thường kỳ / chuyên đề / bất thường / mẫu, họp chi ủy; họp cấp ủy and giao ban where there are no members."""

    REGULAR = "regular"
    THEMATIC = "thematic"
    EXTRAORDINARY = "extraordinary"
    MODEL = "model"
    CELL_COMMITTEE = "cell_committee"
    COMMITTEE = "committee"
    BRIEFING = "briefing"


class MeetingState(StrEnum):
    """Where a meeting's record is on its way to the superior."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"

    @property
    def is_handed_in(self) -> bool:
        """Whether the record is closed to writing and its roll is final."""
        return self in HANDED_IN


HANDED_IN = frozenset({MeetingState.SUBMITTED, MeetingState.APPROVED})
"""States in which a record is with the superior, or through."""


class Presence(StrEnum):
    """How one member stood at one meeting. ``not_due`` is exempt or elsewhere, and did not come."""

    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    NOT_DUE = "not_due"


class TaskOutcome(StrEnum):
    """What a review of a task said."""

    DONE = "done"
    PARTLY_DONE = "partly_done"
    NOT_DONE = "not_done"


class TargetOutcome(StrEnum):
    """What a review of a target said."""

    EXCEEDED = "exceeded"
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


class Meeting(Table, table=True):
    """One meeting. Its natural key is (unit, month, kind, number): a double click cannot make two."""

    __table_args__ = (
        sa.UniqueConstraint("unit_id", "month", "kind", "number"),
        sa.CheckConstraint("kind <> 'regular' OR number = 1", name="one_regular_a_month"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.Index("ix_meeting_month_unit_id", "month", "unit_id"),
    )

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    month: date
    """The first day of the month it counts for."""
    kind: MeetingKind = choice(MeetingKind)
    number: int = 1
    """1, 2, … among the meetings of its kind in the month; a regular one is always 1."""
    state: MeetingState = choice(MeetingState, default=MeetingState.DRAFT)
    is_cancelled: bool = False
    cancelled_reason: str = Field(default="", max_length=500)
    planned_on: date | None = None
    planned_at: time | None = None
    postponed_from: date | None = None
    """The day it was planned for before it was put off; the newest one."""
    postponed_reason: str = Field(default="", max_length=500)
    held_on: date | None = None
    started_at: time | None = None
    ended_at: time | None = None
    place: str = Field(default="", max_length=300)
    theme: str = Field(default="", max_length=300)
    is_combined: bool = False
    """A regular meeting that also treats a theme (thường kỳ kết hợp chuyên đề)."""
    premeeting_on: date | None = None
    """The day on which the cell committee, or secretary and deputy, met beforehand."""
    premeeting_content: str = Field(default="", sa_type=sa.Text)
    documents_on: date | None = None
    """The day on which the documents were put up for the members (Sổ tay đảng viên điện tử)."""
    minutes_on: date | None = None
    """The day on which minutes and resolution were put up and sent to the superior."""
    chair_id: UUID | None = reference("member.id", nullable=True, index=False)
    minutes_secretary_id: UUID | None = reference("member.id", nullable=True, index=False)
    content: str = Field(default="", sa_type=sa.Text)
    results: str = Field(default="", sa_type=sa.Text)
    """What was done since the last meeting, as the resolution says it."""
    weaknesses: str = Field(default="", sa_type=sa.Text)
    directions: str = Field(default="", sa_type=sa.Text)
    """What is to be done next month."""
    conclusion: str = Field(default="", sa_type=sa.Text)
    is_resolution: bool = False
    """The conclusion was put to the vote as a resolution (nghị quyết)."""
    created_at: datetime = instant()
    changed_at: datetime = instant()
    submitted_at: datetime | None = instant(nullable=True)
    submitted_by: UUID | None = reference("account.id", nullable=True, index=False)
    version: int = 0
    """How many times it has been handed in; each has a MeetingVersion."""
    waiting_unit_id: UUID | None = reference("unit.id", nullable=True)
    """Whose review it waits for while it is handed in and not approved."""
    approved_version: int | None = None
    """The version that was approved last; with another state than approved it has been changed since."""
    approved_at: datetime | None = instant(nullable=True)
    receipt: str | None = Field(default=None, max_length=20, unique=True)
    """The code that whoever handed it in got (biên nhận); one for good."""


class Attendance(Table, table=True):
    """One member at one meeting. A draft holds only the exceptions; submission fills in the rest,

    so that a later transfer or exemption never rewrites who was due that day.
    """

    __table_args__ = (sa.Index("ix_attendance_member_id", "member_id"),)

    meeting_id: UUID = reference("meeting.id", primary_key=True, index=False)
    member_id: UUID = reference("member.id", primary_key=True, index=False)
    presence: Presence = choice(Presence, default=Presence.PRESENT)
    reason: str = Field(default="", max_length=300)
    spoke: bool = False
    gist: str = Field(default="", max_length=2000)
    """The gist of what the member said."""
    is_due: bool = True
    """Counts in the denominator of attendance."""
    is_official: bool = True
    """Official on the day; probationary otherwise."""


class Task(Table, table=True):
    """A task given to a member at a meeting (phân công nhiệm vụ)."""

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    meeting_id: UUID = reference("meeting.id")
    owner_id: UUID = reference("member.id")
    text: str = Field(max_length=500)
    due_on: date
    created_at: datetime = instant()


class TaskReview(Table, table=True):
    """What a later meeting found of a task."""

    task_id: UUID = reference("task.id", primary_key=True, index=False)
    meeting_id: UUID = reference("meeting.id", primary_key=True)
    outcome: TaskOutcome = choice(TaskOutcome)
    note: str = Field(default="", max_length=500)


class Target(Table, table=True):
    """A numbered goal (chỉ tiêu) of a meeting's resolution."""

    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    meeting_id: UUID = reference("meeting.id", index=False)
    number: int
    text: str = Field(max_length=500)
    planned: Decimal | None = Field(default=None, max_digits=16, decimal_places=4)
    unit_word: str = Field(default="", max_length=40)
    """What is counted: ha, hộ, triệu đồng/người."""
    created_at: datetime = instant()


class TargetReview(Table, table=True):
    """What a later meeting found of a target."""

    target_id: UUID = reference("target.id", primary_key=True, index=False)
    meeting_id: UUID = reference("meeting.id", primary_key=True)
    outcome: TargetOutcome = choice(TargetOutcome)
    achieved: Decimal | None = Field(default=None, max_digits=16, decimal_places=4)
    note: str = Field(default="", max_length=500)

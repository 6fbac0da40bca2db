"""The parts of a meeting beside its record: agenda, guests, praise and criticism, votes; and its way upward."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference
from models.units import CellType


class MentionKind(StrEnum):
    """Biểu dương / nhắc nhở / phê bình."""

    PRAISE = "praise"
    REMINDER = "reminder"
    CRITICISM = "criticism"


class Verdict(StrEnum):
    """What a superior said of a version of a record."""

    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class AgendaItem(Table, table=True):
    """One point of a meeting's agenda."""

    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"),)

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id", index=False)
    number: int
    text: str = Field(max_length=500)


class AgendaTemplate(Table, table=True):
    """The usual agenda of a unit and those below it, for one type of cell or (None) for all: a point a line."""

    __table_args__ = (sa.UniqueConstraint("unit_id", "cell_type"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    cell_type: CellType | None = choice(CellType, nullable=True)
    lines: str = Field(sa_type=sa.Text)
    changed_at: datetime = instant()


class Guest(Table, table=True):
    """Somebody who sat in the meeting and is no member of the cell; a supervisor may be one."""

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    full_name: str = Field(max_length=120)
    office: str = Field(default="", max_length=200)
    is_supervisor: bool = False


class Mention(Table, table=True):
    """Praise, reminder or criticism of a member, or (None) of all."""

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    member_id: UUID | None = reference("member.id", nullable=True)
    kind: MentionKind = choice(MentionKind)
    text: str = Field(max_length=1000)


class Vote(Table, table=True):
    """A vote of a meeting. ``base`` is who was to be counted, fixed when it was written down."""

    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"),)

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id", index=False)
    number: int
    subject: str = Field(max_length=500)
    base: int
    present: int
    votes_for: int
    votes_against: int
    votes_abstained: int


class MeetingVersion(Table, table=True):
    """A record word for word as it was handed in: what a superior reads and approves."""

    meeting_id: UUID = reference("meeting.id", primary_key=True, index=False)
    version: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    submitted_at: datetime = instant()
    submitted_by: UUID | None = reference("account.id", nullable=True, index=False)


class MeetingReview(Table, table=True):
    """What one level said of one version of a record."""

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    unit_id: UUID = reference("unit.id", index=False)
    """The unit for which the reviewer spoke."""
    version: int
    verdict: Verdict = choice(Verdict)
    note: str = Field(default="", max_length=2000)
    reviewed_at: datetime = instant()
    reviewed_by: UUID = reference("account.id", index=False)


class FieldRemark(Table, table=True):
    """A reviewer's words about one field of a record, until somebody has dealt with them."""

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    version: int
    field: str = Field(max_length=80)
    text: str = Field(max_length=2000)
    written_at: datetime = instant()
    written_by: UUID = reference("account.id", index=False)
    resolved_at: datetime | None = instant(nullable=True)

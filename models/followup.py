"""What superiors do beside a cell: supervisors, visits, coaching, commendations, and the library of guidance."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference


class CommendationKind(StrEnum):
    """Khen thưởng, biểu dương / mô hình, cách làm hay."""

    PRAISE = "praise"
    MODEL = "model"


class Supervision(Table, table=True):
    """A member of the superior committee, or a working group, looks after a cell for some time."""

    __table_args__ = (sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    supervisor_name: str = Field(max_length=120)
    office: str = Field(default="", max_length=120)
    phone: str | None = Field(default=None, max_length=20)
    starts_on: date
    ends_on: date | None = None
    created_at: datetime = instant()


class Visit(Table, table=True):
    """A supervisor was there: what was good, what was weak."""

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    meeting_id: UUID | None = reference("meeting.id", nullable=True, index=False)
    visited_on: date
    visitor_name: str = Field(max_length=120)
    strengths: str = Field(default="", max_length=2000)
    weaknesses: str = Field(default="", max_length=2000)
    created_at: datetime = instant()
    created_by: UUID = reference("account.id", index=False)


class Coaching(Table, table=True):
    """A weak cell is helped for a while: why, how, and what came of it."""

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    reason: str = Field(max_length=1000)
    plan: str = Field(default="", max_length=2000)
    opened_on: date
    closed_on: date | None = None
    outcome: str = Field(default="", max_length=2000)
    created_at: datetime = instant()
    created_by: UUID = reference("account.id", index=False)


class CoachingStep(Table, table=True):
    """One thing done for a cell that is being coached."""

    id: UUID = key()
    coaching_id: UUID = reference("coaching.id")
    done_on: date
    text: str = Field(max_length=1000)
    created_at: datetime = instant()
    created_by: UUID = reference("account.id", index=False)


class Commendation(Table, table=True):
    """A praise with its decision, or a way of working that others should know."""

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    kind: CommendationKind = choice(CommendationKind)
    title: str = Field(max_length=300)
    text: str = Field(default="", max_length=4000)
    noted_on: date
    decision_number: str = Field(default="", max_length=80)
    created_at: datetime = instant()
    created_by: UUID = reference("account.id", index=False)


class GuidingDocument(Table, table=True):
    """A document that meetings, templates and criteria sets refer to, with its file where there is one."""

    __table_args__ = (
        sa.UniqueConstraint("unit_id", "number", "issued_on"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="valid_to_after_from"),
    )

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    number: str = Field(max_length=80)
    issued_on: date
    issuer: str = Field(max_length=200)
    title: str = Field(max_length=300)
    valid_from: date
    valid_to: date | None = None
    file_name: str = Field(default="", max_length=200)
    media_type: str = Field(default="", max_length=100)
    sha256: str = Field(default="", max_length=64)
    content: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    created_at: datetime = instant()
    created_by: UUID = reference("account.id", index=False)

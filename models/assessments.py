"""Assessments against a criteria set: the own answers, the superior's, the evidence and the remarks."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference


class AssessmentState(StrEnum):
    """Self-assessment on its way: written, handed in, handed back, accepted."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Stage(StrEnum):
    """Whose answer it is: tự chấm or thẩm định."""

    SELF = "self"
    REVIEW = "review"


class Assessment(Table, table=True):
    """One subject (a unit, a meeting or a member), one kind, one span of time."""

    __table_args__ = (
        sa.UniqueConstraint("subject_id", "kind", "period_starts_on", "period_ends_on"),
        sa.Index("ix_assessment_unit_id_kind_period_starts_on", "unit_id", "kind", "period_starts_on"),
    )

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    """Whose reach it lies in: the unit itself, the cell of the meeting, the cell of the member."""
    subject_id: UUID
    """The unit, meeting or member that is assessed."""
    meeting_id: UUID | None = reference("meeting.id", nullable=True)
    member_id: UUID | None = reference("member.id", nullable=True)
    criteria_set_id: UUID = reference("criteria_set.id")
    kind: str = Field(max_length=40)
    """The criteria set's kind, repeated so that the key can hold one assessment a period."""
    period_starts_on: date
    period_ends_on: date
    """Last day of the period."""
    state: AssessmentState = choice(AssessmentState, default=AssessmentState.DRAFT)
    created_at: datetime = instant()
    changed_at: datetime = instant()
    submitted_at: datetime | None = instant(nullable=True)
    submitted_by: UUID | None = reference("account.id", nullable=True, index=False)
    reviewed_at: datetime | None = instant(nullable=True)
    reviewed_by: UUID | None = reference("account.id", nullable=True, index=False)
    review_note: str = Field(default="", max_length=2000)
    total: Decimal | None = Field(default=None, max_digits=9, decimal_places=4)
    """Frozen at submission; None while it is being written."""
    grade: str | None = Field(default=None, max_length=40)
    """Grade id of the criteria set, frozen at submission."""
    facts: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    """The figures that it was scored with (services.scoring.facts), frozen at submission."""
    review_total: Decimal | None = Field(default=None, max_digits=9, decimal_places=4)
    """What the superior came to, frozen at acceptance; beside the own total, never instead of it."""
    review_grade: str | None = Field(default=None, max_length=40)
    difference_reason: str = Field(default="", max_length=2000)
    """Why the superior's points differ from the own ones by more than the set allows without a word."""
    voted_on: date | None = None
    votes_present: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None


class Answer(Table, table=True):
    """What one stage said to one item of the form."""

    assessment_id: UUID = reference("assessment.id", primary_key=True, index=False)
    item_id: str = Field(primary_key=True, max_length=40)
    stage: Stage = choice(Stage, default=Stage.SELF, primary_key=True)
    value: str | None = Field(default=None, max_length=40)
    """Points, level, yes/no or occurrences in the spelling of services.scoring; None: not answered."""
    is_applicable: bool = True
    note: str = Field(default="", max_length=2000)
    """Why points were lost (thuyết minh điểm trừ)."""
    reason: str = Field(default="", max_length=2000)
    """Why the answer differs from what the figures propose."""
    changed_at: datetime = instant()


class Remark(Table, table=True):
    """A reviewer's words about one item of what was handed in, until somebody has dealt with them."""

    id: UUID = key()
    assessment_id: UUID = reference("assessment.id")
    item_id: str = Field(max_length=40)
    text: str = Field(max_length=2000)
    written_at: datetime = instant()
    written_by: UUID = reference("account.id", index=False)
    resolved_at: datetime | None = instant(nullable=True)
    """When the cell said that it has mended what the remark is about."""


class Evidence(Table, table=True):
    """A file that shows why an answer is right. Kept in the database: one backup, one transaction."""

    id: UUID = key()
    assessment_id: UUID = reference("assessment.id")
    item_id: str = Field(max_length=40)
    file_name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    effective_on: date | None = None
    """The day that the file is about or dated; the day of the upload is another matter."""
    content: bytes = Field(sa_type=sa.LargeBinary)
    uploaded_at: datetime = instant()
    uploaded_by: UUID = reference("account.id", index=False)


class EvidenceLink(Table, table=True):
    """A row of the portal that shows why an answer is right."""

    __table_args__ = (sa.UniqueConstraint("assessment_id", "item_id", "entity", "entity_id"),)

    id: UUID = key()
    assessment_id: UUID = reference("assessment.id", index=False)
    item_id: str = Field(max_length=40)
    entity: str = Field(max_length=40)
    """What is pointed to: a meeting, a task, another assessment."""
    entity_id: UUID
    linked_at: datetime = instant()
    linked_by: UUID = reference("account.id", index=False)

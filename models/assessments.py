"""Assessments against a criteria set: the cell's own answers, the superior's, and the evidence."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
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
    """One unit, one criteria set's kind, one period."""

    __table_args__ = (sa.UniqueConstraint("unit_id", "kind", "period_starts_on"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
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
    changed_at: datetime = instant()


class Evidence(Table, table=True):
    """A file that shows why an answer is right. Kept in the database: one backup, one transaction."""

    id: UUID = key()
    assessment_id: UUID = reference("assessment.id")
    item_id: str = Field(max_length=40)
    file_name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=sa.LargeBinary)
    uploaded_at: datetime = instant()
    uploaded_by: UUID = reference("account.id", index=False)


class AnnualGrade(Table, table=True):
    """The annual classification a unit received (HTXSNV, HTTNV, HTNV, KHTNV), as decided."""

    unit_id: UUID = reference("unit.id", primary_key=True, index=False)
    year: int = Field(primary_key=True)
    grade: str = Field(max_length=40)
    label: str = Field(max_length=80)
    rank: int
    """0 is the best grade of its scheme."""

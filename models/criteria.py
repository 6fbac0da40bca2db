"""Criteria sets (bộ tiêu chí) as versioned data, and the kinds of assessment that they are for."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference


class CriteriaState(StrEnum):
    """Written, checked, in force, no longer used. A published set never changes again; a new version is a new row."""

    DRAFT = "draft"
    CHECKED = "checked"
    PUBLISHED = "published"
    RETIRED = "retired"


class SubjectKind(StrEnum):
    """Who or what an assessment of a kind is about."""

    MEETING = "meeting"
    CELL = "cell"
    COMMITTEE = "committee"
    MEMBER = "member"


class CriteriaKind(Table, table=True):
    """A kind of assessment that an administrator added; those of the product are in services.criteria."""

    code: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=120)
    subject: SubjectKind = choice(SubjectKind)
    unit_id: UUID = reference("unit.id")
    """The unit whose administrator added it; it may be used there and below."""
    created_at: datetime = instant()


class CriteriaSet(Table, table=True):
    """One version of one form. ``body`` is the file of docs/criteria-format.md, word for word.

    A draft may not be a form yet; from ``checked`` on it is one.
    """

    __table_args__ = (
        sa.UniqueConstraint("code", "version"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="valid_to_after_from"),
    )

    id: UUID = key()
    code: str = Field(max_length=80)
    version: int = 1
    kind: str = Field(max_length=40, index=True)
    title: str = Field(max_length=300)
    issuer: str = Field(default="", max_length=200)
    document_number: str = Field(default="", max_length=80)
    document_date: date | None = None
    valid_from: date
    valid_to: date | None = None
    """First day on which it no longer holds; None: still in force."""
    unit_id: UUID = reference("unit.id")
    """It applies to this unit and everything below it."""
    state: CriteriaState = choice(CriteriaState, default=CriteriaState.DRAFT)
    body: str = Field(sa_type=sa.Text)
    revision: int = 0
    """Grows with every change of a draft: whoever writes says which one they saw."""
    created_at: datetime = instant()
    changed_at: datetime | None = instant(nullable=True)
    published_at: datetime | None = instant(nullable=True)
    retired_at: datetime | None = instant(nullable=True)
    retired_reason: str = Field(default="", max_length=500)


class AcceptedWarning(Table, table=True):
    """A warning of the check that somebody took upon themselves, and why. It goes with the finding it is about."""

    criteria_set_id: UUID = reference("criteria_set.id", primary_key=True, index=False)
    fingerprint: str = Field(primary_key=True, max_length=64)
    reason: str = Field(max_length=500)
    accepted_at: datetime = instant()
    accepted_by: UUID | None = reference("account.id", nullable=True, index=False)
    """None: the operator at the command line."""

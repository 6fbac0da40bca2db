"""Criteria sets (bộ tiêu chí) as versioned data."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference


class CriteriaState(StrEnum):
    """A published set never changes again; a new version is a new row."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class CriteriaSet(Table, table=True):
    """One version of one form. ``body`` is the file of docs/criteria-format.md, word for word."""

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
    created_at: datetime = instant()

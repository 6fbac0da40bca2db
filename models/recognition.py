"""The year of the four goods around its assessments: programme, registration, recognition, reward, revocation."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, instant, key, reference


class Programme(Table, table=True):
    """A unit's programme for one kind of assessment over some years, with the last day of each stage.

    Days are ``MM-DD``, the same every year; the whole local day counts.
    """

    __table_args__ = (sa.CheckConstraint("last_year >= first_year", name="last_year_not_before_first"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    """It holds for this unit and everything below it."""
    kind: str = Field(max_length=40)
    title: str = Field(max_length=300)
    document_number: str = Field(default="", max_length=80)
    document_date: date | None = None
    first_year: int
    last_year: int
    registered_until: str = Field(default="03-31", max_length=5)
    assessed_until: str = Field(default="11-30", max_length=5)
    reviewed_until: str = Field(default="12-15", max_length=5)
    recognised_until: str = Field(default="12-31", max_length=5)
    note: str = Field(default="", max_length=1000)
    """What the documents leave open, such as two lines that name different years."""
    created_at: datetime = instant()
    changed_at: datetime = instant()


class Registration(Table, table=True):
    """A unit put itself down for a kind of assessment in a year."""

    __table_args__ = (sa.UniqueConstraint("unit_id", "kind", "year"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    kind: str = Field(max_length=40)
    year: int
    registered_on: date
    """The day of the meeting that resolved it."""
    note: str = Field(default="", max_length=1000)
    created_at: datetime = instant()
    created_by: UUID = reference("account.id", index=False)


class Recognition(Table, table=True):
    """The superior's decision on an accepted assessment; a reward and a revocation may follow."""

    id: UUID = key()
    assessment_id: UUID = Field(foreign_key="assessment.id", unique=True)
    unit_id: UUID = reference("unit.id")
    grade: str = Field(max_length=40)
    """Grade id of the criteria set."""
    decision_number: str = Field(max_length=80)
    decided_on: date
    authority: str = Field(max_length=200)
    created_at: datetime = instant()
    created_by: UUID = reference("account.id", index=False)
    reward: str = Field(default="", max_length=200)
    reward_decision_number: str = Field(default="", max_length=80)
    rewarded_on: date | None = None
    revoked_on: date | None = None
    revocation_decision_number: str = Field(default="", max_length=80)
    revocation_reason: str = Field(default="", max_length=1000)

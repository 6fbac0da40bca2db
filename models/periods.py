"""Reporting periods (kỳ báo cáo): what is expected from whom, until when, and what came of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference
from models.units import UnitKind


class PeriodKind(StrEnum):
    """How long a period is; a school year runs from September to August."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


class PeriodAct(StrEnum):
    """What somebody did to a period."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"


class ExpectedKind(StrEnum):
    """What a unit is expected to hand in for a period."""

    REGULAR_MEETING = "regular_meeting"
    THEMATIC_MEETING = "thematic_meeting"


class Period(Table, table=True):
    """A period of a unit and everything below it. Opening it freezes who is expected to report what."""

    __table_args__ = (
        sa.UniqueConstraint("unit_id", "kind", "starts_on"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    kind: PeriodKind = choice(PeriodKind)
    starts_on: date
    ends_on: date
    """Last day of the period."""
    due_on: date
    """Last day in time, for unit kinds that have no day of their own. The whole local day counts."""
    is_closed: bool = False
    opened_at: datetime = instant()


class PeriodDue(Table, table=True):
    """The last day in time for one kind of unit, where it differs from the period's."""

    period_id: UUID = reference("period.id", primary_key=True, index=False)
    unit_kind: UnitKind = choice(UnitKind, primary_key=True)
    due_on: date


class PeriodEntry(Table, table=True):
    """A dated act on a period, with its reason."""

    id: UUID = key()
    period_id: UUID = reference("period.id")
    act: PeriodAct = choice(PeriodAct)
    reason: str = Field(default="", max_length=1000)
    done_at: datetime = instant()
    done_by: UUID | None = reference("account.id", nullable=True, index=False)
    """None: the portal itself, when the calendar said so."""


class Expectation(Table, table=True):
    """One thing expected from one unit for one period, frozen when the period was opened.

    Four facts are written when they happen and never worked out again: received (on time or not, with what was
    required filled in), complete now, approved, changed after approval.
    """

    __table_args__ = (
        sa.UniqueConstraint("period_id", "unit_id", "kind"),
        sa.Index("ix_expectation_unit_id_period_id", "unit_id", "period_id"),
    )

    id: UUID = key()
    period_id: UUID = reference("period.id", index=False)
    unit_id: UUID = reference("unit.id", index=False)
    kind: ExpectedKind = choice(ExpectedKind)
    due_on: date
    extended_until: date | None = None
    """Last day in time by the newest extension; the original day stays in ``due_on``."""
    exempt_reason: str = Field(default="", max_length=500)
    """Not empty: nothing is expected after all."""
    received_at: datetime | None = instant(nullable=True)
    """When it was first handed in with everything that is required."""
    is_on_time: bool | None = None
    is_complete: bool = False
    """Whether what is handed in now has everything that is required."""
    approved_at: datetime | None = instant(nullable=True)
    changed_after_approval_at: datetime | None = instant(nullable=True)


class Extension(Table, table=True):
    """More time for one unit, with a reason; it ends by itself."""

    id: UUID = key()
    expectation_id: UUID = reference("expectation.id")
    until_on: date
    reason: str = Field(max_length=500)
    granted_at: datetime = instant()
    granted_by: UUID = reference("account.id", index=False)

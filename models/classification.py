"""The annual classification of units and members: proposed with a vote, decided by the superior."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, instant, key, reference


class AnnualGrade(Table, table=True):
    """One subject's annual grade (HTXSNV, HTTNV, HTNV, KHTNV), from the proposal to the decision.

    ``grade`` is None until it is decided. Of years before the portal only the decision is known.
    """

    __table_args__ = (
        sa.UniqueConstraint("subject_id", "year", "kind"),
        sa.CheckConstraint("(grade IS NULL) = (rank IS NULL)", name="grade_with_rank"),
        sa.Index("ix_annual_grade_unit_id_year", "unit_id", "year"),
    )

    id: UUID = key()
    subject_id: UUID
    """The unit or the member."""
    unit_id: UUID = reference("unit.id", index=False)
    """The unit itself, or the member's cell."""
    member_id: UUID | None = reference("member.id", nullable=True)
    kind: str = Field(default="annual_cell", max_length=40)
    year: int
    criteria_set_id: UUID | None = reference("criteria_set.id", nullable=True, index=False)
    proposed_grade: str | None = Field(default=None, max_length=40)
    proposed_label: str = Field(default="", max_length=80)
    votes_for: int | None = None
    votes_base: int | None = None
    proposal_note: str = Field(default="", max_length=1000)
    proposed_at: datetime | None = instant(nullable=True)
    proposed_by: UUID | None = reference("account.id", nullable=True, index=False)
    grade: str | None = Field(default=None, max_length=40)
    label: str = Field(default="", max_length=80)
    rank: int | None = None
    """0 is the best grade of its scheme."""
    decision_number: str = Field(default="", max_length=80)
    decided_on: date | None = None
    authority: str = Field(default="", max_length=200)
    exception_reason: str = Field(default="", max_length=1000)
    """Why the exceptional ratio of the cap was used."""
    decided_at: datetime | None = instant(nullable=True)
    decided_by: UUID | None = reference("account.id", nullable=True, index=False)

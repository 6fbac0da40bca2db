"""Members (đảng viên) and where they belong, by date. As little about a person as the work needs."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference, sorted_text


class MembershipKind(StrEnum):
    """Full membership of a cell, or temporary activity in it (sinh hoạt tạm thời đến)."""

    FULL = "full"
    TEMPORARY_IN = "temporary_in"


class SuspensionKind(StrEnum):
    """Why a member of a cell is not due at its meetings for a while."""

    EXEMPT = "exempt"
    TEMPORARY_OUT = "temporary_out"
    SPECIAL_DUTY = "special_duty"


class PositionKind(StrEnum):
    """Offices in a cell; below nine official members there is no cell committee."""

    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    CELL_COMMITTEE_MEMBER = "cell_committee_member"


class DisciplineForm(StrEnum):
    """Hình thức kỷ luật đảng viên, the mildest first (Điều lệ Đảng, Điều 35)."""

    REPRIMAND = "reprimand"
    WARNING = "warning"
    DISMISSAL = "dismissal"
    EXPULSION = "expulsion"


class Member(Table, table=True):
    """A person in the Party. Probationary from admission, official from confirmation."""

    __table_args__ = (
        sa.CheckConstraint("confirmed_on IS NULL OR confirmed_on >= admitted_on", name="confirmed_after_admission"),
    )

    id: UUID = key()
    full_name: str = Field(max_length=120)
    search_key: str = Field(max_length=120, index=True)
    sort_key: str = Field(sa_type=sorted_text(400))
    born_on: date | None = None
    is_female: bool | None = None
    phone: str | None = Field(default=None, max_length=20)
    admitted_on: date
    confirmed_on: date | None = None


class Membership(Table, table=True):
    """A member's time in a cell: ``joined_on`` is inside, ``left_on`` the first day outside."""

    __table_args__ = (
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="left_after_joining"),
        sa.UniqueConstraint("member_id", "unit_id", "joined_on"),
    )

    id: UUID = key()
    member_id: UUID = reference("member.id")
    unit_id: UUID = reference("unit.id")
    kind: MembershipKind = choice(MembershipKind, default=MembershipKind.FULL)
    joined_on: date
    left_on: date | None = None
    joined_by: str = Field(max_length=40)
    """How it began: admission, transfer, split, founding."""
    left_by: str | None = Field(default=None, max_length=40)
    """How it ended: transfer, split, name_removal, expulsion, death."""


class Suspension(Table, table=True):
    """A time in which a member is not due at meetings (miễn sinh hoạt, tạm thời đi, nhiệm vụ đặc biệt)."""

    __table_args__ = (sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),)

    id: UUID = key()
    member_id: UUID = reference("member.id")
    kind: SuspensionKind = choice(SuspensionKind)
    starts_on: date
    ends_on: date | None = None
    reason: str = Field(default="", max_length=300)


class Position(Table, table=True):
    """An office held in a cell, by date."""

    __table_args__ = (sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    member_id: UUID = reference("member.id")
    kind: PositionKind = choice(PositionKind)
    starts_on: date
    ends_on: date | None = None


class Discipline(Table, table=True):
    """A disciplinary decision about a member. Of the reasons no more than the decision's number is kept."""

    __table_args__ = (sa.UniqueConstraint("member_id", "decision_number", "decided_on"),)

    id: UUID = key()
    member_id: UUID = reference("member.id", index=False)
    unit_id: UUID = reference("unit.id")
    """The member's cell on the day of the decision."""
    form: DisciplineForm = choice(DisciplineForm)
    decision_number: str = Field(max_length=80)
    decided_on: date
    created_at: datetime = instant()


class AdmissionPlan(Table, table=True):
    """How many members a unit is to admit in a year."""

    __table_args__ = (sa.CheckConstraint("planned >= 0", name="planned_not_negative"),)

    unit_id: UUID = reference("unit.id", primary_key=True, index=False)
    year: int = Field(primary_key=True)
    planned: int
    changed_at: datetime = instant()

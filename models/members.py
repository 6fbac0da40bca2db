"""Members (đảng viên) and where they belong, by date. As little about a person as the work needs."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, key, reference, sorted_text


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

"""A member's work across meetings: yearly pledge, registered deeds, monthly rating, and who presents what next."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference
from models.meetings import TaskOutcome


class PledgeKind(StrEnum):
    """Bản cam kết / đăng ký làm theo."""

    COMMITMENT = "commitment"
    DEED = "deed"


class RatingGrade(StrEnum):
    """How a member did the tasks of a month: hoàn thành tốt / hoàn thành / chưa hoàn thành."""

    GOOD = "good"
    DONE = "done"
    NOT_DONE = "not_done"


class Pledge(Table, table=True):
    """What a member pledged for a year, or put themselves down to do."""

    __table_args__ = (sa.Index("ix_pledge_unit_id_year", "unit_id", "year"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    member_id: UUID = reference("member.id")
    year: int
    kind: PledgeKind = choice(PledgeKind)
    text: str = Field(max_length=2000)
    signed_on: date | None = None
    created_at: datetime = instant()


class PledgeReview(Table, table=True):
    """What a meeting found of a pledge."""

    pledge_id: UUID = reference("pledge.id", primary_key=True, index=False)
    meeting_id: UUID = reference("meeting.id", primary_key=True)
    outcome: TaskOutcome = choice(TaskOutcome)
    note: str = Field(default="", max_length=500)


class MemberRating(Table, table=True):
    """How the cell committee rated a member's tasks of a month."""

    member_id: UUID = reference("member.id", primary_key=True, index=False)
    unit_id: UUID = reference("unit.id", primary_key=True)
    month: date = Field(primary_key=True)
    grade: RatingGrade = choice(RatingGrade)
    note: str = Field(default="", max_length=500)
    rated_at: datetime = instant()
    rated_by: UUID = reference("account.id", index=False)


class Presentation(Table, table=True):
    """Who presents what at the meeting of a month."""

    __table_args__ = (sa.UniqueConstraint("unit_id", "month", "member_id", "topic"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    month: date
    member_id: UUID = reference("member.id")
    topic: str = Field(max_length=300)
    created_at: datetime = instant()

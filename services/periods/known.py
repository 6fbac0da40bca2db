"""What is known of meetings when something comes to be expected after they were handed in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import ExpectedKind, Meeting, MeetingKind, MeetingVersion
from models.base import Instant
from services.clock import local

Facts = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """One kind of thing, of some units, in a stretch of time."""

    what: ExpectedKind
    unit_ids: Collection[UUID]
    first: date
    last: date


def answers(what: ExpectedKind) -> sa.ColumnElement[bool]:
    """The meetings that settle what is expected: a combined one is a regular and a thematic one at once."""
    if what is ExpectedKind.REGULAR_MEETING:
        return sa.and_(col(Meeting.kind) == MeetingKind.REGULAR, col(Meeting.is_cancelled).is_(False))
    is_about_theme = sa.or_(
        col(Meeting.kind) == MeetingKind.THEMATIC,
        sa.and_(col(Meeting.kind) == MeetingKind.REGULAR, col(Meeting.is_combined)),
    )
    return sa.and_(is_about_theme, col(Meeting.is_cancelled).is_(False))


def facts(session: Session, wanted: Wanted, dues: dict[UUID, date]) -> dict[UUID, Facts]:
    """The facts of those that were ever handed in, by unit; ``dues`` are the last days in time. One statement."""
    first_version = (
        sa.select(sa.func.min(col(MeetingVersion.submitted_at)))
        .where(col(MeetingVersion.meeting_id) == col(Meeting.id))
        .scalar_subquery()
    )
    first_at = sa.func.coalesce(first_version, col(Meeting.submitted_at), type_=Instant)
    query = sa.select(
        col(Meeting.unit_id), col(Meeting.state), first_at.label("first_at"), col(Meeting.approved_at)
    ).where(
        answers(wanted.what),
        col(Meeting.unit_id).in_(wanted.unit_ids),
        col(Meeting.month).between(wanted.first, wanted.last),
        first_at.is_not(None),
    )
    found: dict[UUID, list[sa.Row[Any]]] = {}
    for row in session.execute(query):
        found.setdefault(row.unit_id, []).append(row)
    return {unit_id: _facts(rows, dues[unit_id]) for unit_id, rows in found.items()}


def is_in_time(at: datetime, due_on: date) -> bool:
    """Whether a moment lies in time: the last local day counts to its end."""
    return local(at).date() <= due_on


def _facts(handed_in: Sequence[sa.Row[Any]], due_on: date) -> Facts:
    received_at = min(row.first_at for row in handed_in)
    return {
        "received_at": received_at,
        "is_on_time": is_in_time(received_at, due_on),
        "is_complete": any(row.state.is_handed_in for row in handed_in),
        "approved_at": min((row.approved_at for row in handed_in if row.approved_at), default=None),
    }

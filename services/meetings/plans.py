"""The plans of a month over many units, as one list to be written in: what is planned, and what a new plan opens with."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Meeting, MeetingKind, MeetingState, Unit
from services import members, months
from services.access import Actor, below, require_reach
from services.clock import today
from services.meetings import expected, kinds
from services.meetings.expected import ExpectedCell
from services.meetings.rows import MeetingRef
from services.members import OfficerRow

LOOKED_BACK = 12
"""Months in which the last place of a meeting is looked for."""

OWN = (
    *("state", "held_on", "planned_on", "planned_at", "place", "chair_id", "is_combined", "theme", "is_cancelled"),
    *("cancelled_reason", "postponed_from", "postponed_reason"),
)
"""What a line takes from the meeting as it is."""


@dataclass(frozen=True)
class PlanLine:
    """One meeting of a month, planned or to be planned; ``is_stored`` False: what a new plan opens with."""

    ref: MeetingRef
    unit_name: str
    is_stored: bool
    state: MeetingState
    held_on: date | None
    planned_on: date | None
    planned_at: time | None
    place: str
    chair_id: UUID | None
    is_combined: bool
    theme: str
    is_cancelled: bool
    cancelled_reason: str
    postponed_from: date | None
    postponed_reason: str

    @property
    def is_open(self) -> bool:
        """Whether its plan may be written: not held, not called off, not handed in, in a month that is not over."""
        is_past = self.ref.month < months.month_of(today())
        return not (is_past or self.held_on or self.is_cancelled or self.state.is_handed_in)


def plans(session: Session, actor: Actor, unit_id: UUID, month: date, kind: MeetingKind) -> list[PlanLine]:
    """The meetings of a kind in a month: of every cell at and below a unit, or of the unit itself where cells have none.

    A cell without one has a line to be written in; a unit that stands alone in the list always has one more, where a
    month may have several. By commune, then by cell. NotFound out of reach. Seven statements at most.
    """
    path = require_reach(session, actor, unit_id).path
    holders = _holders(session, actor, path, unit_id, month, kind)
    stored: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in session.exec(_stored(actor, path, month, kind)):
        stored[meeting.unit_id].append(meeting)
    places = {row.unit_id: row.place for row in session.execute(_places(actor, path, month, kind))}
    on = min(today(), months.last_day(month))
    leaders = members.secretaries(session, actor, unit_id, on) if kinds.rule_of(kind).has_roll else {}
    found: list[PlanLine] = []
    for holder in holders:
        found += [_line(holder.name, meeting, is_stored=True) for meeting in stored[holder.unit_id]]
        ref = _next(MeetingRef(holder.unit_id, month, kind), stored[holder.unit_id], is_alone=len(holders) == 1)
        if ref:
            found.append(_opening(ref, holder.name, places.get(ref.unit_id, ""), leaders.get(ref.unit_id)))
    return found


def _holders(  # noqa: PLR0913, PLR0917 - who, where, when and what
    session: Session, actor: Actor, path: str, unit_id: UUID, month: date, kind: MeetingKind
) -> list[ExpectedCell]:
    last = months.last_day(month)
    if kinds.rule_of(kind).is_of_cells:
        return expected.cells(session, actor, path, last, last)
    return expected.holders(session, actor, {unit_id}, last, last)


def _stored(actor: Actor, path: str, month: date, kind: MeetingKind) -> Any:
    return (
        select(Meeting)
        .join(Unit, col(Unit.id) == Meeting.unit_id)
        .where(below(actor.unit_path), below(path), Meeting.month == month, Meeting.kind == kind)
        .order_by(col(Meeting.number))
    )


def _places(actor: Actor, path: str, month: date, kind: MeetingKind) -> sa.Select[*tuple[Any, ...]]:
    """Where each unit met last, the newest in the end; a regular meeting says more than another of its month."""
    is_monthly = sa.case((col(Meeting.kind) == MeetingKind.REGULAR, 1), else_=0)
    return (
        sa.select(col(Meeting.unit_id), col(Meeting.place))
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .where(below(actor.unit_path), below(path), col(Meeting.kind).in_(kinds.like(kind)))
        .where(col(Meeting.month) < month, col(Meeting.month) >= months.after(month, -LOOKED_BACK))
        .where(col(Meeting.is_cancelled).is_(False), col(Meeting.place) != "")
        .order_by(col(Meeting.month), is_monthly, col(Meeting.number))
    )


def _next(ref: MeetingRef, stored: list[Meeting], *, is_alone: bool) -> MeetingRef | None:
    if not stored:
        return ref
    if kinds.rule_of(ref.kind).is_monthly or not is_alone:
        return None
    return MeetingRef(ref.unit_id, ref.month, ref.kind, stored[-1].number + 1)


def _line(unit_name: str, meeting: Meeting, *, is_stored: bool) -> PlanLine:
    ref = MeetingRef(meeting.unit_id, meeting.month, meeting.kind, meeting.number)
    return PlanLine(ref, unit_name, is_stored, **{field: getattr(meeting, field) for field in OWN})


def _opening(ref: MeetingRef, unit_name: str, place: str, leader: OfficerRow | None) -> PlanLine:
    """What ``records.opening`` will store with the first field."""
    chair_id = leader.member_id if leader else None
    meeting = Meeting(
        unit_id=ref.unit_id, month=ref.month, kind=ref.kind, number=ref.number, place=place, chair_id=chair_id
    )
    return _line(unit_name, meeting, is_stored=False)

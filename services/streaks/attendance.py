"""One member's year of meetings, cell by cell: present or not, why, and what they said."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import HANDED_IN, Attendance, Meeting, MeetingKind, Presence
from services.access import Actor, within_reach
from services.streaks.alerts import is_regular_of
from services.streaks.counting import Concern, Sitting, concerns


@dataclass(frozen=True)
class Seat:
    """One meeting, of any kind, at which the member stood on the roll."""

    meeting_id: UUID
    unit_id: UUID
    month: date
    kind: MeetingKind
    held_on: date | None
    presence: Presence
    is_due: bool
    reason: str
    spoke: bool
    gist: str


@dataclass
class InCell:
    """The member's year in one cell. Concerns look at regular meetings only."""

    unit_id: UUID
    seats: list[Seat] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)

    @property
    def due(self) -> list[Seat]:
        """The regular meetings at which the member was due."""
        return [seat for seat in self.seats if seat.kind is MeetingKind.REGULAR and seat.is_due]

    @property
    def present(self) -> int:
        """At how many of these the member was present."""
        return sum(seat.presence is Presence.PRESENT for seat in self.due)

    @property
    def spoken(self) -> list[Seat]:
        """The meetings, of any kind, at which the member spoke, due or not."""
        return [seat for seat in self.seats if seat.spoke and seat.presence is Presence.PRESENT]


def attendance(session: Session, actor: Actor, member_id: UUID, year: int) -> list[InCell]:
    """The meetings of a year that were handed in, by cell in reach, in order of time. Two statements."""
    found: dict[UUID, InCell] = {}
    for seat in _seats(session, actor, member_id, year):
        found.setdefault(seat.unit_id, InCell(seat.unit_id)).seats.append(seat)
    regular = _regular(session, actor, year, list(found))
    for unit_id, in_cell in found.items():
        marks = {seat.month: seat for seat in in_cell.seats if seat.kind is MeetingKind.REGULAR}
        in_cell.concerns = concerns([_sitting(month, marks.get(month)) for month in regular.get(unit_id, [])])
    return list(found.values())


def _seats(session: Session, actor: Actor, member_id: UUID, year: int) -> list[Seat]:
    meeting = (Meeting.id, Meeting.unit_id, Meeting.month, Meeting.kind, Meeting.held_on)
    mark = (Attendance.presence, Attendance.is_due, Attendance.reason, Attendance.spoke, Attendance.gist)
    query = (
        sa.select(*map(col, meeting), *map(col, mark))
        .join(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .where(col(Attendance.member_id) == member_id, within_reach(actor, Meeting.unit_id))
        .where(col(Meeting.state).in_(HANDED_IN), col(Meeting.is_cancelled).is_(False))
        .where(col(Meeting.month).between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(col(Meeting.month), col(Meeting.held_on), col(Meeting.id))
    )
    return [Seat(*row) for row in session.execute(query)]


def _regular(session: Session, actor: Actor, year: int, unit_ids: list[UUID]) -> dict[UUID, list[date]]:
    """The months of the regular meetings of the cells, also of those at which the member was not on the roll."""
    query = (
        sa.select(col(Meeting.unit_id), col(Meeting.month))
        .where(col(Meeting.unit_id).in_(unit_ids), within_reach(actor, Meeting.unit_id), is_regular_of(year))
        .order_by(col(Meeting.month))
    )
    found: dict[UUID, list[date]] = {}
    for unit_id, month in session.execute(query):
        found.setdefault(unit_id, []).append(month)
    return found


def _sitting(month: date, seat: Seat | None) -> Sitting:
    if seat is None:
        return Sitting(month, None, is_due=False)
    return Sitting(month, seat.presence, seat.is_due, seat.reason, seat.held_on)

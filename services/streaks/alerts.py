"""Everybody in reach whose absences of a year give their cell, and its superior, something to speak about."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import HANDED_IN, Attendance, Meeting, MeetingKind, Member, Membership, Presence
from services import meetings, months
from services.access import Actor, within_reach
from services.clock import today
from services.meetings import ExpectedCell
from services.streaks.counting import CONCERN_NAMES, MOST_EXCUSED, Concern, ConcernKind, Sitting, concerns
from services.vietnamese import listing, number

ORDER = list(ConcernKind)
_Absentee = tuple[UUID, UUID, str, str]
"""Cell and member, and what the member is called and sorted by."""


@dataclass(frozen=True)
class Alert:
    """One member of one cell, and what their absences there come to."""

    member_id: UUID
    full_name: str
    sort_key: str
    cell: ExpectedCell
    concern: Concern

    @property
    def is_fresh(self) -> bool:
        """Whether the latest absence lies in this month or the last one."""
        return self.concern.last >= months.after(months.month_of(today()), -1)

    @property
    def is_pressing(self) -> bool:
        """Whether it belongs on the first screen: what may end in a name removal all year, the rest while it is fresh."""
        return self.is_fresh or self.concern.kind is ConcernKind.UNEXCUSED_MONTHS


def alerts(session: Session, actor: Actor, year: int | None = None) -> list[Alert]:
    """Whom absences from regular meetings in a year give reason to speak with, the gravest first, then by cell.

    Without a year it is that of the last month that is over. Only records that were handed in count, cell by cell,
    and only members who are still there today (of a past year: at its end). Two statements, however many members.
    """
    year = year or months.after(months.month_of(today()), -1).year
    on = min(today(), date(year, 12, 31))
    cells = {cell.unit_id: cell for cell in meetings.expected_cells(session, actor, actor.unit_path, on, on)}
    found = []
    for (unit_id, member_id, full_name, sort_key), sittings in _years(session, actor, year, on).items():
        cell = cells.get(unit_id)
        found += [Alert(member_id, full_name, sort_key, cell, each) for each in concerns(sittings) if cell]
    return sorted(found, key=_order)


def summary(found: Sequence[Alert]) -> str:
    """How many there are of each kind, as one sentence."""
    counts = Counter(alert.concern.kind for alert in found)
    words = [f"{number(counts[kind])} đồng chí {name.lower()}" for kind, name in CONCERN_NAMES.items() if counts[kind]]
    return f"Cần trao đổi, nhắc nhở việc dự sinh hoạt: {listing(words)}."


def _order(alert: Alert) -> tuple[object, ...]:
    return (ORDER.index(alert.concern.kind), alert.cell.order, alert.sort_key, alert.member_id, alert.concern.last)


def is_regular_of(year: int) -> sa.ColumnElement[bool]:
    """The regular meetings of a year whose records were handed in."""
    return sa.and_(
        col(Meeting.state).in_(HANDED_IN),
        col(Meeting.is_cancelled).is_(False),
        col(Meeting.kind) == MeetingKind.REGULAR,
        col(Meeting.month).between(date(year, 1, 1), date(year, 12, 31)),
    )


def _years(session: Session, actor: Actor, year: int, on: date) -> dict[_Absentee, list[Sitting]]:
    """Every regular meeting of the year of the cells of those who were absent often enough."""
    absent = _often_absent(actor, year, on)
    query = (
        sa.select(absent.c.unit_id, absent.c.member_id, col(Member.full_name), col(Member.sort_key))
        .add_columns(col(Meeting.month), col(Attendance.presence), sa.func.coalesce(col(Attendance.is_due), sa.false()))
        .add_columns(sa.func.coalesce(col(Attendance.reason), ""), col(Meeting.held_on))
        .join(Member, col(Member.id) == absent.c.member_id)
        .join(Meeting, sa.and_(col(Meeting.unit_id) == absent.c.unit_id, is_regular_of(year)))
        .outerjoin(
            Attendance,
            sa.and_(col(Attendance.meeting_id) == col(Meeting.id), col(Attendance.member_id) == absent.c.member_id),
        )
        .order_by(col(Meeting.month))
    )
    found: defaultdict[_Absentee, list[Sitting]] = defaultdict(list)
    for unit_id, member_id, full_name, sort_key, *sitting in session.execute(query):
        found[unit_id, member_id, full_name, sort_key].append(Sitting(*sitting))
    return found


def _often_absent(actor: Actor, year: int, on: date) -> sa.Subquery:
    """Cell and member of those who can be a concern: so many meetings only that are worth reading in full."""
    excused, unexcused = (
        sa.func.count().filter(col(Attendance.presence) == presence)
        for presence in (Presence.EXCUSED, Presence.UNEXCUSED)
    )
    return (
        sa.select(col(Meeting.unit_id), col(Attendance.member_id))
        .join(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .where(within_reach(actor, Meeting.unit_id), is_regular_of(year), col(Attendance.is_due), _is_there(on))
        .where(col(Attendance.presence).in_((Presence.EXCUSED, Presence.UNEXCUSED)))
        .group_by(col(Meeting.unit_id), col(Attendance.member_id))
        .having(sa.or_(excused > MOST_EXCUSED, unexcused > 0))
        .subquery()
    )


def _is_there(on: date) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(col(Membership.member_id) == col(Attendance.member_id), col(Membership.unit_id) == col(Meeting.unit_id))
        .where(col(Membership.joined_on) <= on)
        .where(sa.or_(col(Membership.left_on).is_(None), col(Membership.left_on) > on))
    )

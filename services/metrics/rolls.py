"""Who came: the heads of meetings, the absences of a year, one member's marks, the roll of one meeting."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from models import Attendance, Meeting, MeetingKind, Presence
from services.access import within_reach
from services.meetings.heads import heads as counted_heads
from services.meetings.roll import called
from services.metrics.people import People
from services.metrics.records import in_window, is_held
from services.metrics.subjects import Ground
from services.rates import Roll
from services.streaks.counting import longest_run

ABSENT = (Presence.EXCUSED, Presence.UNEXCUSED)


class Absence(NamedTuple):
    """One member who was due at one regular meeting and did not come."""

    unit_id: UUID
    month: date
    member_id: UUID
    presence: Presence
    reason: str


class Mark(NamedTuple):
    """How one member stood at one regular meeting."""

    month: date
    held_on: date | None
    presence: Presence
    is_due: bool
    spoke: bool
    reason: str


class Called(Protocol):
    """One member on the roll of a meeting, handed in or not."""

    @property
    def member_id(self) -> UUID: ...
    @property
    def presence(self) -> Presence: ...
    @property
    def is_due(self) -> bool: ...
    @property
    def spoke(self) -> bool: ...
    @property
    def reason(self) -> str: ...


def heads(ground: Ground) -> dict[UUID, Roll]:
    """The heads of each regular meeting that was held, by meeting. One statement."""
    query = (
        sa.select(col(Meeting.id), *counted_heads())
        .join(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .where(in_window(ground), is_held(), col(Meeting.kind) == MeetingKind.REGULAR)
        .group_by(col(Meeting.id))
    )
    return {row[0]: Roll(*row[1:]) for row in ground.session.execute(query)}


def absences(ground: Ground) -> Mapping[UUID, Sequence[Absence]]:
    """Everybody who was due and did not come, by cell. One statement."""
    facts = (Meeting.unit_id, Meeting.month, Attendance.member_id, Attendance.presence, Attendance.reason)
    query = (
        sa.select(*map(col, facts))
        .join(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .where(in_window(ground), is_held(), col(Meeting.kind) == MeetingKind.REGULAR)
        .where(col(Attendance.is_due), col(Attendance.presence).in_(ABSENT))
    )
    found: defaultdict[UUID, list[Absence]] = defaultdict(list)
    for row in ground.session.execute(query):
        found[row[0]].append(Absence(*row))
    return found


def of_members(ground: Ground) -> Mapping[tuple[UUID, UUID], Sequence[Mark]]:
    """The marks of everybody at the regular meetings of the subjects' cells, by cell and member. One statement."""
    facts = (Meeting.month, Meeting.held_on, Attendance.presence, Attendance.is_due, Attendance.spoke)
    query = (
        sa.select(col(Meeting.unit_id), col(Attendance.member_id), *map(col, facts), col(Attendance.reason))
        .join(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .where(in_window(ground), is_held(), col(Meeting.kind) == MeetingKind.REGULAR)
        .order_by(col(Meeting.month))
    )
    found: defaultdict[tuple[UUID, UUID], list[Mark]] = defaultdict(list)
    for unit_id, member_id, *facts_of_mark in ground.session.execute(query):
        found[unit_id, member_id].append(Mark(*facts_of_mark))
    return found


def of_sittings(ground: Ground, people: People) -> dict[UUID, Sequence[Called]]:
    """The roll of each meeting that is a subject: as handed in, or as called by its draft. One statement."""
    query = select(Attendance).where(
        col(Attendance.meeting_id).in_(ground.sittings),
        col(Attendance.meeting_id).in_(select(Meeting.id).where(within_reach(ground.actor, Meeting.unit_id))),
    )
    marks: defaultdict[UUID, dict[UUID, Attendance]] = defaultdict(dict)
    for row in ground.session.exec(query):
        marks[row.meeting_id][row.member_id] = row
    found: dict[UUID, Sequence[Called]] = {}
    for meeting_id, sitting in ground.sittings.items():
        stored = marks[meeting_id]
        is_frozen = sitting.is_handed_in
        roster = () if is_frozen else people.roster_on(sitting.unit_id, sitting.roster_on)
        found[meeting_id] = tuple(stored.values()) if is_frozen else called(roster, stored)
    return found


def excused_runs(meetings: Sequence[date], absent: Iterable[Absence]) -> dict[UUID, int]:
    """The longest run of everybody who was excused from one of these meetings at least."""
    within = set(meetings)
    excused: defaultdict[UUID, set[date]] = defaultdict(set)
    for absence in absent:
        if absence.presence is Presence.EXCUSED and absence.month in within:
            excused[absence.member_id].add(absence.month)
    return {member_id: longest_run(meetings, days) for member_id, days in excused.items()}

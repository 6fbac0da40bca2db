"""The monthly schedule of a unit (thông báo lịch sinh hoạt; DOMAIN, section 8): who meets when, where, and whom to call."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Meeting, Member, Supervision, Unit
from services import members, months, units
from services.access import Actor, below, require_reach
from services.clock import today
from services.meetings import clashes, expected, kinds
from services.meetings.clashes import Clash, Sitting
from services.meetings.expected import ExpectedCell
from services.meetings.rows import MeetingRef
from services.members import Census, OfficerRow


@dataclass(frozen=True)
class ScheduleRow:
    """One meeting of the month as far as it is known; a cell whose regular one nobody has planned has a row without a day.

    ``on`` and ``at`` are those of the record once the meeting has been held, until then the planned ones.
    """

    ref: MeetingRef
    unit_name: str
    commune_id: UUID | None
    commune_name: str
    members: int | None
    """Members of the cell on the day of the schedule; None for the meeting of another unit."""
    secretary: OfficerRow | None
    on: date | None = None
    at: time | None = None
    until: time | None = None
    """When it ended, once it has been held."""
    is_held: bool = False
    place: str = ""
    chair_id: UUID | None = None
    chair_name: str = ""
    theme: str = ""
    is_combined: bool = False
    postponed_from: date | None = None
    postponed_reason: str = ""
    is_cancelled: bool = False
    cancelled_reason: str = ""

    @property
    def is_monthly(self) -> bool:
        """Whether it is the meeting that the cell owes this month."""
        return kinds.rule_of(self.ref.kind).is_monthly

    @property
    def is_set(self) -> bool:
        """Whether it has a day and was not called off."""
        return self.on is not None and not self.is_cancelled


@dataclass(frozen=True)
class Schedule:
    """A month of a unit: its rows by commune and cell, the regular meeting first, and what gets in each other's way."""

    unit_id: UUID
    unit_name: str
    month: date
    rows: tuple[ScheduleRow, ...]
    clashes: tuple[Clash, ...]

    @property
    def members(self) -> int:
        """Members of all cells of the schedule, each cell counted once."""
        return sum(row.members or 0 for row in self.rows if row.is_monthly)

    @property
    def cells(self) -> int:
        """Cells that owe a meeting in the month."""
        return sum(row.is_monthly for row in self.rows)

    @property
    def planned(self) -> int:
        """Cells whose regular meeting has a day."""
        return sum(row.is_monthly and row.is_set for row in self.rows)

    def row(self, ref: MeetingRef) -> ScheduleRow:
        """The row of a meeting."""
        return next(row for row in self.rows if row.ref == ref)


_Stored = defaultdict[UUID, list[tuple[Meeting, str]]]
"""The meetings of each unit, with the names of their chairs."""


def schedule(session: Session, actor: Actor, unit_id: UUID, month: date) -> Schedule:
    """The meetings of a month of a unit and of every cell below it. NotFound out of reach. Eleven statements at most.

    Cells are those of the month's last day; members and secretaries those of that day, of today while it lies ahead.
    """
    path, last = require_reach(session, actor, unit_id).path, months.last_day(month)
    stored: _Stored = defaultdict(list)
    for meeting, chair_name in session.execute(_meetings(actor, path, month)):
        stored[meeting.unit_id].append((meeting, chair_name or ""))
    there = expected.cells(session, actor, path, last, last)
    above = stored.keys() - {cell.unit_id for cell in there}
    there += expected.holders(session, actor, above, last, last) if above else []
    on = min(today(), last)
    heads, leaders = members.census(session, actor, unit_id, on), members.secretaries(session, actor, unit_id, on)
    rows = [
        row
        for holder in sorted(there, key=lambda holder: holder.order)
        for row in _rows(holder, month, stored[holder.unit_id], (heads, leaders))
    ]
    found = clashes.clashes(_sittings(rows, _supervisions(session, [row.ref.unit_id for row in rows], month)))
    name = units.unit(session, actor, unit_id, on).name
    return Schedule(unit_id, name, month, tuple(rows), tuple(found))


def _meetings(actor: Actor, path: str, month: date) -> Any:
    """Those of the month that have a day or were called off; a regular one in any case."""
    return (
        select(Meeting, Member.full_name)
        .join(Unit, col(Unit.id) == Meeting.unit_id)
        .outerjoin(Member, col(Member.id) == Meeting.chair_id)
        .where(below(actor.unit_path), below(path), Meeting.month == month)
        .where(
            sa.or_(
                col(Meeting.kind).in_([kind for kind, rule in kinds.RULES.items() if rule.is_monthly]),
                col(Meeting.planned_on).is_not(None),
                col(Meeting.held_on).is_not(None),
                col(Meeting.is_cancelled),
            )
        )
    )


def _rows(
    holder: ExpectedCell,
    month: date,
    stored: list[tuple[Meeting, str]],
    people: tuple[dict[UUID, Census], dict[UUID, OfficerRow]],
) -> list[ScheduleRow]:
    heads, leaders = people
    facts: dict[str, Any] = {
        "unit_name": holder.name,
        "commune_id": holder.commune_id,
        "commune_name": holder.commune_name,
        "members": heads.get(holder.unit_id, Census()).members if holder.is_cell else None,
        "secretary": leaders.get(holder.unit_id),
    }
    rows = [_row(meeting, chair_name, facts) for meeting, chair_name in stored]
    if holder.is_cell and not any(row.is_monthly for row in rows):
        rows.append(ScheduleRow(MeetingRef(holder.unit_id, month), **facts))
    return sorted(rows, key=_order)


def _row(meeting: Meeting, chair_name: str, facts: dict[str, Any]) -> ScheduleRow:
    is_held = meeting.held_on is not None
    return ScheduleRow(
        ref=MeetingRef(meeting.unit_id, meeting.month, meeting.kind, meeting.number),
        on=meeting.held_on or meeting.planned_on,
        at=(meeting.started_at or meeting.planned_at) if is_held else meeting.planned_at,
        until=meeting.ended_at if is_held else None,
        is_held=is_held,
        place=meeting.place,
        chair_id=meeting.chair_id,
        chair_name=chair_name,
        theme=meeting.theme if meeting.is_combined or not kinds.rule_of(meeting.kind).is_monthly else "",
        is_combined=meeting.is_combined,
        postponed_from=meeting.postponed_from,
        postponed_reason=meeting.postponed_reason,
        is_cancelled=meeting.is_cancelled,
        cancelled_reason=meeting.cancelled_reason,
        **facts,
    )


def _order(row: ScheduleRow) -> tuple[object, ...]:
    return (not row.is_monthly, row.on or date.max, list(kinds.RULES).index(row.ref.kind), row.ref.number)


def _supervisions(session: Session, unit_ids: list[UUID], month: date) -> dict[UUID, list[Supervision]]:
    """Who looks after each of the units on some day of the month."""
    found: defaultdict[UUID, list[Supervision]] = defaultdict(list)
    query = select(Supervision).where(
        col(Supervision.unit_id).in_(unit_ids),
        col(Supervision.starts_on) <= months.last_day(month),
        sa.or_(col(Supervision.ends_on).is_(None), col(Supervision.ends_on) > month),
    )
    for supervision in session.exec(query):
        found[supervision.unit_id].append(supervision)
    return found


def _sittings(rows: Iterable[ScheduleRow], supervisions: dict[UUID, list[Supervision]]) -> list[Sitting]:
    return [
        Sitting(
            ref=row.ref,
            on=row.on,
            begins_at=row.at,
            ends_at=row.until,
            place=row.place,
            commune_id=row.commune_id,
            chair_id=row.chair_id,
            supervisors=frozenset(
                one.supervisor_name for one in supervisions.get(row.ref.unit_id, []) if _covers(one, row.on)
            ),
        )
        for row in rows
        if row.on and row.is_set
    ]


def _covers(supervision: Supervision, on: date) -> bool:
    return supervision.starts_on <= on and (supervision.ends_on is None or on < supervision.ends_on)

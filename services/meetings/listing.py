"""Lists of meetings over many cells: what is due in a month, and the book of a span of months."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import HANDED_IN, Attendance, Meeting, MeetingKind, MeetingState, Presence, Unit
from services import deadlines, months
from services.access import Actor, below, require_reach
from services.clock import today
from services.meetings import expected
from services.meetings.expected import ExpectedCell
from services.meetings.rows import BookRow, DueRow, MeetingRef, RecordState
from services.rates import Roll

KIND_ORDER = list(MeetingKind)
STATES = {state: RecordState(state.value) for state in MeetingState}


def due(session: Session, actor: Actor, month: date) -> list[DueRow]:
    """Every cell in reach that existed on the month's last day, with its regular meeting as far as it has come.

    By commune, then by cell, in Vietnamese order. Two statements, whatever the number of cells.
    """
    last = months.last_day(month)
    query = (
        sa.select(
            col(Meeting.unit_id),
            col(Meeting.state),
            col(Meeting.held_on),
            col(Meeting.changed_at),
            col(Meeting.submitted_at),
        )
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .where(below(actor.unit_path), col(Meeting.month) == month, col(Meeting.is_cancelled).is_(False))
        .where(col(Meeting.kind) == MeetingKind.REGULAR)
    )
    records = {unit_id: facts for unit_id, *facts in session.execute(query)}
    cells = expected.cells(session, actor, actor.unit_path, last, last)
    return [_due_row(cell, month, records.get(cell.unit_id)) for cell in cells]


def reported_month(session: Session, actor: Actor) -> date:
    """The month to work on: the last one while it may still be handed in and something in it is left to do."""
    this = months.month_of(today())
    last = months.after(this, -1)
    is_open = today() <= deadlines.report_due_on(last)
    return last if is_open and any(not row.is_done for row in due(session, actor, last)) else this


def _due_row(cell: ExpectedCell, month: date, facts: list[Any] | None) -> DueRow:
    state, held_on, changed_at, submitted_at = facts or [None] * 4
    return DueRow(
        ref=MeetingRef(cell.unit_id, month),
        unit_name=cell.name,
        commune_id=cell.commune_id,
        commune_name=cell.commune_name,
        state=STATES.get(state, RecordState.MISSING),
        held_on=held_on,
        changed_at=changed_at,
        submitted_at=submitted_at,
        due_on=deadlines.report_due_on(month),
    )


def book(session: Session, actor: Actor, unit_id: UUID, first: date, last: date) -> list[BookRow]:
    """The meetings of a cell, or of every cell below a unit, from month to month, the newest first.

    A cell that was there at the end of a month and has no regular meeting in it has a line that says so.
    Months to come have none. NotFound out of reach. Three statements.
    """
    path = require_reach(session, actor, unit_id).path
    span = months.span(first, min(last, months.month_of(today())))
    if not span:
        return []
    stretches: defaultdict[UUID, list[ExpectedCell]] = defaultdict(list)
    for cell in expected.cells(session, actor, path, span[0], months.last_day(span[-1])):
        stretches[cell.unit_id].append(cell)
    held = session.execute(_held(actor, path, span)).all()
    lines = [(_cell_in(stretches[row.unit_id], row.month), row) for row in held if row.unit_id in stretches]
    regular = {(row.unit_id, row.month) for row in held if row.kind is MeetingKind.REGULAR}
    known = [(cell, _book_row(cell, row)) for cell, row in lines]
    missing = [(cell, _missing_row(cell, month)) for cell, month in _without(stretches, span, regular)]
    return [row for _, row in sorted([*known, *missing], key=_newest_first)]


def _held(actor: Actor, path: str, span: list[date]) -> sa.Select[*tuple[Any, ...]]:
    """The meetings, with the heads of those handed in: a draft keeps exceptions only, which cannot be counted."""
    came = col(Attendance.presence) == Presence.PRESENT
    is_due = col(Attendance.is_due)
    heads = [
        is_due,
        sa.and_(is_due, came),
        came,
        sa.and_(is_due, col(Attendance.presence) == Presence.EXCUSED),
        sa.and_(is_due, col(Attendance.presence) == Presence.UNEXCUSED),
        sa.and_(came, col(Attendance.spoke)),
    ]
    facts = [Meeting.unit_id, Meeting.month, Meeting.kind, Meeting.number, Meeting.state, Meeting.held_on]
    more = [Meeting.theme, Meeting.submitted_at, Meeting.is_combined]
    return (
        sa.select(*[col(fact) for fact in [*facts, *more]], *[sa.func.count().filter(condition) for condition in heads])
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .outerjoin(
            Attendance,
            sa.and_(col(Attendance.meeting_id) == col(Meeting.id), col(Meeting.state).in_(HANDED_IN)),
        )
        .where(below(actor.unit_path), below(path), col(Meeting.is_cancelled).is_(False))
        .where(col(Meeting.month).between(span[0], span[-1]))
        .group_by(col(Meeting.id))
    )


def _cell_in(stretches: list[ExpectedCell], month: date) -> ExpectedCell:
    last = months.last_day(month)
    return next((cell for cell in stretches if cell.exists_on(last)), stretches[-1])


def _book_row(cell: ExpectedCell, row: sa.Row[Any]) -> BookRow:
    is_final = row.state.is_handed_in
    return BookRow(
        ref=MeetingRef(row.unit_id, row.month, row.kind, row.number),
        unit_name=cell.name,
        commune_name=cell.commune_name,
        state=STATES[row.state],
        held_on=row.held_on,
        theme=row.theme if row.is_combined or row.kind is not MeetingKind.REGULAR else "",
        roll=Roll(*row[-6:]) if is_final else None,
        submitted_at=row.submitted_at,
        is_combined=row.is_combined,
    )


def _without(
    stretches: Mapping[UUID, list[ExpectedCell]], span: list[date], regular: set[tuple[UUID, date]]
) -> Iterator[tuple[ExpectedCell, date]]:
    for month, cells in product(span, stretches.values()):
        for cell in cells:
            if cell.exists_on(months.last_day(month)) and (cell.unit_id, month) not in regular:
                yield cell, month


def _missing_row(cell: ExpectedCell, month: date) -> BookRow:
    return BookRow(
        ref=MeetingRef(cell.unit_id, month),
        unit_name=cell.name,
        commune_name=cell.commune_name,
        state=RecordState.MISSING,
        held_on=None,
        theme="",
        roll=None,
        submitted_at=None,
    )


def _newest_first(line: tuple[ExpectedCell, BookRow]) -> tuple[object, ...]:
    cell, row = line
    return (-row.ref.month.toordinal(), cell.order, KIND_ORDER.index(row.ref.kind), row.ref.number)

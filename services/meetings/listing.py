"""Lists of meetings over many cells: what is due in a month, and the book of a span of months."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import HANDED_IN, Attendance, Meeting, MeetingKind, MeetingState, Unit
from services import deadlines, months
from services.access import Actor, below, require_reach
from services.clock import today
from services.meetings import expected, expecting, kinds
from services.meetings.begun import is_begun
from services.meetings.expected import ExpectedCell
from services.meetings.heads import heads
from services.meetings.lines import BookRow, DueRow, RecordState
from services.meetings.rows import MeetingRef
from services.rates import Roll

KIND_ORDER = list(MeetingKind)
MONTHLY = [kind for kind in MeetingKind if kinds.rule_of(kind).is_monthly]
ABOVE_CELLS = kinds.held_by(is_cell=False)
STATES = {state: RecordState(state.value) for state in MeetingState}


def due(session: Session, actor: Actor, month: date) -> list[DueRow]:
    """Every cell in reach that may write the record of its regular meeting of a month, as far as it has come.

    That of most is expected; a cell that is exempt, or was founded after the period was opened, may write as well.
    A record that is only planned (``begun``) is missing. By commune, then by cell, in Vietnamese order. Three
    statements, whatever the number of cells.
    """
    query = (
        sa.select(
            col(Meeting.unit_id),
            col(Meeting.state),
            col(Meeting.held_on),
            col(Meeting.changed_at),
            col(Meeting.submitted_at),
            col(Meeting.planned_on),
            is_begun(),
        )
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .where(below(actor.unit_path), col(Meeting.month) == month, col(Meeting.is_cancelled).is_(False))
        .where(col(Meeting.kind).in_(MONTHLY))
    )
    records = {unit_id: facts for unit_id, *facts in session.execute(query)}
    asked = expecting.of(session, actor, actor.unit_path, month, month)
    return [
        replace(
            _due_row(cell, month, records.get(cell.unit_id)),
            due_on=asked.due_on(cell.unit_id, month),
            is_expected=asked.expects(cell.unit_id, month),
        )
        for cell in asked.writers(month)
    ]


def reported_month(session: Session, actor: Actor) -> date:
    """The month to work on: the last one while it may still be handed in and something in it is left to do."""
    this = months.month_of(today())
    last = months.after(this, -1)
    is_open = any(not row.is_done and today() <= row.due_on for row in due(session, actor, last))
    return last if is_open else this


def _due_row(cell: ExpectedCell, month: date, facts: list[Any] | None) -> DueRow:
    state, held_on, changed_at, submitted_at, planned_on, has_begun = facts or [None] * 6
    return DueRow(
        ref=MeetingRef(cell.unit_id, month),
        unit_name=cell.name,
        commune_id=cell.commune_id,
        commune_name=cell.commune_name,
        state=STATES[state] if has_begun else RecordState.MISSING,
        held_on=held_on,
        changed_at=changed_at if has_begun else None,
        submitted_at=submitted_at,
        due_on=deadlines.report_due_on(month),
        planned_on=planned_on,
    )


def book(session: Session, actor: Actor, unit_id: UUID, first: date, last: date) -> list[BookRow]:
    """The meetings of a unit and of everything below it, from month to month, the newest first.

    A cell whose regular meeting is expected in a month and is not there has a line that says so, also where it was
    called off; of other kinds those called off have lines of their own. Months to come have none. NotFound out of
    reach. Four statements, five where units above the cells have met.
    """
    path = require_reach(session, actor, unit_id).path
    span = months.span(first, min(last, months.month_of(today())))
    if not span:
        return []
    found = session.execute(_held(actor, path, span)).all()
    asked = expecting.of(session, actor, path, span[0], span[-1])
    stretches = {
        **asked.stretches,
        **_above(session, actor, span, {row.unit_id for row in found if row.kind in ABOVE_CELLS}),
    }
    called_off = {(row.unit_id, row.month): row for row in found if row.is_cancelled and row.kind in MONTHLY}
    held = [row for row in found if row.unit_id in stretches and called_off.get((row.unit_id, row.month)) is not row]
    regular = {(row.unit_id, row.month) for row in held if row.kind in MONTHLY}
    known = [(cell, _book_row(cell, row)) for row in held for cell in [_cell_in(stretches[row.unit_id], row.month)]]
    missing = [
        (cell, _missing_row(cell, month, called_off.get((cell.unit_id, month))))
        for month in span
        for cell in asked.cells(month)
        if (cell.unit_id, month) not in regular
    ]
    lines = [(cell, replace(row, due_on=asked.due_on(row.ref.unit_id, row.ref.month))) for cell, row in known + missing]
    return [row for _, row in sorted(lines, key=_newest_first)]


def _above(session: Session, actor: Actor, span: list[date], unit_ids: set[UUID]) -> dict[UUID, list[ExpectedCell]]:
    """The units above the cells that have met in the span."""
    if not unit_ids:
        return {}
    return expecting.by_unit(expected.holders(session, actor, unit_ids, span[0], months.last_day(span[-1])))


def _held(actor: Actor, path: str, span: list[date]) -> sa.Select[*tuple[Any, ...]]:
    """The meetings, with the heads of those handed in: a draft keeps exceptions only, which cannot be counted."""
    facts = [Meeting.unit_id, Meeting.month, Meeting.kind, Meeting.number, Meeting.state, Meeting.held_on]
    facts += [Meeting.theme, Meeting.submitted_at, Meeting.is_combined, Meeting.planned_on]
    facts += [Meeting.is_cancelled, Meeting.cancelled_reason]
    return (
        sa.select(*map(col, facts), is_begun().label("has_begun"), *heads())
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .outerjoin(
            Attendance,
            sa.and_(col(Attendance.meeting_id) == col(Meeting.id), col(Meeting.state).in_(HANDED_IN)),
        )
        .where(below(actor.unit_path), below(path))
        .where(col(Meeting.month).between(span[0], span[-1]))
        .group_by(col(Meeting.id))
    )


def _cell_in(stretches: Sequence[ExpectedCell], month: date) -> ExpectedCell:
    last = months.last_day(month)
    return next((cell for cell in stretches if cell.exists_on(last)), stretches[-1])


def _book_row(cell: ExpectedCell, row: sa.Row[Any]) -> BookRow:
    is_final = row.state.is_handed_in and not row.is_cancelled and kinds.rule_of(row.kind).has_roll
    return BookRow(
        ref=MeetingRef(row.unit_id, row.month, row.kind, row.number),
        unit_name=cell.name,
        commune_name=cell.commune_name,
        state=STATES[row.state] if row.has_begun and not row.is_cancelled else RecordState.MISSING,
        held_on=row.held_on,
        theme=row.theme if row.is_combined or row.kind is not MeetingKind.REGULAR else "",
        roll=Roll(*row[-6:]) if is_final else None,
        submitted_at=row.submitted_at,
        is_combined=row.is_combined,
        planned_on=row.planned_on,
        is_cancelled=row.is_cancelled,
        cancelled_reason=row.cancelled_reason,
    )


def _missing_row(cell: ExpectedCell, month: date, called_off: sa.Row[Any] | None) -> BookRow:
    return BookRow(
        ref=MeetingRef(cell.unit_id, month),
        unit_name=cell.name,
        commune_name=cell.commune_name,
        state=RecordState.MISSING,
        held_on=None,
        theme="",
        roll=None,
        submitted_at=None,
        planned_on=called_off.planned_on if called_off else None,
        is_cancelled=called_off is not None,
        cancelled_reason=called_off.cancelled_reason if called_off else "",
    )


def _newest_first(line: tuple[ExpectedCell, BookRow]) -> tuple[object, ...]:
    cell, row = line
    return (-row.ref.month.toordinal(), cell.order, KIND_ORDER.index(row.ref.kind), row.ref.number)

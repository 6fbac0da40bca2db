"""The records that wait for somebody's review, with what is worth a look in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models import HANDED_IN, Account, Attendance, ExpectedKind, Meeting, MeetingKind, MeetingState, Unit
from services import months
from services.access import Actor, Permission, below
from services.approvals.concerns import Waiting, clean_first
from services.meetings import ExpectedCell, MeetingRef, contacts, expected_cells
from services.meetings.heads import heads
from services.periods import calendar, dues
from services.periods.dues import Frozen
from services.rates import Roll

_READER = aliased(Unit)
"""Made once: making an alias costs more than running the statement (docs/performance.md)."""

CellMonth = tuple[UUID, date]


def waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Every record in reach that waits for the actor's unit or one below it; the actor's own and clean ones first.

    NotAllowed for whoever reviews nothing. Five statements, whatever the number of records.
    """
    actor.require(Permission.MEETINGS_REVIEW)
    found = session.execute(_query(actor)).all()
    if not found:
        return []
    around = _around(session, actor, found)
    return clean_first(_row(actor, row, around) for row in found)


def count(session: Session, actor: Actor) -> int:
    """How many records wait for the actor's own unit. One statement."""
    query = sa.select(sa.func.count()).where(
        col(Meeting.waiting_unit_id) == actor.unit_id,
        col(Meeting.state) == MeetingState.SUBMITTED,
        col(Meeting.is_cancelled).is_(False),
        col(Meeting.submitted_by).is_distinct_from(actor.account_id),
    )
    found: int = session.execute(query).scalar_one()
    return found


def _query(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    facts = (
        *(Meeting.id, Meeting.unit_id, Meeting.month, Meeting.kind, Meeting.number, Meeting.version),
        *(Meeting.submitted_at, Meeting.submitted_by, Meeting.held_on, Meeting.started_at, Meeting.ended_at),
        *(Meeting.is_combined, Meeting.approved_version, Meeting.waiting_unit_id, Account.display_name),
    )
    return (
        sa.select(*map(col, facts), *heads())
        .join(_READER, col(_READER.id) == col(Meeting.waiting_unit_id))
        .outerjoin(Account, col(Account.id) == col(Meeting.submitted_by))
        .outerjoin(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .where(col(Meeting.state) == MeetingState.SUBMITTED, col(Meeting.is_cancelled).is_(False))
        .where(below(actor.unit_path, _READER))
        .group_by(col(Meeting.id), col(Account.display_name))
        .order_by(col(Meeting.submitted_at), col(Meeting.id))
    )


@dataclass(frozen=True)
class _Around:
    """What the records are read beside."""

    cells: Mapping[UUID, ExpectedCell]
    before: Mapping[CellMonth, Roll]
    """The roll of each cell's regular meeting, by the month after it."""
    due: Frozen
    contact: str
    """Whom to ask about a record that the actor handed in."""


def _around(session: Session, actor: Actor, found: Sequence[sa.Row[Any]]) -> _Around:
    first, last = min(row.month for row in found), max(row.month for row in found)
    cells = expected_cells(session, actor, actor.unit_path, first, months.last_day(last))
    return _Around(
        cells={cell.unit_id: cell for cell in cells},
        before=_rolls_before(session, actor, months.after(first, -1), months.after(last, -1)),
        due=dues.frozen(session, actor.unit_path, ExpectedKind.REGULAR_MEETING, first, last),
        contact=contacts.unit_name(session, actor.unit_id),
    )


def _rolls_before(session: Session, actor: Actor, first: date, last: date) -> dict[CellMonth, Roll]:
    waits = sa.select(col(Meeting.unit_id)).where(col(Meeting.state) == MeetingState.SUBMITTED)
    query = (
        sa.select(col(Meeting.unit_id), col(Meeting.month), *heads())
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .outerjoin(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .where(below(actor.unit_path), col(Meeting.month).between(first, last), col(Meeting.unit_id).in_(waits))
        .where(col(Meeting.kind) == MeetingKind.REGULAR, col(Meeting.is_cancelled).is_(False))
        .where(col(Meeting.state).in_(HANDED_IN))
        .group_by(col(Meeting.id))
    )
    return {(unit_id, months.after(month)): Roll(*counts) for unit_id, month, *counts in session.execute(query)}


def _row(actor: Actor, row: sa.Row[Any], around: _Around) -> Waiting:
    cell = around.cells.get(row.unit_id)
    is_regular = row.kind is MeetingKind.REGULAR
    usual = calendar.usual_due(months.last_day(row.month))
    is_own = row.submitted_by == actor.account_id
    return Waiting(
        ref=MeetingRef(row.unit_id, row.month, row.kind, row.number),
        meeting_id=row.id,
        unit_name=cell.name if cell else around.contact,
        commune_name=cell.commune_name if cell else "",
        version=row.version,
        submitted_at=row.submitted_at,
        submitted_by=row.display_name or "",
        held_on=row.held_on or row.month,
        started_at=row.started_at,
        ended_at=row.ended_at,
        is_combined=row.is_combined,
        roll=Roll(*row[-6:]),
        due_on=around.due.due_on(row.unit_id, row.month, usual) if is_regular else None,
        last=around.before.get((row.unit_id, row.month)) if is_regular else None,
        approved_version=row.approved_version,
        waits_for_me=row.waiting_unit_id == actor.unit_id,
        refusal=f"Chính tài khoản này đã nộp; đồng chí khác của {around.contact} duyệt." if is_own else "",
    )

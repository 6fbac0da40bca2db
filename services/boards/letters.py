"""How the database tells the state of every cell and month: a few letters each, glued together by unit.

Years of a district are tens of thousands of states. One row each would cost its time in keys and objects; glued, they
arrive as one text a unit: for each state four letters, which column, how far the record is, was it late, is it overdue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import Expectation, ExpectedKind, Meeting, MeetingState, Unit
from models.base import Instant
from services.access import Actor, below
from services.boards.rows import BoardColumn, BoardState
from services.clock import VIETNAM
from services.meetings.begun import is_begun
from services.periods import dues, known

LENGTH = 4
"""Letters of one state."""
FIRST_PLACE = 256
"""Columns are numbered by characters from here on: letters of no alphabet that a database could fold."""
RANKS = {MeetingState.DRAFT: "1", MeetingState.RETURNED: "2", MeetingState.SUBMITTED: "3", MeetingState.APPROVED: "4"}
"""The further, the greater: of several thematic meetings of a quarter the furthest counts."""
NOTHING, EXEMPT = "0", "x"
NO, YES = "0", "1"

_BY_RANK = {
    NOTHING: (BoardState.NOT_DUE, BoardState.MISSING),
    "1": (BoardState.DRAFT, BoardState.DRAFT_OVERDUE),
    "2": (BoardState.RETURNED, BoardState.RETURNED_OVERDUE),
    "3": (BoardState.SUBMITTED, BoardState.SUBMITTED_LATE),
    "4": (BoardState.APPROVED, BoardState.APPROVED_LATE),
}
_HANDED_IN = "34"


def state(rank: str, *, is_late: bool, is_overdue: bool) -> BoardState:
    """The state that a rank makes: what is handed in may be late, what is not may be overdue."""
    if rank == EXEMPT:
        return BoardState.EXEMPT
    in_time, too_late = _BY_RANK[rank]
    return too_late if (is_late if rank in _HANDED_IN else is_overdue) else in_time


STATES = {
    f"{rank}{late}{overdue}": state(rank, is_late=late == YES, is_overdue=overdue == YES).value
    for rank in (*_BY_RANK, EXEMPT)
    for late in (NO, YES)
    for overdue in (NO, YES)
}
"""The letters of a state without its column → the letter on the board."""


def place(number: int) -> str:
    """The letter of a column."""
    return chr(FIRST_PLACE + number)


def split(glued: str) -> dict[int, str]:
    """The letters of each column; of several the furthest, and of these the one in time."""
    found: dict[int, str] = {}
    for start in range(0, len(glued), LENGTH):
        number, letters = ord(glued[start]) - FIRST_PLACE, glued[start + 1 : start + LENGTH]
        known_before = found.get(number)
        if known_before is None or (letters[0], known_before[1]) > (known_before[0], letters[1]):
            found[number] = letters
    return found


@dataclass(frozen=True)
class Asked:
    """What is asked about: one kind of record, of the units in reach at or below a path, on a day."""

    session: Session
    actor: Actor
    path: str
    what: ExpectedKind
    on: date

    @property
    def reached(self) -> sa.ColumnElement[bool]:
        """The row scope."""
        return sa.and_(below(self.actor.unit_path), below(self.path))


def of_expectations(asked: Asked, columns: Mapping[int, tuple[UUID, BoardColumn]]) -> dict[UUID, str]:
    """What was frozen in periods, by the number of their columns: letters by unit. One statement."""
    if not columns:
        return {}
    table = _table(
        {"period_id": sa.Uuid(), "first": sa.Date(), "last": sa.Date()},
        [(place(number), key, column.starts_on, column.ends_on) for number, (key, column) in columns.items()],
    )
    rank = (
        sa.select(sa.func.max(_rank()))
        .where(known.answers(asked.what), col(Meeting.unit_id) == col(Expectation.unit_id))
        .where(col(Meeting.month).between(table.c.first, table.c.last))
        .correlate(Expectation, table)
        .scalar_subquery()
    )
    standing = _text(sa.func.coalesce(rank, NOTHING)).concat(
        sa.case((col(Expectation.is_on_time).is_(False), YES), else_=NO)
    )
    standing = standing.concat(sa.case((dues.last_in_time() < asked.on, YES), else_=NO))
    letters = sa.case((col(Expectation.exempt_reason) != "", f"{EXEMPT}{NO}{NO}"), else_=standing)
    query = (
        sa.select(col(Expectation.unit_id), _glued(table.c.place.concat(letters)))
        .join(table, table.c.period_id == col(Expectation.period_id))
        .join(Unit, col(Unit.id) == col(Expectation.unit_id))
        .where(col(Expectation.kind) == asked.what, asked.reached)
        .group_by(col(Expectation.unit_id))
    )
    return dict(asked.session.execute(query).all())


def of_meetings(asked: Asked, columns: Mapping[int, BoardColumn]) -> dict[UUID, str]:
    """The records of the columns for which no period was opened: letters by unit. One statement."""
    if not columns:
        return {}
    table = _table(
        {"first": sa.Date(), "last": sa.Date(), "too_late_from": Instant(), "overdue": sa.String()},
        [
            (place(number), column.starts_on, column.ends_on, _after(column.due_on), _yes(column.due_on < asked.on))
            for number, column in columns.items()
        ],
    )
    is_late = sa.case((col(Meeting.submitted_at) >= table.c.too_late_from, YES), else_=NO)
    letters = table.c.place.concat(_rank()).concat(is_late).concat(table.c.overdue)
    query = (
        sa.select(col(Meeting.unit_id), _glued(letters))
        .join(table, col(Meeting.month).between(table.c.first, table.c.last))
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .where(known.answers(asked.what), asked.reached)
        .group_by(col(Meeting.unit_id))
    )
    return dict(asked.session.execute(query).all())


def nothing_entered(column: BoardColumn, on: date) -> str:
    """The letters of a column without a record, where no period was opened."""
    return f"{NOTHING}{NO}{_yes(column.due_on < on)}"


def _table(types: dict[str, sa.types.TypeEngine[Any]], rows: Sequence[tuple[Any, ...]]) -> sa.CTE:
    """The columns of the board as a table to join with; each has its letter as ``place``."""
    named = [sa.column(name, kind) for name, kind in {"place": sa.String(), **types}.items()]
    return sa.values(*named, name="board_column").data(rows).cte("board_column")


def _rank() -> sa.ColumnElement[str]:
    """How far a record is; one that is only planned is as good as none."""
    is_plan = sa.and_(col(Meeting.state) == MeetingState.DRAFT, ~is_begun())
    return sa.case((is_plan, NOTHING), *[(col(Meeting.state) == state, rank) for state, rank in RANKS.items()])


def _glued(letters: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return sa.func.aggregate_strings(letters, "")


def _text(letters: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.type_coerce(letters, sa.String())


def _yes(fact: bool) -> str:
    return YES if fact else NO


def _after(due_on: date) -> datetime:
    """The first moment that is too late."""
    return datetime.combine(due_on + timedelta(days=1), time.min, VIETNAM)

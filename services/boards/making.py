"""The board of a unit over months: who has handed in what, as frozen where a period was opened."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models import ExpectedKind, Period
from services import months
from services.access import Actor, require_reach
from services.boards import letters
from services.boards.letters import STATES, Asked
from services.boards.rows import Board, BoardColumn, BoardRow, BoardState
from services.clock import today
from services.meetings.expected import ExpectedCell, newest
from services.meetings.expected import cells as expected_cells
from services.periods import calendar

NOT_EXPECTED = BoardState.NOT_EXPECTED.value


def board(  # noqa: PLR0913, PLR0917 - a place, a span and a kind
    session: Session,
    actor: Actor,
    unit_id: UUID,
    first: date,
    last: date,
    what: ExpectedKind = ExpectedKind.REGULAR_MEETING,
) -> Board:
    """The cells at or below a unit × the months (quarters of thematic meetings) from ``first`` to ``last``.

    Months to come are left out. NotFound out of reach. One statement for each kind of fact: cells, periods, what they
    expect, and the records of months without a period; five at most.
    """
    path = actor.unit_path if unit_id == actor.unit_id else require_reach(session, actor, unit_id).path
    asked = Asked(session, actor, path, what, today())
    starts = calendar.span(calendar.PERIOD_OF[what], first, min(months.last_day(last), today()))
    if not starts:
        return Board(what, (), ())
    opened = _opened(session, what, starts)
    columns = tuple(_column(what, start, opened.get(start)) for start in starts)
    frozen = {
        number: (opened[column.starts_on].id, column) for number, column in enumerate(columns) if column.is_frozen
    }
    free = {number: column for number, column in enumerate(columns) if not column.is_frozen}
    glued = _Glued(letters.of_expectations(asked, frozen), letters.of_meetings(asked, free))
    return Board(what, columns, tuple(_rows(asked, columns, glued)))


@dataclass(frozen=True)
class _Glued:
    """What the statements said, by unit: of the columns with a period, and of the others."""

    frozen: Mapping[UUID, str]
    recorded: Mapping[UUID, str]


def _opened(session: Session, what: ExpectedKind, starts: Sequence[date]) -> dict[date, Period]:
    query = select(Period).where(
        Period.kind == calendar.PERIOD_OF[what], col(Period.starts_on).between(starts[0], starts[-1])
    )
    return {period.starts_on: period for period in session.exec(query)}


def _column(what: ExpectedKind, start: date, period: Period | None) -> BoardColumn:
    if period is None:
        end = calendar.ends_on(calendar.PERIOD_OF[what], start)
        return BoardColumn(start, end, calendar.usual_due(end))
    return BoardColumn(start, period.ends_on, period.due_on, is_frozen=True, is_closed=period.is_closed)


def _rows(asked: Asked, columns: Sequence[BoardColumn], glued: _Glued) -> list[BoardRow]:
    """A row for every cell and commune of which something is expected in one of the columns."""
    stretches = _stretches(asked, columns, glued.frozen.keys())
    communes = _communes(stretches)
    found = []
    for unit_id, cells in stretches.items():
        line = _line(asked, columns, glued, unit_id, cells)
        for cell, states in _under_each_commune(cells, columns, line):
            if states.strip(NOT_EXPECTED):
                key, name = communes[cell.commune_id]
                row = BoardRow(unit_id, cell.name, cell.commune_id, name, states)
                found.append((key, str(cell.commune_id), cell.sort_key, unit_id, row))
    return [row for *_, row in sorted(found, key=lambda line: line[:4])]


def _stretches(
    asked: Asked, columns: Sequence[BoardColumn], expected: Iterable[UUID]
) -> dict[UUID, list[ExpectedCell]]:
    """The cells of the span by unit, in order of time; with what a unit is called that was no cell any more."""
    first, last = columns[0].starts_on, columns[-1].ends_on
    found: defaultdict[UUID, list[ExpectedCell]] = defaultdict(list)
    for cell in expected_cells(asked.session, asked.actor, asked.path, first, last):
        found[cell.unit_id].append(cell)
    gone = [unit_id for unit_id in expected if unit_id not in found]
    for cell in newest(asked.session, asked.actor, gone) if gone else ():
        found[cell.unit_id].append(cell)
    return {unit_id: sorted(cells, key=lambda cell: cell.starts_on) for unit_id, cells in found.items()}


def _communes(stretches: Mapping[UUID, Sequence[ExpectedCell]]) -> dict[UUID | None, tuple[str, str]]:
    """The sort key and name of each commune: the newest that one of its cells knows."""
    cells = [cell for found in stretches.values() for cell in found]
    cells.sort(key=lambda cell: cell.ends_on or date.max)
    return {cell.commune_id: (cell.commune_key, cell.commune_name) for cell in cells}


def _line(
    asked: Asked, columns: Sequence[BoardColumn], glued: _Glued, unit_id: UUID, cells: Sequence[ExpectedCell]
) -> str:
    """The letter of a cell for every column."""
    frozen = letters.split(glued.frozen.get(unit_id, ""))
    if len(frozen) == len(columns):
        return "".join([STATES[frozen[number]] for number in range(len(columns))])
    recorded = letters.split(glued.recorded.get(unit_id, ""))
    line = []
    for number, column in enumerate(columns):
        is_there = not column.is_frozen and any(cell.exists_on(column.ends_on) for cell in cells)
        nothing = letters.nothing_entered(column, asked.on) if is_there else None
        found = frozen.get(number) or (recorded.get(number, nothing) if is_there else None)
        line.append(STATES[found] if found else NOT_EXPECTED)
    return "".join(line)


def _under_each_commune(
    cells: Sequence[ExpectedCell], columns: Sequence[BoardColumn], line: str
) -> Iterator[tuple[ExpectedCell, str]]:
    """The cell as it was last under each commune, with the letters of the columns in which it stood there."""
    newest = {cell.commune_id: cell for cell in cells}
    if len(newest) == 1:
        yield cells[-1], line
        return
    holders = [_at_the_end_of(column, cells).commune_id for column in columns]
    for commune_id, cell in newest.items():
        own = zip(holders, line, strict=True)
        yield cell, "".join(letter if holder == commune_id else NOT_EXPECTED for holder, letter in own)


def _at_the_end_of(column: BoardColumn, cells: Sequence[ExpectedCell]) -> ExpectedCell:
    """The stretch that held on the last day of a column; the one before it, else the first."""
    begun = [cell for cell in cells if cell.starts_on <= column.ends_on]
    return begun[-1] if begun else cells[0]

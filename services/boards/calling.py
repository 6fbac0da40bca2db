"""Whom to call about what is missing, and the text that goes into a chat group.

The text names cells and days, never people and telephone numbers: it leaves the portal with whoever pastes it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from models import ExpectedKind
from services.boards.rows import OVERDUE, Board, BoardGroup, BoardRow
from services.clock import local
from services.vietnamese import day, listing, number

RECORDS = {
    ExpectedKind.REGULAR_MEETING: "biên bản sinh hoạt thường kỳ",
    ExpectedKind.THEMATIC_MEETING: "biên bản sinh hoạt chuyên đề",
}
_OVERDUE = frozenset(state.value for state in OVERDUE)


def overdue_columns(row: BoardRow) -> list[int]:
    """The columns in which a cell has not handed in though the last day in time is over."""
    return [place for place, letter in enumerate(row.states) if letter in _OVERDUE]


def overdue_rows(rows: Iterable[BoardRow]) -> list[BoardRow]:
    """The cells that have not handed in something though the last day in time is over."""
    return [row for row in rows if overdue_columns(row)]


def reminder(board: Board, groups: Sequence[BoardGroup], at: datetime) -> str:
    """A text about everything overdue in some communes, commune by commune; empty where nothing is."""
    found = [(group, overdue_rows(group.rows)) for group in groups]
    late = [(group, rows) for group, rows in found if rows]
    if not late:
        return ""
    here = local(at)
    count = sum(len(rows) for _, rows in late)
    head = (
        f"Đến {here:%H:%M} ngày {day(here.date())}, còn {number(count)} chi bộ chưa nộp {RECORDS[board.what]} "
        f"{_spans(board)}:"
    )
    parts = [line for group, rows in late for line in _of_commune(board, group, rows, with_name=len(groups) > 1)]
    return "\n".join([head, *parts, "Đề nghị các đồng chí hoàn thành và nộp trên cổng. Trân trọng cảm ơn!"])


def _of_commune(board: Board, group: BoardGroup, rows: Sequence[BoardRow], *, with_name: bool) -> list[str]:
    title = [f"{group.name or 'Chi bộ trực thuộc'} ({number(len(rows))}):"] if with_name else []
    return [*title, *(f"- {row.name}{_months(board, row)}" for row in rows)]


def _spans(board: Board) -> str:
    """Which month it is about and until when; of several the first and the last."""
    if len(board.columns) == 1:
        return f"{board.column_name(0)} (hạn {day(board.columns[0].due_on)})"
    return f"từ {board.column_name(0)} đến {board.column_name(len(board.columns) - 1)}"


def _months(board: Board, row: BoardRow) -> str:
    if len(board.columns) == 1:
        return ""
    return f": {listing(board.column_name(place) for place in overdue_columns(row))}"

"""What the board shows: which records, which months, which commune, which cells; all of it in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from services import boards, months
from services.boards import Board, BoardGroup, BoardRow, BoardState
from services.clock import today
from services.periods import ExpectedKind
from services.vietnamese import month as written
from ui import filters
from ui.meeting_choice import unique

MONTHS_BACK = 59
EVERY = "all"
WHAT = {
    ExpectedKind.REGULAR_MEETING.value: "Thường kỳ",
    ExpectedKind.THEMATIC_MEETING.value: "Chuyên đề",
}
SHOWN = {EVERY: "Tất cả", "overdue": "Quá hạn", "open": "Chưa nộp", "late": "Nộp muộn"}
ORDERS = {"worst": "Nhiều quá hạn trước", "name": "Theo tên"}
LATE = {BoardState.SUBMITTED_LATE, BoardState.APPROVED_LATE}
LETTERS = {
    "overdue": {state.value for state in boards.OVERDUE},
    "open": {state.value for state in boards.OPEN},
    "late": {state.value for state in LATE},
}


@dataclass(frozen=True)
class Choice:
    """What is asked of the service."""

    what: ExpectedKind
    first: date
    last: date


def asked() -> Choice:
    """Choose the records and the months; it opens on the month that was due last."""
    what = ExpectedKind(filters.tab(WHAT, key="what"))
    this = months.month_of(today())
    choices = {f"{day:%Y-%m}": written(day) for day in reversed(months.span(months.after(this, -MONTHS_BACK), this))}
    due = f"{months.after(this, -1):%Y-%m}"
    with st.container(horizontal=True, width="content"):
        chosen = [
            filters.one_of(label, choices, key=key, default=due, width=150)
            for key, label in (("first", "Từ tháng"), ("last", "Đến tháng"))
        ]
    first, last = sorted(date.fromisoformat(f"{value}-01") for value in chosen)
    return Choice(what, first, last)


def groups(board: Board) -> list[BoardGroup]:
    """Choose communes and cells of the board, and the order."""
    found = list(board.groups)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        commune = _commune(found) if len(found) > 1 else EVERY
        show = filters.one_of("Xem", SHOWN, key="state", width=150)
        order = filters.one_of("Thứ tự", ORDERS, key="order", width=210) if len(found) > 1 else "name"
    chosen = [_narrowed(group, show) for group in found if commune in {EVERY, str(group.commune_id)}]
    listed = [group for group in chosen if group.rows]
    return boards.worst_first(listed) if order == "worst" else listed


def _commune(found: Sequence[BoardGroup]) -> str:
    names = unique({str(group.commune_id): group.name or "Trực thuộc" for group in found})
    return filters.one_of("Đảng bộ", {EVERY: "Tất cả"} | names, key="unit", width=300)


def _narrowed(group: BoardGroup, show: str) -> BoardGroup:
    if show == EVERY:
        return group
    return BoardGroup(group.commune_id, group.name, tuple(row for row in group.rows if _is_shown(row, show)))


def _is_shown(row: BoardRow, show: str) -> bool:
    return not LETTERS[show].isdisjoint(row.states)

"""The board on the screen: communes with their counts; each opens to whom to call, a text to send, and its cells."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st

from services import boards, clock
from services.boards import Board, BoardGroup, BoardRow
from services.members import OfficerRow
from services.periods import ExpectedKind
from ui import board_words, navigation
from ui.transactions import plain

LONGEST_NAME = 18
"""Letters of a name that is kept on one line."""
Secretaries = Mapping[UUID, OfficerRow]
"""Whom to call, by cell."""


def summary(board: Board) -> None:
    """Draw how all stand together, until when, and the text about everything overdue."""
    st.markdown(board_words.counts(board.counts))
    st.caption(_until(board))


def communes(board: Board, groups: Sequence[BoardGroup], secretaries: Secretaries) -> None:
    """Draw every commune that was chosen."""
    if not groups:
        st.success("Không có chi bộ nào thuộc diện này.", icon=":material/check_circle:")
        return
    if len(board.columns) > 1:
        st.caption(board_words.LEGEND)
    if len(groups) == 1:
        st.subheader(plain(groups[0].name or "Trực thuộc"), anchor=False)
        st.markdown(board_words.counts(groups[0].counts))
        _commune(board, groups[0], secretaries)
        return
    _text(board, groups, "Nội dung nhắc chung cho các đảng bộ")
    for group in groups:
        title = f"**{plain(group.name or 'Trực thuộc')}** · {board_words.counts(group.counts)}"
        box = st.expander(title, key=f"board:{group.commune_id}", on_change="rerun")
        if box.open:
            with box:
                _commune(board, group, secretaries)


def _until(board: Board) -> str:
    days = sorted({column.due_on for column in board.columns})
    closed = sum(column.is_closed for column in board.columns)
    shown = f"Hạn nộp: hết ngày {days[0]:%d/%m/%Y}" if len(days) == 1 else f"{len(days)} kỳ"
    if len(days) > 1:
        shown += f", hạn nộp từ {days[0]:%d/%m/%Y} đến {days[-1]:%d/%m/%Y}"
    return f"{shown}{'' if not closed else f'; {closed} kỳ đã chốt'}."


def _commune(board: Board, group: BoardGroup, secretaries: Secretaries) -> None:
    overdue = boards.overdue_rows(group.rows)
    for row in overdue:
        _call(board, row, secretaries.get(row.unit_id))
    if overdue:
        _text(board, [group], "Nội dung nhắc để gửi", key=str(group.commune_id))
    st.markdown(_grid(board, group.rows))


def _call(board: Board, row: BoardRow, secretary: OfficerRow | None) -> None:
    """A cell that is overdue: its record, what is missing, and whom to call."""
    places = boards.overdue_columns(row)
    last = places[-1]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _record(board, row, last)
        if len(places) == 1:
            st.markdown(board_words.words(row.state(last)), width="content")
        else:
            st.markdown(f":red-badge[{len(places)} kỳ quá hạn]", width="content")
        if secretary is None:
            st.markdown("Chưa ghi bí thư", width="content")
            return
        st.markdown(f"Bí thư {plain(secretary.full_name)}", width="content")
        if secretary.phone:
            number = secretary.phone.replace(" ", "")
            st.link_button(secretary.phone, f"tel:{number}", icon=":material/call:", type="tertiary")


def _record(board: Board, row: BoardRow, place: int) -> None:
    name, where = _where(board, row, place)
    navigation.link(name, plain(row.name), **where)


def _where(board: Board, row: BoardRow, place: int) -> tuple[str, dict[str, Any]]:
    """The page that shows what a letter stands for: the record of a month, the book of a quarter."""
    column = board.columns[place]
    if board.what is ExpectedKind.REGULAR_MEETING:
        return "meetings.entry", {"cell": row.unit_id, "month": _month(column.starts_on)}
    span = {"first": _month(column.starts_on), "last": _month(column.ends_on)}
    return "meetings.book", {"unit": row.unit_id, "state": "all", **span}


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _text(board: Board, groups: Sequence[BoardGroup], title: str, *, key: str = "all") -> None:
    """The text to paste into a chat group, with a button that copies it."""
    words = boards.reminder(board, groups, clock.now())
    if not words:
        return
    box = st.expander(title, icon=":material/content_copy:", key=f"reminder:{key}", on_change="rerun")
    if box.open:
        box.code(words, language=None, wrap_lines=True)


def _grid(board: Board, rows: Sequence[BoardRow]) -> str:
    """Cells × months as a table of Markdown: letters that lead to the record, words where there is one month only."""
    places = range(len(board.columns))
    headings = ["Chi bộ", *("Tình trạng" if len(places) == 1 else _heading(board, place) for place in places)]
    lines = [" | ".join(headings), " | ".join("---" for _ in headings)]
    lines += [" | ".join([_name(row), *(_letter(board, row, place) for place in places)]) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def _name(row: BoardRow) -> str:
    """The cell without the word that all have, in a line of its own as long as it is short: months need the room."""
    name = row.name.removeprefix("Chi bộ ")
    return plain(name if len(name) > LONGEST_NAME else name.replace(" ", "\N{NO-BREAK SPACE}"))


def _heading(board: Board, place: int) -> str:
    start = board.columns[place].starts_on
    if board.what is ExpectedKind.REGULAR_MEETING:
        return f"{start:%m/%y}" if place == 0 or start.month == 1 else f"{start:%m}"
    return board.column_name(place).removeprefix("quý ")


def _letter(board: Board, row: BoardRow, place: int) -> str:
    state = row.state(place)
    shown = board_words.words(state) if len(board.columns) == 1 else board_words.letter(state)
    if not shown:
        return ""
    name, where = _where(board, row, place)
    return f"[{shown}]({navigation.address(name, **where)})"

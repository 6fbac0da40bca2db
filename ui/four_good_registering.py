"""Registering units for a four-good year, and taking them off the list again."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import four_good
from services.access import Actor
from services.clock import today
from services.four_good import UNIT_WORDS, Board, BoardRow, Stage
from services.vietnamese import day, number, percent
from ui import actions, tables
from ui.four_good_choice import picked, several
from ui.meeting_choice import unique
from ui.transactions import plain


def coverage(board: Board) -> None:
    """Draw how many of the units are down, and until when it is in time."""
    total, who = board.total, UNIT_WORDS[board.kind]
    share = (
        f"{number(total.registered)}/{number(total.units)} {who} đã đăng ký ({percent(total.share(total.registered))})"
    )
    late = f", trong đó {number(total.registered_late)} đăng ký muộn" if total.registered_late else ""
    last_on = board.programme.days.last_on(Stage.REGISTER, board.year)
    st.markdown(
        f"**{share}{late}.** Hạn đăng ký: hết ngày {day(last_on)}; đăng ký sau hạn vẫn được ghi và đánh dấu muộn."
    )


def form(board: Board, asked: UUID | None) -> None:
    """Draw the registration of those that are not down; the unit ``asked`` for is chosen already."""
    who, name = UNIT_WORDS[board.kind], f"register:{board.kind}:{board.year}"
    missing = _words([row for row in board.rows if row.registered_on is None and row.is_there])
    if missing:
        several(name, missing, who, asked)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            first = date(board.year - 1, 12, 1)
            last = max(first, min(today(), date(board.year, 12, 31)))
            options: dict[str, Any] = {"min_value": first, "max_value": last, "format": "DD/MM/YYYY"}
            st.date_input("Ngày họp đăng ký", None, key=f"{name}:on", **options)
            st.text_input("Ghi chú (không bắt buộc)", key=f"{name}:note", max_chars=1000, autocomplete="off")
        label = "Đăng ký" if len(missing) > 1 else f"Đăng ký {next(iter(missing.values()))}"
        st.button(
            plain(label),
            key=name,
            type="primary",
            icon=":material/how_to_reg:",
            on_click=_register,
            args=(name, board.kind, board.year, list(missing)),
        )
    actions.said(name)


def registered(board: Board) -> None:
    """Draw who is down since when, and a way to take them off the list."""
    rows = [row for row in board.rows if row.registered_on]
    name = f"withdraw:{board.kind}:{board.year}"
    if rows:
        box = st.expander("Danh sách đã đăng ký", key=f"{name}:box", icon=":material/list:", on_change="rerun")
        if box.open:
            with box:
                _list(board, rows, name)
    actions.said(name)


def _list(board: Board, rows: Sequence[BoardRow], name: str) -> None:
    headings = [UNIT_WORDS[board.kind].capitalize(), "Ngày họp", "Ghi chú"]
    tables.texts(headings, [_line(row) for row in rows])
    free = _words([row for row in rows if not row.is_recognised])
    if free:
        chosen = st.selectbox(
            "Rút đăng ký của",
            list(free),
            index=None,
            format_func=free.__getitem__,
            key=f"{name}:unit",
            placeholder="Chọn đơn vị",
        )
        args = (name, board.kind, board.year)
        st.button("Rút đăng ký", key=name, on_click=_withdraw, args=args, disabled=chosen is None)


def _register(name: str, kind: str, year: int, ids: Sequence[str]) -> None:
    chosen = picked(name, ids)
    work = partial(
        _registering,
        chosen=chosen,
        kind=kind,
        year=year,
        on=st.session_state[f"{name}:on"],
        note=st.session_state[f"{name}:note"],
    )
    actions.carry_out(name, work)


def _registering(  # noqa: PLR0913 - a registration has this many facts
    session: Session, actor: Actor, *, chosen: list[UUID], kind: str, year: int, on: date | None, note: str
) -> str:
    new = four_good.register(session, actor, chosen, kind, year, on, note)
    return f"Đã đăng ký {number(new)} {UNIT_WORDS[kind]} cho năm {year}."


def _withdraw(name: str, kind: str, year: int) -> None:
    chosen = st.session_state[f"{name}:unit"]
    actions.carry_out(name, partial(_withdrawing, chosen=[UUID(chosen)] if chosen else [], kind=kind, year=year))


def _withdrawing(session: Session, actor: Actor, *, chosen: list[UUID], kind: str, year: int) -> str:
    gone = four_good.withdraw_registration(session, actor, chosen, kind, year)
    return f"Đã rút đăng ký năm {year} của {number(gone)} {UNIT_WORDS[kind]}."


def _words(rows: Sequence[BoardRow]) -> dict[str, str]:
    several_groups = len({row.group_id for row in rows}) > 1
    return unique(
        {str(row.ref.unit_id): f"{row.name} · {row.group_name}" if several_groups else row.name for row in rows}
    )


def _line(row: BoardRow) -> list[str]:
    on = day(row.registered_on) if row.registered_on else ""
    return [row.name, f"{on} (muộn)" if row.is_registered_late else on, row.registration_note]

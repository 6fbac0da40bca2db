"""Who presents what at a coming meeting: what is assigned, and the next in turn."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import member_work
from services.access import Actor
from services.member_work import PresentationRow, Rota, Turn
from services.vietnamese import month as written
from ui import actions, member_tasks, tokens
from ui.meeting_choice import unique
from ui.transactions import plain

ASSIGNING = "rota:assign"
"""What is done to assignments says beside itself how it went."""


def rota(found: Rota, unit_id: UUID, month: date, *, may_write: bool) -> None:
    """Draw the month of one cell."""
    st.subheader(f"Trình bày tại buổi sinh hoạt tháng {written(month)}", anchor=False)
    actions.said(ASSIGNING)
    assigned(found.assigned, may_write=may_write)
    if may_write and found.turns:
        _form(found.turns, unit_id, month)
    elif not found.turns:
        st.caption("Mọi đảng viên thuộc diện sinh hoạt đều đã được phân công.")


def assigned(rows: Sequence[PresentationRow], *, may_write: bool = False) -> None:
    """Draw who presents what, each with a way to take it back for those who may."""
    if not rows:
        st.caption("Chưa phân công ai trình bày.")
    for row in rows:
        words, back = st.columns([4, 1], vertical_alignment="center")
        with words:
            member_tasks.link(row.member_id, row.full_name)
            st.markdown(plain(row.topic))
        if may_write:
            with back:
                work = partial(_withdraw, unit_id=row.unit_id, presentation_id=row.presentation_id)
                key = f"{ASSIGNING}:{row.presentation_id}"
                actions.button("Bỏ", ASSIGNING, work, key=key, icon=":material/delete:")


def _form(turns: Sequence[Turn], unit_id: UUID, month: date) -> None:
    first = turns[0]
    st.markdown(f"Đến lượt: **{plain(first.entry.full_name)}** ({plain(_last(first))}).")
    token = tokens.token(f"{ASSIGNING}:{unit_id}:{month}")
    words = unique({str(turn.entry.member_id): f"{turn.entry.full_name} ({_last(turn)})" for turn in turns})
    with st.form(f"{ASSIGNING}:{token}", enter_to_submit=False):
        st.selectbox("Người trình bày", list(words), format_func=words.__getitem__, key=f"{token}:member")
        st.text_input(
            "Nội dung trình bày", key=f"{token}:topic", placeholder="Ví dụ: chuyên đề học tập và làm theo Bác"
        )
        work = partial(_assign, unit_id=unit_id, month=month, token=token)
        actions.form_button("Phân công", ASSIGNING, work, icon=":material/add:")


def _last(turn: Turn) -> str:
    return f"lần gần nhất: tháng {written(turn.last)}" if turn.last else "chưa trình bày lần nào"


def _assign(session: Session, actor: Actor, *, unit_id: UUID, month: date, token: UUID) -> str:
    state = st.session_state
    member_id = UUID(state[f"{token}:member"])
    member_work.assign(session, actor, unit_id, month, member_id, str(state[f"{token}:topic"]), token)
    tokens.spend(f"{ASSIGNING}:{unit_id}:{month}")
    return "Đã phân công trình bày."


def _withdraw(session: Session, actor: Actor, *, unit_id: UUID, presentation_id: UUID) -> str:
    member_work.withdraw_presentation(session, actor, unit_id, presentation_id)
    return "Đã bỏ phân công."

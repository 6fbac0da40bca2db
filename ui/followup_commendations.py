"""Praise and models worth spreading, on the screen: a list to search, and a form."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import followup
from services.access import Actor
from services.followup import KIND_NAMES, CommendationDraft, CommendationKind, CommendationRow
from services.units import UnitRow
from services.vietnamese import day, number
from ui import actions, filters, tokens
from ui.assessment_words import lines
from ui.followup_choice import past_day
from ui.meeting_choice import unique
from ui.transactions import plain

NOTING, REMOVING = "commendation:note", "commendation:remove"
EVERY = "all"
MOST = 50
"""Commendations that are drawn at most."""


def sought() -> tuple[str, CommendationKind | None]:
    """Ask for words and a kind."""
    options = {EVERY: "Tất cả", **{kind.value: name for kind, name in KIND_NAMES.items()}}
    chosen = filters.tab(options, key="kind")
    words = st.text_input(
        "Tìm theo nội dung, đơn vị, số quyết định",
        placeholder="Ví dụ: lam duong",
        type="search",
        live="300ms",
        key="commendation:words",
        autocomplete="off",
    )
    return str(words), None if chosen == EVERY else CommendationKind(chosen)


def commendations(rows: Sequence[CommendationRow], *, may_write: bool) -> None:
    """Draw what was found, the newest first."""
    actions.said(REMOVING)
    if not rows:
        st.info("Không có nội dung nào.", icon=":material/info:")
        return
    shown = f"Chỉ hiện {MOST} mục gần nhất trong " if len(rows) > MOST else "Có "
    st.caption(f"{shown}{number(len(rows))} mục.")
    for row in rows[:MOST]:
        with st.container(border=True):
            _commendation(row, may_write=may_write and row.is_reached)


def form(units: Sequence[UnitRow]) -> None:
    """Draw, folded away, the form that notes a commendation of one of some units."""
    box = st.expander("Ghi khen thưởng, mô hình hay", icon=":material/add:", key=f"{NOTING}:box", on_change="rerun")
    if box.open:
        token = tokens.token(NOTING)
        with box, st.form(f"{NOTING}:{token}", border=False, enter_to_submit=False):
            _fields(token, unique({str(row.unit_id): row.name for row in units}))
    actions.said(NOTING)


def _fields(token: UUID, words: dict[str, str]) -> None:
    options: dict[str, Any] = {"index": None, "format_func": words.__getitem__, "placeholder": "Chọn đơn vị"}
    st.selectbox("Đơn vị", list(words), key=f"{token}:unit", **options)
    st.radio("Loại", list(KIND_NAMES), format_func=KIND_NAMES.__getitem__, key=f"{token}:kind", horizontal=True)
    st.text_input("Nội dung", key=f"{token}:title", max_chars=300, autocomplete="off")
    st.text_area("Mô tả cách làm, kết quả", key=f"{token}:text", max_chars=4000)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        past_day("Ngày", f"{token}:on")
        st.text_input("Số quyết định (nếu có)", key=f"{token}:number", max_chars=80, autocomplete="off")
    st.caption(
        "Mô hình, cách làm hay được mọi đơn vị thuộc cấp của đồng chí đọc để học theo; "
        "khen thưởng chỉ đơn vị được khen và cấp trên đọc được."
    )
    st.form_submit_button("Ghi", type="primary", on_click=_note, args=(token,))


def _note(token: UUID) -> None:
    unit_id, kind, title, text, on, decision = (
        st.session_state[f"{token}:{field}"] for field in ("unit", "kind", "title", "text", "on", "number")
    )
    work = partial(_noting, unit_id=unit_id, facts=(kind, title, text, on, decision), token=token)
    if actions.carried_out(NOTING, work):
        tokens.spend(NOTING)


def _noting(session: Session, actor: Actor, *, unit_id: str | None, facts: tuple[Any, ...], token: UUID) -> str:
    draft = CommendationDraft(UUID(unit_id) if unit_id else None, *facts)
    followup.commend(session, actor, draft, token)
    return f"Đã ghi: {KIND_NAMES[facts[0]].lower()}."


def _commendation(row: CommendationRow, *, may_write: bool) -> None:
    decision = f"Quyết định số {row.decision_number}" if row.decision_number else ""
    facts = [row.unit_name, f"ngày {day(row.noted_on)}", decision]
    icon = ":material/lightbulb:" if row.kind is CommendationKind.MODEL else ":material/military_tech:"
    st.markdown(f"{icon} **{plain(row.title)}**")
    st.caption(plain(" · ".join(filter(None, [KIND_NAMES[row.kind], *facts]))))
    if row.text:
        st.markdown(lines(row.text))
    if may_write:
        key = f"commendation:{row.commendation_id}"
        with st.popover("Bỏ", icon=":material/delete:", type="tertiary", key=f"{key}:open"):
            st.markdown("Chỉ bỏ khi nội dung này được ghi nhầm.")
            work = partial(_removing, commendation_id=row.commendation_id)
            actions.button("Bỏ nội dung này", REMOVING, work, key=f"{key}:remove")


def _removing(session: Session, actor: Actor, *, commendation_id: UUID) -> str:
    followup.remove_commendation(session, actor, commendation_id)
    return "Đã bỏ nội dung đã ghi."

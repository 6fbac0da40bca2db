"""How a unit signs its papers and when its term began: shown, and changed in one form."""

from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import papers
from services.access import Actor
from services.papers import SettingsDraft, SettingsRow
from services.units import UnitRow
from services.vietnamese import day
from ui import actions
from ui.transactions import plain


def settings(unit: UnitRow, found: SettingsRow, *, may_write: bool) -> None:
    """Draw what holds, and for who may the form that changes it."""
    name = f"paper-settings:{unit.unit_id}"
    with st.expander("Thể thức ký, nhiệm kỳ", icon=":material/edit_note:", key=f"{name}:open"):
        st.markdown(_holds(found))
        if may_write:
            _form(unit, found.own or SettingsDraft(), name)
    actions.said(name)


def _holds(found: SettingsRow) -> str:
    term = f"từ ngày {day(found.term_starts_on)}" if found.term_starts_on else "chưa ghi (chưa cấp được số văn bản)"
    source = "" if found.own else " Đơn vị chưa khai riêng, đang theo cấp trên."
    place = plain(found.place_name) or "chưa có"
    signs_for = papers.SIGNS_FOR[found.signs_for]
    return f"Ký **{plain(signs_for)}** đối với chi bộ; địa danh: {place}; nhiệm kỳ {plain(term)}.{source}"


def _form(unit: UnitRow, own: SettingsDraft, name: str) -> None:
    with st.form(f"{name}:form", border=False):
        options = list(papers.SIGNS_FOR)
        st.radio(
            "Chi bộ ký văn bản",
            options,
            options.index(own.signs_for),
            format_func=papers.SIGNS_FOR.__getitem__,
            horizontal=True,
            key=f"{name}:signs_for",
        )
        st.date_input(
            "Ngày bắt đầu nhiệm kỳ (để trống: theo cấp trên)",
            own.term_starts_on,
            format="DD/MM/YYYY",
            key=f"{name}:term",
        )
        st.text_input(
            "Địa danh ghi trước ngày tháng (để trống: theo cấp trên)",
            own.place_name,
            max_chars=120,
            key=f"{name}:place",
        )
        st.form_submit_button("Lưu thể thức ký", key=name, on_click=_save, args=(unit.unit_id, name))


def _save(unit_id: UUID, name: str) -> None:
    state: Any = st.session_state
    typed = SettingsDraft(state[f"{name}:signs_for"], state[f"{name}:term"], state[f"{name}:place"])

    def work(session: Session, actor: Actor) -> str:
        papers.settle(session, actor, unit_id, typed)
        return "Đã lưu thể thức ký, nhiệm kỳ."

    actions.carry_out(name, work)

"""Visits of superiors on the screen: what was good and weak, and a form to note one."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import followup
from services.access import Actor
from services.followup import CoverageRow, Occasion, VisitDraft, VisitRow
from services.vietnamese import day
from ui import actions, navigation, tokens
from ui.assessment_words import lines
from ui.autosave import Autosave
from ui.followup_choice import past_day
from ui.transactions import plain

NOTING, REMOVING = "visit:note", "visit:remove"
TEXTS = {"strengths": "Ưu điểm", "weaknesses": "Hạn chế"}
NONE = ""
"""The choice of no meeting."""
MOST = 30
"""Visits that are drawn at most: more is a wall, not a list."""


def visits(rows: Sequence[VisitRow], names: Mapping[str, str] | None = None, *, may_write: bool = False) -> None:
    """Draw visits, the newest first, each with a way to correct it for those who may.

    ``names`` are those of the cells, by id, where the visits are to several.
    """
    actions.said(REMOVING)
    if not rows:
        st.info("Chưa ghi buổi dự nào trong thời gian này.", icon=":material/info:")
    if len(rows) > MOST:
        st.caption(f"Chỉ hiện {MOST}/{len(rows)} buổi gần nhất; đồng chí chọn một đảng bộ hoặc thu ngắn thời gian.")
    for row in rows[:MOST]:
        with st.container(border=True):
            _visit(row, f"{names.get(str(row.unit_id), row.unit_name)} · " if names else "Ngày ")
            if may_write:
                _changes(row)


def form(cell: CoverageRow, meetings: Sequence[Occasion]) -> None:
    """Draw, folded away, the form that notes a visit to a cell; it opens on those who look after it."""
    box = st.expander("Ghi một buổi dự, kiểm tra", icon=":material/add:", key=f"{NOTING}:box", on_change="rerun")
    if box.open:
        with box:
            token = tokens.token(NOTING)
            held_on = _occasion(cell.unit_id, meetings, token)
            with st.form(f"{NOTING}:{token}:{cell.unit_id}:{held_on}", border=False, enter_to_submit=False):
                _fields(cell, token, held_on)
    actions.said(NOTING)


def _occasion(unit_id: UUID, meetings: Sequence[Occasion], token: UUID) -> date | None:
    """Choose the meeting; the day of the chosen one."""
    words = {NONE: "Không gắn với buổi sinh hoạt nào", **{str(each.meeting_id): each.label for each in meetings}}
    chosen = st.selectbox(
        "Buổi sinh hoạt", list(words), format_func=words.__getitem__, key=f"{token}:{unit_id}:meeting"
    )
    return next((each.held_on for each in meetings if str(each.meeting_id) == chosen), None)


def _fields(cell: CoverageRow, token: UUID, held_on: date | None) -> None:
    key = f"{token}:{cell.unit_id}:{held_on}"
    if held_on is None:
        past_day("Ngày dự", f"{key}:on")
    else:
        st.markdown(f"Ngày dự: {day(held_on)}")
    usual = ", ".join(row.name for row in cell.supervisors[:1])
    st.text_input("Người dự", usual, key=f"{key}:visitor", max_chars=120, autocomplete="off")
    for field, label in TEXTS.items():
        st.text_area(label, key=f"{key}:{field}", max_chars=2000)
    args = (token, key, cell.unit_id, held_on)
    st.form_submit_button("Ghi buổi dự", type="primary", on_click=_note, args=args)


def _note(token: UUID, key: str, unit_id: UUID, held_on: date | None) -> None:
    state = st.session_state
    chosen = state[f"{token}:{unit_id}:meeting"]
    visitor, strengths, weaknesses = (str(state[f"{key}:{field}"]) for field in ("visitor", *TEXTS))
    meeting_id = UUID(chosen) if chosen else None
    draft = VisitDraft(unit_id, held_on or state[f"{key}:on"], visitor, strengths, weaknesses, meeting_id)
    if actions.carried_out(NOTING, partial(_noting, draft=draft, token=token)):
        tokens.spend(NOTING)


def _noting(session: Session, actor: Actor, *, draft: VisitDraft, token: UUID) -> str:
    followup.note_visit(session, actor, draft, token)
    return "Đã ghi buổi dự."


def _visit(row: VisitRow, where: str) -> None:
    st.markdown(f"**{plain(f'{where}{day(row.visited_on)} · {row.visitor_name}')}**")
    if row.meeting_kind and row.meeting_month:
        about: dict[str, Any] = {"cell": row.unit_id, "month": f"{row.meeting_month:%Y-%m}"}
        about |= {"kind": row.meeting_kind.value, "number": row.meeting_number}
        navigation.link("meetings.entry", f"{row.occasion} tháng {row.meeting_month:%m/%Y}", **about)
    for field, label in TEXTS.items():
        if text := getattr(row, field):
            st.markdown(f"**{label}:** {lines(text)}")


def _changes(row: VisitRow) -> None:
    key = f"visit:{row.visit_id}"
    place = st.popover("Sửa", icon=":material/edit:", type="tertiary", key=f"{key}:open", on_change="rerun")
    if place.open:
        with place:
            texts = Autosave(key, partial(_save, visit_id=row.visit_id))
            for field, label in TEXTS.items():
                texts.area(field, label, getattr(row, field), max_chars=2000)
            work = partial(_removing, visit_id=row.visit_id)
            actions.button("Bỏ buổi dự này", REMOVING, work, key=f"{key}:remove", icon=":material/delete:")


def _save(  # noqa: PLR0913 - a change has this many facts
    session: Session, actor: Actor, field: str, value: Any, seen: Any, *, visit_id: UUID
) -> Any:
    return followup.write_visit(session, actor, visit_id, field, value, seen)


def _removing(session: Session, actor: Actor, *, visit_id: UUID) -> str:
    followup.remove_visit(session, actor, visit_id)
    return "Đã bỏ buổi dự."

"""Supervisors on the screen: which cells have one, who looks after which, assigning and relieving."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import followup
from services.access import Actor
from services.clock import today
from services.followup import QUIET_MONTHS, CoverageRow, SupervisionDraft, SupervisorRow
from services.vietnamese import day, number
from ui import actions, filters, tables
from ui.autosave import Autosave
from ui.followup_choice import DAY_WIDTH, by_commune, cell_words
from ui.transactions import plain

VIEWS = {"cells": "Theo chi bộ", "people": "Theo người phụ trách", "visits": "Buổi dự, kiểm tra"}
SHOWN = {"all": "Tất cả chi bộ", "without": "Chưa có người phụ trách", "quiet": f"Quá {QUIET_MONTHS} tháng chưa ai dự"}
ASSIGNING, CHANGING = "supervision:assign", "supervision:change"
"""The names of what is done to assignments; each says beside itself how it went."""


def summary(rows: Sequence[CoverageRow]) -> None:
    """Say how many cells have somebody, and how many nobody has attended lately."""
    covered, quiet = _covered(rows), _quiet(rows)
    st.markdown(f"**{number(covered)}/{number(len(rows))} chi bộ có người phụ trách.**")
    if quiet:
        st.caption(f"{number(quiet)} chi bộ quá {QUIET_MONTHS} tháng chưa có ai của cấp trên dự (theo buổi dự đã ghi).")


def communes(rows: Sequence[CoverageRow]) -> None:
    """Draw for every commune how many of its cells have somebody, and how many nobody has attended lately."""
    headings = ["Tổ chức đảng", "Có người phụ trách", f"{QUIET_MONTHS} tháng chưa ai dự"]
    lines = [
        [name, f"{number(_covered(held))}/{number(len(held))}", number(_quiet(held))]
        for name, held in by_commune(rows).items()
    ]
    tables.texts(headings, lines)


def cells(rows: Sequence[CoverageRow]) -> None:
    """Draw cells with those who look after them and the newest visit."""
    chosen = filters.one_of("Xem", SHOWN, key="show", width=260)
    shown = [row for row in rows if _is_shown(row, chosen)]
    if not shown:
        st.info("Không có chi bộ nào thuộc diện này.", icon=":material/info:")
        return
    tables.texts(
        ["Chi bộ", "Người phụ trách", "Lần dự gần nhất"],
        [[row.unit_name, "; ".join(map(contact, row.supervisors)) or "chưa có", _visit(row)] for row in shown],
    )


def people(rows: Sequence[CoverageRow]) -> None:
    """Draw who looks after which cells."""
    found: dict[str, tuple[SupervisorRow, list[str]]] = {}
    for row in rows:
        for each in row.supervisors:
            found.setdefault(each.key, (each, []))[1].append(row.unit_name)
    if not found:
        st.info("Chưa phân công ai phụ trách chi bộ.", icon=":material/info:")
        return
    lines = [[contact(each), number(len(held)), ", ".join(held)] for each, held in found.values()]
    tables.texts(["Người phụ trách", "Số chi bộ", "Chi bộ"], lines)


def history(rows: Sequence[SupervisorRow], *, may_write: bool) -> None:
    """Draw everybody who looked after one cell; those who may write get the day on which it ends."""
    actions.said(CHANGING)
    if not rows:
        st.caption("Chi bộ chưa có người phụ trách.")
    for row in rows:
        words, change = st.columns([3, 2], vertical_alignment="bottom")
        words.markdown(f"**{plain(contact(row))}**  \n{_span(row)}")
        if may_write:
            with change:
                _change(row)


def assignment(rows: Sequence[CoverageRow]) -> None:
    """Draw, folded away, the form that lets somebody look after cells."""
    box = st.expander(
        "Phân công người phụ trách", icon=":material/person_add:", key=f"{ASSIGNING}:box", on_change="rerun"
    )
    if box.open:
        with box, st.form(ASSIGNING, border=False, enter_to_submit=False):
            _assignment_fields(cell_words(rows))
    actions.said(ASSIGNING)


def contact(row: SupervisorRow) -> str:
    """Who it is, and how to call them."""
    phone = (row.phone or "").replace(" ", "\N{NO-BREAK SPACE}")
    return " · ".join(filter(None, [row.name, row.office, phone]))


def _assignment_fields(words: dict[str, str]) -> None:
    name = ASSIGNING
    options: dict[str, Any] = {"format_func": words.__getitem__, "select_all": False, "placeholder": "Chọn chi bộ"}
    st.multiselect("Chi bộ được phụ trách", list(words), key=f"{name}:cells", **options)
    st.text_input("Họ tên cấp ủy viên hoặc tên tổ công tác", key=f"{name}:name", max_chars=120, autocomplete="off")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Chức vụ", key=f"{name}:office", max_chars=120, autocomplete="off")
        st.text_input("Điện thoại", key=f"{name}:phone", max_chars=20, autocomplete="off", width=DAY_WIDTH)
        st.date_input("Phụ trách từ ngày", today(), key=f"{name}:from", format="DD/MM/YYYY", width=DAY_WIDTH)
    st.form_submit_button("Phân công", type="primary", on_click=_assign)


def _assign() -> None:
    state, name = st.session_state, ASSIGNING
    chosen = [UUID(unit_id) for unit_id in state[f"{name}:cells"]]
    person, office, phone = (str(state[f"{name}:{field}"]) for field in ("name", "office", "phone"))
    draft = SupervisionDraft(chosen, person, office, phone, state[f"{name}:from"])
    if actions.carried_out(name, partial(_assigning, draft=draft)):
        state[f"{name}:cells"] = []


def _assigning(session: Session, actor: Actor, *, draft: SupervisionDraft) -> str:
    new = followup.assign(session, actor, draft)
    known = len(set(draft.unit_ids)) - new
    rest = f" {number(known)} chi bộ đã có phân công này từ trước." if known else ""
    return f"Đã phân công {draft.name.strip()} phụ trách {number(new)} chi bộ.{rest}"


def _change(row: SupervisorRow) -> None:
    def save(session: Session, actor: Actor, _field: str, value: Any, seen: Any) -> Any:
        followup.relieve(session, actor, row.supervision_id, value, seen)
        return value

    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = Autosave(f"supervision:{row.supervision_id}", save)
        form.day("ends_on", "Thôi phụ trách từ ngày", row.ends_on, width=DAY_WIDTH)
        key = f"supervision:{row.supervision_id}:remove"
        with st.popover("Bỏ", icon=":material/delete:", key=f"{key}:open"):
            st.markdown("Chỉ bỏ khi phân công này được ghi nhầm.")
            work = partial(_removing, supervision_id=row.supervision_id)
            actions.button("Bỏ phân công này", CHANGING, work, key=key)


def _removing(session: Session, actor: Actor, *, supervision_id: UUID) -> str:
    followup.remove_supervision(session, actor, supervision_id)
    return "Đã bỏ phân công phụ trách."


def _is_shown(row: CoverageRow, chosen: str) -> bool:
    if chosen == "without":
        return not row.supervisors
    return row.is_quiet_on(today()) if chosen == "quiet" else True


def _covered(rows: Sequence[CoverageRow]) -> int:
    return sum(bool(row.supervisors) for row in rows)


def _quiet(rows: Sequence[CoverageRow]) -> int:
    on = today()
    return sum(row.is_quiet_on(on) for row in rows)


def _visit(row: CoverageRow) -> str:
    return f"{day(row.last_visit.visited_on)} · {row.last_visit.visitor_name}" if row.last_visit else "chưa ghi"


def _span(row: SupervisorRow) -> str:
    until = f" đến trước ngày {day(row.ends_on)}" if row.ends_on else ""
    return plain(f"Từ ngày {day(row.starts_on)}{until}{_standing(row, today())}")


def _standing(row: SupervisorRow, on: date) -> str:
    return "" if row.looks_after_on(on) else " (đã thôi)" if row.starts_on <= on else " (chưa bắt đầu)"

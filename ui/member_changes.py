"""Admissions against their plans, and disciplinary decisions, on the screen."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import admissions, members
from services.access import Actor
from services.admissions import PlanRow
from services.clock import today
from services.members import DisciplineDraft, DisciplineForm, DisciplineRow, MemberRow
from services.vietnamese import day, number, percent
from ui import actions, filters, tables, tokens
from ui.autosave import Autosave
from ui.meeting_choice import unique
from ui.transactions import plain

YEARS_BACK = 5
EVERY = "all"
RECORDING, WITHDRAWING = "discipline:record", "discipline:withdraw"
"""The names of what is done to decisions; each says beside itself how it went."""
BEFORE = timedelta(days=1)


def year() -> int:
    """Choose the year: this one by default, the next one for plans."""
    this = today().year
    years = {str(each): str(each) for each in range(this + 1, this - YEARS_BACK - 1, -1)}
    return int(filters.one_of("Năm", years, key="year", default=str(this), width=120))


def of_commune(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Choose whose cells to see, where the reach holds several communes; it opens on the first."""
    names = {str(row.commune_id or EVERY): row.commune_name or "Chi bộ trực thuộc" for row in rows}
    if len(names) == 1:
        return list(rows)
    chosen = filters.one_of("Tổ chức đảng", unique(names), key="unit", default=next(iter(names)), width=460)
    return [row for row in rows if str(row.commune_id or EVERY) == chosen]


def plans(rows: Sequence[PlanRow]) -> None:
    """Draw each cell with its plan and what came of it, and the sums."""
    planned, admitted = sum(row.planned or 0 for row in rows), sum(row.admitted for row in rows)
    total = PlanRow(rows[0].unit_id, "Cộng", None, "", planned, admitted)
    tables.texts(["Chi bộ", "Chỉ tiêu", "Đã kết nạp", "Tỷ lệ"], [_line(row) for row in [*rows, total]])


def plan_field(rows: Sequence[PlanRow], of_year: int) -> None:
    """Choose a cell and type how many members it is to admit; it opens on the first without a plan."""
    by_id = {str(row.unit_id): row for row in rows}
    first = next((unit_id for unit_id, row in by_id.items() if row.planned is None), next(iter(by_id)))
    words = unique({unit_id: row.unit_name for unit_id, row in by_id.items()})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = by_id[filters.one_of("Giao chỉ tiêu cho", words, key="cell", default=first, width=360)]
        _plan_form(row.unit_id, of_year).text("planned", f"Chỉ tiêu năm {of_year}", _typed(row.planned), width=160)


def disciplines(rows: Sequence[DisciplineRow], of_year: int, *, may_withdraw: bool) -> None:
    """Draw the decisions of the year, each with a way to take it back for those who may."""
    actions.said(WITHDRAWING)
    if not rows:
        st.info(f"Năm {of_year} chưa ghi quyết định kỷ luật nào.", icon=":material/info:")
    for row in rows:
        words, back = st.columns([4, 1], vertical_alignment="center")
        words.markdown(f"**{plain(row.full_name)}** · {plain(members.FORM_NAMES[row.form])}  \n{plain(_facts(row))}")
        if may_withdraw:
            with back.popover("Bỏ", icon=":material/delete:", key=f"withdraw:{row.discipline_id}:open"):
                st.markdown("Chỉ bỏ khi quyết định này được ghi nhầm.")
                work = partial(_withdraw, discipline_id=row.discipline_id)
                actions.button("Bỏ quyết định này", WITHDRAWING, work, key=f"withdraw:{row.discipline_id}")


def sought(of_year: int) -> tuple[str, date, date]:
    """Ask for the day of a new decision and the name of the member; the last value is the day to search on."""
    actions.said(RECORDING)
    token = tokens.token(RECORDING)
    last = min(today(), date(of_year, 12, 31))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        decided_on = st.date_input(
            "Ngày quyết định",
            last,
            date(of_year, 1, 1),
            last,
            key=f"{token}:{of_year}:day",
            format="DD/MM/YYYY",
            width=180,
        )
        words = st.text_input(
            "Tìm đảng viên theo tên",
            placeholder="Ví dụ: nguyen van an",
            key=f"{token}:words",
            live="300ms",
            autocomplete="off",
            width=300,
        )
    # Whoever was expelled is no longer there on the day itself.
    return str(words), decided_on, decided_on - BEFORE


def decision_form(found: Sequence[MemberRow], decided_on: date) -> None:
    """Draw a form for a decision about one of the members whom the search has found."""
    token = tokens.token(RECORDING)
    at_home = [row for row in found if not row.is_temporary]
    st.caption(tables.hits(len(at_home), members.MOST_FOUND, "đảng viên"))
    if not at_home:
        return
    labels = unique({str(row.member_id): f"{row.full_name} · {row.unit_name}" for row in at_home})
    only = 0 if len(labels) == 1 else None
    with st.form(f"{RECORDING}:{token}", enter_to_submit=False):
        chosen = f"{token}:member:{hash(tuple(labels))}"
        st.selectbox("Đảng viên", list(labels), only, labels.__getitem__, key=chosen, placeholder="Chọn đảng viên")
        form, decision_number = st.columns(2)
        options = list(DisciplineForm)
        form.selectbox(
            "Hình thức kỷ luật", options, None, members.FORM_NAMES.__getitem__, key=f"{token}:form", placeholder="Chọn"
        )
        decision_number.text_input("Số quyết định", key=f"{token}:number", autocomplete="off")
        work = partial(_record, decided_on=decided_on, token=token, chosen=chosen)
        actions.form_button("Ghi quyết định", RECORDING, work, icon=":material/add:")


def _line(row: PlanRow) -> list[str]:
    return [
        row.unit_name,
        "chưa giao" if row.planned is None else number(row.planned),
        number(row.admitted),
        percent(row.share).replace(" ", "\N{NO-BREAK SPACE}"),
    ]


def _facts(row: DisciplineRow) -> str:
    return f"{row.unit_name} · Quyết định số {row.decision_number} ngày {day(row.decided_on)}"


def _plan_form(unit_id: UUID, of_year: int) -> Autosave:
    def save(session: Session, actor: Actor, _field: str, value: Any, seen: Any) -> Any:
        return _typed(admissions.plan(session, actor, unit_id, of_year, value, seen))

    return Autosave(f"admission_plan:{unit_id}:{of_year}", save)


def _typed(planned: int | None) -> str:
    return "" if planned is None else str(planned)


def _record(session: Session, actor: Actor, *, decided_on: date, token: UUID, chosen: str) -> str:
    state = st.session_state
    member_id = UUID(state[chosen]) if state[chosen] else None
    draft = DisciplineDraft(member_id, state[f"{token}:form"], str(state[f"{token}:number"]), decided_on)
    members.discipline(session, actor, draft, token)
    tokens.spend(RECORDING)
    return "Đã ghi quyết định kỷ luật."


def _withdraw(session: Session, actor: Actor, *, discipline_id: UUID) -> str:
    members.withdraw_discipline(session, actor, discipline_id)
    return "Đã bỏ quyết định kỷ luật."

"""Which period is on the screen, and opening one."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st
from sqlmodel import Session

from services import months, periods
from services.access import Actor
from services.clock import today
from services.periods import KIND_NAMES, PeriodDraft, PeriodKind, PeriodRow
from services.vietnamese import month as written
from ui import actions, filters

OPEN = "period:open"
MONTHS_BACK = 24
FIELD_WIDTH = 170
"""Pixels: two beside each other on a phone."""


def chosen(rows: Sequence[PeriodRow]) -> PeriodRow:
    """Choose a period; it opens on the newest one that is over, the one to be closed next."""
    by_id = {str(row.period_id): row for row in rows}
    words = {key: f"{row.name.capitalize()}{' (đã chốt)' if row.is_closed else ''}" for key, row in by_id.items()}
    over = [key for key, row in by_id.items() if row.ends_on < today() and not row.is_closed]
    default = over[0] if over else next(iter(by_id))
    return by_id[filters.one_of("Kỳ báo cáo", words, key="period", default=default, width=300)]


def opening() -> None:
    """Draw the form that opens a period."""
    box = st.expander("Mở kỳ báo cáo", icon=":material/add:", key=f"{OPEN}:box", on_change="rerun")
    if box.open:
        with box:
            st.caption(
                "Kỳ tháng và kỳ quý tự mở theo lịch. Khi mở, danh sách chi bộ phải nộp được giữ cố định theo các chi bộ "
                "đang hoạt động vào ngày cuối kỳ; kỳ đã mở thì không mở lại."
            )
            with st.form(OPEN, border=False):
                _fields()
                st.form_submit_button("Mở kỳ", type="primary", on_click=_open)
    actions.said(OPEN)


def _fields() -> None:
    this = months.month_of(today())
    days = list(reversed(months.span(months.after(this, -MONTHS_BACK), this)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Loại kỳ", list(PeriodKind), format_func=KIND_NAMES.__getitem__, key=f"{OPEN}:kind", width=FIELD_WIDTH
        )
        st.selectbox("Có tháng", days, format_func=written, key=f"{OPEN}:day", width=FIELD_WIDTH)
        st.date_input("Hạn nộp (bỏ trống: như kỳ trước)", None, key=f"{OPEN}:due_on", format="DD/MM/YYYY", width=260)


def _open() -> None:
    state = st.session_state
    kind, day, due_on = (state[f"{OPEN}:{name}"] for name in ("kind", "day", "due_on"))
    actions.carry_out(OPEN, partial(_opening, kind=kind, day=day, due_on=due_on))


def _opening(session: Session, actor: Actor, *, kind: PeriodKind, day: date, due_on: date | None) -> str:
    period_id = periods.open_period(session, actor, PeriodDraft(kind=kind, day=day, due_on=due_on))
    found = periods.period(session, actor, period_id).row
    return f"Kỳ báo cáo {found.name} đang mở, {found.expected} chi bộ phải nộp."

"""Granting something to one cell: to be left out of the period, more time, or to be expected after all."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import periods
from services.access import Actor
from services.clock import today
from services.errors import Invalid
from services.periods import PeriodSheet
from services.units import UnitRow
from ui import actions
from ui.meeting_choice import unique

LONGEST_REASON = 500
NO_CELL = "Đồng chí chọn chi bộ."
EXTEND, EXEMPT = "Gia hạn nộp", "Miễn báo cáo"


def granting(sheet: PeriodSheet) -> None:
    """Draw the form that exempts a cell or gives it more time."""
    name = f"period:{sheet.row.period_id}:grant"
    box = st.expander("Miễn hoặc gia hạn cho một chi bộ", icon=":material/tune:", key=f"{name}:box", on_change="rerun")
    if box.open:
        with box, st.form(name, border=False, clear_on_submit=False):
            words = unique({str(row.expectation_id): row.unit_name for row in sheet.expectations})
            st.selectbox("Chi bộ", list(words), index=None, format_func=words.__getitem__, key=f"{name}:cell")
            st.segmented_control("Việc", [EXTEND, EXEMPT], default=EXTEND, required=True, key=f"{name}:what")
            st.date_input(
                "Gia hạn đến hết ngày", None, key=f"{name}:until", format="DD/MM/YYYY", min_value=today(), width=200
            )
            st.text_input("Lý do", key=f"{name}:reason", max_chars=LONGEST_REASON, autocomplete="off")
            st.form_submit_button("Ghi", type="primary", on_click=_grant, args=(name,))
    actions.said(name)


def adding(sheet: PeriodSheet, cells: Sequence[UnitRow]) -> None:
    """Draw the form that adds a cell of which the period expects nothing; nothing where it expects it of all."""
    known = {row.unit_id for row in sheet.expectations}
    left = unique({str(cell.unit_id): cell.name for cell in cells if cell.unit_id not in known})
    name = f"period:{sheet.row.period_id}:add"
    if left:
        box = st.expander("Bổ sung chi bộ vào kỳ", icon=":material/add:", key=f"{name}:box", on_change="rerun")
        if box.open:
            with box, st.form(name, border=False):
                st.caption("Chi bộ thành lập sau khi mở kỳ không tự vào danh sách phải nộp; bổ sung ở đây.")
                st.selectbox("Chi bộ", list(left), index=None, format_func=left.__getitem__, key=f"{name}:cell")
                st.form_submit_button("Bổ sung", type="primary", on_click=_add, args=(name, sheet.row.period_id))
    actions.said(name)


def _grant(name: str) -> None:
    cell, what, until, reason = (st.session_state[f"{name}:{field}"] for field in ("cell", "what", "until", "reason"))
    actions.carry_out(name, partial(_granting, cell=cell, what=what, until_on=until, reason=reason))


def _granting(  # noqa: PLR0913 - the fields of the form
    session: Session, actor: Actor, *, cell: str | None, what: str, until_on: date | None, reason: str
) -> str:
    if cell is None:
        raise Invalid(NO_CELL, field="cell")
    if what == EXEMPT:
        periods.exempt(session, actor, UUID(cell), reason)
        return "Đã miễn báo cáo cho chi bộ trong kỳ này."
    if until_on is None:
        raise Invalid("Đồng chí chọn ngày gia hạn.", field="until_on")
    periods.extend(session, actor, UUID(cell), until_on, reason)
    return "Đã gia hạn cho chi bộ."


def _add(name: str, period_id: UUID) -> None:
    actions.carry_out(name, partial(_adding, period_id=period_id, cell=st.session_state[f"{name}:cell"]))


def _adding(session: Session, actor: Actor, *, period_id: UUID, cell: str | None) -> str:
    if cell is None:
        raise Invalid(NO_CELL, field="cell")
    periods.expect(session, actor, period_id, UUID(cell))
    return "Đã bổ sung chi bộ vào kỳ."

"""One period on the screen: how it stands, closing it, its acts."""

from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import clock, periods
from services.access import Actor
from services.periods import EXPECTED_NAMES, PeriodAct, PeriodRow, PeriodSheet
from services.units import KIND_NAMES
from services.vietnamese import day, number
from ui import actions, navigation, tables
from ui.transactions import plain

LONGEST_REASON = 500
ACTS = {PeriodAct.OPENED: "Mở kỳ", PeriodAct.CLOSED: "Chốt kỳ", PeriodAct.REOPENED: "Mở lại kỳ"}


def standing(sheet: PeriodSheet) -> None:
    """Draw days and counts, and the way to the board."""
    row = sheet.row
    state = ":gray-badge[:material/lock: Đã chốt]" if row.is_closed else ":green-badge[Đang mở]"
    st.markdown(f"**{row.name.capitalize()}** · {day(row.starts_on)}–{day(row.ends_on)} {state}")
    if row.what is None:
        st.caption("Kỳ này không có việc phải nộp theo từng chi bộ; chốt kỳ thì biên bản trong kỳ không sửa được nữa.")
        return
    own = "".join(f"; {KIND_NAMES[kind].lower()}: {day(due_on)}" for kind, due_on in sheet.dues)
    st.markdown(
        f"{EXPECTED_NAMES[row.what]}, hạn nộp hết ngày **{day(row.due_on)}**{own}. Phải nộp **{number(row.expected)}** "
        f"chi bộ (miễn {number(row.exempt)}); đã nhận **{number(row.received)}**, trong đó đúng hạn "
        f"{number(row.on_time)}; đang đủ **{number(row.complete)}**."
    )
    month = f"{row.starts_on:%Y-%m}"
    navigation.link("meetings.board", "Mở bảng theo dõi", what=row.what.value, first=month, last=f"{row.ends_on:%Y-%m}")


def turning(row: PeriodRow) -> None:
    """Draw the way to close the period, or to open it again."""
    name = f"period:{row.period_id}:turn"
    label, icon = ("Mở lại kỳ", "lock_open") if row.is_closed else ("Chốt kỳ", "lock")
    with st.popover(label, icon=f":material/{icon}:"):
        if not row.is_closed:
            st.markdown(
                "Chốt kỳ thì biên bản trong kỳ không sửa, không nộp được nữa, trừ chi bộ đang được gia hạn. "
                "Có thể mở lại kỳ."
            )
        with st.form(name, border=False):
            st.text_input("Lý do", key=f"{name}:reason", max_chars=LONGEST_REASON, autocomplete="off")
            st.form_submit_button(label, type="primary", on_click=_turn, args=(name, row))
    actions.said(name)


def entries(sheet: PeriodSheet) -> None:
    """Draw every act on the period, the newest first."""
    with st.expander("Lịch sử của kỳ", icon=":material/history:", key=f"period:{sheet.row.period_id}:entries"):
        rows = [
            [f"{clock.local(entry.done_at):%H:%M %d/%m/%Y}", ACTS[entry.act], entry.by or "Theo lịch", entry.reason]
            for entry in sheet.entries
        ]
        tables.texts(["Lúc", "Việc", "Người làm", "Lý do"], rows)


def _turn(name: str, row: PeriodRow) -> None:
    reason = st.session_state[f"{name}:reason"]
    actions.carry_out(name, partial(_turning, period_id=row.period_id, is_closed=row.is_closed, reason=reason))


def _turning(session: Session, actor: Actor, *, period_id: UUID, is_closed: bool, reason: str) -> str:
    if is_closed:
        periods.reopen(session, actor, period_id, reason)
        return "Đã mở lại kỳ báo cáo."
    periods.close(session, actor, period_id, reason)
    return "Đã chốt kỳ báo cáo."


def granted(sheet: PeriodSheet) -> None:
    """Draw the cells that are exempt or have more time, each with its reasons."""
    special = [row for row in sheet.expectations if row.is_special]
    if not special:
        st.caption("Chưa miễn, chưa gia hạn cho chi bộ nào trong kỳ này.")
    for row in special:
        name = f"expectation:{row.expectation_id}:back"
        until = f"gia hạn đến {day(row.extended_until)}" if row.extended_until else ""
        why = [row.exempt_reason and f"miễn: {row.exempt_reason}", until, *(one.reason for one in row.extensions[:1])]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(row.unit_name)}** · {plain(' · '.join(filter(None, why)))}", width="content")
            if row.exempt_reason:
                work = partial(_ending, expectation_id=row.expectation_id)
                actions.button("Bỏ miễn", name, work, icon=":material/undo:", type="tertiary")
        actions.said(name)


def _ending(session: Session, actor: Actor, *, expectation_id: UUID) -> str:
    periods.end_exemption(session, actor, expectation_id)
    return "Đã bỏ miễn; chi bộ phải nộp như các chi bộ khác."

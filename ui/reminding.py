"""Reminders on the screen: a group with its text and whom to call, the own address, the log."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from sqlmodel import Session

from services import reminders
from services.access import Actor
from services.clock import local
from services.meetings import STATES
from services.reminders import Group, ReminderRow
from services.vietnamese import day, number
from ui import actions, navigation, tables
from ui.autosave import Autosave
from ui.transactions import plain

LINES = 20


def group(found: Group, *, is_open: bool) -> None:
    """Draw one commune: who owes, whom to call, the text to paste, and a button that writes down that it was sent."""
    title = f"**{plain(found.name or 'Trực thuộc')}** · còn {number(len(found.cells))}/{number(found.of)} chi bộ · {found.stage.name}"
    place = f"remind:{found.unit_id}:{found.month}"
    box = st.expander(title, expanded=is_open, key=place, on_change="rerun")
    if not box.open:
        return
    with box:
        rows = [[cell.name, STATES[cell.state], cell.secretary or "chưa có", cell.phone or ""] for cell in found.cells]
        tables.texts(["Chi bộ", "Tình trạng", "Bí thư", "Điện thoại"], rows)
        text = reminders.for_chat(found)
        st.caption("Nội dung để dán vào nhóm Zalo: bấm biểu tượng sao chép ở góc phải.")
        st.code(text, language=None, wrap_lines=True)

        def work(session: Session, actor: Actor) -> str:
            reminders.note_chat(session, actor, found.unit_id, text)
            return "Đã ghi vào nhật ký nhắc việc."

        with st.container(horizontal=True):
            actions.button("Ghi là đã gửi", f"{place}:noted", work, icon=":material/done:")
            navigation.link(
                "meetings.book",
                "Xem sổ sinh hoạt",
                unit=found.unit_id,
                first=f"{found.month:%Y-%m}",
                last=f"{found.month:%Y-%m}",
            )
        actions.said(f"{place}:noted")


def own_address(stored: str) -> None:
    """Draw where the actor wants the digest; it stores itself."""
    with st.expander("Nhận thư nhắc việc qua thư điện tử", icon=":material/mail:"):
        days = ", ".join(reminders.Stage(left).name for left in reminders.REMINDED_AT)
        st.caption(
            f"Cổng gửi nhiều nhất một thư mỗi ngày, vào các ngày {days} so với hạn nộp, chỉ khi còn chi bộ chưa nộp. "
            "Để trống thì không gửi thư."
        )

        def save(session: Session, actor: Actor, _field: str, value: Any, _seen: Any) -> Any:
            return reminders.write_address(session, actor, str(value or ""))

        Autosave("digest", save).text("address", "Địa chỉ thư của tôi", stored, max_chars=254)


def log(rows: Sequence[ReminderRow]) -> None:
    """Draw what was sent to whom."""
    st.subheader("Nhật ký nhắc việc", anchor=False)
    if not rows:
        st.caption("Chưa có lần nhắc nào.")
        return
    lines = []
    for row in rows[:LINES]:
        at = local(row.sent_at)
        state = f"chưa gửi được: {row.error}" if row.error else "đã gửi"
        lines.append([f"{at:%H:%M} {day(at.date())}", reminders.CHANNELS[row.channel], row.unit_name, row.by, state])
    tables.texts(["Lúc", "Hình thức", "Gửi về", "Người gửi, nhận", "Kết quả"], lines)

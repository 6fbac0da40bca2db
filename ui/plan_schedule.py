"""The schedule of a month on the screen: who meets when and where, what clashes, and texts to copy into a message."""

from urllib.parse import urlencode

import streamlit as st

from services import meetings
from services.meetings import Schedule, ScheduleRow
from services.vietnamese import month, number
from ui.transactions import plain

MOST_WARNINGS = 5
LINES = 40
"""Lines on one page: what a phone draws without a wait."""


def warnings(schedule: Schedule) -> None:
    """Say what gets in each other's way; the rest of a long list is folded away."""
    found = [f"- {plain(sentence)}" for sentence in meetings.warnings(schedule)]
    if not found:
        return
    with st.container(border=True):
        st.markdown(f":orange[:material/warning:] **Lịch có {number(len(found))} điểm trùng, đồng chí xem lại:**")
        st.markdown("\n".join(found[:MOST_WARNINGS]))
        if more := found[MOST_WARNINGS:]:
            with st.expander(f"Còn {number(len(more))} điểm khác", key="clashes:more"):
                st.markdown("\n".join(more))


def lines(schedule: Schedule, *, may_take: bool) -> None:
    """Draw the schedule line by line, a page at a time, with its sum, and the ways to take it away as a table.

    Not as a table here: seven columns do not fit a phone.
    """
    rows = list(enumerate(schedule.rows, 1))
    pages = -(-len(rows) // LINES)
    place = st.container()
    page = st.pagination(pages, key=f"schedule:page:{pages}") if pages > 1 else 1
    with place:
        st.caption(
            f"{number(schedule.planned)}/{number(schedule.cells)} chi bộ đã có ngày sinh hoạt thường kỳ tháng "
            f"{month(schedule.month)}."
        )
        for number_of, row in rows[(page - 1) * LINES : page * LINES]:
            _line(number_of, row)
    st.markdown(f"**Tổng cộng: {number(schedule.cells)} chi bộ, {number(schedule.members)} đảng viên.**")
    if may_take:
        query = urlencode({"unit": schedule.unit_id, "month": f"{schedule.month:%Y-%m}"})
        address = "/downloads/tables/lich-sinh-hoat"
        st.markdown(f"Tải bảng về: [Excel]({address}.xlsx?{query}) · [CSV]({address}.csv?{query})")


def announcement(schedule: Schedule) -> None:
    """Draw the month as a text to copy, where anything is planned."""
    box = st.expander("Thông báo để gửi Zalo", icon=":material/chat:", key="announcement", on_change="rerun")
    if box.open:
        with box:
            st.code(meetings.announcement(schedule), language=None, wrap_lines=True)


def notice(row: ScheduleRow) -> None:
    """Draw what the members are told of one meeting, as a text to copy."""
    st.caption("Thông báo để gửi Zalo: bấm biểu tượng sao chép ở góc.")
    st.code(meetings.notice(row), language=None, wrap_lines=True)


def _line(place: int, row: ScheduleRow) -> None:
    who, facts = st.columns([2, 5], gap=None, vertical_alignment="center")
    heads = f" · {number(row.members)} đảng viên" if row.members is not None and row.is_monthly else ""
    who.markdown(f"**{number(place)}\\. {plain(row.unit_name)}**{plain(heads)}")
    parts = [_when(row), row.place, _leader(row), meetings.remarks(row)]
    facts.markdown(_badge(row) + plain(" · ".join(filter(None, parts))))


def _badge(row: ScheduleRow) -> str:
    if row.is_cancelled:
        return ":gray-badge[Đã hủy] "
    if row.on is None:
        return ":red-badge[Chưa định ngày] "
    if row.is_held:
        return ":blue-badge[Đã họp] "
    return ":orange-badge[Đã hoãn] " if row.postponed_from else ""


def _when(row: ScheduleRow) -> str:
    return meetings.when(row.on, row.at) if row.on else ""


def _leader(row: ScheduleRow) -> str:
    if row.secretary is None:
        return ""
    phone = (row.secretary.phone or "").replace(" ", "\N{NO-BREAK SPACE}")
    return f"Bí thư {row.secretary.full_name} {phone}".strip()

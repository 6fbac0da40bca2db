"""Sổ sinh hoạt: the meetings of a cell or of every cell below a unit, month by month."""

import streamlit as st

from services import clock, meetings, months, units
from services.access import Permission
from services.vietnamese import month
from ui import filters, meeting_book
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Sổ sinh hoạt")

with reading() as session:
    tree = units.tree(session, actor)
if not tree:
    st.info("Hiện không có tổ chức đảng nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit_id = meeting_book.unit(tree)
    first, last = filters.month_span(months.month_of(clock.today()), months_shown=3)
with reading() as session:
    rows = meetings.book(session, actor, unit_id, first, last)

if not rows:
    st.info(
        f"Từ tháng {month(first)} đến tháng {month(last)} không có chi bộ nào phải sinh hoạt trong phạm vi đã chọn.",
        icon=":material/info:",
    )
    st.stop()

st.caption(meeting_book.sums(rows))
state = meeting_book.state()
shown = [row for row in rows if state in {None, row.state}]
if shown:
    meeting_book.lines(shown, may_open=actor.may(Permission.MEETINGS_WRITE))
else:
    st.info("Không có buổi sinh hoạt nào ở tình trạng này.", icon=":material/info:")

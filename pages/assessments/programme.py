"""Chương trình: the programmes of the four goods that hold here, and writing them for those who may."""

import streamlit as st

from services import four_good, units
from services.access import Permission
from ui import four_good_programmes
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Chương trình bốn tốt")
st.caption(
    "Chương trình cho biết năm thực hiện và hạn của từng khâu. Mỗi đơn vị theo chương trình của cấp gần nhất; "
    "nơi chưa có chương trình thì theo các mốc thông thường."
)
with reading() as session:
    rows = four_good.programmes(session, actor)
    holders = [row for row in units.tree(session, actor) if not row.is_cell]
may_write = actor.may(Permission.CRITERIA_WRITE)

four_good_programmes.removed()
if not rows:
    st.info("Chưa có chương trình nào áp dụng cho đơn vị của đồng chí.", icon=":material/info:")
for row in rows:
    four_good_programmes.show(row, may_change=may_write and row.is_reached)
if may_write and holders:
    four_good_programmes.new(holders)

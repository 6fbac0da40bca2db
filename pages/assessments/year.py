"""Năm bốn tốt: the stages of a year with their days, every unit's state, and registration."""

import streamlit as st

from services import four_good, units
from services.access import Permission
from ui import (
    address,
    filters,
    four_good_board,
    four_good_calendar,
    four_good_choice,
    four_good_registering,
    navigation,
)
from ui.four_good_deciding import downloads
from ui.identity import current_actor
from ui.transactions import reading

VIEWS = {"board": "Theo dõi", "register": "Đăng ký"}

actor = current_actor()
st.title("Năm bốn tốt")
with reading() as session:
    tree = units.tree(session, actor)
if not tree:
    st.info("Hiện không có tổ chức đảng nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    year = four_good_choice.year()
    kind = four_good_choice.kind(tree)
    unit_id = four_good_choice.unit(tree)

asked = address.asked_id("cell")
top = asked or unit_id
with reading() as session:
    board = four_good.board(session, actor, top, kind, year)
own = next((row for row in board.rows if row.ref.unit_id == top), None)
may_register = actor.may(Permission.ASSESSMENTS_WRITE)

if not board.rows:
    st.info("Năm này không có đơn vị nào thuộc loại đã chọn trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
four_good_calendar.programme(board.programme)

if own:
    if len(tree) > 1:
        navigation.step("Về bảng theo dõi", "arrow_back", cell=None)
    four_good_board.one(own, actor)
    if may_register:
        four_good_registering.form(board, None)
        four_good_registering.registered(board)
    st.stop()

four_good_calendar.stages(board)
view = filters.tab(VIEWS, key="view") if may_register else "board"
if view == "register":
    four_good_registering.coverage(board)
    four_good_registering.form(board, address.asked_id("pick"))
    four_good_registering.registered(board)
else:
    four_good_board.board(board, actor)
    if actor.may(Permission.EXPORT):
        st.markdown("Tải bảng theo dõi: " + downloads("theo-doi-bon-tot", top, kind, year))

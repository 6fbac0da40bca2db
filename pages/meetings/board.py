"""Bảng theo dõi: who has handed in which month's record, who has not, and whom to call about it."""

import streamlit as st

from services import boards, clock, members
from ui import board_choice, board_groups
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Bảng theo dõi nộp biên bản")

with st.container(horizontal=True, vertical_alignment="bottom"):
    asked = board_choice.asked()
with reading() as session:
    board = boards.board(session, actor, actor.unit_id, asked.first, asked.last, asked.what)
    is_missing = board.counts.missing > 0
    secretaries = members.secretaries(session, actor, None, clock.today()) if is_missing else {}

if not board.rows:
    st.info("Trong các tháng đã chọn không có chi bộ nào phải nộp biên bản.", icon=":material/info:")
    st.stop()
board_groups.summary(board)
board_groups.communes(board, board_choice.groups(board), secretaries)

"""Công nhận: what was accepted and waits for a decision, and the decisions of the year with what followed them."""

import streamlit as st

from services import four_good, units
from services.access import Permission
from ui import address, filters, four_good_choice, four_good_deciding
from ui.identity import current_actor
from ui.transactions import reading

VIEWS = {"waiting": "Chờ công nhận", "decisions": "Quyết định công nhận"}

actor = current_actor()
st.title("Công nhận")
with reading() as session:
    tree = units.tree(session, actor)
if not tree:
    st.info("Hiện không có tổ chức đảng nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    year = four_good_choice.year()
    kind = four_good_choice.kind(tree)
    unit_id = four_good_choice.unit(tree)
may_decide = actor.may(Permission.ASSESSMENTS_REVIEW)
view = filters.tab(VIEWS, key="view") if may_decide else "decisions"

with reading() as session:
    board = four_good.board(session, actor, unit_id, kind, year)
if view == "waiting":
    four_good_deciding.waiting(board, actor, address.asked_id("pick"))
else:
    four_good_deciding.decisions(board, unit_id, may_decide=may_decide, may_export=actor.may(Permission.EXPORT))

"""Kết nạp, kỷ luật: the admissions of a year against the plan of each cell, and its disciplinary decisions."""

from datetime import date

import streamlit as st

from services import admissions, clock, members
from services.access import Permission
from ui import member_changes
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
may_write = actor.may(Permission.MEMBERS_WRITE)
st.title("Kết nạp, kỷ luật")
choice = st.container(horizontal=True, vertical_alignment="bottom")
with choice:
    year = member_changes.year()

with reading() as session:
    cells = admissions.plans(session, actor, year)
    decisions = members.disciplines(session, actor, None, date(year, 1, 1), date(year, 12, 31))

if not cells:
    st.info(f"Năm {year} không có chi bộ nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
with choice:
    shown = member_changes.of_commune(cells)

st.subheader(f"Kết nạp đảng viên năm {year}", anchor=False)
if may_write:
    member_changes.plan_field(shown, year)
member_changes.plans(shown)

if year > clock.today().year:
    st.stop()
st.subheader(f"Kỷ luật đảng viên năm {year}", anchor=False)
member_changes.disciplines(decisions, year, may_withdraw=may_write)
if may_write:
    st.markdown("**Ghi quyết định mới**")
    words, decided_on, there_on = member_changes.sought(year)
    if words:
        with reading() as session:
            found = members.search(session, actor, words, there_on)
        member_changes.decision_form(found, decided_on)

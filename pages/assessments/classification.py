"""Xếp loại hằng năm: members, then their cell, then the committee; proposed with a vote, decided by the superior."""

import streamlit as st

from services import classification, units
from services.classification import last_day
from ui import classification_choice, classification_counts, classification_decisions, classification_sheet
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
st.title("Xếp loại hằng năm")
choice = st.container(horizontal=True, vertical_alignment="bottom")

with choice:
    year = classification_choice.year()
with reading() as session:
    tree = units.tree(session, actor, last_day(year))
if not tree:
    st.info(f"Ngày 31/12/{year} không có tổ chức đảng nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
view = classification_choice.view(tree)
with choice:
    unit_id = classification_choice.unit(tree, view)
if unit_id is None:
    st.info(f"Ngày 31/12/{year} không có chi bộ nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()

if view == classification_choice.COUNTS:
    with reading() as session:
        found = classification.overview(session, actor, unit_id, year)
    st.subheader(f"{plain(found.unit_name)}, năm {year}", anchor=False)
    classification_counts.overview(found)
    st.stop()

level = classification_choice.LEVELS[view]
with reading() as session:
    sheet = classification.sheet(session, actor, level, unit_id, year)
st.subheader(f"{plain(sheet.unit_name)}, năm {year}", anchor=False)
if sheet.no_scheme:
    st.warning(plain(sheet.no_scheme), icon=":material/rule:")
    st.stop()
classification_sheet.standing(sheet)
classification_sheet.about(sheet)
step = classification_sheet.step(sheet)
if step == classification_sheet.DECIDING:
    classification_decisions.deciding(sheet)
elif step == classification_sheet.DECIDED:
    classification_decisions.withdrawing(sheet)
else:
    classification_sheet.lines(sheet)
classification_sheet.next_step(sheet)
classification_sheet.files(sheet)

"""Tổ chức đảng: one unit and what it directly holds; a search over everything in reach."""

import streamlit as st

from services import clock, directory, units
from ui import address, tables
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
st.title("Tổ chức đảng")
words = st.text_input(
    "Tìm theo tên", placeholder="Ví dụ: khuoi ngoa", type="search", live="300ms", key="words", autocomplete="off"
)

if words:
    with reading() as session:
        rows = units.search(session, actor, words)
        holders = units.by_id(session, actor, [row.parent_id for row in rows if row.parent_id])
    st.caption(tables.hits(len(rows), units.MOST_FOUND, "tổ chức đảng"))
    tables.units(rows, holders)
    st.stop()

with reading() as session:
    tops = directory.entries(session, actor, clock.today())
for top in tops:
    st.subheader(plain(top.unit.name))
    st.caption(plain(tables.facts(top)))
    tables.directory(top.below or [top], address.asked_id("unit"))

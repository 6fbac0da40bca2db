"""Đảng viên: one cell's roster on a day; a search for members by name across the reach."""

import streamlit as st

from services import clock, directory, members, units
from services.access import Permission
from services.vietnamese import day
from ui import address, navigation, tables
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
today = clock.today()
st.title("Đảng viên")
words = st.text_input(
    "Tìm đảng viên theo tên",
    placeholder="Ví dụ: nguyen van an",
    type="search",
    live="300ms",
    key="words",
    autocomplete="off",
)

if words:
    with reading() as session:
        found = members.search(session, actor, words, today)
    st.caption(tables.hits(len(found), members.MOST_FOUND, "đảng viên"))
    tables.members(found, search="words")
    st.stop()

unit_id = address.asked_id("cell") or actor.unit_id
head = st.container()
on = st.date_input("Tại ngày", today, max_value=today, format="DD/MM/YYYY", key="day", bind="query-params", width=200)
with reading() as session:
    unit = units.unit(session, actor, unit_id, on)
head.subheader(plain(unit.name))

if not unit.is_cell:
    with reading() as session:
        tops = directory.entries(session, actor, on)
    st.caption("Đồng chí chọn chi bộ để xem danh sách đảng viên.")
    tables.directory((below for top in tops for below in top.below), None)
    st.stop()

with reading() as session:
    above = units.above(session, actor, unit_id, on)
    roster = members.roster(session, actor, unit_id, on)
counts = members.counted(roster)

with st.container(horizontal=True):
    for row in above[-1:]:
        navigation.link("units.tree", plain(row.name), icon="arrow_upward", unit=row.unit_id)
    navigation.link("meetings.book", "Sổ sinh hoạt của chi bộ", unit=unit_id)
    navigation.link("meetings.tasks", "Nhiệm vụ, cam kết", unit=unit_id)
    record = "Nhập biên bản" if actor.may(Permission.MEETINGS_WRITE) else "Biên bản sinh hoạt"
    navigation.link("meetings.entry", record, cell=unit_id)
st.markdown(tables.heads(counts))
warning = members.strength_warning(counts.official)
if warning:
    st.warning(warning, icon=":material/warning:")
if roster:
    tables.roster(roster)
else:
    st.info(f"Ngày {day(on)} chi bộ chưa có đảng viên nào trong danh sách.", icon=":material/info:")

"""Đảng viên: one member across meetings and years, for whoever reaches their cell."""

import streamlit as st

from services import member_work
from ui import address, member_choice, member_page, navigation
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
member_id = address.asked_id("member")
if member_id is None:
    st.title("Đảng viên")
    member_choice.nothing("Đồng chí mở danh sách đảng viên rồi chọn một người để xem.")
    navigation.link("units.roster", "Danh sách đảng viên")
    st.stop()

head = st.container()
year = member_choice.year()
with reading() as session:
    found = member_work.profile(session, actor, member_id, year)

with head:
    st.title(f"Đảng viên {plain(found.full_name)}", anchor=False)
    member_page.head(found)
left, right = st.columns([3, 2])
with left:
    member_page.attendance(found)
    member_page.tasks(found)
    member_page.ratings(found)
with right:
    member_page.standing(found)
    member_page.speaking(found)
    member_page.pledges(found)
    member_page.grades(found)
    member_page.decisions(found)

"""Việc cần làm: what is due next for whoever is signed in, until when, and where it is done."""

import streamlit as st

from services import agenda, clock, streaks
from services.access import Permission
from services.vietnamese import day, month, number, percent
from ui import agenda_cards, navigation
from ui.identity import current_actor
from ui.transactions import plain, reading

MOST_AT_ONCE = 5
"""Duties that are shown unfolded, the most urgent first: more is a wall, not a list."""


def upkeep() -> None:
    """Draw what an administrator looks after."""
    with reading() as session:
        found = agenda.upkeep(session, actor)
    with st.container(border=True):
        locked = f", {number(found.disabled)} tài khoản đã khóa" if found.disabled else ""
        st.markdown(f"**{number(found.in_use)} tài khoản đang dùng{locked}.**")
        navigation.link("accounts.list", "Quản lý tài khoản")
    with st.container(border=True):
        at = found.last_at and clock.local(found.last_at)
        said = f"{found.last_action}, lúc {at:%H:%M} ngày {day(at.date())}" if at else "chưa có"
        st.markdown(f"**Thay đổi gần nhất: {plain(said)}.**")
        navigation.link("audit.log", "Xem nhật ký")


def duties() -> None:
    """Draw how last month stands, and what waits for somebody who enters or reviews."""
    with reading() as session:
        screen = agenda.screen(session, actor)
    if screen.standing:
        agenda_cards.standing(screen.standing)
    found = screen.duties
    for duty in found[:MOST_AT_ONCE]:
        agenda_cards.card(duty, actor)
    if later := found[MOST_AT_ONCE:]:
        with st.expander(f"Còn {number(len(later))} việc khác", icon=":material/more_horiz:", key="later"):
            for duty in later:
                agenda_cards.card(duty, actor)
    if not found:
        st.success("Không còn việc nào đến hạn.", icon=":material/check_circle:")


def headline() -> None:
    """Draw what somebody who only reads wants to know first."""
    with reading() as session:
        found = agenda.headline(session, actor)
        absent = [alert for alert in streaks.alerts(session, actor) if alert.is_pressing]
    st.subheader(f"Sinh hoạt chi bộ tháng {month(found.month)}")
    with st.container(horizontal=True):
        st.metric("Đảng viên hiện nay", number(found.members), border=True)
        st.metric("Biên bản đã nộp", f"{number(found.submitted)}/{number(found.expected)}", border=True)
        st.metric("Tỷ lệ dự họp", percent(found.attendance), border=True)
        st.metric("Tỷ lệ phát biểu", percent(found.speaking), border=True)
    if absent:
        st.warning(plain(streaks.summary(absent)), icon=":material/event_busy:")
        navigation.link("meetings.tasks", "Xem danh sách vắng nhiều", view="alerts")
    asked = f"{found.month:%Y-%m}"
    navigation.link("meetings.board", "Mở bảng theo dõi", first=asked, last=asked)
    navigation.link("charts.commune", "Xem biểu đồ")
    navigation.link("meetings.book", "Xem sổ sinh hoạt")


actor = current_actor()
st.title("Việc cần làm")
st.caption(f"Hôm nay, ngày {day(clock.today())}.")
if actor.may(Permission.ACCOUNTS_WRITE):
    upkeep()
elif actor.may(Permission.MEETINGS_WRITE):
    duties()
else:
    headline()

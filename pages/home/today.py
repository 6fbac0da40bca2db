"""Việc cần làm: what is due next for whoever is signed in, until when, and where it is done."""

import streamlit as st

from services import agenda, clock
from services.access import Permission
from services.agenda import Duty, DutyKind
from services.assessments import AssessmentRef
from services.vietnamese import day, month, number, percent
from ui import navigation, tables
from ui.identity import current_actor
from ui.transactions import plain, reading

MOST_AT_ONCE = 5
"""Duties that are shown unfolded, the most urgent first: more is a wall, not a list."""


def deadline(duty: Duty) -> str:
    """Say until when, and how much time that leaves."""
    if duty.due_on is None:
        return ""
    left = (duty.due_on - clock.today()).days
    if duty.is_late:
        return f":red[:material/warning: Đã quá hạn ngày {day(duty.due_on)}.]"
    return f"Hạn: hết ngày {day(duty.due_on)} ({f'còn {number(left)} ngày' if left else 'hôm nay là ngày cuối'})."


def way(duty: Duty) -> None:
    """Draw the link to where the duty is done."""
    about: dict[str, object] = {"cell": duty.cell_id} if duty.cell_id else {}
    about |= {"month": f"{duty.month:%Y-%m}"} if duty.month else {}
    if duty.assessment:
        way_of_year(duty, duty.assessment, about)
        return
    match duty.kind:
        case DutyKind.ENTER_MEETING:
            navigation.link("meetings.entry", "Nhập biên bản", icon=None, **about)
        case DutyKind.FOLLOW_MEETINGS:
            span = {"first": about["month"], "last": about["month"]}
            state = "all" if duty.drafts else "missing"
            navigation.link("meetings.book", "Xem sổ sinh hoạt", icon=None, unit=actor.unit_id, state=state, **span)
        case DutyKind.REVIEW_QUALITY:
            navigation.link(
                "meetings.grades", "Xem các bản chờ đánh giá", icon=None, unit=actor.unit_id, show="waiting", **about
            )
        case DutyKind.TASKS:
            navigation.link("meetings.entry", "Kiểm điểm trong biên bản", icon=None, **about)


def way_of_year(duty: Duty, ref: AssessmentRef, about: dict[str, object]) -> None:
    """Draw the link to where something of a four-good year is done."""
    about |= {"year": ref.year, "kind": ref.kind}
    match duty.kind:
        case DutyKind.REGISTER:
            navigation.link("assessments.year", "Đăng ký", icon="how_to_reg", view="register", **about)
        case DutyKind.CHECK:
            navigation.link("assessments.self_assessment", "Mở bản tự kiểm tra", icon=None, months=ref.span, **about)
        case DutyKind.FOLLOW_CHECKS:
            navigation.link("assessments.year", "Xem bảng theo dõi", icon=None, show="check", **about)
        case DutyKind.ASSESS:
            navigation.link("assessments.self_assessment", "Mở bản tự chấm", icon=None, months=ref.span, **about)
        case DutyKind.FOLLOW_ASSESSMENTS:
            navigation.link("assessments.year", "Xem bảng theo dõi", icon=None, show="assess", **about)
        case DutyKind.REVIEW:
            navigation.link("assessments.review", "Thẩm định", icon=None, state="submitted", months=ref.span, **about)
        case DutyKind.RECOGNISE:
            navigation.link("assessments.recognition", "Ghi quyết định công nhận", icon=None, **about)


def card(duty: Duty) -> None:
    """Draw one duty: a sentence, a day, a link; who owes how much where several communes do."""
    with st.container(border=True):
        st.markdown(f"**{plain(duty.sentence)}**")
        st.markdown(deadline(duty))
        way(duty)
        if duty.shares:
            about = duty.assessment.name if duty.assessment else duty.month
            box = st.expander("Theo từng đảng bộ", key=f"shares:{duty.kind}:{about}", on_change="rerun")
            if box.open:
                with box:
                    tables.texts(["Đảng bộ", "Số đơn vị"], [[name, number(count)] for name, count in duty.shares])


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
    """Draw what waits for somebody who enters or reviews."""
    with reading() as session:
        found = agenda.duties(session, actor)
    for duty in found[:MOST_AT_ONCE]:
        card(duty)
    if later := found[MOST_AT_ONCE:]:
        with st.expander(f"Còn {number(len(later))} việc khác", icon=":material/more_horiz:", key="later"):
            for duty in later:
                card(duty)
    if not found:
        st.success("Không còn việc nào đến hạn.", icon=":material/check_circle:")


def headline() -> None:
    """Draw what somebody who only reads wants to know first."""
    with reading() as session:
        found = agenda.headline(session, actor)
    st.subheader(f"Sinh hoạt chi bộ tháng {month(found.month)}")
    with st.container(horizontal=True):
        st.metric("Đảng viên hiện nay", number(found.members), border=True)
        st.metric("Biên bản đã nộp", f"{number(found.submitted)}/{number(found.expected)}", border=True)
        st.metric("Tỷ lệ dự họp", percent(found.attendance), border=True)
        st.metric("Tỷ lệ phát biểu", percent(found.speaking), border=True)
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

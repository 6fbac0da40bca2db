"""Cards of the first screen: how last month stands, and things to do, each with its day and a way there."""

import streamlit as st

from services import clock
from services.access import Actor
from services.agenda import Duty, DutyKind, Standing
from services.assessments import AssessmentRef
from services.vietnamese import day, month, number
from ui import board_words, navigation, tables
from ui.transactions import plain


def standing(found: Standing) -> None:
    """Draw how the records of the last complete month stand."""
    asked = f"{found.month:%Y-%m}"
    with st.container(border=True):
        st.markdown(f"**Biên bản sinh hoạt tháng {month(found.month)}**: {board_words.counts(found.counts)}")
        st.caption(_until(found))
        navigation.link("meetings.board", "Mở bảng theo dõi", first=asked, last=asked)


def _until(found: Standing) -> str:
    is_over = found.due_on < clock.today()
    return f"{'Đã hết hạn' if is_over else 'Hạn: hết'} ngày {day(found.due_on)}."


def card(duty: Duty, actor: Actor) -> None:
    """Draw one duty: a sentence, a day, a link; who owes how much where several communes do."""
    with st.container(border=True):
        st.markdown(f"**{plain(duty.sentence)}**")
        st.markdown(_deadline(duty))
        _way(duty, actor)
        if duty.shares:
            about = duty.assessment.name if duty.assessment else duty.month
            box = st.expander("Theo từng đảng bộ", key=f"shares:{duty.kind}:{about}", on_change="rerun")
            if box.open:
                with box:
                    tables.texts(["Đảng bộ", "Số đơn vị"], [[name, number(count)] for name, count in duty.shares])


def _deadline(duty: Duty) -> str:
    """Until when, and how much time that leaves."""
    if duty.due_on is None:
        return ""
    left = (duty.due_on - clock.today()).days
    if duty.is_late:
        return f":red[:material/warning: Đã quá hạn ngày {day(duty.due_on)}.]"
    return f"Hạn: hết ngày {day(duty.due_on)} ({f'còn {number(left)} ngày' if left else 'hôm nay là ngày cuối'})."


def _way(duty: Duty, actor: Actor) -> None:
    """The link to where the duty is done."""
    about: dict[str, object] = {"cell": duty.cell_id} if duty.cell_id else {}
    about |= {"month": f"{duty.month:%Y-%m}"} if duty.month else {}
    if duty.assessment:
        _way_of_year(duty, duty.assessment, about)
        return
    match duty.kind:
        case DutyKind.ENTER_MEETING:
            navigation.link("meetings.entry", "Nhập biên bản", icon=None, **about)
        case DutyKind.FOLLOW_MEETINGS:
            span = {"first": about["month"], "last": about["month"]}
            navigation.link("meetings.board", "Xem bảng theo dõi", icon=None, state="open", **span)
        case DutyKind.REVIEW_RECORDS:
            navigation.link("meetings.review", "Duyệt biên bản", icon=None)
        case DutyKind.REVIEW_QUALITY:
            navigation.link(
                "meetings.grades", "Xem các bản chờ đánh giá", icon=None, unit=actor.unit_id, show="waiting", **about
            )
        case DutyKind.ABSENCES:
            navigation.link("meetings.tasks", "Xem danh sách", icon=None, view="alerts")
        case DutyKind.TASKS:
            navigation.link("meetings.entry", "Kiểm điểm trong biên bản", icon=None, **about)


def _way_of_year(duty: Duty, ref: AssessmentRef, about: dict[str, object]) -> None:
    """The link to where something of a four-good year is done."""
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

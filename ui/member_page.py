"""One member on the screen: standing, the year's meetings, tasks, pledges, ratings, grades."""

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from services import meetings, member_work, members, months, streaks
from services.clock import today
from services.meetings import MeetingKind, Presence
from services.member_work import MembershipKind, MemberTask, Profile, RatingGrade, TaskState
from services.streaks import ConcernKind, InCell
from services.vietnamese import day, month, number
from ui import member_pledges, member_tasks, navigation, tables
from ui.meeting_form import card
from ui.transactions import plain

MARKS = {
    Presence.PRESENT: ("green", "có mặt"),
    Presence.EXCUSED: ("orange", "có lý do"),
    Presence.UNEXCUSED: ("red", "không lý do"),
    Presence.NOT_DUE: ("gray", "miễn, tạm vắng"),
}
"""Colour and word of a month; a word because colours alone are not read by everybody."""
PRESENCES = {
    Presence.PRESENT: "Có mặt",
    Presence.EXCUSED: "Vắng có lý do",
    Presence.UNEXCUSED: "Vắng không lý do",
    Presence.NOT_DUE: "Không phải điểm danh",
}
GRADE_COLOURS = {RatingGrade.GOOD: "green", RatingGrade.DONE: "blue", RatingGrade.NOT_DONE: "red"}
MOST_DONE = 12
"""Finished tasks that are shown at most."""


def head(found: Profile) -> None:
    """Draw where the member is, in what standing, and the ways on."""
    here = found.here
    official = "Chính thức" if found.is_official else "Dự bị"
    with st.container(horizontal=True, vertical_alignment="center"):
        navigation.link("units.roster", plain(here.unit_name), icon="groups", cell=here.unit_id)
        navigation.link("meetings.tasks", "Nhiệm vụ của chi bộ", icon="assignment_ind", unit=here.unit_id)
    dates = [f"kết nạp {day(found.admitted_on)}"]
    dates += [f"chính thức {day(found.confirmed_on)}"] if found.confirmed_on else []
    dates += [f"điện thoại {found.phone}"] if found.phone else []
    st.markdown(plain(" · ".join([official, *dates])))


def standing(found: Profile) -> None:
    """Draw cells, offices, and times in which the member was not due."""
    with card("Sinh hoạt, chức vụ"):
        stays = [f"{stay.unit_name}{_guest(stay.kind)}: {_span(stay.joined_on, stay.left_on)}" for stay in found.stays]
        spans = [
            f"{span.name}{f' ({span.reason})' if span.reason else ''}: {_span(span.starts_on, span.ends_on)}"
            for span in (*found.offices, *found.suspensions)
        ]
        _bullets([*stays, *spans])


def attendance(found: Profile) -> None:
    """Draw the year month by month, what it comes to, and the meetings that were missed."""
    with card(f"Dự sinh hoạt năm {found.year}"):
        if not found.attendance:
            st.caption("Chưa có biên bản nào đã nộp có tên đồng chí này.")
        for in_cell in found.attendance:
            if len(found.attendance) > 1:
                st.markdown(f"**{plain(found.cell_name(in_cell.unit_id))}**")
            _year(in_cell, found.year)


def speaking(found: Profile) -> None:
    """Draw the meetings at which the member spoke, with the gist where it was written down."""
    spoken = [seat for in_cell in found.attendance for seat in in_cell.spoken]
    with card("Phát biểu"):
        st.markdown(f"Phát biểu tại {number(len(spoken))} buổi trong năm {found.year}.")
        _bullets(f"Tháng {month(seat.month)}{_kind(seat.kind)}: {seat.gist}" for seat in spoken if seat.gist)


def tasks(found: Profile) -> None:
    """Draw the tasks of the year: what is open first, the latest of what is done."""
    with card("Nhiệm vụ"):
        st.caption(member_tasks.sums(found.tasks))
        done = [task for task in found.tasks if task.state is TaskState.DONE]
        open_tasks: list[MemberTask] = [task for task in found.tasks if task.state is not TaskState.DONE]
        for task in [*open_tasks, *reversed(done[-MOST_DONE:])]:
            member_tasks.line(task)
        if len(done) > MOST_DONE:
            st.caption(f"Chỉ hiện {MOST_DONE} nhiệm vụ hoàn thành gần nhất.")


def ratings(found: Profile) -> None:
    """Draw the ratings of the months, and what the member presents."""
    with card("Đánh giá tháng, trình bày"):
        badges = [
            f":{GRADE_COLOURS[row.grade]}-badge[{month(row.month)}: {member_work.GRADES[row.grade].lower()}]"
            for row in found.ratings
        ]
        st.markdown(" ".join(badges) or "Chưa có đánh giá nhiệm vụ tháng nào.")
        notes = [f"Tháng {month(row.month)}: {row.note}" for row in found.ratings if row.note]
        _bullets([*notes, *(f"Trình bày tháng {month(row.month)}: {row.topic}" for row in found.presentations)])


def pledges(found: Profile) -> None:
    """Draw the commitment and the deeds of the year."""
    with card(f"Cam kết, việc làm theo năm {found.year}"):
        if not found.pledges:
            st.markdown("Chưa ghi bản cam kết hay việc đăng ký nào.")
        for row in found.pledges:
            member_pledges.pledge(row)


def grades(found: Profile) -> None:
    """Draw the annual grades of all years."""
    with card("Xếp loại hằng năm"):
        if not found.grades:
            st.markdown("Chưa có kết quả xếp loại.")
            return
        rows = [[str(row.year), row.decided or "chưa quyết định", row.decision_number] for row in found.grades]
        tables.texts(["Năm", "Xếp loại", "Số quyết định"], rows)


def decisions(found: Profile) -> None:
    """Draw disciplinary decisions, for those who may see them."""
    if found.decisions is None:
        return
    with card("Kỷ luật"):
        if not found.decisions:
            st.markdown("Không có quyết định kỷ luật nào.")
        _bullets(
            f"{members.FORM_NAMES[row.form]}: quyết định số {row.decision_number} ngày {day(row.decided_on)}"
            for row in found.decisions
        )


def _year(in_cell: InCell, year: int) -> None:
    for concern in in_cell.concerns:
        draw = st.error if concern.kind is ConcernKind.UNEXCUSED_MONTHS else st.warning
        draw(plain(concern.sentence), icon=":material/event_busy:")
    regular = {seat.month: seat for seat in in_cell.seats if seat.kind is MeetingKind.REGULAR}
    last = min(months.month_of(today()), date(year, 12, 1))
    st.markdown(" ".join(_badge(each, regular.get(each)) for each in months.span(date(year, 1, 1), last)))
    st.markdown(f"Có mặt {number(in_cell.present)}/{number(len(in_cell.due))} buổi thường kỳ thuộc diện dự.")
    rows = [
        [month(seat.month) + _kind(seat.kind), PRESENCES[seat.presence], seat.reason]
        for seat in in_cell.seats
        if seat.presence is not Presence.PRESENT
    ]
    if rows:
        tables.texts(["Buổi", "Điểm danh", "Lý do"], rows)


def _badge(each: date, seat: streaks.Seat | None) -> str:
    colour, word = MARKS[seat.presence] if seat else ("gray", "chưa có")
    return f":{colour}-badge[{each:%m}: {word}]"


def _kind(kind: MeetingKind) -> str:
    return "" if kind is MeetingKind.REGULAR else f" ({meetings.KINDS[kind].lower()})"


def _guest(kind: MembershipKind) -> str:
    return " (sinh hoạt tạm thời)" if kind is MembershipKind.TEMPORARY_IN else ""


def _span(first: date, end: date | None) -> str:
    return f"từ {day(first)} đến trước {day(end)}" if end else f"từ {day(first)}"


def _bullets(lines: Iterable[str]) -> None:
    words: Sequence[str] = [f"- {plain(line)}" for line in lines]
    if words:
        st.markdown("\n".join(words))

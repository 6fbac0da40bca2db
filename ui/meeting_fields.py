"""The record of a meeting as a form whose fields store themselves: short cards, few fields in a row."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings, rates
from services.access import Actor
from services.clock import local
from services.errors import Invalid
from services.meetings import (
    Gap,
    MeetingKind,
    MeetingRef,
    MeetingSheet,
    Presence,
    RollEntry,
    SuspensionKind,
)
from services.vietnamese import day, listing, month, percent
from ui import actions
from ui.meeting_choice import unique
from ui.meeting_form import RecordFields, card, folded, name, submission
from ui.transactions import plain

STEP = timedelta(minutes=5)
SUSPENSIONS = {
    SuspensionKind.EXEMPT: "miễn sinh hoạt",
    SuspensionKind.TEMPORARY_OUT: "sinh hoạt tạm thời nơi khác",
    SuspensionKind.SPECIAL_DUTY: "làm nhiệm vụ đặc biệt",
}
NOT_CHOSEN = "Chọn tên"
OF_RESOLUTION = {
    "results": "Kết quả thực hiện nhiệm vụ từ buổi trước",
    "weaknesses": "Hạn chế và nguyên nhân",
    "directions": "Phương hướng, nhiệm vụ tháng tới",
}
"""What a resolution says beside its conclusion, in its order."""


def when_and_where(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw day, times, place, and who leads."""
    with card("Thời gian, địa điểm"):
        if sheet.ref.kind is MeetingKind.REGULAR:
            fields.toggle("is_combined", meetings.FIELDS["is_combined"], sheet.is_combined)
        if sheet.has_theme:
            fields.text("theme", "Chuyên đề, nội dung chính", sheet.theme)
        on, start, end = st.columns(3)
        with on:
            fields.day("held_on", "Ngày họp", sheet.held_on)
        with start:
            fields.clock_time("started_at", "Giờ bắt đầu", sheet.started_at, step=STEP)
        with end:
            fields.clock_time("ended_at", "Giờ kết thúc", sheet.ended_at, step=STEP)
        _usual_times(sheet)
        fields.text("place", "Địa điểm", sheet.place)
        if sheet.has_roll:
            _leaders(fields, sheet)


def _leaders(fields: RecordFields, sheet: MeetingSheet) -> None:
    chair, secretary = st.columns(2)
    with chair:
        _person(fields, "chair_id", "Chủ trì", sheet)
    with secretary:
        _person(fields, "minutes_secretary_id", "Thư ký", sheet)


def roll_call(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw the roll: everybody is present, only exceptions are chosen."""
    names = labels(sheet.roll)
    due = [entry.member_id for entry in sheet.roll if entry.is_due]
    others = [entry for entry in sheet.roll if not entry.is_due]
    with card("Điểm danh"):
        st.caption(f"Cả {len(due)} đảng viên thuộc diện điểm danh được tính là có mặt; chỉ chọn người vắng.")
        for field in ("excused", "unexcused"):
            fields.people(field, meetings.FIELDS[field], sheet.marked(field), due, format_func=names.__getitem__)
            if field == "excused":
                _reasons(fields, sheet, names)
        if others:
            options = [entry.member_id for entry in others]
            st.caption("Không phải điểm danh: " + plain(listing(_with_cause(entry) for entry in others)) + ".")
            fields.people(
                "attending",
                "Trong số đó, ai vẫn đến dự",
                sheet.marked("attending"),
                options,
                format_func=names.__getitem__,
            )
        if sheet.strays:
            st.warning(plain(_strays(sheet)), icon=":material/person_off:")


def speakers(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw who spoke, among those who came."""
    came = [entry.member_id for entry in sheet.roll if entry.came]
    with card("Phát biểu"):
        options = {"format_func": labels(sheet.roll).__getitem__}
        fields.people("speakers", "Đảng viên đã phát biểu", sheet.marked("speakers"), came, **options)


def content(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw what was said."""
    with card("Nội dung"):
        fields.area("content", "Nội dung, diễn biến buổi sinh hoạt", sheet.content, height=220)


def resolution(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw what a resolution says beside the conclusion, while it stands open."""
    written = sum(bool(getattr(sheet, field)) for field in OF_RESOLUTION)
    box = folded("Kết quả, hạn chế, nhiệm vụ tháng tới", f"{written}/{len(OF_RESOLUTION)}", sheet.ref, "resolution")
    if box.open:
        with box:
            for field, label in OF_RESOLUTION.items():
                fields.area(field, label, getattr(sheet, field), height=120)


def conclusion(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw what was concluded."""
    with card("Kết luận"):
        fields.area("conclusion", "Kết luận của chủ trì", sheet.conclusion, height=150)
        fields.toggle("is_resolution", "Chi bộ biểu quyết kết luận này thành nghị quyết", sheet.is_resolution)


def _usual_times(sheet: MeetingSheet) -> None:
    """Draw, while there is something to propose, what one click would write."""
    times = sheet.times
    on = f"ngày {day(times.held_on)}" if times.held_on else ""
    span = "–".join(f"{at:%H:%M}" for at in (times.started_at, times.ended_at) if at)
    if not on and not span:
        return
    whence = "như lịch" if times.held_on else "như buổi trước"
    place = f"times:{name(sheet.ref)}"
    label = f"Ghi {whence}: {', '.join(filter(None, [on, span]))}"
    actions.button(label, place, partial(_take_times, ref=sheet.ref), icon=":material/history:", type="tertiary")
    actions.said(place)


def _take_times(session: Session, actor: Actor, ref: MeetingRef) -> str:
    meetings.take_times(session, actor, ref)
    return ""


def figures(sheet: MeetingSheet) -> None:
    """Draw the rates as they stand, and whether attendance reaches what is asked for."""
    counts, rule = sheet.counts, sheet.rule
    base = rates.base(counts, rule.formula) if rule else counts.due
    attendance, speaking = st.columns(2)
    attendance.metric("Tỷ lệ dự họp", f"{percent(sheet.attendance)} ({counts.present_due}/{base})", border=True)
    speaking.metric("Tỷ lệ phát biểu", f"{percent(sheet.speaking)} ({counts.spoke}/{counts.attendees})", border=True)
    if rule is None:
        return
    met = rates.meets(rule, counts)
    words = {True: ":green[**Đạt yêu cầu**]", False: ":orange[**Chưa đạt yêu cầu**]", None: "Chưa tính được"}[met]
    st.markdown(f":small[{words}: tỷ lệ dự họp {rule.sentence} ({rule.source}).]")


def saved_at(sheet: MeetingSheet) -> None:
    """Say, always in sight, when the record was last stored and how attendance stands."""
    saved = f":green[:material/cloud_done:] Đã lưu lúc {local(sheet.changed_at):%H:%M:%S}" if sheet.changed_at else ""
    with st.bottom:
        st.caption(f"{saved or ':material/edit: Chưa lưu gì'} · dự họp {percent(sheet.attendance)}")


def hand_in(fields: RecordFields, sheet: MeetingSheet, missing: Sequence[Gap]) -> None:
    """Draw what is still missing, and the button that hands the record in."""
    if missing:
        lines = "\n".join(f"- {plain(gap.sentence[:1].upper() + gap.sentence[1:])}" for gap in missing)
        st.markdown(f"**Còn {len(missing)} mục cần bổ sung trước khi nộp:**\n{lines}")
    else:
        st.markdown(":green[:material/check:] Biên bản đã đủ thông tin để nộp.")

    def work(session: Session, actor: Actor) -> str:
        if fields.unsaved:
            raise Invalid("Có mục chưa lưu được. Đồng chí sửa các mục có dòng báo màu đỏ rồi nộp lại.")
        return meetings.submit(session, actor, sheet.ref).sentence

    handing_in = submission(sheet.ref)
    actions.said(handing_in)
    actions.button("Nộp biên bản", handing_in, work, type="primary", icon=":material/send:", width="stretch")


def labels(roll: Sequence[RollEntry]) -> dict[UUID, str]:
    """Names that no two people share: whoever has the name of another also gets the month in which they joined."""
    names = [entry.full_name for entry in roll]
    words = {str(entry.member_id): _label(entry, shared=names.count(entry.full_name) > 1) for entry in roll}
    return {UUID(member_id): label for member_id, label in unique(words).items()}


def _label(entry: RollEntry, *, shared: bool) -> str:
    return f"{entry.full_name} (từ {month(entry.joined_on)})" if shared and entry.joined_on else entry.full_name


def _person(fields: RecordFields, field: str, label: str, sheet: MeetingSheet) -> None:
    names: Mapping[UUID, str] = dict(sheet.names) | labels(sheet.roll)
    stored = getattr(sheet, field)
    options = [entry.member_id for entry in sheet.roll]
    if stored is not None and stored not in options:
        options.append(stored)
    fields.pick(field, label, stored, options, format_func=names.__getitem__, index=None, placeholder=NOT_CHOSEN)


def _reasons(fields: RecordFields, sheet: MeetingSheet, names: Mapping[UUID, str]) -> None:
    for entry in sheet.roll:
        if entry.presence is Presence.EXCUSED:
            fields.text(f"reason:{entry.member_id}", f"Lý do vắng của {names[entry.member_id]}", entry.reason)


def _with_cause(entry: RollEntry) -> str:
    return f"{entry.full_name} ({SUSPENSIONS[entry.suspension]})" if entry.suspension else entry.full_name


def _strays(sheet: MeetingSheet) -> str:
    return (
        f"{listing(sheet.strays)} không có trong danh sách đảng viên ngày {day(sheet.roster_on)}, "
        "nên phần điểm danh đã ghi cho những người này không được tính."
    )

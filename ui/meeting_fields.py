"""The record of a meeting as a form whose fields store themselves: short cards, few fields in a row."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings, months, rates
from services.access import Actor
from services.clock import local
from services.errors import Invalid
from services.meetings import (
    Gap,
    MeetingKind,
    MeetingRef,
    MeetingSheet,
    Presence,
    ReviewRow,
    RollEntry,
    SuspensionKind,
    TaskDraft,
    TaskOutcome,
)
from services.vietnamese import day, listing, month, percent
from ui import actions, tokens
from ui.meeting_choice import unique
from ui.meeting_form import RecordFields, card, name, submission
from ui.transactions import plain

STEP = timedelta(minutes=5)
SUSPENSIONS = {
    SuspensionKind.EXEMPT: "miễn sinh hoạt",
    SuspensionKind.TEMPORARY_OUT: "sinh hoạt tạm thời nơi khác",
    SuspensionKind.SPECIAL_DUTY: "làm nhiệm vụ đặc biệt",
}
NOT_CHOSEN = "Chọn tên"


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
        fields.text("place", "Địa điểm", sheet.place)
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


def conclusion(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw what was concluded."""
    with card("Kết luận"):
        fields.area("conclusion", "Kết luận của chủ trì", sheet.conclusion, height=150)


def reviews(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw the tasks of the last meeting, and older open ones folded away."""
    if not sheet.reviews:
        return
    with card("Kiểm điểm nhiệm vụ"):
        for review in sheet.reviews:
            if review.is_of_last_meeting:
                _review(fields, review)
        older = [review for review in sheet.reviews if not review.is_of_last_meeting]
        if older:
            with st.expander(f"{len(older)} nhiệm vụ từ các tháng trước chưa hoàn thành"):
                for review in older:
                    _review(fields, review)


def tasks(sheet: MeetingSheet) -> None:
    """Draw the tasks given here, each with a way to take it back, and a form for one more."""
    with card("Nhiệm vụ mới"):
        for task in sheet.tasks:
            words, back = st.columns([4, 1], vertical_alignment="center")
            words.markdown(f"**{plain(task.text)}**  \n{plain(task.owner_name)} · hạn {day(task.due_on)}")
            with back:
                work = partial(_withdraw, ref=sheet.ref, task_id=task.task_id)
                actions.button("Bỏ", f"withdraw:{task.task_id}", work, icon=":material/delete:")
        _task_form(sheet)


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


def _review(fields: RecordFields, review: ReviewRow) -> None:
    st.markdown(f"**{plain(review.text)}**  \n{plain(_about(review))}")
    options = list(TaskOutcome)
    words = {"format_func": meetings.OUTCOMES.__getitem__, "label_visibility": "collapsed"}
    fields.segments(f"outcome:{review.task_id}", f"Kết quả: {review.text}", review.outcome, options, **words)
    if review.outcome:
        fields.text(f"note:{review.task_id}", "Ghi chú", review.note)


def _about(review: ReviewRow) -> str:
    earlier = f" · lần trước: {meetings.OUTCOMES[review.earlier_outcome].lower()}" if review.earlier_outcome else ""
    return f"{review.owner_name} · giao tháng {month(review.given_in)} · hạn {day(review.due_on)}{earlier}"


def _withdraw(session: Session, actor: Actor, ref: MeetingRef, task_id: UUID) -> str:
    meetings.withdraw_task(session, actor, ref, task_id)
    return "Đã bỏ nhiệm vụ."


def _task_form(sheet: MeetingSheet) -> None:
    place = f"task:{name(sheet.ref)}"
    token = tokens.token(place)
    names = labels(sheet.roll)
    with st.form(f"{place}:{token}", enter_to_submit=False):
        st.text_area("Nội dung nhiệm vụ", key=f"{token}:text", height=90)
        owner, due_on = st.columns(2)
        owner.selectbox(
            "Người thực hiện", list(names), None, names.__getitem__, key=f"{token}:owner", placeholder=NOT_CHOSEN
        )
        due_on.date_input("Hạn hoàn thành", months.last_day(sheet.ref.month), format="DD/MM/YYYY", key=f"{token}:due")
        actions.form_button(
            "Thêm nhiệm vụ",
            place,
            lambda session, actor: _give(session, actor, sheet.ref, token),
            icon=":material/add:",
        )
        actions.said(place)


def _give(session: Session, actor: Actor, ref: MeetingRef, token: UUID) -> str:
    state = st.session_state
    draft = TaskDraft(str(state[f"{token}:text"]), state[f"{token}:owner"], state[f"{token}:due"])
    meetings.give_task(session, actor, ref, draft, token)
    tokens.spend(f"task:{name(ref)}")
    return "Đã thêm nhiệm vụ."

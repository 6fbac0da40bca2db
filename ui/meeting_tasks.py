"""Tasks on the record of a meeting: those of the last one with how they went, and new ones."""

from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings, months
from services.access import Actor
from services.meetings import MeetingRef, MeetingSheet, ReviewRow, TaskDraft, TaskOutcome
from services.vietnamese import day, month
from ui import actions, navigation, tokens
from ui.meeting_fields import NOT_CHOSEN, labels
from ui.meeting_form import RecordFields, card, folded, name
from ui.transactions import plain


def reviews(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw the tasks of the last meeting, and older open ones folded away."""
    if not sheet.reviews:
        return
    last = [review for review in sheet.reviews if review.is_of_last_meeting]
    with card("Kiểm điểm nhiệm vụ"):
        if any(review.outcome is None for review in last):
            place = f"all_done:{name(sheet.ref)}"
            work = partial(_find_done, ref=sheet.ref)
            actions.button("Tất cả đã hoàn thành", place, work, icon=":material/done_all:")
            actions.said(place)
        for review in last:
            _review(fields, review)
        older = [review for review in sheet.reviews if not review.is_of_last_meeting]
        if older:
            box = folded("Nhiệm vụ từ các tháng trước chưa hoàn thành", len(older), sheet.ref, "older")
            if box.open:
                with box:
                    for review in older:
                        _review(fields, review)
        navigation.link("meetings.tasks", "Nhiệm vụ, cam kết của chi bộ", unit=sheet.ref.unit_id)


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


def _find_done(session: Session, actor: Actor, ref: MeetingRef) -> str:
    meetings.find_tasks_done(session, actor, ref)
    return ""


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

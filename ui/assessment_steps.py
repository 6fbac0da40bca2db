"""How an assessment stands on the screen: its points, what is missing, and the buttons that move it on.

A button does its work in its callback, before the page reads: what is drawn then is already the new state. What
came of it is said beside the button.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st
from sqlmodel import Session

from services import assessments
from services.access import Actor
from services.assessments import (
    DIFFERENCE_REASON,
    STATE_NAMES,
    AssessmentRef,
    AssessmentState,
    Course,
    ReviewRow,
    SectionRow,
    Sheet,
)
from services.scoring import Score, format_points
from ui import actions
from ui.assessment_words import lines, moment, who
from ui.autosave import Autosave
from ui.transactions import plain

BAR_WIDTH = 165
"""Pixels: two bars beside each other on a phone."""
COLOURS = {
    None: "gray",
    AssessmentState.DRAFT: "blue",
    AssessmentState.SUBMITTED: "orange",
    AssessmentState.RETURNED: "red",
    AssessmentState.ACCEPTED: "green",
}


def standing(sheet: Sheet) -> None:
    """Draw where the assessment stands, when it was stored, and what the reviewer wrote."""
    course = sheet.course
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(STATE_NAMES[course.state], color=COLOURS[course.state])  # type: ignore[arg-type]
        if course.submitted_at and course.state is not AssessmentState.DRAFT:
            st.caption(f"Nộp lúc {moment(course.submitted_at)}{_by(course.submitted_by)}", width="content")
        if course.reviewed_at:
            st.caption(f"Thẩm định lúc {moment(course.reviewed_at)}{_by(course.reviewed_by)}", width="content")
        if course.is_editable and course.changed_at:
            st.caption(f":material/cloud_done: Đã lưu lúc {moment(course.changed_at)}", width="content")
    if course.recognised_by:
        st.success(f"Đã được công nhận theo Quyết định {plain(course.recognised_by)}.", icon=":material/verified:")
    _reviewers_words(course)


def totals(sheet: Sheet, *, is_reviewing: bool = False) -> None:
    """Draw the grade with its reason in words, the superior's beside it, and the points of each good.

    What a superior is still reviewing is shown to who ``is_reviewing`` only.
    """
    result(sheet, is_reviewing=is_reviewing)
    with st.container(horizontal=True):
        for good in sheet.goods:
            _points(f"Tốt {good.good}", good.points, good.max_points)
        if sheet.form.scoring_mode == "points":
            _points("Tổng", sheet.score.total_so_far, sheet.score.max_points)
            if review := _review(sheet, is_reviewing=is_reviewing):
                _points("Thẩm định", review.score.total_so_far, review.score.max_points)


def result(sheet: Sheet, *, is_reviewing: bool = False) -> None:
    """Draw the grade with its reason: the unit's, and the superior's where there is one to show."""
    review = _review(sheet, is_reviewing=is_reviewing)
    st.info(f"**{'Tự chấm: ' if review else ''}{plain(sheet.headline)}**", icon=_icon(sheet.score))
    if review:
        st.info(f"**Thẩm định: {plain(review.headline)}**", icon=_icon(review.score))
        if sheet.course.difference_reason and not sheet.course.is_reviewable:
            st.markdown(f"*Lý do chênh lệch điểm:* {lines(sheet.course.difference_reason)}")


def section(sheet: Sheet, row: SectionRow, *, is_read_only: bool, is_reviewing: bool = False) -> Any:
    """Draw the head of a section; what belongs inside need only be drawn while it is ``open``.

    A form that is being filled in opens on its first section, one to be read on all of them. The head never
    changes, because the framework takes one with other words for another one, closed again.
    """
    opened = st.expander(
        " · ".join(filter(None, [_bold(row.section.number), plain(row.section.title)])),
        expanded=is_read_only or row is sheet.sections[0],
        key=f"{_name(sheet.ref)}:{row.section.id}:{'read' if is_read_only else 'write'}",
        on_change="rerun",
    )
    if opened.open:
        opened.markdown(_section_points(row, _review(sheet, is_reviewing=is_reviewing)))
    return opened


def progress(sheet: Sheet) -> None:
    """Draw at the foot of the window, whatever is scrolled, how far the form has come."""
    items, answered = len(sheet.items), sheet.answered
    points = f" · {_of_maximum(sheet.score)}" if sheet.form.scoring_mode == "points" else ""
    remarks = f" · {sheet.open_remarks} ghi chú chưa xử lý" if sheet.open_remarks else ""
    with st.bottom:
        st.progress(answered / items, text=f"Đã chấm {answered}/{items} tiêu chí{points}{remarks}")


def reasons(sheet: Sheet) -> None:
    """Draw, folded away, how the result came about."""
    with st.expander("Vì sao được kết quả này", icon=":material/help:"):
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sheet.explanation))


def criteria_set(sheet: Sheet) -> None:
    """Draw, folded away, which criteria set it is judged by and why, with the set's own notes."""
    with st.expander("Bộ tiêu chí đang dùng", icon=":material/menu_book:"):
        st.markdown(plain(sheet.why))
        st.markdown("\n".join(f"- {plain(note)}" for note in sheet.form.notes))


def overridden(sheet: Sheet) -> None:
    """Say at which items the unit answered otherwise than the figures propose."""
    if sheet.overridden:
        named = ", ".join(row.item.name for row in sheet.overridden)
        st.warning(f"{len(sheet.overridden)} tiêu chí chấm khác số liệu: {plain(named)}.", icon=":material/edit_note:")


def missing(sheet: Sheet) -> None:
    """Draw what must be done before it can be handed in."""
    if sheet.missing:
        with st.expander(f"Còn {len(sheet.missing)} việc trước khi nộp", icon=":material/checklist:"):
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sheet.missing))


def cell_steps(sheet: Sheet) -> None:
    """Draw the unit's buttons: hand in, take back."""
    name = _name(sheet.ref)
    if sheet.course.is_editable:
        _button("Nộp bản tự chấm", name, "Đã nộp bản tự chấm.", assessments.submit, sheet.ref)
    elif sheet.course.state is AssessmentState.SUBMITTED:
        _button("Rút lại để sửa", name, "Đã rút lại, đồng chí sửa được ngay.", assessments.take_back, sheet.ref)
    actions.said(name)


def reviewer_steps(sheet: Sheet) -> None:
    """Draw the reviewer's buttons: accept, or send back with what to mend; take an acceptance back.

    Words that were refused stay.
    """
    if sheet.review_refusal:
        st.info(plain(sheet.review_refusal), icon=":material/lock:")
    elif sheet.course.is_reviewable:
        _difference(sheet)
        _judgement(sheet)
    elif sheet.course.state is AssessmentState.ACCEPTED and not sheet.course.recognised_by:
        _withdrawal(sheet)
    actions.said(_name(sheet.ref))


def _difference(sheet: Sheet) -> None:
    """The field for why the two results differ, once they do by more than the form lets pass without a word."""
    if sheet.review is None or not (sheet.review.wants_reason or sheet.course.difference_reason):
        return

    def save(session: Session, actor: Actor, field: str, value: Any, seen: Any) -> Any:
        return assessments.write(session, actor, sheet.ref, field, value, seen)

    apart = format_points(sheet.review.difference or Decimal(0))
    label = f"Lý do điểm thẩm định chênh {apart} điểm so với tự chấm (bắt buộc trước khi thông qua)"
    fields = Autosave(f"review:{sheet.ref.name}", save)
    fields.area(DIFFERENCE_REASON, label, sheet.course.difference_reason, height="content")


def _judgement(sheet: Sheet) -> None:
    ref, name, course = sheet.ref, _name(sheet.ref), sheet.course
    if sheet.review and sheet.review.missing:
        with st.expander(f"Còn {len(sheet.review.missing)} việc trước khi thông qua", icon=":material/checklist:"):
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sheet.review.missing))
    done = "Đã thông qua bản tự chấm."
    _button("Thông qua", name, done, assessments.accept, ref, course.submitted_at, course.reviewed_at)
    remarks = (
        f", ngoài {sheet.open_remarks} ghi chú ở các tiêu chí" if sheet.open_remarks else " (bắt buộc khi trả lại)"
    )
    st.text_area(f"Nội dung {who(sheet)} cần sửa{remarks}", key=f"{name}:note", max_chars=2000)
    work = partial(_send_back, ref=ref, seen=course.submitted_at, who=who(sheet))
    actions.button(f"Trả lại {who(sheet)}", name, work, key=f"{name}:send_back", icon=":material/undo:")


def _withdrawal(sheet: Sheet) -> None:
    name = _name(sheet.ref)
    key = f"{name}:withdrawal"
    place = st.popover("Rút kết quả thẩm định", icon=":material/undo:", key=key, on_change="rerun")
    if place.open:
        with place:
            st.text_area("Lý do rút kết quả (bắt buộc)", key=f"{name}:reason", max_chars=1000)
            work = partial(_withdraw, ref=sheet.ref)
            actions.button("Rút kết quả", name, work, key=f"{name}:withdraw", icon=":material/undo:")


def _reviewers_words(course: Course) -> None:
    if not course.review_note:
        return
    if course.state is AssessmentState.RETURNED:
        st.warning(f"**Nội dung cần sửa:** {lines(course.review_note)}", icon=":material/undo:")
    elif course.state is AssessmentState.SUBMITTED:
        st.caption(f"Lần thẩm định trước ghi: {lines(course.review_note)}")


def _review(sheet: Sheet, *, is_reviewing: bool) -> ReviewRow | None:
    return sheet.review if is_reviewing or not sheet.course.is_reviewable else None


def _icon(score: Score) -> str:
    return ":material/military_tech:" if score.grade else ":material/pending:"


def _bold(text: str) -> str:
    return f"**{plain(text)}**" if text else ""


def _of_maximum(score: Score) -> str:
    return f"{format_points(score.total_so_far)}/{format_points(score.max_points)} điểm"


def _section_points(row: SectionRow, review: ReviewRow | None) -> str:
    called = plain(row.section.number or "Mục này")
    most = f"/{format_points(row.score.max_points)}" if row.score.max_points else ""
    points = f"{format_points(row.score.points_so_far)}{most} điểm"
    reviewed = f" · thẩm định {format_points(row.reviewed.points_so_far)} điểm" if review else ""
    return f"**{called}: {points}**{reviewed}" + ("" if row.score.is_complete else " · còn tiêu chí chưa chấm")


def _button(label: str, name: str, done: str, act: Callable[..., object], *args: object) -> None:
    actions.button(label, name, _work(done, act, *args), key=f"{name}:{label}", type="primary")


def _work(done: str, act: Callable[..., object], *args: object) -> actions.Work:
    def work(session: Session, actor: Actor) -> str:
        act(session, actor, *args)
        return done

    return work


def _send_back(session: Session, actor: Actor, *, ref: AssessmentRef, seen: Any, who: str) -> str:
    assessments.send_back(session, actor, ref, st.session_state[f"{_name(ref)}:note"], seen)
    return f"Đã trả lại {who}."


def _withdraw(session: Session, actor: Actor, *, ref: AssessmentRef) -> str:
    assessments.withdraw_acceptance(session, actor, ref, st.session_state[f"{_name(ref)}:reason"])
    return "Đã rút kết quả thẩm định; bản tự chấm chờ thẩm định lại."


def _name(ref: AssessmentRef) -> str:
    return f"assessment:{ref.name}"


def _by(name: str) -> str:
    return f" bởi {plain(name)}" if name else ""


def _points(called: str, points: Decimal, max_points: Decimal) -> None:
    with st.container(width=BAR_WIDTH):
        reached = min(max(points, Decimal(0)), max_points)
        st.progress(
            float(reached / max_points) if max_points else 0.0,
            text=f"{called}: **{format_points(points)}/{format_points(max_points)}** điểm",
        )

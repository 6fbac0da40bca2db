"""How an assessment stands on the screen: its points, what is missing, and the buttons that move it on.

A button does its work in its callback, before the page reads: what is drawn then is already the new state. What
came of it is said beside the button.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import streamlit as st
from sqlmodel import Session

from services import assessments
from services.access import Actor
from services.assessments import STATE_NAMES, AssessmentRef, AssessmentState, SectionRow, Sheet
from services.clock import local
from services.scoring import format_points
from ui import actions
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
            st.caption(f"Nộp lúc {_moment(course.submitted_at)}{_by(course.submitted_by)}", width="content")
        if course.reviewed_at:
            st.caption(f"Thẩm định lúc {_moment(course.reviewed_at)}{_by(course.reviewed_by)}", width="content")
        if course.is_editable and course.changed_at:
            st.caption(f":material/cloud_done: Đã lưu lúc {_moment(course.changed_at)}", width="content")
    if course.review_note and course.state is AssessmentState.RETURNED:
        st.warning(f"**Nội dung cần sửa:** {lines(course.review_note)}", icon=":material/undo:")


def totals(sheet: Sheet) -> None:
    """Draw the grade with its reason in words, and the points of each good."""
    result(sheet)
    with st.container(horizontal=True):
        for good in sheet.goods:
            _points(f"Tốt {good.good}", good.points, good.max_points)
        if sheet.form.scoring_mode == "points":
            _points("Tổng", sheet.score.total_so_far, sheet.score.max_points)


def result(sheet: Sheet) -> None:
    """Draw the grade with its reason once more, where the form ends."""
    st.info(f"**{plain(sheet.headline)}**", icon=_icon(sheet))


def section(sheet: Sheet, row: SectionRow, *, is_read_only: bool) -> Any:
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
        opened.markdown(_section_points(row))
    return opened


def reasons(sheet: Sheet) -> None:
    """Draw, folded away, how the result came about."""
    with st.expander("Vì sao được kết quả này", icon=":material/help:"):
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sheet.explanation))


def criteria_set(sheet: Sheet) -> None:
    """Draw, folded away, which criteria set it is judged by and why, with the set's own notes."""
    with st.expander("Bộ tiêu chí đang dùng", icon=":material/menu_book:"):
        st.markdown(plain(sheet.why))
        st.markdown("\n".join(f"- {plain(note)}" for note in sheet.form.notes))


def missing(sheet: Sheet) -> None:
    """Draw what must be done before it can be handed in."""
    if sheet.missing:
        with st.expander(f"Còn {len(sheet.missing)} việc trước khi nộp", icon=":material/checklist:"):
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sheet.missing))


def cell_steps(sheet: Sheet) -> None:
    """Draw the cell's buttons: hand in, take back."""
    name = _name(sheet.ref)
    if sheet.course.is_editable:
        _button("Nộp bản tự chấm", name, "Đã nộp bản tự chấm.", assessments.submit, sheet.ref)
    elif sheet.course.state is AssessmentState.SUBMITTED:
        _button("Rút lại để sửa", name, "Đã rút lại, đồng chí sửa được ngay.", assessments.take_back, sheet.ref)
    actions.said(name)


def reviewer_steps(sheet: Sheet) -> None:
    """Draw the reviewer's buttons: accept, or send back with a note. A note that was refused stays."""
    ref, name, seen = sheet.ref, _name(sheet.ref), sheet.course.submitted_at
    if sheet.course.state is AssessmentState.SUBMITTED:
        _button("Thông qua", name, "Đã thông qua bản tự chấm.", assessments.accept, ref, seen)
        st.text_area("Nội dung chi bộ cần sửa (bắt buộc khi trả lại)", key=f"{name}:note", max_chars=2000)
        st.button(
            "Trả lại chi bộ", icon=":material/undo:", key=f"{name}:send_back", on_click=_send_back, args=(ref, seen)
        )
    actions.said(name)


def lines(text: str) -> str:
    """Text of several lines for Markdown, in which nothing else has a meaning."""
    return plain(text).replace("\n", "  \n")


def _icon(sheet: Sheet) -> str:
    return ":material/military_tech:" if sheet.score.grade else ":material/pending:"


def _bold(text: str) -> str:
    return f"**{plain(text)}**" if text else ""


def _section_points(row: SectionRow) -> str:
    called = plain(row.section.number or "Mục này")
    points = f"{format_points(row.score.points_so_far)}/{format_points(row.score.max_points)} điểm"
    return f"**{called}: {points}**" + ("" if row.score.is_complete else " · còn tiêu chí chưa chấm")


def _button(label: str, name: str, done: str, act: Callable[..., object], *args: object) -> None:
    actions.button(label, name, _work(done, act, *args), key=f"{name}:{label}", type="primary")


def _work(done: str, act: Callable[..., object], *args: object) -> actions.Work:
    def work(session: Session, actor: Actor) -> str:
        act(session, actor, *args)
        return done

    return work


def _send_back(ref: AssessmentRef, seen: datetime | None) -> None:
    note = st.session_state[f"{_name(ref)}:note"]
    actions.carry_out(_name(ref), _work("Đã trả lại chi bộ.", assessments.send_back, ref, note, seen))


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


def _moment(at: datetime) -> str:
    return f"{local(at):%H:%M ngày %d/%m/%Y}"

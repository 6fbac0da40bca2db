"""The record of a meeting to read: what was handed in, as it was handed in."""

from collections.abc import Iterable
from datetime import date, time

import streamlit as st
from sqlmodel import Session

from services import meetings
from services.access import Actor
from services.meetings import MeetingSheet, Presence, RollEntry, moment
from services.vietnamese import day, listing, month
from ui import actions, meeting_targets
from ui.meeting_form import card, return_to_draft
from ui.transactions import plain

NOTHING = "chưa ghi"


def standing(sheet: MeetingSheet) -> None:
    """Say who handed the record in and when."""
    at = f"lúc {moment(sheet.submitted_at)}" if sheet.submitted_at else ""
    by = f"{plain(sheet.submitted_by)} nộp" if sheet.submitted_by else ""
    st.markdown(f":green-badge[:material/task_alt: Đã nộp] {by} {at}")


def record(sheet: MeetingSheet) -> None:
    """Draw the whole record, section by section."""
    with card("Thời gian, địa điểm"):
        _facts(_opening(sheet))
    with card("Điểm danh"):
        _facts(_roll(sheet))
    if sheet.reviews:
        with card("Kiểm điểm nhiệm vụ"):
            _bullets(_reviews(sheet))
    meeting_targets.reviewed(sheet)
    _text("Nội dung", sheet.content)
    if sheet.tasks:
        with card("Nhiệm vụ mới"):
            _bullets(f"{task.text} ({task.owner_name}, hạn {day(task.due_on)})" for task in sheet.tasks)
    meeting_targets.given(sheet)
    _text("Kết luận", sheet.conclusion)


def take_back(sheet: MeetingSheet) -> None:
    """Draw the button that makes the record a draft again."""
    ref = sheet.ref

    def work(session: Session, actor: Actor) -> str:
        meetings.take_back(session, actor, ref)
        return "Đã rút lại biên bản. Sửa xong, đồng chí bấm “Nộp biên bản”."

    actions.button("Rút lại để sửa", return_to_draft(ref), work, icon=":material/undo:")


def _opening(sheet: MeetingSheet) -> list[tuple[str, str]]:
    theme = "Kết hợp chuyên đề" if sheet.is_combined else "Chuyên đề"
    return [
        *([(theme, sheet.theme)] if sheet.has_theme and sheet.theme else []),
        ("Ngày họp", _day(sheet.held_on)),
        ("Thời gian", f"từ {_time(sheet.started_at)} đến {_time(sheet.ended_at)}"),
        ("Địa điểm", sheet.place or NOTHING),
        ("Chủ trì", _named(sheet, "chair_id")),
        ("Thư ký", _named(sheet, "minutes_secretary_id")),
        ("Ngày họp chi ủy", _day(sheet.premeeting_on) if sheet.holds_premeeting else "không họp, chỉ có bí thư"),
        ("Ngày đăng tải tài liệu", _day(sheet.documents_on)),
    ]


def _roll(sheet: MeetingSheet) -> list[tuple[str, str]]:
    counts = sheet.counts
    excused = [
        f"{entry.full_name} ({entry.reason})" if entry.reason else entry.full_name
        for entry in _with(sheet, Presence.EXCUSED)
    ]
    unexcused = [entry.full_name for entry in _with(sheet, Presence.UNEXCUSED)]
    guests = [entry.full_name for entry in sheet.roll if entry.is_in("attending")]
    spoke = [entry.full_name for entry in sheet.roll if entry.spoke]
    return [
        ("Có mặt", f"{counts.present_due}/{counts.due} đảng viên thuộc diện điểm danh"),
        ("Vắng có lý do", listing(excused) or "không có"),
        ("Vắng không lý do", listing(unexcused) or "không có"),
        *([("Không phải điểm danh nhưng có dự", listing(guests))] if guests else []),
        ("Đã phát biểu", f"{listing(spoke)} ({counts.spoke}/{counts.attendees})" if spoke else "không có"),
    ]


def _reviews(sheet: MeetingSheet) -> Iterable[str]:
    for review in sheet.reviews:
        outcome = meetings.OUTCOMES[review.outcome].lower() if review.outcome else "chưa kiểm điểm"
        note = f" ({review.note})" if review.note else ""
        yield f"{review.text}, {review.owner_name}, giao tháng {month(review.given_in)}: {outcome}{note}"


def _with(sheet: MeetingSheet, presence: Presence) -> list[RollEntry]:
    return [entry for entry in sheet.roll if entry.presence is presence]


def _day(on: date | None) -> str:
    return day(on) if on else NOTHING


def _time(at: time | None) -> str:
    return f"{at:%H:%M}" if at else NOTHING


def _named(sheet: MeetingSheet, field: str) -> str:
    return sheet.names.get(getattr(sheet, field), NOTHING)


def _facts(facts: Iterable[tuple[str, str]]) -> None:
    st.markdown("  \n".join(f"{label}: **{plain(words)}**" for label, words in facts))


def _bullets(lines: Iterable[str]) -> None:
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _text(title: str, text: str) -> None:
    with card(title):
        st.markdown(plain(text).replace("\n", "  \n") or NOTHING)

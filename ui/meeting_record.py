"""The record of a meeting to read: what was handed in, as it was handed in."""

from collections.abc import Iterable, Sequence
from datetime import date, time

import streamlit as st

from services import meetings
from services.meetings import MeetingParts, MeetingSheet, MeetingState, Presence, RollEntry, moment
from services.vietnamese import day, listing, month
from ui import meeting_files, meeting_guests, meeting_mentions, meeting_targets, meeting_votes
from ui.meeting_fields import OF_RESOLUTION
from ui.meeting_form import card
from ui.transactions import plain

NOTHING = "chưa ghi"


def record(sheet: MeetingSheet, parts: MeetingParts) -> None:
    """Draw the whole record, section by section; what the meeting had nothing of is left out."""
    with card("Thời gian, địa điểm"):
        _facts(_opening(sheet))
    _list("Chương trình", [f"{row.number}. {row.text}" for row in parts.agenda])
    _list("Đại biểu, khách mời", [meeting_guests.line(row) for row in parts.guests])
    if sheet.has_roll:
        with card("Điểm danh"):
            _facts(_roll(sheet))
    _list("Ý kiến phát biểu", [f"{entry.full_name}: {entry.gist}" for entry in sheet.roll if entry.gist])
    _list("Kiểm điểm nhiệm vụ", list(_reviews(sheet)))
    meeting_targets.reviewed(sheet)
    if sheet.premeeting_content:
        _text("Nội dung họp chi ủy", sheet.premeeting_content)
    _text("Nội dung", sheet.content)
    for field, label in OF_RESOLUTION.items():
        if getattr(sheet, field):
            _text(label, getattr(sheet, field))
    _list("Biểu dương, nhắc nhở, phê bình", [meeting_mentions.line(row) for row in parts.mentions])
    _list("Nhiệm vụ mới", [f"{task.text} ({task.owner_name}, hạn {day(task.due_on)})" for task in sheet.tasks])
    meeting_targets.given(sheet)
    _text("Nghị quyết" if sheet.is_resolution else "Kết luận", sheet.conclusion)
    _list("Biểu quyết", [meeting_votes.line(row) for row in parts.votes])
    _documents(parts)


def held_parts(sheet: MeetingSheet) -> list[str]:
    """The lists that the record has anything in, so that the others need not be read."""
    counts = sheet.parts
    found = {"agenda": counts.agenda, "guests": counts.guests, "mentions": counts.mentions, "votes": counts.votes}
    return [part for part, count in (found | {"files": counts.documents}).items() if count]


def unfinished(sheet: MeetingSheet) -> None:
    """Say, to those who only read, why there is nothing to read yet."""
    if not sheet.exists:
        st.info("Chưa có biên bản của buổi này.", icon=":material/info:")
        return
    words = "đã bị trả lại để sửa" if sheet.state is MeetingState.RETURNED else "đang nhập, chưa nộp"
    saved = f" Lưu gần nhất lúc {moment(sheet.changed_at)}." if sheet.changed_at else ""
    st.info(f"Biên bản {words}.{saved} Đồng chí đọc được khi biên bản đã nộp.", icon=":material/edit_note:")


def _opening(sheet: MeetingSheet) -> list[tuple[str, str]]:
    theme = "Kết hợp chuyên đề" if sheet.is_combined else "Chuyên đề"
    return [
        *([(theme, sheet.theme)] if sheet.has_theme and sheet.theme else []),
        ("Ngày họp", _day(sheet.held_on)),
        ("Thời gian", f"từ {_time(sheet.started_at)} đến {_time(sheet.ended_at)}"),
        ("Địa điểm", sheet.place or NOTHING),
        *(_led(sheet) if sheet.has_roll else []),
        ("Ngày đăng tải tài liệu", _day(sheet.documents_on)),
    ]


def _led(sheet: MeetingSheet) -> list[tuple[str, str]]:
    before = _day(sheet.premeeting_on) if sheet.holds_premeeting else "không họp, chỉ có bí thư"
    return [
        ("Chủ trì", _named(sheet, "chair_id")),
        ("Thư ký", _named(sheet, "minutes_secretary_id")),
        *([("Ngày họp chi ủy", before)] if sheet.ref.kind in meetings.OF_MEMBERS else []),
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


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        with card(title):
            st.markdown("\n".join(f"- {_broken(line)}" for line in lines))


def _documents(parts: MeetingParts) -> None:
    documents = [row for row in parts.files if row.is_document]
    if documents:
        with card("Tài liệu"):
            st.markdown("  \n".join(meeting_files.link(row) for row in documents))


def _text(title: str, text: str) -> None:
    with card(title):
        st.markdown(_broken(text) or NOTHING)


def _broken(text: str) -> str:
    """Text whose line breaks are kept, also inside a list."""
    return plain(text).replace("\n", "  \n")

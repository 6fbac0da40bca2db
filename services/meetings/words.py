"""How meetings are spoken of: the Vietnamese words for fields, kinds and outcomes."""

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

from models import MeetingKind, TaskOutcome
from services.meetings.rows import RecordState, Value
from services.vietnamese import day, listing

FIELDS = {
    "held_on": "Ngày họp",
    "started_at": "Giờ bắt đầu",
    "ended_at": "Giờ kết thúc",
    "place": "Địa điểm",
    "theme": "Chuyên đề",
    "chair_id": "Chủ trì",
    "minutes_secretary_id": "Thư ký",
    "content": "Nội dung",
    "conclusion": "Kết luận",
    "excused": "Vắng có lý do",
    "unexcused": "Vắng không lý do",
    "attending": "Không phải điểm danh nhưng có dự",
    "speakers": "Đã phát biểu",
    "reason": "Lý do vắng",
    "outcome": "Kết quả thực hiện",
    "note": "Ghi chú kiểm điểm",
}

KINDS = {
    MeetingKind.REGULAR: "Sinh hoạt thường kỳ",
    MeetingKind.THEMATIC: "Sinh hoạt chuyên đề",
    MeetingKind.EXTRAORDINARY: "Sinh hoạt bất thường",
}

OUTCOMES = {
    TaskOutcome.DONE: "Hoàn thành",
    TaskOutcome.PARTLY_DONE: "Hoàn thành một phần",
    TaskOutcome.NOT_DONE: "Chưa hoàn thành",
}

STATES = {
    RecordState.MISSING: "Chưa nhập",
    RecordState.DRAFT: "Đang nhập",
    RecordState.SUBMITTED: "Đã nộp",
}

SHOWN_LETTERS = 80


def quoted(value: Value, names: Mapping[UUID, str]) -> str:
    """A field's value for use inside a sentence."""
    words = _words(value, names)
    if not words:
        return "để trống"
    return f"“{words[:SHOWN_LETTERS]}…”" if len(words) > SHOWN_LETTERS else f"“{words}”"


def _words(value: Value, names: Mapping[UUID, str]) -> str:
    match value:
        case TaskOutcome():
            return OUTCOMES[value]
        case date():
            return day(value)
        case time():
            return f"{value:%H:%M}"
        case UUID():
            return names.get(value, "")
        case frozenset():
            return listing(sorted(names.get(member_id, "") for member_id in value))
    return value or ""

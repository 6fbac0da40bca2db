"""How meetings are spoken of: the Vietnamese words for fields, kinds and outcomes."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from uuid import UUID

from models import MeetingKind, MentionKind, TargetOutcome, TaskOutcome
from services.meetings.amounts import written
from services.meetings.lines import RecordState
from services.meetings.rows import Value
from services.vietnamese import day, listing

FIELDS = {
    "planned_on": "Ngày dự kiến",
    "planned_at": "Giờ dự kiến",
    "held_on": "Ngày họp",
    "started_at": "Giờ bắt đầu",
    "ended_at": "Giờ kết thúc",
    "place": "Địa điểm",
    "is_combined": "Kết hợp sinh hoạt chuyên đề",
    "theme": "Chuyên đề",
    "premeeting_on": "Ngày họp chi ủy",
    "premeeting_content": "Nội dung họp chi ủy",
    "documents_on": "Ngày đăng tải tài liệu",
    "minutes_on": "Ngày đăng tải, gửi biên bản",
    "chair_id": "Chủ trì",
    "minutes_secretary_id": "Thư ký",
    "content": "Nội dung",
    "results": "Kết quả từ buổi trước",
    "weaknesses": "Hạn chế, nguyên nhân",
    "directions": "Nhiệm vụ tháng tới",
    "conclusion": "Kết luận",
    "is_resolution": "Biểu quyết thành nghị quyết",
    "agenda": "Chương trình",
    "excused": "Vắng có lý do",
    "unexcused": "Vắng không lý do",
    "attending": "Không phải điểm danh nhưng có dự",
    "speakers": "Đã phát biểu",
    "reason": "Lý do vắng",
    "gist": "Ý kiến phát biểu",
    "outcome": "Kết quả thực hiện",
    "note": "Ghi chú kiểm điểm",
    "target_outcome": "Kết quả chỉ tiêu",
    "achieved": "Số đạt được",
    "target_note": "Ghi chú chỉ tiêu",
}

KINDS = {
    MeetingKind.REGULAR: "Sinh hoạt thường kỳ",
    MeetingKind.THEMATIC: "Sinh hoạt chuyên đề",
    MeetingKind.EXTRAORDINARY: "Sinh hoạt bất thường",
    MeetingKind.MODEL: "Sinh hoạt mẫu",
    MeetingKind.CELL_COMMITTEE: "Họp chi ủy",
    MeetingKind.COMMITTEE: "Họp cấp ủy",
    MeetingKind.BRIEFING: "Giao ban",
}

OUTCOMES = {
    TaskOutcome.DONE: "Hoàn thành",
    TaskOutcome.PARTLY_DONE: "Hoàn thành một phần",
    TaskOutcome.NOT_DONE: "Chưa hoàn thành",
}

TARGET_OUTCOMES = {
    TargetOutcome.EXCEEDED: "Vượt",
    TargetOutcome.MET: "Đạt",
    TargetOutcome.PARTLY_MET: "Đạt một phần",
    TargetOutcome.NOT_MET: "Không đạt",
}

MENTIONS = {
    MentionKind.PRAISE: "Biểu dương",
    MentionKind.REMINDER: "Nhắc nhở",
    MentionKind.CRITICISM: "Phê bình",
}

STATES = {
    RecordState.MISSING: "Chưa nhập",
    RecordState.DRAFT: "Đang nhập",
    RecordState.RETURNED: "Trả lại",
    RecordState.SUBMITTED: "Đã nộp",
    RecordState.APPROVED: "Đã duyệt",
}

_OUTCOMES: dict[TaskOutcome | TargetOutcome, str] = dict((*OUTCOMES.items(), *TARGET_OUTCOMES.items()))
SHOWN_LETTERS = 80


def quoted(value: Value, names: Mapping[UUID, str]) -> str:
    """A field's value for use inside a sentence."""
    words = _words(value, names)
    if not words:
        return "để trống"
    return f"“{words[:SHOWN_LETTERS]}…”" if len(words) > SHOWN_LETTERS else f"“{words}”"


def _words(value: Value, names: Mapping[UUID, str]) -> str:
    match value:
        case UUID() | frozenset():
            words = _people(value, names)
        case TaskOutcome() | TargetOutcome():
            words = _OUTCOMES[value]
        case bool():
            words = "có" if value else "không"
        case Decimal():
            words = written(value)
        case date():
            words = day(value)
        case time():
            words = f"{value:%H:%M}"
        case _:
            words = value or ""
    return words


def _people(value: UUID | frozenset[UUID], names: Mapping[UUID, str]) -> str:
    if isinstance(value, UUID):
        return names.get(value, "")
    return listing(sorted(names.get(member_id, "") for member_id in value))

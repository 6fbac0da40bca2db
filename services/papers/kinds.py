"""The kinds of papers: what they are called, what they are about, and how their numbers are written."""

from models import MeetingKind, PaperKind, UnitKind

NAMES = {
    PaperKind.MINUTES: "Biên bản",
    PaperKind.RESOLUTION: "Nghị quyết",
    PaperKind.CONCLUSION: "Kết luận",
    PaperKind.NOTICE: "Thông báo họp",
    PaperKind.TASK_LIST: "Bảng phân công nhiệm vụ",
    PaperKind.MONTHLY_SCHEDULE: "Thông báo lịch sinh hoạt",
    PaperKind.MONTHLY_GRADES: "Báo cáo xếp loại sinh hoạt chi bộ",
}
"""What a kind is called on the screen."""

OF_MEETINGS = (
    PaperKind.NOTICE,
    PaperKind.MINUTES,
    PaperKind.RESOLUTION,
    PaperKind.CONCLUSION,
    PaperKind.TASK_LIST,
)
"""Papers about one meeting, in the order in which they come about."""
OF_MONTHS = (PaperKind.MONTHLY_SCHEDULE, PaperKind.MONTHLY_GRADES)
"""Papers about a month of everything below a unit."""
AFTER_MEETINGS = frozenset({PaperKind.MINUTES, PaperKind.RESOLUTION, PaperKind.CONCLUSION, PaperKind.TASK_LIST})
"""Papers that are drafts until the record has been handed in."""

SYMBOLS = {
    PaperKind.MINUTES: "BB",
    PaperKind.RESOLUTION: "NQ",
    PaperKind.CONCLUSION: "KL",
    PaperKind.NOTICE: "TB",
    PaperKind.MONTHLY_SCHEDULE: "TB",
    PaperKind.MONTHLY_GRADES: "BC",
}
"""The letters of a type in a number (HD 05-HD/VPTW 2026); a kind without them is not numbered."""
_COUNTED_AS = {PaperKind.MONTHLY_SCHEDULE: PaperKind.NOTICE}

_ORGANS = {
    UnitKind.PROVINCE: "TU",
    UnitKind.DISTRICT: "HU",
    UnitKind.BLOC: "ĐUK",
    UnitKind.SUB_COMMITTEE: "ĐUBP",
    UnitKind.GRASSROOTS_CELL: "CB",
    UnitKind.CELL: "CB",
}

ABOUT = {
    MeetingKind.REGULAR: "sinh hoạt chi bộ thường kỳ",
    MeetingKind.THEMATIC: "sinh hoạt chi bộ chuyên đề",
    MeetingKind.EXTRAORDINARY: "sinh hoạt chi bộ bất thường",
    MeetingKind.MODEL: "sinh hoạt chi bộ mẫu",
    MeetingKind.CELL_COMMITTEE: "họp chi ủy",
    MeetingKind.COMMITTEE: "họp cấp ủy",
    MeetingKind.BRIEFING: "giao ban",
}
"""What a meeting is called inside a sentence."""


def counted_as(kind: PaperKind) -> PaperKind:
    """The kind under which numbers run: one run for each type of document (both notices are TB)."""
    return _COUNTED_AS.get(kind, kind)


def number_line(number: int | None, kind: PaperKind, unit_kind: UnitKind) -> str:
    """``Số 05-NQ/CB``; ``Số …-NQ/CB`` while there is no number; nothing for a kind without numbers."""
    if kind not in SYMBOLS:
        return ""
    written = "…" if number is None else f"{number:02d}"
    return f"Số {written}-{SYMBOLS[kind]}/{_ORGANS.get(unit_kind, 'ĐU')}"

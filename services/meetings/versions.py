"""A record word for word as it was handed in, and what differs between two of them. Pure, but for keeping one.

The day on which the minutes were sent and the signed scan come after the record and are no part of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlmodel import Session

from models import Meeting, MeetingFileKind, MeetingVersion, MentionKind, TargetOutcome, TaskOutcome
from services.meetings.amounts import written
from services.meetings.parts import MeetingParts
from services.meetings.rows import MeetingSheet, RollEntry
from services.meetings.words import FIELDS, OUTCOMES, TARGET_OUTCOMES
from services.vietnamese import day, listing, number

OWN = (
    *("is_combined", "theme", "held_on", "started_at", "ended_at", "place", "premeeting_on", "premeeting_content"),
    *("documents_on", "content", "results", "weaknesses", "directions", "conclusion", "is_resolution"),
)
LED_BY = ("chair_id", "minutes_secretary_id")
PARTS = {
    "present": "Có mặt",
    "agenda": "Chương trình",
    "guests": "Khách mời, cấp trên dự",
    "reviews": "Kiểm điểm nhiệm vụ",
    "target_reviews": "Kiểm điểm chỉ tiêu",
    "mentions": "Biểu dương, nhắc nhở, phê bình",
    "tasks": "Nhiệm vụ mới",
    "targets": "Chỉ tiêu mới",
    "votes": "Biểu quyết",
    "files": "Tài liệu",
    "premeeting_content": "Nội dung họp chi ủy",
    "results": "Kết quả đạt được",
    "weaknesses": "Hạn chế, khuyết điểm",
    "directions": "Nhiệm vụ tháng tới",
    "is_resolution": "Ban hành nghị quyết",
}
ORDER = (
    *("is_combined", "theme", "held_on", "started_at", "ended_at", "place", "chair_id", "minutes_secretary_id"),
    *("premeeting_on", "premeeting_content", "documents_on", "files", "agenda", "guests"),
    *("present", "excused", "unexcused", "attending", "speakers", "reviews", "target_reviews", "content"),
    *("results", "weaknesses", "directions", "mentions", "tasks", "targets", "conclusion", "is_resolution", "votes"),
)
"""The parts of a record in the order of the form."""
LABELS = {field: (FIELDS | PARTS)[field] for field in ORDER}
"""What a part of a record is called; reviewers pin their words to these."""
MENTIONS = {
    MentionKind.PRAISE: "biểu dương",
    MentionKind.REMINDER: "nhắc nhở",
    MentionKind.CRITICISM: "phê bình",
}


@dataclass(frozen=True)
class Line:
    """One part of a record in words, to be read and compared."""

    field: str
    text: str

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return LABELS[self.field]


@dataclass(frozen=True)
class Change:
    """A part that differs between two versions."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return LABELS[self.field]


def content(sheet: MeetingSheet, parts: MeetingParts) -> dict[str, Any]:
    """Everything that a record says, as plain data whose order means something. Names are written out."""
    return {
        "fields": {field: _plain(getattr(sheet, field)) for field in OWN},
        "led_by": {field: sheet.names.get(getattr(sheet, field), "") for field in LED_BY},
        "roll": [_entry(entry) for entry in sheet.roll],
        "reviews": [[row.text, row.owner_name, row.outcome, row.note] for row in sheet.reviews if row.outcome],
        "target_reviews": [
            [row.text, row.outcome, _amount(row.achieved, row.unit_word), row.note] for row in sheet.target_reviews
        ],
        "tasks": [[row.text, row.owner_name, row.due_on.isoformat()] for row in sheet.tasks],
        "targets": [[row.text, _amount(row.planned, row.unit_word)] for row in sheet.targets],
        "agenda": [row.text for row in parts.agenda],
        "guests": [[row.full_name, row.office, row.is_supervisor] for row in parts.guests],
        "mentions": [[row.kind, row.full_name, row.text] for row in parts.mentions],
        "votes": [
            [row.subject, row.votes_for, row.votes_against, row.votes_abstained, row.base] for row in parts.votes
        ],
        "files": [row.file_name for row in parts.files if row.kind is MeetingFileKind.DOCUMENT],
    }


def keep(session: Session, meeting: Meeting, said: Mapping[str, Any]) -> None:
    """Store what was handed in under the record's newest version."""
    if meeting.submitted_at is None:
        message = "a version belongs to a record that has been handed in"
        raise ValueError(message)
    session.add(
        MeetingVersion(
            meeting_id=meeting.id,
            version=meeting.version,
            content=dict(said),
            submitted_at=meeting.submitted_at,
            submitted_by=meeting.submitted_by,
        )
    )


def lines(said: Mapping[str, Any]) -> tuple[Line, ...]:
    """A record in words, part by part in the order of the form; parts that say nothing are left out."""
    found = [*_fields(said), *_roll(said["roll"]), *((name, words(said[name])) for name, words in _LISTS.items())]
    in_order = sorted(found, key=lambda line: ORDER.index(line[0]))
    return tuple(Line(field, text) for field, text in in_order if text)


def differences(before: Iterable[Line], after: Iterable[Line]) -> tuple[Change, ...]:
    """The parts in which two records differ, in the order of the form."""
    old, new = ({line.field: line.text for line in version} for version in (before, after))
    fields = [field for field in ORDER if old.get(field, "") != new.get(field, "")]
    return tuple(Change(field, old.get(field, ""), new.get(field, "")) for field in fields)


def _fields(said: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for field, value in said["fields"].items():
        yield field, _in_words(field, value)
    yield from said["led_by"].items()


def _in_words(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else ""
    if value and field.endswith("_on"):
        return day(date.fromisoformat(value))
    if value and field.endswith("_at"):
        return f"{time.fromisoformat(value):%H:%M}"
    return str(value or "")


def _roll(roll: list[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    due = [mark for mark in roll if mark["is_due"]]
    came = [mark for mark in due if mark["presence"] == "present"]
    yield "present", f"{number(len(came))}/{number(len(due))} đảng viên thuộc diện điểm danh"
    yield "excused", listing(_with(mark, mark["reason"]) for mark in due if mark["presence"] == "excused")
    yield "unexcused", listing(mark["name"] for mark in due if mark["presence"] == "unexcused")
    yield "attending", listing(mark["name"] for mark in roll if mark["presence"] == "present" and not mark["is_due"])
    yield "speakers", listing(_with(mark, mark["gist"]) for mark in roll if mark["spoke"])


def _with(mark: Mapping[str, Any], more: str) -> str:
    return f"{mark['name']} ({more})" if more else str(mark["name"])


def _several(one: Callable[..., str]) -> Callable[[list[Any]], str]:
    return lambda rows: "\n".join(one(*row) if isinstance(row, list) else one(row) for row in rows)


def _review(text: str, owner: str, outcome: str, note: str) -> str:
    return f"{text} ({owner}): {OUTCOMES[TaskOutcome(outcome)].lower()}{f'; {note}' if note else ''}"


def _target_review(text: str, outcome: str | None, achieved: str, note: str) -> str:
    said = TARGET_OUTCOMES[TargetOutcome(outcome)].lower() if outcome else "chưa kiểm điểm"
    return f"{text}: {', '.join(filter(None, [said, achieved, note]))}"


def _task(text: str, owner: str, due_on: str) -> str:
    return f"{text} ({owner}, hạn {day(date.fromisoformat(due_on))})"


def _target(text: str, planned: str) -> str:
    return f"{text}: {planned}" if planned else text


def _guest(full_name: str, office: str, is_supervisor: bool) -> str:
    more = ", ".join(filter(None, [office, "phụ trách chi bộ" if is_supervisor else ""]))
    return f"{full_name} ({more})" if more else full_name


def _mention(kind: str, full_name: str, text: str) -> str:
    said = MENTIONS[MentionKind(kind)]
    return f"{said[:1].upper()}{said[1:]} {full_name or 'chung'}: {text}"


def _vote(subject: str, in_favour: int, against: int, abstained: int, base: int) -> str:
    counts = f"{number(in_favour)}/{number(base)} tán thành, {number(against)} không tán thành"
    return f"{subject}: {counts}, {number(abstained)} ý kiến khác"


_LISTS: dict[str, Callable[[list[Any]], str]] = {
    "reviews": _several(_review),
    "target_reviews": _several(_target_review),
    "tasks": _several(_task),
    "targets": _several(_target),
    "agenda": _several(str),
    "guests": _several(_guest),
    "mentions": _several(_mention),
    "votes": _several(_vote),
    "files": _several(str),
}


def _entry(entry: RollEntry) -> dict[str, Any]:
    return {
        "id": str(entry.member_id),
        "name": entry.full_name,
        "presence": entry.presence.value,
        "reason": entry.reason,
        "spoke": entry.spoke,
        "gist": entry.gist,
        "is_due": entry.is_due,
        "is_official": entry.is_official,
    }


def _amount(value: Any, unit_word: str) -> str:
    return "" if value is None else f"{written(value)} {unit_word}".strip()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | time) else value

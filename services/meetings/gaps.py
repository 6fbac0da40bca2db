"""What a record still lacks before it can be handed in."""

from collections.abc import Iterator

from models import Presence
from services.meetings import kinds
from services.meetings.rows import Gap, MeetingSheet, RollEntry
from services.meetings.voting import ballot
from services.meetings.words import FIELDS

REQUIRED = {
    "theme": "chưa ghi tên chuyên đề",
    "held_on": "chưa ghi ngày họp",
    "started_at": "chưa ghi giờ bắt đầu",
    "ended_at": "chưa ghi giờ kết thúc",
    "place": "chưa ghi địa điểm",
    "chair_id": "chưa chọn chủ trì",
    "minutes_secretary_id": "chưa chọn thư ký",
    "content": "chưa ghi nội dung",
    "conclusion": "chưa ghi kết luận",
}


def gaps(sheet: MeetingSheet) -> list[Gap]:
    """Everything missing, in the order of the screen; empty when the record can be handed in."""
    return [*_fields(sheet), *_people(sheet), *_roll(sheet), *_reviews(sheet), *_votes(sheet)]


def _fields(sheet: MeetingSheet) -> Iterator[Gap]:
    required = kinds.rule_of(sheet.ref.kind).required
    for field in ("theme", *required) if sheet.is_combined else required:
        if getattr(sheet, field) in {None, ""}:
            yield Gap(field, REQUIRED[field])


def _people(sheet: MeetingSheet) -> Iterator[Gap]:
    roll = {entry.member_id: entry for entry in sheet.roll}
    for field in ("chair_id", "minutes_secretary_id"):
        member_id = getattr(sheet, field)
        if member_id is not None:
            yield from _leader(field, sheet.names.get(member_id, ""), roll.get(member_id))


def _leader(field: str, full_name: str, entry: RollEntry | None) -> Iterator[Gap]:
    what = FIELDS[field].lower()
    if entry is None:
        yield Gap(field, f"{what} {full_name} không có trong danh sách đảng viên vào ngày họp")
    elif not entry.came:
        yield Gap(field, f"{what} {full_name} đang được ghi là vắng mặt")


def _roll(sheet: MeetingSheet) -> Iterator[Gap]:
    if kinds.rule_of(sheet.ref.kind).has_roll and not sheet.counts.attendees:
        yield Gap("excused", "chưa có đảng viên nào được ghi là có mặt")
    for entry in sheet.roll:
        if entry.presence is Presence.EXCUSED and not entry.reason:
            yield Gap(f"reason:{entry.member_id}", f"chưa ghi lý do vắng của đồng chí {entry.full_name}")


def _reviews(sheet: MeetingSheet) -> Iterator[Gap]:
    for review in sheet.reviews:
        if review.is_of_last_meeting and review.outcome is None:
            yield Gap(f"outcome:{review.task_id}", f"chưa kiểm điểm nhiệm vụ “{review.text}” ({review.owner_name})")
    for target in sheet.target_reviews:
        if target.outcome is None:
            yield Gap(f"target_outcome:{target.target_id}", f"chưa kiểm điểm chỉ tiêu “{target.text}”")


def _votes(sheet: MeetingSheet) -> Iterator[Gap]:
    present = ballot(sheet.roll).present
    if sheet.parts.most_cast > present:
        yield Gap(
            "votes",
            f"có lần biểu quyết ghi {sheet.parts.most_cast} phiếu, nhiều hơn {present} đảng viên chính thức có mặt "
            "theo điểm danh",
        )

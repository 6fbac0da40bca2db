"""Planning a meeting of this month or of one of the next, putting it off, calling it off and calling it on again.

A planned meeting is its record in the state draft, so whatever is planned stands in the record when it is written.
Every act stays in the audit trail; the record itself remembers the newest postponement and the cancellation.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlmodel import Session

from models import Meeting
from services import audit, months
from services.access import Actor, Permission
from services.clock import now, today
from services.errors import Conflict, Invalid
from services.meetings import blocked, cells, kinds, records, writing
from services.meetings.on_plan import check_day
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef
from services.members import RosterEntry
from services.periods import closing
from services.vietnamese import clean, day, number

FIELDS = ("planned_on", "planned_at", "place", "chair_id", "is_combined", "theme")
"""What is planned."""
LONGEST_REASON = 500


@dataclass(frozen=True)
class Postponement:
    """When a meeting is to be held instead, and why."""

    on: date | None
    at: time | None
    reason: str


def plan(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, ref: MeetingRef, field: str, value: object, seen: object
) -> Any:
    """Store one field of a plan and return it as it stands; ``seen`` as in ``meetings.write``.

    Only for this month and the next ``cells.AHEAD``; Conflict once the meeting has been held, cancelled or handed in.
    """
    record = records.to_plan(session, actor, ref)
    if field not in FIELDS:
        raise Invalid("Mục này không thuộc lịch sinh hoạt. Đồng chí tải lại trang rồi nhập lại.", field=field)
    if ref.month < months.month_of(today()):
        raise Invalid(f"Chỉ lập lịch cho tháng này và {cells.AHEAD} tháng tới.", field="month")
    _refuse_held(record.meeting)
    return writing.changed(record, field, value, seen, "meeting:planned")


def postpone(session: Session, actor: Actor, ref: MeetingRef, change: Postponement) -> None:
    """Plan a meeting for another day or hour; the old day and the reason stay with it. A second click changes nothing."""
    record = _planned(session, actor, ref)
    meeting, reason = record.meeting, _reason(change.reason)
    old, new = (meeting.planned_on, meeting.planned_at), (change.on, change.at)
    if old == new and meeting.postponed_reason == reason:
        return
    if change.on is None:
        raise Invalid("Đồng chí chọn ngày họp mới.", field="on")
    if old == new:
        raise Invalid("Ngày giờ mới trùng với lịch cũ.", field="on")
    check_day(record, change.on, "on")
    meeting.postponed_from, meeting.postponed_reason = meeting.planned_on, reason
    meeting.planned_on, meeting.planned_at = new
    _note(record, "meeting:postponed", before=_moment(*old), after=_moment(*new), reason=reason)


def cancel(session: Session, actor: Actor, ref: MeetingRef, reason: str) -> None:
    """Call a meeting off: its record stays and counts for nothing. A second click changes nothing.

    A regular meeting may be called off before anybody has planned it: the month then says why it has none.
    """
    record = _to_be_held(session, actor, ref, is_begun=kinds.rule_of(ref.kind).is_monthly)
    meeting = record.meeting
    if meeting.is_cancelled:
        return
    blocked.require_editable(session, meeting)
    _refuse_held(meeting)
    meeting.is_cancelled, meeting.cancelled_reason = True, _reason(reason)
    _note(record, "meeting:cancelled", planned_on=_moment(meeting.planned_on), reason=meeting.cancelled_reason)


def revive(session: Session, actor: Actor, ref: MeetingRef) -> None:
    """Take a cancellation back; its reason stays in the audit trail. A second click changes nothing."""
    record = _to_be_held(session, actor, ref)
    meeting = record.meeting
    if not meeting.is_cancelled:
        return
    reason, meeting.is_cancelled, meeting.cancelled_reason = meeting.cancelled_reason, False, ""
    _note(record, "meeting:revived", cancelled_reason=reason)


def chairs(session: Session, actor: Actor, ref: MeetingRef) -> list[RosterEntry]:
    """Who may lead a meeting that is being planned: those on its roll, as known today. NotFound out of reach."""
    cells.to_plan(session, actor, ref)
    return records.roster_of(session, actor, ref, records.roster_day(ref, None))


def _planned(session: Session, actor: Actor, ref: MeetingRef) -> OpenRecord:
    """A meeting that has a day and can still be given another."""
    record = _to_be_held(session, actor, ref)
    if record.meeting.planned_on is None:
        raise Conflict("Buổi này chưa có ngày dự kiến nên không có gì để hoãn; đồng chí ghi ngày dự kiến.", field="on")
    record = records.to_plan(session, actor, ref)
    _refuse_held(record.meeting)
    return record


def _to_be_held(session: Session, actor: Actor, ref: MeetingRef, *, is_begun: bool = False) -> OpenRecord:
    """A stored meeting, cancelled or not, reached, permitted and locked; ``is_begun``: stored now if need be."""
    cell = cells.to_plan(session, actor, ref)
    actor.require(Permission.MEETINGS_WRITE)
    closing.require_open(session, ref.unit_id, ref.month)
    meeting = records.found(session, ref, for_change=True)
    if meeting is None and is_begun:
        meeting = records.begun(session, actor, ref)
    if meeting is None:
        raise Conflict("Buổi này chưa có trong lịch sinh hoạt.")
    return OpenRecord(session, actor, cell, ref, meeting)


def _refuse_held(meeting: Meeting) -> None:
    if meeting.held_on:
        raise Conflict(
            f"Biên bản đã ghi buổi này họp ngày {day(meeting.held_on)} nên không đổi lịch hay hủy được. Nếu ghi nhầm, đồng "
            "chí bỏ ngày họp trong biên bản trước."
        )


def _reason(text: str) -> str:
    reason = clean(text)
    if not reason:
        raise Invalid("Đồng chí ghi lý do.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Lý do dài {number(len(reason))} ký tự, tối đa là {number(LONGEST_REASON)}.", field="reason")
    return reason


def _moment(on: date | None, at: time | None = None) -> str | None:
    """A day and an hour as the audit trail keeps them."""
    return " ".join(filter(None, [on.isoformat() if on else "", f"{at:%H:%M}" if at else ""])) or None


def _note(record: OpenRecord, action: str, **facts: object) -> None:
    meeting = record.meeting
    meeting.changed_at = now()
    audit.record(record.session, record.actor, action, meeting, entity_id=meeting.id, unit_id=meeting.unit_id, **facts)
    record.session.flush()

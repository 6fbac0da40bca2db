"""Writing a record field by field, as it is typed: nothing acknowledged is lost, nothing overwritten unseen."""

from datetime import date, time
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, AuditEntry, Meeting, Member
from services import audit
from services.access import Actor
from services.clock import local, now
from services.errors import Conflict
from services.meetings import fields, records
from services.meetings.fields import FieldName
from services.meetings.on_meeting import OnMeeting
from services.meetings.on_review import OnReview
from services.meetings.on_roll import OnRoll
from services.meetings.records import OpenDraft
from services.meetings.rows import MeetingRef, Value
from services.meetings.words import quoted

ON_ROLL = frozenset({"excused", "unexcused", "attending", "speakers", "reason"})
ON_REVIEW = frozenset({"outcome", "note"})

RECENT = 50
"""Entries of the audit trail that are looked through for the last change of a field."""


class Place(Protocol):
    """Where a field is kept: it reads what is stored, checks a new value against the record, and keeps it."""

    def stored(self, name: FieldName) -> Value: ...
    def shown(self, value: Value) -> object: ...
    def check(self, name: FieldName, value: Value) -> None: ...
    def store(self, name: FieldName, value: Value) -> None: ...


def write(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, ref: MeetingRef, field: str, value: object, seen: object
) -> Any:
    """Store one field of a draft and return it as the sheet will show it (text tidied, lists in roll order).

    ``seen`` is what the screen showed as stored before the change. Where the database holds neither that nor
    the new value, somebody else was there first: Conflict, with what is stored. The first write stores the
    draft with its opening values. Fields: those of ``words.FIELDS``; ``reason:<member id>``,
    ``outcome:<task id>`` and ``note:<task id>`` name whom they are about.
    """
    draft = records.draft(session, actor, ref)
    name = fields.named(field)
    new, shown = fields.parsed(name, value), fields.parsed(name, seen)
    place = _place(draft, name)
    before = place.stored(name)
    if before != new:
        if before != shown:
            raise _conflict(draft, name, before)
        place.check(name, new)
        place.store(name, new)
        _note_change(draft, name, before, new)
    session.flush()
    return place.shown(new)


def _place(draft: OpenDraft, name: FieldName) -> Place:
    if name.kind in ON_ROLL:
        return OnRoll(draft)
    return OnReview(draft, name) if name.kind in ON_REVIEW else OnMeeting(draft)


def _note_change(draft: OpenDraft, name: FieldName, before: Value, after: Value) -> None:
    meeting = draft.meeting
    meeting.changed_at = now()
    change = {"field": name.whole, "before": _plain(before), "after": _plain(after)}
    audit.record(
        draft.session,
        draft.actor,
        "meeting:written",
        meeting,
        entity_id=meeting.id,
        unit_id=meeting.unit_id,
        **change,
    )


def _conflict(draft: OpenDraft, name: FieldName, stored: Value) -> Conflict:
    writer = _last_writer(draft.session, draft.meeting, name)
    return Conflict(
        f"“{name.label}” vừa được {writer} đổi thành {quoted(stored, _names(draft.session, stored))}. "
        "Nội dung đồng chí nhập chưa được lưu; nếu vẫn muốn thay, đồng chí nhập lại.",
        field=name.whole,
    )


def _last_writer(session: Session, meeting: Meeting, name: FieldName) -> str:
    entries = session.exec(
        select(AuditEntry, Account.display_name)
        .join(Account, col(Account.id) == AuditEntry.account_id)
        .where(AuditEntry.entity_id == str(meeting.id), AuditEntry.action == "meeting:written")
        .order_by(col(AuditEntry.sequence).desc())
        .limit(RECENT)
    )
    for entry, writer in entries:
        if entry.details.get("field") == name.whole:
            return f"{writer} (lúc {local(entry.at):%H:%M})"
    return "người khác"


def _names(session: Session, value: Value) -> dict[UUID, str]:
    ids = value if isinstance(value, frozenset) else {value} if isinstance(value, UUID) else set()
    if not ids:
        return {}
    return dict(session.exec(select(Member.id, Member.full_name).where(col(Member.id).in_(ids))).all())


def _plain(value: Value) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    return value.isoformat() if isinstance(value, date | time) else str(value) if isinstance(value, UUID) else value

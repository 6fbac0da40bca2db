"""Writing a record field by field, as it is typed: nothing acknowledged is lost, nothing overwritten unseen."""

from datetime import date, time
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, AuditEntry, Meeting, Member
from services import audit
from services.access import Actor
from services.clock import local, now
from services.errors import Overtaken
from services.meetings import fields, records
from services.meetings.fields import FieldName
from services.meetings.on_agenda import OnAgenda
from services.meetings.on_meeting import OnMeeting
from services.meetings.on_plan import OnPlan
from services.meetings.on_review import OnReview
from services.meetings.on_roll import OnRoll
from services.meetings.on_target import OnTarget
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef, Value
from services.meetings.words import quoted

ON_ROLL = frozenset({"excused", "unexcused", "attending", "speakers", "reason", "gist"})
ON_REVIEW = frozenset({"outcome", "note"})
ON_PLAN = frozenset({"planned_on", "planned_at"})
ON_TARGET = frozenset({"target_outcome", "achieved", "target_note"})

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
    draft with its opening values. Fields: those of ``words.FIELDS``; ``reason:<member id>``, ``gist:<member id>``,
    ``agenda:<item id>``, ``outcome:<task id>``, ``note:<task id>``, ``target_outcome:<target id>``, ``achieved:<target id>`` and
    ``target_note:<target id>`` name whom or what they are about.
    """
    return changed(records.draft(session, actor, ref), field, value, seen, "meeting:written")


def file_minutes(session: Session, actor: Actor, ref: MeetingRef, on: object, seen: object) -> Any:
    """Store the day on which the minutes were put up and sent, also once the record has been handed in; return it.

    ``seen`` as in ``write``. Conflict while there is no record at all.
    """
    return changed(records.stored(session, actor, ref), "minutes_on", on, seen, "meeting:filed")


def changed(record: OpenRecord, field: str, value: object, seen: object, action: str) -> Any:
    """Store one field of a record that is locked for change; ``action`` is what the audit trail calls it."""
    name = fields.named(field)
    new, shown = fields.parsed(name, value), fields.parsed(name, seen)
    place = _place(record, name)
    before = place.stored(name)
    if before != new:
        if before != shown:
            raise _conflict(record, name, before)
        place.check(name, new)
        place.store(name, new)
        _note_change(record, action, name, (before, new))
    record.session.flush()
    return place.shown(new)


def _place(record: OpenRecord, name: FieldName) -> Place:
    if name.kind in ON_ROLL:
        return OnRoll(record)
    if name.kind in ON_TARGET:
        return OnTarget(record, name)
    if name.kind in ON_PLAN:
        return OnPlan(record)
    if name.kind == "agenda":
        return OnAgenda(record, name)
    return OnReview(record, name) if name.kind in ON_REVIEW else OnMeeting(record)


def _note_change(record: OpenRecord, action: str, name: FieldName, change: tuple[Value, Value]) -> None:
    meeting = record.meeting
    meeting.changed_at = now()
    before, after = (_plain(value) for value in change)
    facts = {"field": name.whole, "before": before, "after": after}
    audit.record(record.session, record.actor, action, meeting, entity_id=meeting.id, unit_id=meeting.unit_id, **facts)


def _conflict(record: OpenRecord, name: FieldName, stored: Value) -> Overtaken:
    writer = _last_writer(record.session, record.meeting, name)
    return Overtaken(
        f"“{name.label}” vừa được {writer} đổi thành {quoted(stored, _names(record.session, stored))}.",
        field=name.whole,
    )


def _last_writer(session: Session, meeting: Meeting, name: FieldName) -> str:
    entries = session.exec(
        select(AuditEntry, Account.display_name)
        .join(Account, col(Account.id) == AuditEntry.account_id)
        .where(
            AuditEntry.entity_id == str(meeting.id),
            col(AuditEntry.action).in_(["meeting:written", "meeting:filed", "meeting:planned"]),
        )
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
    return (
        value.isoformat()
        if isinstance(value, date | time)
        else str(value)
        if isinstance(value, UUID | Decimal)
        else value
    )

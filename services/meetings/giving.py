"""What giving a task, inviting a guest, noting a vote … have in common: once however often, and taken back once."""

from collections.abc import Sequence
from typing import TypeVar, cast
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import AgendaItem, AuditEntry, Guest, Mention, Target, Task, Vote
from services import audit
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef
from services.vietnamese import clean, number

Part = Task | Target | AgendaItem | Guest | Mention | Vote
P = TypeVar("P", Task, Target, AgendaItem, Guest, Mention, Vote)
Numbered = Target | AgendaItem | Vote

LONGEST = 500


def line(text: str, what: str, field: str, longest: int = LONGEST) -> str:
    """The text tidied; Invalid, naming ``what`` ("nhiệm vụ"), where it is empty or too long."""
    tidied = at_most(text, f"Nội dung {what}", field, longest)
    if not tidied:
        raise Invalid(f"Đồng chí ghi nội dung {what}.", field=field)
    return tidied


def at_most(text: str, what: str, field: str, longest: int) -> str:
    """The text tidied; Invalid, beginning with ``what`` ("Chức vụ của khách"), where it is too long."""
    tidied = clean(text)
    if len(tidied) > longest:
        raise Invalid(f"{what} dài {number(len(tidied))} ký tự, tối đa là {number(longest)}.", field=field)
    return tidied


def is_new(session: Session, row: Part, what: str, field: str) -> bool:
    """Store the row unless this very row is stored already; Conflict for an id that names something else."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = cast("Part | None", session.get(type(row), row.id))
        if known is None or known.meeting_id != row.meeting_id:
            raise Conflict(f"{what} chưa lưu được. Đồng chí tải lại trang rồi nhập lại.", field=field) from None
        return False
    return True


def note(record: OpenRecord, action: str, row: Part, **facts: object) -> None:
    """Say in the trail what became of a part of the record, and that the record has changed."""
    record.meeting.changed_at = now()
    about = {"meeting_id": str(record.meeting.id), **facts}
    unit_id = record.ref.unit_id
    audit.record(record.session, record.actor, action, row, entity_id=row.id, unit_id=unit_id, **about)
    record.session.flush()


def given(record: OpenRecord, table: type[P], row_id: UUID, action: str) -> P | None:
    """A part of the record; None where ``action`` has taken it back before. NotFound for a part of another meeting."""
    row: P | None = record.session.get(table, row_id)
    if row is None or row.meeting_id != record.meeting.id:
        require_withdrawn(record.session, record.ref, row_id, action)
        return None
    return row


def take_back(record: OpenRecord, action: str, row: Part, **facts: object) -> None:
    """Delete a part of the record, and say in the trail what it was."""
    record.session.delete(row)
    record.session.flush()
    note(record, action, row, **facts)


def number_from_one(session: Session, rows: Sequence[Numbered]) -> None:
    """Give the rows of one meeting the numbers 1, 2, … in this order.

    By way of numbers that nobody has: no two may have one number, not even for the length of a statement.
    """
    moved = [(row, place) for place, row in enumerate(rows, 1) if row.number != place]
    for row, place in moved:
        row.number = -place
    session.flush()
    for row, place in moved:
        row.number = place
    session.flush()


def require_withdrawn(session: Session, ref: MeetingRef, row_id: UUID, action: str) -> None:
    """Raise NotFound unless the audit trail says that it was there and was taken back."""
    entry = select(AuditEntry).where(
        AuditEntry.entity_id == str(row_id), AuditEntry.action == action, AuditEntry.unit_id == ref.unit_id
    )
    if session.exec(entry).first() is None:
        raise NotFound

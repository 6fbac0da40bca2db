"""What giving a task and setting a target have in common: once however often, and taken back once."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import AuditEntry, Target, Task
from services.errors import Conflict, Invalid, NotFound
from services.meetings.rows import MeetingRef
from services.vietnamese import clean, number

LONGEST = 500


def line(text: str, what: str, field: str) -> str:
    """The text tidied; Invalid, naming ``what`` ("nhiệm vụ"), where it is empty or too long."""
    tidied = clean(text)
    if not tidied:
        raise Invalid(f"Đồng chí ghi nội dung {what}.", field=field)
    if len(tidied) > LONGEST:
        raise Invalid(f"Nội dung {what} dài {number(len(tidied))} ký tự, tối đa là {number(LONGEST)}.", field=field)
    return tidied


def is_new(session: Session, row: Task | Target, what: str, field: str) -> bool:
    """Store the row unless this very row is stored already; Conflict for an id that names something else."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known: Task | Target | None
        known = session.get(Task, row.id) if isinstance(row, Task) else session.get(Target, row.id)
        if known is None or known.meeting_id != row.meeting_id:
            raise Conflict(f"{what} chưa lưu được. Đồng chí tải lại trang rồi nhập lại.", field=field) from None
        return False
    return True


def require_withdrawn(session: Session, ref: MeetingRef, row_id: UUID, action: str) -> None:
    """Raise NotFound unless the audit trail says that it was there and was taken back."""
    entry = select(AuditEntry).where(
        AuditEntry.entity_id == str(row_id), AuditEntry.action == action, AuditEntry.unit_id == ref.unit_id
    )
    if session.exec(entry).first() is None:
        raise NotFound

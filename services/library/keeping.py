"""Keeping the library: documents are put in, corrected, and taken out again."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from models import GuidingDocument
from services import audit, uploads
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.followup import fields
from services.library.documents import DocumentRow
from services.vietnamese import day

KEPT, CHANGED, REMOVED = "document:kept", "document:changed", "document:removed"
FILED, UNFILED = "document:file_added", "document:file_removed"
LONGEST_NUMBER, LONGEST_ISSUER, LONGEST_TITLE = 80, 200, 300


@dataclass(frozen=True)
class FileDraft:
    """A file as it was handed in."""

    file_name: str
    content: bytes


@dataclass(frozen=True)
class DocumentDraft:
    """A document as typed; without a first day of validity it holds from the day of issue on."""

    number: str
    issued_on: date | None
    issuer: str
    title: str
    valid_from: date | None = None
    valid_to: date | None = None


def keep(  # noqa: PLR0913, PLR0917 - a document, its file, and where they go
    session: Session, actor: Actor, unit_id: UUID, draft: DocumentDraft, file: FileDraft | None, token: UUID
) -> UUID:
    """Put a document into the library of a unit, to be read there and below; ``token`` becomes its id.

    Raises NotFound, NotAllowed; Invalid for what is missing and for a file that is not taken; Conflict where the unit
    keeps a document of this number and day.
    """
    require_reach(session, actor, unit_id)
    actor.require(Permission.LIBRARY_WRITE)
    facts = _checked(draft) | _file_facts(file)
    row = GuidingDocument(id=token, unit_id=unit_id, created_at=now(), created_by=actor.account_id, **facts)
    if _is_new(session, row):
        _record(session, actor, KEPT, row)
        session.flush()
    return token


def change(session: Session, actor: Actor, document_id: UUID, draft: DocumentDraft, seen: DocumentRow) -> None:
    """Write what is known of a document anew. ``seen`` is what the screen showed: Conflict where something else is stored."""
    row = _to_change(session, actor, document_id)
    facts = _checked(draft)
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if not changed:
        return
    if any(getattr(row, name) != getattr(seen, name) for name in facts):
        raise Conflict("Văn bản này vừa được người khác sửa. Đồng chí tải lại trang rồi sửa tiếp.")
    _store(session, row, changed)
    _record(session, actor, CHANGED, row, changed=sorted(changed))


def put_file(session: Session, actor: Actor, document_id: UUID, file: FileDraft) -> None:
    """Keep a file of the document in the place of the one that was there. The same file again changes nothing."""
    row = _to_change(session, actor, document_id)
    facts = _file_facts(file)
    if facts["sha256"] != row.sha256:
        _store(session, row, facts)
        _record(session, actor, FILED, row, file_name=row.file_name, sha256=row.sha256)


def take_file_out(session: Session, actor: Actor, document_id: UUID) -> None:
    """Take the file away; the document stays. Its digest stays in the audit trail. A second click changes nothing."""
    row = _to_change(session, actor, document_id)
    if row.file_name:
        gone = {"file_name": row.file_name, "sha256": row.sha256}
        _store(session, row, _file_facts(None))
        _record(session, actor, UNFILED, row, **gone)


def remove(session: Session, actor: Actor, document_id: UUID) -> None:
    """Take a document out of the library. A second click changes nothing."""
    row = _reached(session, actor, document_id)
    if row is None and not fields.was_recorded(session, actor, REMOVED, document_id):
        raise NotFound
    actor.require(Permission.LIBRARY_WRITE)
    if row is None:
        return
    gone = {"file_name": row.file_name, "sha256": row.sha256} if row.file_name else {}
    session.delete(row)
    session.flush()
    _record(session, actor, REMOVED, row, **gone)


def _checked(draft: DocumentDraft) -> dict[str, Any]:
    issued_on = fields.past_day(draft.issued_on, "issued_on", "Ngày ban hành")
    valid_from = draft.valid_from or issued_on
    if valid_from < issued_on:
        raise Invalid("Ngày có hiệu lực không được trước ngày ban hành.", field="valid_from")
    if draft.valid_to is not None and draft.valid_to <= valid_from:
        raise Invalid("Ngày hết hiệu lực phải sau ngày có hiệu lực.", field="valid_to")
    return {
        "number": fields.line(draft.number, "number", "Số văn bản", LONGEST_NUMBER, is_required=True),
        "issued_on": issued_on,
        "issuer": fields.line(draft.issuer, "issuer", "Cơ quan ban hành", LONGEST_ISSUER, is_required=True),
        "title": fields.line(draft.title, "title", "Trích yếu", LONGEST_TITLE, is_required=True),
        "valid_from": valid_from,
        "valid_to": draft.valid_to,
    }


def _file_facts(file: FileDraft | None) -> dict[str, Any]:
    if file is None:
        return {"file_name": "", "media_type": "", "sha256": "", "content": None}
    kept = uploads.accepted(file.file_name, file.content, field="file", unnamed="van-ban")
    return {
        "file_name": kept.file_name,
        "media_type": kept.media_type,
        "sha256": kept.sha256,
        "content": kept.content,
    }


def _is_new(session: Session, row: GuidingDocument) -> bool:
    named = row.number, row.issued_on
    try:
        return fields.is_new(session, row, "unit_id")
    except IntegrityError:
        raise _doubled(*named) from None


def _store(session: Session, row: GuidingDocument, facts: dict[str, Any]) -> None:
    """Write columns of a document; Conflict where another document of the unit has its number and day."""
    named = facts.get("number", row.number), facts.get("issued_on", row.issued_on)
    try:
        with session.begin_nested():
            for name, value in facts.items():
                setattr(row, name, value)
    except IntegrityError:
        raise _doubled(*named) from None


def _doubled(number: str, issued_on: date) -> Conflict:
    return Conflict(f"Văn bản số {number} ngày {day(issued_on)} đã có trong danh mục của đơn vị này.", field="number")


def _to_change(session: Session, actor: Actor, document_id: UUID) -> GuidingDocument:
    """The row, for change: NotFound out of reach (also for one that is only read from below), NotAllowed otherwise."""
    row = _reached(session, actor, document_id)
    if row is None:
        raise NotFound
    actor.require(Permission.LIBRARY_WRITE)
    return row


def _reached(session: Session, actor: Actor, document_id: UUID) -> GuidingDocument | None:
    query = (
        select(GuidingDocument)
        .options(defer(GuidingDocument.content))  # type: ignore[arg-type]
        .where(col(GuidingDocument.id) == document_id, within_reach(actor, GuidingDocument.unit_id))
    )
    return session.exec(query.with_for_update()).one_or_none()


def _record(session: Session, actor: Actor, action: str, row: GuidingDocument, **facts: Any) -> None:
    named = {"number": row.number, "issued_on": row.issued_on.isoformat()}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **named, **facts)

"""Documents for the members beside a meeting's record: put up, taken away, handed out."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from models import Meeting, MeetingFile, MeetingFileKind
from services import audit, uploads
from services.access import Actor, within_reach
from services.clock import now
from services.errors import Invalid, NotFound
from services.meetings import giving, records
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef
from services.uploads import Accepted, KeptFile

FIELD = "files"
MOST = 10
"""Documents of one meeting."""


def put_up(session: Session, actor: Actor, ref: MeetingRef, file_name: str, content: bytes) -> UUID:
    """Keep a document for the members; the first write stores the meeting's draft. The same file again is the same.

    Invalid for a file that is not of a kind, size or number that is taken; Conflict once the record is handed in.
    """
    record = records.draft(session, actor, ref)
    file = uploads.accepted(file_name, content, field=FIELD, unnamed="tai-lieu")
    kept = _kept(record)
    if file.sha256 in kept:
        return kept[file.sha256]
    if len(kept) >= MOST:
        raise Invalid(f"Buổi sinh hoạt đã có {MOST} tài liệu, không thêm được nữa.", field=FIELD)
    row = _row(record, file)
    session.add(row)
    session.flush()
    _note(record, "meeting_file:added", row)
    return row.id


def take_down(session: Session, actor: Actor, ref: MeetingRef, file_id: UUID) -> None:
    """Take a document away while the record is open; its digest stays in the trail. A second click changes nothing."""
    record = records.draft(session, actor, ref)
    query = (
        select(MeetingFile)
        .options(defer(MeetingFile.content))  # type: ignore[arg-type]
        .where(MeetingFile.id == file_id, *_is_document(record))
    )
    row = session.exec(query).one_or_none()
    if row is None:
        giving.require_withdrawn(session, ref, file_id, "meeting_file:removed")
        return
    session.delete(row)
    session.flush()
    _note(record, "meeting_file:removed", row)


def take_file(session: Session, actor: Actor, file_id: UUID) -> KeptFile:
    """Hand a file of a meeting out to anybody who reaches its unit, and note who took it; NotFound otherwise.

    To be served as an attachment with its ``media_type``, never shown inside a page.
    """
    query = (
        select(MeetingFile, Meeting.unit_id)
        .join(Meeting, col(Meeting.id) == col(MeetingFile.meeting_id))
        .where(MeetingFile.id == file_id, within_reach(actor, Meeting.unit_id))
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    row, unit_id = found
    audit.record(session, actor, "meeting_file:taken", row, entity_id=row.id, unit_id=unit_id, file_name=row.file_name)
    return KeptFile(row.file_name, row.media_type, row.content)


def _is_document(record: OpenRecord) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(MeetingFile.meeting_id) == record.meeting.id,
        col(MeetingFile.kind) == MeetingFileKind.DOCUMENT,
    )


def _kept(record: OpenRecord) -> dict[str, UUID]:
    query = select(MeetingFile.sha256, MeetingFile.id).where(*_is_document(record))
    return dict(record.session.exec(query).all())


def _row(record: OpenRecord, file: Accepted) -> MeetingFile:
    return MeetingFile(
        meeting_id=record.meeting.id,
        kind=MeetingFileKind.DOCUMENT,
        file_name=file.file_name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        content=file.content,
        uploaded_at=now(),
        uploaded_by=record.actor.account_id,
    )


def _note(record: OpenRecord, action: str, row: MeetingFile) -> None:
    record.meeting.changed_at = now()
    facts = {"meeting_id": str(record.meeting.id), "file_name": row.file_name, "size": row.size, "sha256": row.sha256}
    unit_id = record.ref.unit_id
    audit.record(record.session, record.actor, action, row, entity_id=row.id, unit_id=unit_id, **facts)
    record.session.flush()

"""The signed paper, scanned, beside the record of its meeting: attached, also once the record is closed; taken away."""

from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from models import Meeting, MeetingFile, MeetingFileKind
from services import audit, uploads
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.meetings import FileRow, MeetingRef
from services.uploads import JPEG, PDF, PNG, Accepted

ENDINGS = tuple(ending.lstrip(".") for kind in (PDF, PNG, JPEG) for ending in kind.endings)
"""What a file chooser offers."""
MOST = 5
"""Scans of one meeting."""
_SCANS = frozenset(kind.media_type for kind in (PDF, PNG, JPEG))


def scans(session: Session, actor: Actor, ref: MeetingRef) -> list[FileRow]:
    """The scans of a meeting, the oldest first; nothing while it has no record. NotFound out of reach."""
    require_reach(session, actor, ref.unit_id)
    query = (
        select(MeetingFile)
        .options(defer(MeetingFile.content))  # type: ignore[arg-type]
        .join(Meeting, col(Meeting.id) == MeetingFile.meeting_id)
        .where(MeetingFile.kind == MeetingFileKind.SIGNED_SCAN, *_is_meeting(ref))
        .order_by(col(MeetingFile.uploaded_at), col(MeetingFile.id))
    )
    return [FileRow(row.id, row.kind, row.file_name, row.size, row.uploaded_at) for row in session.exec(query)]


def attach_scan(session: Session, actor: Actor, ref: MeetingRef, file_name: str, content: bytes) -> UUID:
    """Keep a scan of what was signed. The same file again is the same scan.

    Raises Conflict while the record has not been handed in: what is signed is what was handed in. Invalid for a file
    that is no PDF and no picture, too large, or one too many.
    """
    require_reach(session, actor, ref.unit_id)
    actor.require(Permission.MEETINGS_WRITE)
    meeting = session.exec(select(Meeting).where(*_is_meeting(ref)).with_for_update()).one_or_none()
    if meeting is None or not meeting.state.is_handed_in:
        raise Conflict("Biên bản chưa nộp nên chưa nhận bản ký quét.")
    file = _accepted(file_name, content)
    kept = dict(
        session.exec(
            select(MeetingFile.sha256, MeetingFile.id).where(
                MeetingFile.meeting_id == meeting.id, MeetingFile.kind == MeetingFileKind.SIGNED_SCAN
            )
        ).all()
    )
    if file.sha256 in kept:
        return kept[file.sha256]
    if len(kept) >= MOST:
        raise Invalid(f"Buổi sinh hoạt đã có {MOST} bản ký quét, không thêm được nữa.", field="scan")
    row = _row(actor, meeting, file)
    session.add(row)
    session.flush()
    _note(session, actor, "signed_scan:attached", row, ref.unit_id)
    return row.id


def detach_scan(session: Session, actor: Actor, file_id: UUID) -> None:
    """Take a scan away; its digest stays in the trail. NotFound out of reach."""
    query = (
        select(MeetingFile, Meeting.unit_id)
        .join(Meeting, col(Meeting.id) == col(MeetingFile.meeting_id))
        .where(MeetingFile.id == file_id, MeetingFile.kind == MeetingFileKind.SIGNED_SCAN)
        .where(within_reach(actor, Meeting.unit_id))
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    actor.require(Permission.MEETINGS_WRITE)
    row, unit_id = found
    session.delete(row)
    session.flush()
    _note(session, actor, "signed_scan:detached", row, unit_id)


def _accepted(file_name: str, content: bytes) -> Accepted:
    file = uploads.accepted(file_name, content, field="scan", unnamed="ban-ky")
    if file.media_type not in _SCANS:
        raise Invalid(f"“{file.file_name}” không phải là bản quét: chỉ nhận PDF, ảnh PNG hoặc JPEG.", field="scan")
    return file


def _is_meeting(ref: MeetingRef) -> tuple[bool, ...]:
    return (
        Meeting.unit_id == ref.unit_id,
        Meeting.month == ref.month,
        Meeting.kind == ref.kind,
        Meeting.number == ref.number,
    )


def _row(actor: Actor, meeting: Meeting, file: Accepted) -> MeetingFile:
    return MeetingFile(
        meeting_id=meeting.id,
        kind=MeetingFileKind.SIGNED_SCAN,
        file_name=file.file_name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        content=file.content,
        uploaded_at=now(),
        uploaded_by=actor.account_id,
    )


def _note(session: Session, actor: Actor, action: str, row: MeetingFile, unit_id: UUID) -> None:
    facts = {"meeting_id": str(row.meeting_id), "file_name": row.file_name, "size": row.size, "sha256": row.sha256}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=unit_id, **facts)

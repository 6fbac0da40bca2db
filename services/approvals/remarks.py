"""A reviewer's words pinned to one field of a record, and the cell's word that it was mended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import Account, FieldRemark, Meeting
from services import audit
from services.access import Actor, Permission
from services.approvals import authority
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.meetings import MeetingRef, MeetingState, blocked, cells, records, versions
from services.vietnamese import clean_lines, number

LONGEST = 2000


@dataclass(frozen=True)
class RemarkRow:
    """Words about one field of one version."""

    remark_id: UUID
    field: str
    text: str
    version: int
    written_at: datetime
    written_by: str
    is_resolved: bool

    @property
    def label(self) -> str:
        """What the field is called."""
        return versions.LABELS[self.field]


def of_record(session: Session, actor: Actor, ref: MeetingRef) -> tuple[RemarkRow, ...]:
    """The remarks on the record's newest version, in the order of the form. NotFound out of reach."""
    cells.reached(session, actor, ref)
    meeting = records.found(session, ref)
    return _of(session, meeting) if meeting else ()


def write(session: Session, actor: Actor, ref: MeetingRef, field: str, text: str, remark_id: UUID) -> None:  # noqa: PLR0913, PLR0917 - a remark has this many facts
    """Pin words to a field of what was handed in. ``remark_id`` is a one-use token: the same click twice is one remark.

    Refusals as in ``reviewing.approve``; Invalid without words or for a field that does not exist.
    """
    meeting = _submitted(session, actor, ref)
    words = clean_lines(text)
    if field not in versions.LABELS:
        raise Invalid("Đồng chí chọn mục của biên bản cần ghi chú.", field="field")
    if not words:
        raise Invalid("Đồng chí ghi nội dung cần sửa.", field="text")
    if len(words) > LONGEST:
        raise Invalid(f"Ghi chú dài {number(len(words))} ký tự, tối đa là {number(LONGEST)}.", field="text")
    remark = FieldRemark(
        id=remark_id,
        meeting_id=meeting.id,
        version=meeting.version,
        field=field,
        text=words,
        written_at=now(),
        written_by=actor.account_id,
    )
    if _is_new(session, remark):
        _record(session, actor, "field_remark:written", remark, meeting)


def withdraw(session: Session, actor: Actor, ref: MeetingRef, remark_id: UUID) -> None:
    """Take a remark away again while the record is being judged; a second click changes nothing."""
    meeting = _submitted(session, actor, ref)
    remark = session.get(FieldRemark, remark_id)
    if remark is None:
        return
    if remark.meeting_id != meeting.id:
        raise NotFound
    session.delete(remark)
    _record(session, actor, "field_remark:withdrawn", remark, meeting)


def resolve(session: Session, actor: Actor, ref: MeetingRef, remark_id: UUID, *, is_resolved: bool) -> None:
    """Say that what a remark is about has been mended, or that it has not, while the record can be written."""
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_WRITE)
    meeting = records.found(session, ref, for_change=True)
    remark = session.get(FieldRemark, remark_id)
    if meeting is None or remark is None or remark.meeting_id != meeting.id:
        raise NotFound
    blocked.require_editable(session, meeting)
    if (remark.resolved_at is not None) is is_resolved:
        return
    remark.resolved_at = now() if is_resolved else None
    action = "field_remark:resolved" if is_resolved else "field_remark:reopened"
    _record(session, actor, action, remark, meeting)


def _submitted(session: Session, actor: Actor, ref: MeetingRef) -> Meeting:
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_REVIEW)
    meeting = records.found(session, ref, for_change=True)
    if meeting is None or meeting.state is not MeetingState.SUBMITTED:
        raise Conflict("Chỉ ghi chú được vào biên bản đang chờ duyệt.")
    authority.require_reader(session, actor, meeting)
    return meeting


def _is_new(session: Session, remark: FieldRemark) -> bool:
    try:
        with session.begin_nested():
            session.add(remark)
    except IntegrityError:
        known = session.get(FieldRemark, remark.id)
        if known is None or known.meeting_id != remark.meeting_id:
            raise Conflict("Ghi chú chưa lưu được. Đồng chí tải lại trang rồi nhập lại.", field="text") from None
        return False
    return True


def _of(session: Session, meeting: Meeting) -> tuple[RemarkRow, ...]:
    query = (
        select(FieldRemark, Account.display_name)
        .join(Account, col(Account.id) == col(FieldRemark.written_by))
        .where(FieldRemark.meeting_id == meeting.id, FieldRemark.version == meeting.version)
        .order_by(col(FieldRemark.written_at), col(FieldRemark.id))
    )
    rows = [
        RemarkRow(row.id, row.field, row.text, row.version, row.written_at, name, row.resolved_at is not None)
        for row, name in session.exec(query)
    ]
    return tuple(sorted(rows, key=lambda row: versions.ORDER.index(row.field)))


def _record(session: Session, actor: Actor, action: str, remark: FieldRemark, meeting: Meeting) -> None:
    details = {"field": remark.field, "text": remark.text, "meeting": str(meeting.id)}
    audit.record(session, actor, action, remark, entity_id=remark.id, unit_id=meeting.unit_id, **details)
    session.flush()

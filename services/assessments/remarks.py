"""A reviewer's words pinned to an item of what was handed in, until the unit says that it has mended it."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from models import Assessment, Remark
from services import audit
from services.access import Actor
from services.assessments.drafts import own, reviewed
from services.assessments.fields import text_typed
from services.assessments.references import AssessmentRef
from services.assessments.states import Verb, following
from services.clock import now
from services.errors import Conflict, Invalid, NotFound

MOST = 20
"""Remarks on one item."""


def remark(  # noqa: PLR0913, PLR0917 - the words, what they are about, and what makes a double click one
    session: Session, actor: Actor, ref: AssessmentRef, item_id: str, text: str, token: UUID
) -> UUID:
    """Pin words to an item of what was handed in. ``token`` becomes the remark's id: a double click writes it once."""
    draft = reviewed(session, actor, ref, Verb.REMARK)
    item = draft.item(item_id)
    words = text_typed(text, f"Ghi chú ở tiêu chí {item.name}", item_id)
    if not words:
        raise Invalid(f"Đồng chí ghi nội dung cần sửa ở tiêu chí {item.name}.", field=item_id)
    row = Remark(
        id=token,
        assessment_id=draft.assessment.id,
        item_id=item_id,
        text=words,
        written_at=now(),
        written_by=actor.account_id,
    )
    if not _is_new(session, row):
        return token
    if _count(session, draft.assessment, item_id) > MOST:
        raise Invalid(f"Tiêu chí {item.name} đã có {MOST} ghi chú, không thêm được nữa.", field=item_id)
    _record(session, actor, "remark:written", draft.assessment, row)
    return token


def withdraw_remark(session: Session, actor: Actor, ref: AssessmentRef, remark_id: UUID) -> None:
    """Take a remark away again; Conflict for one that the unit has dealt with."""
    assessment = reviewed(session, actor, ref, Verb.REMARK).assessment
    row = _found(session, assessment, remark_id)
    if row.resolved_at is not None:
        raise Conflict("Đơn vị đã báo sửa xong nội dung này nên ghi chú được giữ lại.", field=row.item_id)
    session.delete(row)
    _record(session, actor, "remark:withdrawn", assessment, row)


def resolve_remark(
    session: Session, actor: Actor, ref: AssessmentRef, remark_id: UUID, *, is_resolved: bool = True
) -> None:
    """Say that what the remark is about has been mended, or that it has not. A second time changes nothing."""
    assessment = own(session, actor, ref)
    following(assessment.state, Verb.RESOLVE)
    row = _found(session, assessment, remark_id)
    if (row.resolved_at is not None) is is_resolved:
        return
    row.resolved_at = now() if is_resolved else None
    assessment.changed_at = now()
    _record(session, actor, "remark:resolved" if is_resolved else "remark:reopened", assessment, row)


def open_remarks(session: Session, assessment: Assessment) -> int:
    """How many remarks nobody has dealt with."""
    query = select(func.count()).where(Remark.assessment_id == assessment.id, col(Remark.resolved_at).is_(None))
    return session.exec(query).one()


def _is_new(session: Session, row: Remark) -> bool:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = session.get(Remark, row.id)
        if known is None or known.assessment_id != row.assessment_id:
            raise Conflict("Ghi chú chưa lưu được. Đồng chí tải lại trang rồi nhập lại.", field=row.item_id) from None
        return False
    return True


def _found(session: Session, assessment: Assessment, remark_id: UUID) -> Remark:
    query = select(Remark).where(Remark.id == remark_id, Remark.assessment_id == assessment.id)
    row = session.exec(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def _count(session: Session, assessment: Assessment, item_id: str) -> int:
    query = select(func.count()).where(Remark.assessment_id == assessment.id, Remark.item_id == item_id)
    return session.exec(query).one()


def _record(session: Session, actor: Actor, action: str, assessment: Assessment, row: Remark) -> None:
    """The trail says where a remark stood, not what it said: it may name people."""
    session.flush()
    unit_id = assessment.unit_id
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=unit_id, item=row.item_id)

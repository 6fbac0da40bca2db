"""Targets (chỉ tiêu): set at a meeting and, while its record is a draft, taken back."""

from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Target, TargetReview
from services import audit
from services.access import Actor
from services.clock import now
from services.errors import Conflict, Invalid
from services.meetings import amounts, giving, records
from services.meetings.rows import MeetingRef
from services.meetings.work import TargetDraft
from services.vietnamese import clean

LONGEST_UNIT_WORD = 40


def give_target(session: Session, actor: Actor, ref: MeetingRef, draft: TargetDraft, token: UUID) -> UUID:
    """Set a target at this meeting, numbered after those that it has; the first write stores the meeting's draft.

    ``token`` is made by the screen and becomes the target's id, so that a double click sets it once.
    """
    meeting = records.draft(session, actor, ref).meeting
    target = Target(
        id=token,
        unit_id=ref.unit_id,
        meeting_id=meeting.id,
        number=_next_number(session, meeting.id),
        text=giving.line(draft.text, "chỉ tiêu", "target.text"),
        planned=None if draft.planned is None else amounts.checked(draft.planned, field="target.planned"),
        unit_word=_unit_word(draft),
        created_at=now(),
    )
    if not giving.is_new(session, target, "Chỉ tiêu", "targets"):
        return token
    meeting.changed_at = now()
    facts = {"meeting_id": str(meeting.id), **_facts(target)}
    audit.record(session, actor, "target:given", target, entity_id=target.id, unit_id=ref.unit_id, **facts)
    session.flush()
    return token


def withdraw_target(session: Session, actor: Actor, ref: MeetingRef, target_id: UUID) -> None:
    """Take back a target set at this meeting while its record is a draft; those after it move up by one.

    A second click changes nothing.
    """
    meeting = records.draft(session, actor, ref).meeting
    target = session.exec(select(Target).where(Target.id == target_id, Target.meeting_id == meeting.id)).one_or_none()
    if target is None:
        giving.require_withdrawn(session, ref, target_id, "target:withdrawn")
        return
    if session.exec(select(TargetReview).where(TargetReview.target_id == target_id)).first():
        raise Conflict("Chỉ tiêu này đã được kiểm điểm ở buổi sinh hoạt sau nên không bỏ được.", field="targets")
    facts = _facts(target)
    session.delete(target)
    session.flush()
    _close_ranks(session, meeting.id, target.number)
    meeting.changed_at = now()
    audit.record(session, actor, "target:withdrawn", target, entity_id=target_id, unit_id=ref.unit_id, **facts)
    session.flush()


def _next_number(session: Session, meeting_id: UUID) -> int:
    last = session.exec(select(sa.func.max(Target.number)).where(Target.meeting_id == meeting_id)).one()
    return (last or 0) + 1


def _close_ranks(session: Session, meeting_id: UUID, gap: int) -> None:
    later = select(Target).where(Target.meeting_id == meeting_id, Target.number > gap).order_by(col(Target.number))
    for target in session.exec(later).all():
        target.number -= 1
        session.flush()  # One at a time: no two may have one number, not even for the length of a statement.


def _unit_word(draft: TargetDraft) -> str:
    word = clean(draft.unit_word)
    if len(word) > LONGEST_UNIT_WORD:
        raise Invalid(f"Đơn vị tính của chỉ tiêu dài quá {LONGEST_UNIT_WORD} ký tự.", field="target.unit_word")
    return word


def _facts(target: Target) -> dict[str, object]:
    planned: Decimal | None = target.planned
    return {
        "number": target.number,
        "text": target.text,
        "planned": None if planned is None else str(planned),
        "unit_word": target.unit_word,
    }

"""Targets (chỉ tiêu): set at a meeting and, while its record is a draft, taken back."""

from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Target, TargetReview
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
    record = records.draft(session, actor, ref)
    target = Target(
        id=token,
        unit_id=ref.unit_id,
        meeting_id=record.meeting.id,
        number=_next_number(session, record.meeting.id),
        text=giving.line(draft.text, "chỉ tiêu", "target.text"),
        planned=None if draft.planned is None else amounts.checked(draft.planned, field="target.planned"),
        unit_word=_unit_word(draft),
        created_at=now(),
    )
    if giving.is_new(session, target, "Chỉ tiêu", "targets"):
        giving.note(record, "target:given", target, **_facts(target))
    return token


def withdraw_target(session: Session, actor: Actor, ref: MeetingRef, target_id: UUID) -> None:
    """Take back a target set at this meeting while its record is a draft; those after it move up by one.

    A second click changes nothing.
    """
    record = records.draft(session, actor, ref)
    target = giving.given(record, Target, target_id, "target:withdrawn")
    if target is None:
        return
    if session.exec(select(TargetReview).where(TargetReview.target_id == target_id)).first():
        raise Conflict("Chỉ tiêu này đã được kiểm điểm ở buổi sinh hoạt sau nên không bỏ được.", field="targets")
    giving.take_back(record, "target:withdrawn", target, **_facts(target))
    left = select(Target).where(Target.meeting_id == record.meeting.id).order_by(col(Target.number))
    giving.number_from_one(session, session.exec(left).all())


def _next_number(session: Session, meeting_id: UUID) -> int:
    last = session.exec(select(sa.func.max(Target.number)).where(Target.meeting_id == meeting_id)).one()
    return (last or 0) + 1


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

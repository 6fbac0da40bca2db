"""The targets on one meeting's table: those it set, and those of the last meeting that set any."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import Meeting, MeetingKind, Target, TargetReview
from services.meetings.rows import MeetingRef
from services.meetings.work import TargetReviewRow, TargetRow

SET_BY, _EARLIER, _OLDER = aliased(Meeting), aliased(Meeting), aliased(Target)
"""The meeting that set a target, and an earlier one with its targets. Made once: see docs/performance.md."""


def of_meeting(
    session: Session, ref: MeetingRef, meeting_id: UUID
) -> tuple[tuple[TargetRow, ...], tuple[TargetReviewRow, ...]]:
    """Targets set here, and targets to review with what was found of them here. One statement."""
    is_set_here = col(Target.meeting_id) == meeting_id
    query = (
        select(Target, col(SET_BY.month), TargetReview)
        .join(SET_BY, col(SET_BY.id) == Target.meeting_id)
        .outerjoin(
            TargetReview,
            sa.and_(col(TargetReview.target_id) == Target.id, col(TargetReview.meeting_id) == meeting_id),
        )
        .where(Target.unit_id == ref.unit_id, sa.or_(is_set_here, are_to_review(ref)))
        .order_by(col(SET_BY.created_at), col(SET_BY.id), col(Target.number))
    )
    found = session.exec(query).all()
    given = tuple(_row(target) for target, *_ in found if target.meeting_id == meeting_id)
    return given, tuple(_review(*facts) for facts in found if facts[0].meeting_id != meeting_id)


def are_to_review(ref: MeetingRef) -> sa.ColumnElement[bool]:
    """The targets, joined with ``SET_BY``, that a meeting compares with their results.

    A regular meeting looks at those of the last month before its own in which the cell set any, and at no older
    ones (HD 42-HD/BTCTW: each target of the last resolution is compared with its result). Other kinds at none.
    """
    if ref.kind is not MeetingKind.REGULAR:
        return sa.false()
    last = (
        select(sa.func.max(_EARLIER.month))
        .join(_OLDER, col(_OLDER.meeting_id) == _EARLIER.id)
        .where(_OLDER.unit_id == ref.unit_id, _EARLIER.month < ref.month, col(_EARLIER.is_cancelled).is_(False))
        .scalar_subquery()
    )
    return sa.and_(col(SET_BY.month) == last, col(SET_BY.is_cancelled).is_(False))


def _row(target: Target) -> TargetRow:
    return TargetRow(target.id, target.number, target.text, target.planned, target.unit_word)


def _review(target: Target, set_in: date, review: TargetReview | None) -> TargetReviewRow:
    return TargetReviewRow(
        target_id=target.id,
        number=target.number,
        text=target.text,
        planned=target.planned,
        unit_word=target.unit_word,
        set_in=set_in,
        outcome=review.outcome if review else None,
        achieved=review.achieved if review else None,
        note=review.note if review else "",
    )

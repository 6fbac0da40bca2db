"""The tasks on one meeting's table: those it gave, and those of earlier meetings that it has to look at."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import Meeting, MeetingKind, Member, Task, TaskOutcome, TaskReview
from services.meetings.rows import MeetingRef
from services.meetings.work import ReviewRow, TaskRow

Found = tuple[Task, str, date, bool]
"""A task, its owner's name, the month that gave it, whether that was the last meeting."""


_GAVE, _LOOKED = aliased(Meeting), aliased(Meeting)
"""The meeting that gave a task, and one that looked at it. Made once: see docs/performance.md."""


def of_meeting(
    session: Session, ref: MeetingRef, meeting_id: UUID
) -> tuple[tuple[TaskRow, ...], tuple[ReviewRow, ...]]:
    """Tasks given here, and tasks to review. Two statements, however many there are.

    A regular meeting reviews every task of the last meeting before it, and older ones that no earlier
    meeting found done (HD 42-HD/BTCTW: each task of the last resolution is compared with its result).
    """
    found: list[Found] = [tuple(row) for row in session.execute(_tasks(ref, meeting_id))]
    given = [row for row in found if row[0].meeting_id == meeting_id]
    earlier = [row for row in found if row[0].meeting_id != meeting_id]
    return tuple(_given(row) for row in given), _to_review(session, ref, meeting_id, earlier)


def _tasks(ref: MeetingRef, meeting_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    last = (
        select(sa.func.max(Meeting.month))
        .where(Meeting.unit_id == ref.unit_id, Meeting.month < ref.month, col(Meeting.is_cancelled).is_(False))
        .scalar_subquery()
    )
    is_last = col(_GAVE.month) == last
    is_to_review = sa.and_(
        sa.true() if ref.kind is MeetingKind.REGULAR else sa.false(),
        col(_GAVE.month) < ref.month,
        col(_GAVE.is_cancelled).is_(False),
        ~_was_done_before(ref),
    )
    return (
        sa.select(Task, col(Member.full_name), col(_GAVE.month), is_last)
        .join(_GAVE, col(_GAVE.id) == Task.meeting_id)
        .join(Member, col(Member.id) == Task.owner_id)
        .where(col(Task.unit_id) == ref.unit_id, sa.or_(col(Task.meeting_id) == meeting_id, is_to_review))
        .order_by(col(_GAVE.month).desc(), col(Task.created_at), col(Task.id))
    )


def _was_done_before(ref: MeetingRef) -> sa.ColumnElement[bool]:
    return (
        select(TaskReview.task_id)
        .join(_LOOKED, col(_LOOKED.id) == TaskReview.meeting_id)
        .where(TaskReview.task_id == Task.id, TaskReview.outcome == TaskOutcome.DONE, col(_LOOKED.month) < ref.month)
        .exists()
    )


def _given(found: Found) -> TaskRow:
    task, owner_name, _, _ = found
    return TaskRow(task.id, task.text, task.owner_id, owner_name, task.due_on)


def _to_review(session: Session, ref: MeetingRef, meeting_id: UUID, tasks: list[Found]) -> tuple[ReviewRow, ...]:
    if not tasks:
        return ()
    reviews: defaultdict[UUID, list[TaskReview]] = defaultdict(list)
    query = (
        select(TaskReview)
        .join(Meeting, col(Meeting.id) == TaskReview.meeting_id)
        .where(col(TaskReview.task_id).in_([task.id for task, *_ in tasks]))
        .where(sa.or_(col(Meeting.month) < ref.month, col(Meeting.id) == meeting_id))
        .order_by(col(Meeting.month))
    )
    for review in session.exec(query):
        reviews[review.task_id].append(review)
    return tuple(_review(found, reviews[found[0].id], meeting_id) for found in tasks)


def _review(found: Found, reviews: list[TaskReview], meeting_id: UUID) -> ReviewRow:
    task, owner_name, given_in, is_last = found
    here = next((review for review in reviews if review.meeting_id == meeting_id), None)
    before = [review for review in reviews if review.meeting_id != meeting_id]
    return ReviewRow(
        task_id=task.id,
        text=task.text,
        owner_name=owner_name,
        due_on=task.due_on,
        given_in=given_in,
        is_of_last_meeting=is_last,
        earlier_outcome=before[-1].outcome if before else None,
        outcome=here.outcome if here else None,
        note=here.note if here else "",
    )

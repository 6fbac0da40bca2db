"""Tasks: those that fell due in a span, and those on the table of one meeting."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from models import HANDED_IN, Meeting, Task, TaskOutcome, TaskReview
from services.access import within_reach
from services.metrics.subjects import Ground

_HERE, _GAVE, _LOOKED, _LAST = aliased(Meeting), aliased(Meeting), aliased(Meeting), aliased(Meeting)
"""The meeting that is a subject, one that gave a task, one that looked at it, the last one before. Made once."""


class DueTask(NamedTuple):
    """A task of a record that was handed in."""

    unit_id: UUID
    owner_id: UUID
    text: str
    due_on: date
    done_on: date | None
    """The day of the first meeting that found it done; None while none has."""


class ReviewedTask(NamedTuple):
    """A task of the last resolution, and what the meeting that is the subject found of it (None: nothing yet)."""

    owner_id: UUID
    text: str
    due_on: date
    outcome: TaskOutcome | None


class OpenTask(NamedTuple):
    """A task that a meeting gave, or that it has to look at."""

    owner_id: UUID
    text: str
    due_on: date


def is_held(meeting: type[Meeting]) -> sa.ColumnElement[bool]:
    """Handed in and not cancelled."""
    return sa.and_(col(meeting.state).in_(HANDED_IN), col(meeting.is_cancelled).is_(False))


def due(ground: Ground) -> Mapping[UUID, Sequence[DueTask]]:
    """The tasks that fall due in the days that figures look at, by cell. One statement."""
    found_done = sa.and_(
        col(TaskReview.outcome) == TaskOutcome.DONE, is_held(_LOOKED), col(_LOOKED.unit_id) == col(Task.unit_id)
    )
    looked_on = sa.func.coalesce(col(_LOOKED.held_on), col(_LOOKED.month))
    query = (
        sa.select(
            *map(col, (Task.unit_id, Task.owner_id, Task.text, Task.due_on)),
            sa.func.min(looked_on).filter(found_done),
        )
        .join(_GAVE, sa.and_(col(_GAVE.id) == col(Task.meeting_id), is_held(_GAVE)))
        .outerjoin(TaskReview, col(TaskReview.task_id) == col(Task.id))
        .outerjoin(_LOOKED, col(_LOOKED.id) == col(TaskReview.meeting_id))
        .where(col(Task.unit_id).in_(ground.units), within_reach(ground.actor, Task.unit_id))
        .where(col(Task.due_on).between(ground.first, ground.last))
        .group_by(col(Task.id))
        .order_by(col(Task.due_on), col(Task.id))
    )
    found: defaultdict[UUID, list[DueTask]] = defaultdict(list)
    for row in ground.session.execute(query):
        found[row[0]].append(DueTask(*row))
    return found


def reviewed(ground: Ground) -> Mapping[UUID, Sequence[ReviewedTask]]:
    """The tasks of the last meeting before each meeting that is a subject, by that meeting. One statement.

    The last meeting is any kind of the last month that had one (HD 42-HD/BTCTW: each task of the last resolution is
    compared with its result), as ``meetings.sheet`` lists them.
    """
    last = (
        sa.select(sa.func.max(col(_LAST.month)))
        .where(col(_LAST.unit_id) == col(_HERE.unit_id), col(_LAST.month) < col(_HERE.month))
        .where(col(_LAST.is_cancelled).is_(False))
        .correlate(_HERE)
        .scalar_subquery()
    )
    query = (
        sa.select(col(_HERE.id), *map(col, (Task.owner_id, Task.text, Task.due_on, TaskReview.outcome)))
        .select_from(_HERE)
        .join(_GAVE, sa.and_(_is_earlier(), col(_GAVE.month) == last))
        .join(Task, col(Task.meeting_id) == col(_GAVE.id))
        .outerjoin(TaskReview, _looked_here())
        .where(col(_HERE.id).in_(ground.sittings), within_reach(ground.actor, _HERE.unit_id))
        .order_by(col(Task.created_at), col(Task.id))
    )
    found: defaultdict[UUID, list[ReviewedTask]] = defaultdict(list)
    for meeting_id, *facts in ground.session.execute(query):
        found[meeting_id].append(ReviewedTask(*facts))
    return found


def late(ground: Ground) -> Mapping[UUID, Sequence[OpenTask]]:
    """The tasks whose day had passed at each meeting that is a subject and that neither it nor one before found done.

    One statement.
    """
    was_done = (
        sa.select(col(TaskReview.task_id))
        .join(_LOOKED, col(_LOOKED.id) == col(TaskReview.meeting_id))
        .where(col(TaskReview.task_id) == col(Task.id), col(TaskReview.outcome) == TaskOutcome.DONE)
        .where(sa.or_(col(_LOOKED.month) < col(_HERE.month), col(_LOOKED.id) == col(_HERE.id)))
        .where(col(_LOOKED.is_cancelled).is_(False), col(_LOOKED.unit_id) == col(_HERE.unit_id))
        .correlate(Task, _HERE)
        .exists()
    )
    query = (
        sa.select(col(_HERE.id), *map(col, (Task.owner_id, Task.text, Task.due_on)))
        .select_from(_HERE)
        .join(_GAVE, _is_earlier())
        .join(Task, col(Task.meeting_id) == col(_GAVE.id))
        .where(col(_HERE.id).in_(ground.sittings), within_reach(ground.actor, _HERE.unit_id))
        .where(col(Task.due_on) < col(_HERE.held_on), ~was_done)
        .order_by(col(Task.due_on), col(Task.id))
    )
    return _by_meeting(ground, query)


def given(ground: Ground) -> Mapping[UUID, Sequence[OpenTask]]:
    """The tasks that each meeting that is a subject gave. One statement."""
    query = (
        sa.select(*map(col, (Task.meeting_id, Task.owner_id, Task.text, Task.due_on)))
        .where(col(Task.meeting_id).in_(ground.sittings), within_reach(ground.actor, Task.unit_id))
        .order_by(col(Task.created_at), col(Task.id))
    )
    return _by_meeting(ground, query)


def _is_earlier() -> sa.ColumnElement[bool]:
    return sa.and_(
        col(_GAVE.unit_id) == col(_HERE.unit_id),
        col(_GAVE.month) < col(_HERE.month),
        col(_GAVE.is_cancelled).is_(False),
    )


def _looked_here() -> sa.ColumnElement[bool]:
    return sa.and_(col(TaskReview.task_id) == col(Task.id), col(TaskReview.meeting_id) == col(_HERE.id))


def _by_meeting(ground: Ground, query: sa.Select[*tuple[Any, ...]]) -> Mapping[UUID, Sequence[OpenTask]]:
    found: defaultdict[UUID, list[OpenTask]] = defaultdict(list)
    for meeting_id, *facts in ground.session.execute(query):
        found[meeting_id].append(OpenTask(*facts))
    return found

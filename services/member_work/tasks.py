"""Tasks across meetings: who has which, until when, what every later meeting found of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models import Meeting, MeetingKind, MeetingState, Member, Task, TaskOutcome, TaskReview
from services.access import Actor
from services.clock import today
from services.members.rosters import in_scope

_GAVE, _LOOKED, _EARLIER = aliased(Meeting), aliased(Meeting), aliased(Meeting)
"""The meeting that gave a task, and those that looked at it. Made once: see docs/performance.md."""


class TaskState(StrEnum):
    """How a task stands today. Done: some meeting found it done, whether or not its record is handed in yet."""

    LATE = "late"
    OPEN = "open"
    DONE = "done"


TASK_STATES = {TaskState.LATE: "Quá hạn", TaskState.OPEN: "Đang thực hiện", TaskState.DONE: "Hoàn thành"}
"""What the states are called on the screen."""


@dataclass(frozen=True)
class Looked:
    """What one meeting found of a task or a pledge."""

    unit_id: UUID
    month: date
    kind: MeetingKind
    number: int
    is_final: bool
    """Whether its record was handed in."""
    outcome: TaskOutcome
    note: str
    on: date
    """The day of the meeting; the first of its month while that is not known."""


@dataclass(frozen=True)
class MemberTask:
    """One task of one member. ``reviews`` in order of time."""

    task_id: UUID
    unit_id: UUID
    member_id: UUID
    full_name: str
    sort_key: str
    text: str
    due_on: date
    given_in: date
    kind: MeetingKind
    number: int
    """Month, kind and number of the meeting that gave it."""
    reviews: tuple[Looked, ...] = ()

    @property
    def done_in(self) -> Looked | None:
        """The first meeting that found it done."""
        return next((review for review in self.reviews if review.outcome is TaskOutcome.DONE), None)

    @property
    def state(self) -> TaskState:
        """How it stands today; its last day is in time."""
        if self.done_in:
            return TaskState.DONE
        return TaskState.LATE if self.due_on < today() else TaskState.OPEN

    @property
    def was_late(self) -> bool:
        """Whether it is late, or was found done only after its day."""
        done = self.done_in
        return done.on > self.due_on if done else self.state is TaskState.LATE


def tasks(
    session: Session, actor: Actor, unit_id: UUID | None, year: int, *, member_id: UUID | None = None
) -> list[MemberTask]:
    """The tasks that fall due in a year, and older ones that no meeting before it found done, at and below a unit.

    None: everything in reach. By due day; those of cancelled meetings are not there. Two statements, one more for a
    named unit; NotFound when it is out of reach.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    is_older = sa.and_(col(Task.due_on) < first, ~_was_done_before(first))
    wanted = [
        in_scope(session, actor, unit_id, Task.unit_id),
        sa.or_(col(Task.due_on).between(first, last), is_older),
        col(Task.owner_id) == member_id if member_id else sa.true(),
    ]
    facts = (Task.unit_id, Task.owner_id, Member.full_name, Member.sort_key, Task.text, Task.due_on)
    query = (
        sa.select(col(Task.id), *map(col, facts), col(_GAVE.month), col(_GAVE.kind), col(_GAVE.number))
        .join(Member, col(Member.id) == col(Task.owner_id))
        .join(_GAVE, sa.and_(col(_GAVE.id) == col(Task.meeting_id), col(_GAVE.is_cancelled).is_(False)))
        .where(*wanted)
        .order_by(col(Task.due_on), col(Member.sort_key), col(Task.id))
    )
    reviews = _reviews(session, wanted)
    return [MemberTask(*(*row, tuple(reviews.get(row[0], ())))) for row in session.execute(query)]


def by_member(found: Iterable[MemberTask]) -> dict[UUID, list[MemberTask]]:
    """The tasks of each member, in the order given."""
    sorted_out: defaultdict[UUID, list[MemberTask]] = defaultdict(list)
    for task in found:
        sorted_out[task.member_id].append(task)
    return dict(sorted_out)


def _was_done_before(month: date) -> sa.ColumnElement[bool]:
    return (
        sa.select(col(TaskReview.task_id))
        .join(_EARLIER, col(_EARLIER.id) == col(TaskReview.meeting_id))
        .where(col(TaskReview.task_id) == col(Task.id), col(TaskReview.outcome) == TaskOutcome.DONE)
        .where(col(_EARLIER.month) < month, col(_EARLIER.is_cancelled).is_(False))
        .exists()
    )


def _reviews(session: Session, wanted: list[sa.ColumnElement[bool]]) -> Mapping[UUID, list[Looked]]:
    query = (
        sa.select(col(TaskReview.task_id), *looked_at(_LOOKED), col(TaskReview.outcome), col(TaskReview.note))
        .add_columns(sa.func.coalesce(col(_LOOKED.held_on), col(_LOOKED.month)))
        .join(Task, col(Task.id) == col(TaskReview.task_id))
        .join(_LOOKED, col(_LOOKED.id) == col(TaskReview.meeting_id))
        .where(col(_LOOKED.is_cancelled).is_(False), *wanted)
        .order_by(col(_LOOKED.month), col(_LOOKED.held_on), col(_LOOKED.id))
    )
    found: defaultdict[UUID, list[Looked]] = defaultdict(list)
    for row in session.execute(query):
        found[row[0]].append(looked(row[1:]))
    return found


def looked_at(meeting: type[Meeting]) -> list[Any]:
    """The columns of a meeting that ``looked`` begins with."""
    return [col(fact) for fact in (meeting.unit_id, meeting.month, meeting.kind, meeting.number, meeting.state)]


def looked(row: Any) -> Looked:
    """What a meeting found, from the columns of the meeting, the outcome, the note and the day."""
    unit_id, month, kind, number, state, outcome, note, on = row
    return Looked(unit_id, month, kind, number, MeetingState(state).is_handed_in, outcome, note, on)

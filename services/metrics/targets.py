"""Targets (chỉ tiêu): those that were set in a span, and those that one meeting looks back at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from models import Meeting, MeetingKind, Target, TargetOutcome, TargetReview
from services.access import within_reach
from services.metrics.subjects import Ground
from services.metrics.tasks import is_held
from services.months import month_of

COMPLETED = frozenset({TargetOutcome.MET, TargetOutcome.EXCEEDED})

_HERE, _SET, _LOOKED, _OTHER = aliased(Meeting), aliased(Meeting), aliased(Meeting), aliased(Meeting)
"""The meeting that is a subject, one that set targets, one that looked at them, any other of the cell. Made once."""


class SetTarget(NamedTuple):
    """A target of a record that was handed in, and what the newest look at it found (None: nothing yet)."""

    unit_id: UUID
    month: date
    number: int
    text: str
    was_time: bool
    """Whether the cell has held a regular meeting since, which could have looked at it."""
    outcome: TargetOutcome | None

    @property
    def counts(self) -> bool:
        """Whether it belongs to the denominator: there was time to look at it, or somebody has."""
        return self.was_time or self.outcome is not None


class ReviewedTarget(NamedTuple):
    """A target of the last meeting that set any, and what the subject found of it (None: nothing yet)."""

    number: int
    text: str
    outcome: TargetOutcome | None


def set_in_window(ground: Ground) -> Mapping[UUID, Sequence[SetTarget]]:
    """The targets that were set in the months that figures look at, by cell. One statement."""
    newest: dict[UUID, SetTarget] = {}
    for target_id, *values in ground.session.execute(_looks(ground)):
        found = SetTarget(*values)
        # Looks that do not count come first or last: databases disagree about where NULL stands.
        if found.outcome is not None or target_id not in newest:
            newest[target_id] = found
    by_cell: defaultdict[UUID, list[SetTarget]] = defaultdict(list)
    for found in newest.values():
        by_cell[found.unit_id].append(found)
    return by_cell


def _looks(ground: Ground) -> sa.Select[*tuple[Any, ...]]:
    """Every target with every look at it, the newest last."""
    was_time = (
        sa.select(col(_OTHER.id))
        .where(col(_OTHER.unit_id) == col(_SET.unit_id), col(_OTHER.month) > col(_SET.month))
        .where(col(_OTHER.kind) == MeetingKind.REGULAR, is_held(_OTHER))
        .correlate(_SET)
        .exists()
    )
    looked = sa.and_(
        col(_LOOKED.id) == col(TargetReview.meeting_id),
        col(_LOOKED.unit_id) == col(Target.unit_id),
        # Regular meetings look back, and of those a month has one: the newest look is one.
        col(_LOOKED.kind) == MeetingKind.REGULAR,
        is_held(_LOOKED),
    )
    found = sa.case((col(_LOOKED.id).is_not(None), col(TargetReview.outcome)))
    facts = (Target.id, Target.unit_id, _SET.month, Target.number, Target.text)
    return (
        sa.select(*map(col, facts), was_time, found)
        .join(_SET, sa.and_(col(_SET.id) == col(Target.meeting_id), is_held(_SET)))
        .outerjoin(TargetReview, col(TargetReview.target_id) == col(Target.id))
        .outerjoin(_LOOKED, looked)
        .where(col(Target.unit_id).in_(ground.units), within_reach(ground.actor, Target.unit_id))
        .where(col(_SET.month).between(month_of(ground.first), ground.last))
        .order_by(col(_SET.month), col(Target.number), col(_LOOKED.month))
    )


def reviewed(ground: Ground) -> Mapping[UUID, Sequence[ReviewedTarget]]:
    """The targets of the last meeting that set any before each meeting that is a subject, by that meeting.

    One statement.
    """
    last = (
        sa.select(sa.func.max(col(_OTHER.month)))
        .join(Target, col(Target.meeting_id) == col(_OTHER.id))
        .where(col(_OTHER.unit_id) == col(_HERE.unit_id), col(_OTHER.month) < col(_HERE.month))
        .where(col(_OTHER.is_cancelled).is_(False))
        .correlate(_HERE)
        .scalar_subquery()
    )
    of_cell = sa.and_(col(_SET.unit_id) == col(_HERE.unit_id), col(_SET.is_cancelled).is_(False))
    looked_here = sa.and_(col(TargetReview.target_id) == col(Target.id), col(TargetReview.meeting_id) == col(_HERE.id))
    query = (
        sa.select(col(_HERE.id), *map(col, (Target.number, Target.text, TargetReview.outcome)))
        .select_from(_HERE)
        .join(_SET, sa.and_(of_cell, col(_SET.month) == last))
        .join(Target, col(Target.meeting_id) == col(_SET.id))
        .outerjoin(TargetReview, looked_here)
        .where(col(_HERE.id).in_(ground.sittings), within_reach(ground.actor, _HERE.unit_id))
        .order_by(col(Target.number), col(Target.id))
    )
    found: defaultdict[UUID, list[ReviewedTarget]] = defaultdict(list)
    for meeting_id, *facts in ground.session.execute(query):
        found[meeting_id].append(ReviewedTarget(*facts))
    return found

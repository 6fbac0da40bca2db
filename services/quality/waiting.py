"""What waits for a superior: scores of meetings that were handed in and not decided."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from models import Assessment, AssessmentState, Unit
from services.access import Actor, Permission, below
from services.assessments import MEETING_QUALITY


def waiting(session: Session, actor: Actor) -> dict[date, int]:
    """Month → scores that the actor may decide, the oldest month first; nothing for who may not review. One statement.

    Not those that the actor handed in: somebody else decides them.
    """
    if not actor.may(Permission.ASSESSMENTS_REVIEW):
        return {}
    query = (
        sa.select(col(Assessment.period_starts_on), sa.func.count())
        .join(Unit, col(Unit.id) == col(Assessment.unit_id))
        .where(below(actor.unit_path), col(Unit.path) != actor.unit_path)
        .where(col(Assessment.kind) == MEETING_QUALITY, col(Assessment.state) == AssessmentState.SUBMITTED)
        .where(col(Assessment.submitted_by) != actor.account_id)
        .group_by(col(Assessment.period_starts_on))
        .order_by(col(Assessment.period_starts_on))
    )
    return {month: count for month, count in session.execute(query)}  # noqa: C416 - dict() takes no result of rows

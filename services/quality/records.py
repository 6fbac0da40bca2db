"""The meetings of a span with their scores, read at once: one statement, whatever the number of cells."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Assessment, AssessmentState, CriteriaSet, Meeting, MeetingKind, Unit
from services import scoring
from services.access import Actor, below
from services.assessments import MEETING_QUALITY
from services.scoring import Form

HANDED_IN = frozenset({AssessmentState.SUBMITTED, AssessmentState.ACCEPTED})


@dataclass(frozen=True)
class ScoredMeeting:
    """A meeting and how it was scored; without a score that was handed in the points and grades are empty."""

    meeting_id: UUID
    unit_id: UUID
    month: date
    kind: MeetingKind
    number: int
    held_on: date | None
    is_submitted: bool
    """Whether its record was handed in: only then it counts as held."""
    assessment_id: UUID | None = None
    set_id: UUID | None = None
    state: AssessmentState | None = None
    own_total: Decimal | None = None
    own_grade: str = ""
    """Grade id of the set."""
    review_total: Decimal | None = None
    review_grade: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether the superior has decided (HD 42: the direct superior decides the official grade)."""
        return self.state is AssessmentState.ACCEPTED

    @property
    def grade(self) -> str:
        """The grade that counts: the superior's once decided, until then the own one that was handed in."""
        return self.review_grade or self.own_grade

    @property
    def total(self) -> Decimal | None:
        """The points behind ``grade``."""
        return self.review_total if self.review_grade else self.own_total


def scored(  # noqa: PLR0913, PLR0917 - where, when and which
    session: Session, actor: Actor, path: str, first: date, last: date, kind: MeetingKind = MeetingKind.REGULAR
) -> list[ScoredMeeting]:
    """The meetings of a kind of the months ``first`` to ``last`` at or below a path, those without a score too.

    What was handed back is being written anew: it has no grade until it is handed in again.
    """
    joined = sa.and_(col(Assessment.meeting_id) == col(Meeting.id), col(Assessment.kind) == MEETING_QUALITY)
    facts = (Meeting.id, Meeting.unit_id, Meeting.month, Meeting.kind, Meeting.number, Meeting.held_on, Meeting.state)
    scores = (Assessment.id, Assessment.criteria_set_id, Assessment.state, Assessment.total, Assessment.grade)
    reviewed = (Assessment.review_total, Assessment.review_grade)
    query = (
        sa.select(*(col(fact) for fact in (*facts, *scores, *reviewed)))
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .outerjoin(Assessment, joined)
        .where(below(actor.unit_path), below(path), col(Meeting.month).between(first, last))
        .where(col(Meeting.kind) == kind, col(Meeting.is_cancelled).is_(False))
    )
    return [_scored(*row) for row in session.execute(query)]


def forms(session: Session, set_ids: set[UUID]) -> dict[UUID, Form]:
    """The forms that meetings were scored by."""
    if not set_ids:
        return {}
    query = select(CriteriaSet.id, CriteriaSet.body).where(col(CriteriaSet.id).in_(set_ids))
    return {set_id: scoring.load(body) for set_id, body in session.exec(query)}


def _scored(*row: Any) -> ScoredMeeting:
    *meeting, state, assessment_id, set_id, stands, total, grade, review_total, review_grade = row
    own = (total, grade or "") if stands in HANDED_IN else (None, "")
    is_submitted = state.is_handed_in
    facts: tuple[Any, ...] = (
        *meeting,
        is_submitted,
        assessment_id,
        set_id,
        stands,
        *own,
        review_total,
        review_grade or "",
    )
    return ScoredMeeting(*facts)

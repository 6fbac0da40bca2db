"""The assessment behind a grade, where the scheme gives points: its grade is the one that is proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import Assessment, AssessmentState
from services.classification.references import Level, last_day

HANDED_IN = frozenset({AssessmentState.SUBMITTED, AssessmentState.ACCEPTED})


@dataclass(frozen=True)
class Assessed:
    """How far the assessment of a subject has come; the superior's result stands for the own one once accepted."""

    state: AssessmentState
    total: Decimal | None
    grade: str | None
    """Grade id of its criteria set."""

    @property
    def is_handed_in(self) -> bool:
        """Whether it has a grade that can be proposed."""
        return self.state in HANDED_IN and self.grade is not None


def load(session: Session, level: Level, year: int, subject_ids: Iterable[UUID]) -> dict[UUID, Assessed]:
    """The assessments of a whole year, by subject. One statement."""
    query = sa.select(
        *map(col, (Assessment.subject_id, Assessment.state, Assessment.total, Assessment.grade)),
        *map(col, (Assessment.review_total, Assessment.review_grade)),
    ).where(
        col(Assessment.kind) == level,
        col(Assessment.period_starts_on) == date(year, 1, 1),
        col(Assessment.period_ends_on) == last_day(year),
        col(Assessment.subject_id).in_(list(subject_ids)),
    )
    return {row.subject_id: _assessed(row) for row in session.execute(query)}


def _assessed(row: sa.Row[tuple[UUID, AssessmentState, Decimal, str, Decimal, str]]) -> Assessed:
    if row.state is AssessmentState.ACCEPTED and row.review_grade is not None:
        return Assessed(row.state, row.review_total, row.review_grade)
    return Assessed(row.state, row.total, row.grade)

"""Many assessments at once: what waits for a reviewer, and how far every subject of a unit has come."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models import AssessmentState, CriteriaSet, SubjectKind
from services import criteria, scoring
from services.access import Actor, require_reach
from services.assessments import listing
from services.assessments.kinds import meant_for
from services.assessments.references import FOUR_GOOD_CELL, WHOLE_YEAR, AssessmentRef, require_begun
from services.errors import NotFound


@dataclass(frozen=True)
class AssessmentRow:
    """One subject's assessment of one span as it is listed; ``state`` None: not begun."""

    ref: AssessmentRef
    cell_name: str
    """The unit that is assessed, or the cell of the meeting or member."""
    commune_name: str
    """The unit directly above it; empty for one at the top of the tree."""
    name: str = ""
    """Which meeting or member; empty where the unit itself is assessed."""
    state: AssessmentState | None = None
    own_total: Decimal | None = None
    """Frozen when it was handed in; None before, and for a form without points."""
    own_grade: str = ""
    """The grade's label; empty without one."""
    review_total: Decimal | None = None
    """Frozen when it was accepted."""
    review_grade: str = ""
    changed_at: datetime | None = None
    submitted_at: datetime | None = None

    @property
    def total(self) -> Decimal | None:
        """The points that count: the superior's once it is accepted, the own ones until then."""
        return self.own_total if self.review_total is None else self.review_total

    @property
    def grade(self) -> str:
        """The label of the grade that counts."""
        return self.review_grade or self.own_grade


def queue(
    session: Session, actor: Actor, year: int, kind: str = FOUR_GOOD_CELL, months: tuple[int, int] = WHOLE_YEAR
) -> list[AssessmentRow]:
    """Every assessment of the kind and span that was begun in reach, commune by commune in Vietnamese order.

    Those of meetings are of the months within the span. At most three statements, as for ``overview``.
    """
    return _rows(session, actor.unit_path, AssessmentRef(actor.unit_id, year, kind, months), begun_only=True)


def overview(  # noqa: PLR0913, PLR0917 - whose, and which of them
    session: Session,
    actor: Actor,
    unit_id: UUID,
    year: int,
    kind: str = FOUR_GOOD_CELL,
    months: tuple[int, int] = WHOLE_YEAR,
) -> list[AssessmentRow]:
    """Every subject at or below a unit that was there in the span, also those that have not begun."""
    path = actor.unit_path if unit_id == actor.unit_id else require_reach(session, actor, unit_id).path
    return _rows(session, path, AssessmentRef(unit_id, year, kind, months), begun_only=False)


def _rows(session: Session, path: str, span: AssessmentRef, *, begun_only: bool) -> list[AssessmentRow]:
    require_begun(span)
    subject = criteria.subject_of(session, span.kind)
    if subject is None:
        raise NotFound
    query = listing.query(subject, path, span, begun_only=begun_only)
    found = sorted(session.execute(query), key=listing.order)
    if subject is SubjectKind.COMMITTEE and not begun_only:
        kinds = meant_for(session, path, span)
        found = [facts for facts in found if facts.state or not kinds or facts.kind in kinds]
    labels = _grade_labels(session, {facts.criteria_set_id for facts in found if facts.criteria_set_id})
    rows = {ref: _row(ref, facts, labels) for facts in found for ref in [listing.ref_of(subject, span, facts)]}
    return list(rows.values())


def _grade_labels(session: Session, set_ids: set[UUID]) -> dict[tuple[UUID, str], str]:
    if not set_ids:
        return {}
    query = select(CriteriaSet.id, CriteriaSet.body).where(col(CriteriaSet.id).in_(set_ids))
    forms = {set_id: scoring.load(body) for set_id, body in session.exec(query)}
    return {(set_id, grade.id): grade.label for set_id, form in forms.items() for grade in form.grades}


def _row(ref: AssessmentRef, facts: Any, labels: dict[tuple[UUID, str], str]) -> AssessmentRow:
    is_accepted = facts.state is AssessmentState.ACCEPTED
    return AssessmentRow(
        ref=ref,
        cell_name=facts.name,
        commune_name=facts.commune_name or "",
        name=listing.name_of(facts),
        state=facts.state,
        own_total=facts.total,
        own_grade=labels.get((facts.criteria_set_id, facts.grade), ""),
        review_total=facts.review_total if is_accepted else None,
        review_grade=labels.get((facts.criteria_set_id, facts.review_grade), "") if is_accepted else "",
        changed_at=facts.changed_at,
        submitted_at=facts.submitted_at,
    )

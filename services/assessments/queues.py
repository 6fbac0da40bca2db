"""Many assessments at once: what waits for a reviewer, and how far every cell of a unit has come."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import Assessment, AssessmentState, CriteriaSet, SubjectKind, Unit, UnitEra
from models.units import CELL_KINDS
from services import access, criteria, scoring
from services.access import Actor, require_reach
from services.assessments.references import FOUR_GOOD_CELL, AssessmentRef, require_begun
from services.clock import today


@dataclass(frozen=True)
class AssessmentRow:
    """One cell's assessment of one year as it is listed; ``state`` None: not begun."""

    ref: AssessmentRef
    cell_name: str
    commune_name: str
    """The unit directly above the cell; empty for a cell at the top of the tree."""
    state: AssessmentState | None = None
    total: Decimal | None = None
    """Frozen when it was handed in; None before, and for a form without points."""
    grade: str = ""
    """The grade's label; empty without one."""
    changed_at: datetime | None = None
    submitted_at: datetime | None = None


# Made once: putting an alias together costs more than its query.
_CELL, _COMMUNE, _OTHER = aliased(UnitEra), aliased(UnitEra), aliased(UnitEra)


def queue(session: Session, actor: Actor, year: int, kind: str = FOUR_GOOD_CELL) -> list[AssessmentRow]:
    """Every assessment of the year that was begun in reach, commune by commune in Vietnamese order."""
    return _rows(session, actor.unit_path, AssessmentRef(actor.unit_id, year, kind), begun_only=True)


def overview(
    session: Session, actor: Actor, unit_id: UUID, year: int, kind: str = FOUR_GOOD_CELL
) -> list[AssessmentRow]:
    """Every cell at or below a unit that existed in the year, also those that have not begun."""
    path = actor.unit_path if unit_id == actor.unit_id else require_reach(session, actor, unit_id).path
    return _rows(session, path, AssessmentRef(unit_id, year, kind), begun_only=False)


def _rows(session: Session, path: str, year: AssessmentRef, *, begun_only: bool) -> list[AssessmentRow]:
    require_begun(year)
    is_cell = col(_CELL.kind).in_(CELL_KINDS)
    is_committee = criteria.subject_of(session, year.kind) is SubjectKind.COMMITTEE
    query = (
        sa.select(
            *map(col, (_CELL.unit_id, _CELL.name, _CELL.sort_key)),
            col(_COMMUNE.name).label("commune_name"),
            col(_COMMUNE.sort_key).label("commune_key"),
            *map(col, (Assessment.state, Assessment.total, Assessment.changed_at, Assessment.submitted_at)),
            *map(col, (Assessment.criteria_set_id, Assessment.grade)),
        )
        .join(Unit, col(Unit.id) == col(_CELL.unit_id))
        .join(_COMMUNE, _latest(_COMMUNE, col(_CELL.parent_id), year), isouter=True)
        .join(Assessment, _of_year(year), isouter=not begun_only)
        .where(access.below(path), ~is_cell if is_committee else is_cell, _latest(_CELL, col(Unit.id), year))
    )
    found = sorted(session.execute(query), key=_order)
    labels = _grade_labels(session, {row.criteria_set_id for row in found if row.criteria_set_id})
    return [_row(facts, year, labels) for facts in found]


def _order(facts: Any) -> tuple[str, str, UUID]:
    # Not the database's business: it may compare texts by the rules of its own language.
    return facts.commune_key or "", facts.sort_key, facts.unit_id


def _of_year(year: AssessmentRef) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Assessment.unit_id) == col(_CELL.unit_id),
        col(Assessment.kind) == year.kind,
        col(Assessment.subject_id) == col(_CELL.unit_id),
        col(Assessment.period_starts_on) == year.starts_on,
        col(Assessment.period_ends_on) == year.ends_on,
    )


def _latest(era: type[UnitEra], unit_id: Any, year: AssessmentRef) -> sa.ColumnElement[bool]:
    """The unit's last era that touches the year, as far as the year has come."""
    newest = (
        sa.select(sa.func.max(col(_OTHER.starts_on)))
        .where(
            col(_OTHER.unit_id) == unit_id,
            col(_OTHER.starts_on) <= min(year.ends_on, today()),
            sa.or_(col(_OTHER.ends_on).is_(None), col(_OTHER.ends_on) > year.starts_on),
        )
        .correlate_except(_OTHER)
        .scalar_subquery()
    )
    return sa.and_(col(era.unit_id) == unit_id, col(era.starts_on) == newest)


def _grade_labels(session: Session, set_ids: set[UUID]) -> dict[tuple[UUID, str], str]:
    if not set_ids:
        return {}
    query = select(CriteriaSet.id, CriteriaSet.body).where(col(CriteriaSet.id).in_(set_ids))
    forms = {set_id: scoring.load(body) for set_id, body in session.exec(query)}
    return {(set_id, grade.id): grade.label for set_id, form in forms.items() for grade in form.grades}


def _row(facts: Any, year: AssessmentRef, labels: dict[tuple[UUID, str], str]) -> AssessmentRow:
    return AssessmentRow(
        ref=AssessmentRef(facts.unit_id, year.year, year.kind),
        cell_name=facts.name,
        commune_name=facts.commune_name or "",
        state=facts.state,
        total=facts.total,
        grade=labels.get((facts.criteria_set_id, facts.grade), ""),
        changed_at=facts.changed_at,
        submitted_at=facts.submitted_at,
    )

"""The board of a four-good year: every unit with how far it has come, in one statement per kind of fact."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Assessment, AssessmentState, CriteriaSet, Recognition, Registration, Unit
from services import scoring
from services.access import Actor, below, require_reach
from services.assessments import AssessmentRef
from services.assessments.references import WHOLE_YEAR
from services.criteria.shelf import Shelf, shelf
from services.four_good.checks import Check, Plan, Span, checks_of
from services.four_good.kinds import CELL, SLIP, takes_part
from services.four_good.places import Place, places
from services.four_good.programmes import Programmes, issued_by
from services.four_good.rows import Board, BoardRow, FunnelRow, RecognitionRow
from services.four_good.rules import Rules
from services.scoring import Form


def board(session: Session, actor: Actor, unit_id: UUID, kind: str, year: int) -> Board:
    """The units at or below one that take part in a year; NotFound when it is out of reach. Nine statements at most."""
    return boards(session, actor, unit_id, [kind], [year])[kind, year]


def funnel(session: Session, actor: Actor, unit_id: UUID, year: int, kind: str) -> list[FunnelRow]:
    """How many units have registered, handed in, been reviewed and been recognised: all of them first, then by group."""
    found = board(session, actor, unit_id, kind, year)
    return [found.total, *(row for row, _ in found.groups)]


def boards(
    session: Session, actor: Actor, unit_id: UUID, kinds: Collection[str], years: Collection[int]
) -> dict[tuple[str, int], Board]:
    """Several boards of one unit for the price of one."""
    path = actor.unit_path if unit_id == actor.unit_id else require_reach(session, actor, unit_id).path
    scope = _Scope(session, actor, path, kinds, years)
    planted = places(session, actor, path, years)
    facts = _facts(scope, {step for year in years for place in planted[year] for step in place.line})
    return {(kind, year): _board(facts, kind, year, unit_id, planted[year]) for kind in kinds for year in years}


@dataclass(frozen=True)
class _Scope:
    """What every statement asks about."""

    session: Session
    actor: Actor
    path: str
    kinds: Collection[str]
    years: Collection[int]

    @property
    def reached(self) -> sa.ColumnElement[bool]:
        return sa.and_(below(self.actor.unit_path), below(self.path))

    @property
    def in_time(self) -> sa.ColumnElement[bool]:
        """Assessments of the years, whole or in part."""
        first, last = date(min(self.years), 1, 1), date(max(self.years), 12, 31)
        return col(Assessment.period_starts_on).between(first, last)


@dataclass(frozen=True)
class _Facts:
    """Everything that is known, by unit."""

    programmes: Programmes
    rules: Rules
    registered: Mapping[tuple[UUID, str, int], Any]
    assessed: Mapping[tuple[UUID, str, int], Mapping[Span, Any]]
    recognised: Mapping[UUID, RecognitionRow]
    forms: Mapping[UUID, Form]
    """By set: of every assessment that has a grade."""


def _facts(scope: _Scope, lines: Collection[UUID]) -> _Facts:
    session = scope.session
    asked = {*scope.kinds, *((SLIP,) if CELL in scope.kinds else ())}
    standing = shelf(session, asked, lines)
    assessed = _assessed(scope, asked)
    programmes = issued_by(session, scope.actor, scope.kinds, lines)
    return _Facts(
        programmes=programmes,
        rules=Rules(programmes, standing),
        registered=_registered(scope),
        assessed=assessed,
        recognised=_recognised(scope),
        forms=_with_graded(session, standing, assessed.values()),
    )


def _board(facts: _Facts, kind: str, year: int, unit_id: UUID, planted: Iterable[Place]) -> Board:
    found = list(planted)
    line = next((place.line for place in found if place.unit_id == unit_id), (unit_id,))
    rows = tuple(_row(facts, kind, place) for place in found if takes_part(place.era.kind, kind))
    return Board(kind, year, facts.programmes.in_force(kind, line, year), rows)


def _row(facts: _Facts, kind: str, place: Place) -> BoardRow:
    unit_id, year, rule = place.unit_id, place.year, facts.rules.of(kind, place)
    return BoardRow(
        ref=AssessmentRef(unit_id, year, kind),
        name=place.era.name,
        group_id=place.group.unit_id if place.group else None,
        group_name=place.group.name if place.group else "",
        is_there=place.is_there,
        programme=rule.programme,
        has_form=rule.has_form,
        checks=_checks(facts, place, rule.plan) if rule.plan else (),
        **_registration(facts, unit_id, kind, year),
        **_assessment(facts, unit_id, kind, year),
    )


def _checks(facts: _Facts, place: Place, plan: Plan) -> tuple[Check, ...]:
    found = facts.assessed.get((place.unit_id, plan.kind, place.year), {})
    return checks_of(place, plan, {span: row.state for span, row in found.items()})


def _registration(facts: _Facts, unit_id: UUID, kind: str, year: int) -> dict[str, Any]:
    found = facts.registered.get((unit_id, kind, year))
    return {"registered_on": found.registered_on, "registration_note": found.note} if found else {}


def _assessment(facts: _Facts, unit_id: UUID, kind: str, year: int) -> dict[str, Any]:
    found = facts.assessed.get((unit_id, kind, year), {}).get(WHOLE_YEAR)
    if found is None:
        return {}
    is_accepted = found.state is AssessmentState.ACCEPTED
    grade_id = (found.review_grade if is_accepted else None) or found.grade
    reviewed_total = found.review_total if is_accepted else None
    return {
        "assessment_id": found.id,
        "state": found.state,
        "total": found.total if reviewed_total is None else reviewed_total,
        "grade": _label(facts, found.criteria_set_id, grade_id),
        "is_worthy": bool(grade_id) and grade_id in facts.forms[found.criteria_set_id].recognised_grades,
        "submitted_at": found.submitted_at,
        "reviewed_at": found.reviewed_at,
        "recognition": facts.recognised.get(found.id),
    }


def _label(facts: _Facts, set_id: UUID, grade_id: str | None) -> str:
    grades = facts.forms[set_id].grades if grade_id else ()
    return next((grade.label for grade in grades if grade.id == grade_id), "")


def _registered(scope: _Scope) -> dict[tuple[UUID, str, int], Any]:
    query = (
        sa.select(*map(col, (Registration.unit_id, Registration.kind, Registration.year)))
        .add_columns(col(Registration.registered_on), col(Registration.note))
        .join(Unit, col(Unit.id) == col(Registration.unit_id))
        .where(scope.reached, col(Registration.kind).in_(scope.kinds), col(Registration.year).in_(scope.years))
    )
    return {(row.unit_id, row.kind, row.year): row for row in scope.session.execute(query)}


_ASSESSMENT = (
    *("id", "unit_id", "kind", "period_starts_on", "period_ends_on", "state", "total", "grade"),
    *("review_total", "review_grade", "criteria_set_id", "submitted_at", "reviewed_at"),
)


def _assessed(scope: _Scope, kinds: Collection[str]) -> Mapping[tuple[UUID, str, int], Mapping[Span, Any]]:
    query = (
        sa.select(*(col(getattr(Assessment, name)) for name in _ASSESSMENT))
        .join(Unit, col(Unit.id) == col(Assessment.unit_id))
        .where(scope.reached, scope.in_time, col(Assessment.kind).in_(kinds))
    )
    found: defaultdict[tuple[UUID, str, int], dict[Span, Any]] = defaultdict(dict)
    for row in scope.session.execute(query):
        span = row.period_starts_on.month, row.period_ends_on.month
        found[row.unit_id, row.kind, row.period_starts_on.year][span] = row
    return found


_RECOGNITION = (
    *("assessment_id", "grade", "decision_number", "decided_on", "authority", "created_at"),
    *("reward", "reward_decision_number", "rewarded_on"),
    *("revoked_on", "revocation_decision_number", "revocation_reason"),
)
"""In the order of RecognitionRow."""


def _recognised(scope: _Scope) -> dict[UUID, RecognitionRow]:
    query = (
        sa.select(*(col(getattr(Recognition, name)) for name in _RECOGNITION))
        .join(Assessment, col(Assessment.id) == col(Recognition.assessment_id))
        .join(Unit, col(Unit.id) == col(Recognition.unit_id))
        .where(scope.reached, scope.in_time, col(Assessment.kind).in_(scope.kinds))
    )
    return {facts[0]: RecognitionRow(*facts) for facts in scope.session.execute(query)}


def _with_graded(session: Session, standing: Shelf, assessed: Iterable[Mapping[Span, Any]]) -> Mapping[UUID, Form]:
    """The forms of the shelf, and those that assessments with a grade were begun with and that hold no longer."""
    graded = {row.criteria_set_id for spans in assessed for row in spans.values() if row.grade or row.review_grade}
    missing = graded - standing.forms.keys()
    if not missing:
        return standing.forms
    query = select(CriteriaSet.id, CriteriaSet.body).where(col(CriteriaSet.id).in_(missing))
    return {**standing.forms, **{set_id: scoring.load(body) for set_id, body in session.exec(query)}}

"""Figures of assessments and classifications: points per good, cells per grade."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import AnnualGrade, Answer, Assessment, AssessmentState, CriteriaSet, Stage, Unit, UnitEra
from services import scoring
from services.access import Actor, below, require_reach
from services.assessments import FOUR_GOOD_CELL
from services.scoring import Form

ANNUAL_CELL = "annual_cell"
MONTHS = 12


@dataclass(frozen=True)
class GoodRow:
    """What one cell gave itself in one section of the four-good form."""

    cell: str
    good: str
    """Title of the section."""
    order: int
    points: Decimal
    max_points: Decimal
    state: AssessmentState


@dataclass(frozen=True)
class GradeRow:
    """How many cells have a grade in a year; rank 0 is the best."""

    year: int
    grade: str
    rank: int
    cells: int


def goods(session: Session, actor: Actor, unit_id: UUID, year: int) -> list[GoodRow]:
    """Points per good of every cell at or below a unit that handed its self-assessment in, in Vietnamese order.

    A returned one keeps the points it was handed in with until it changes. Two statements.
    """
    path = require_reach(session, actor, unit_id).path
    found = sorted(session.execute(_handed_in(path, year)), key=lambda row: row[0].sort_key)
    answers = _answers(session, [assessment.id for _, assessment, _ in found])
    rows: list[GoodRow] = []
    for cell, assessment, body in found:
        rows.extend(_good_rows(cell.name, assessment, scoring.load(body), answers[assessment.id]))
    return rows


def four_good_grades(session: Session, actor: Actor, unit_id: UUID, first: int, last: int) -> list[GradeRow]:
    """Cells per four-good grade, year by year: the superior's once accepted, else their own. One statement."""
    path = require_reach(session, actor, unit_id).path
    # One that was accepted before both grades were kept has its own only.
    judged = sa.func.coalesce(Assessment.review_grade, Assessment.grade)
    counting = sa.case((col(Assessment.state) == AssessmentState.ACCEPTED, judged), else_=col(Assessment.grade))
    query = (
        sa.select(col(Assessment.period_starts_on), counting, col(CriteriaSet.body))
        .join(Unit, col(Unit.id) == col(Assessment.unit_id))
        .join(CriteriaSet, col(CriteriaSet.id) == col(Assessment.criteria_set_id))
        .where(below(path), col(Assessment.kind) == FOUR_GOOD_CELL, counting.is_not(None))
        .where(col(Assessment.period_starts_on).between(date(first, 1, 1), date(last, 12, 31)), _is_of_a_year())
    )
    return _counted((starts_on.year, *_label(body, grade)) for starts_on, grade, body in session.execute(query))


def annual_grades(session: Session, actor: Actor, unit_id: UUID, first: int, last: int) -> list[GradeRow]:
    """Cells per grade of the annual classification, year by year. One statement."""
    path = require_reach(session, actor, unit_id).path
    query = (
        sa.select(col(AnnualGrade.year), col(AnnualGrade.label), col(AnnualGrade.rank))
        .join(Unit, col(Unit.id) == col(AnnualGrade.unit_id))
        .where(below(path), col(AnnualGrade.year).between(first, last), col(AnnualGrade.grade).is_not(None))
        .where(col(AnnualGrade.kind) == ANNUAL_CELL)
    )
    return _counted((year, label, rank) for year, label, rank in session.execute(query))


def _is_of_a_year() -> sa.ColumnElement[bool]:
    """From January to December: not a self-check of a month or a quarter on the way."""
    first, last = (sa.extract("month", col(day)) for day in (Assessment.period_starts_on, Assessment.period_ends_on))
    return sa.and_(first == 1, last == MONTHS)


def _handed_in(path: str, year: int) -> sa.Select[UnitEra, Assessment, str]:
    return (
        sa.select(UnitEra, Assessment, col(CriteriaSet.body))
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .join(Assessment, col(Assessment.unit_id) == col(Unit.id))
        .join(CriteriaSet, col(CriteriaSet.id) == col(Assessment.criteria_set_id))
        .where(below(path), col(UnitEra.ends_on).is_(None), col(Assessment.kind) == FOUR_GOOD_CELL)
        .where(col(Assessment.period_starts_on) == date(year, 1, 1), _is_of_a_year())
        .where(col(Assessment.state) != AssessmentState.DRAFT)
    )


def _answers(session: Session, assessment_ids: list[UUID]) -> dict[UUID, list[Answer]]:
    found: defaultdict[UUID, list[Answer]] = defaultdict(list)
    query = select(Answer).where(col(Answer.assessment_id).in_(assessment_ids), Answer.stage == Stage.SELF)
    for answer in session.exec(query):
        found[answer.assessment_id].append(answer)
    return found


def _good_rows(cell: str, assessment: Assessment, form: Form, answers: list[Answer]) -> list[GoodRow]:
    given = {
        answer.item_id: scoring.Answer(
            scoring.value_from(form.items[answer.item_id], answer.value),
            answer.is_applicable,
            answer.note,
            answer.reason,
        )
        for answer in answers
    }
    score = scoring.score(form, given, scoring.facts_from(assessment.facts or {}))
    return [
        GoodRow(cell, section.title, order, result.points_so_far, result.max_points, assessment.state)
        for order, (section, result) in enumerate(zip(form.sections, score.sections, strict=True))
    ]


def _label(body: str, grade_id: str | None) -> tuple[str, int]:
    grades = scoring.load(body).grades
    return next((grade.label, rank) for rank, grade in enumerate(grades) if grade.id == grade_id)


def _counted(found: Iterable[tuple[int, str, int]]) -> list[GradeRow]:
    counts = Counter(found)
    return [GradeRow(year, label, rank, counts[year, label, rank]) for year, label, rank in sorted(counts, key=_order)]


def _order(found: tuple[int, str, int]) -> tuple[int, int]:
    year, _, rank = found
    return (-year, rank)

"""What was kept of the year: the answers that people gave, the figures, and the grades that came of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import AnnualGrade, Assessment, AssessmentState, CriteriaSet, Stage, Unit
from models import Answer as AnswerRow
from services import scoring
from services.assessments.working import merged
from services.scoring import Answer, AnswerProblem, Facts, Form
from services.simulation.cases import Ground

GRADED = frozenset({AssessmentState.SUBMITTED, AssessmentState.ACCEPTED})
Key = tuple[UUID, date, date]


@dataclass(frozen=True)
class Kept:
    """One assessment as it stands, with the form that it was made with."""

    form: Form
    answers: dict[str, Answer] = field(default_factory=dict)
    """Once accepted the superior's answers over the own ones."""
    facts: Facts | None = None
    """The figures that it was handed in with; None while it was not."""
    is_handed_in: bool = False
    grade: str = ""
    """Grade id; empty while it was not handed in, and where its form gave none."""
    total: Decimal | None = None

    @property
    def label(self) -> str:
        """What its grade is called."""
        return next((grade.label for grade in self.form.grades if grade.id == self.grade), "")


@dataclass(frozen=True)
class Decided:
    """An annual grade that was decided outside of a form."""

    label: str


def assessments(ground: Ground, kind: str) -> dict[Key, Kept]:
    """The assessments of a kind in the year, by subject and period. Three statements."""
    rows = list(ground.session.execute(_assessments(ground, kind)))
    known_forms = forms(ground.session, {row.criteria_set_id for row in rows})
    known = {row.id: _Known(known_forms[row.criteria_set_id], row.state is AssessmentState.ACCEPTED) for row in rows}
    given = _given(ground, kind, known) if rows else {}
    return {
        (row.subject_id, row.period_starts_on, row.period_ends_on): _kept(
            row, known_forms[row.criteria_set_id], given.get(row.id, _Given())
        )
        for row in rows
    }


def decided(ground: Ground, kind: str) -> dict[UUID, Decided]:
    """The annual grades of the year that were decided, by subject. One statement."""
    query = (
        sa.select(col(AnnualGrade.subject_id), col(AnnualGrade.label))
        .join(Unit, col(Unit.id) == col(AnnualGrade.unit_id))
        .where(ground.within, col(AnnualGrade.year) == ground.year, col(AnnualGrade.kind) == kind)
        .where(col(AnnualGrade.grade).is_not(None))
    )
    return {subject_id: Decided(label) for subject_id, label in ground.session.execute(query)}


def _of_year(ground: Ground, kind: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        ground.within,
        col(Assessment.kind) == kind,
        col(Assessment.period_starts_on).between(ground.first, date(ground.year, 12, 31)),
    )


def _assessments(ground: Ground, kind: str) -> sa.Select[Any]:
    facts: tuple[Any, ...] = (
        *(Assessment.id, Assessment.subject_id, Assessment.period_starts_on, Assessment.period_ends_on),
        *(Assessment.criteria_set_id, Assessment.state, Assessment.facts, Assessment.total, Assessment.grade),
        *(Assessment.review_total, Assessment.review_grade),
    )
    query = sa.select(*map(col, facts)).join(Unit, col(Unit.id) == col(Assessment.unit_id))
    return query.where(*_of_year(ground, kind))


def forms(session: Session, set_ids: set[UUID]) -> dict[UUID, Form]:
    """The forms of stored sets. One statement."""
    query = select(CriteriaSet.id, CriteriaSet.body).where(col(CriteriaSet.id).in_(set_ids))
    return {set_id: scoring.load(body) for set_id, body in session.exec(query)} if set_ids else {}


class _Known(NamedTuple):
    """The form of an assessment, and whether the superior's answers count in it."""

    form: Form
    is_accepted: bool


@dataclass
class _Given:
    """The answers of both stages; the superior's once they count."""

    own: dict[str, Answer] = field(default_factory=dict)
    review: dict[str, Answer] = field(default_factory=dict)


def _given(ground: Ground, kind: str, known: dict[UUID, _Known]) -> dict[UUID, _Given]:
    facts = (AnswerRow.assessment_id, AnswerRow.item_id, AnswerRow.stage, AnswerRow.value, AnswerRow.is_applicable)
    query = (
        sa.select(*map(col, facts), col(AnswerRow.note), col(AnswerRow.reason))
        .join(Assessment, col(Assessment.id) == col(AnswerRow.assessment_id))
        .join(Unit, col(Unit.id) == col(Assessment.unit_id))
        .where(*_of_year(ground, kind))
    )
    rows: Iterable[Any] = ground.session.execute(query)
    found: defaultdict[UUID, _Given] = defaultdict(_Given)
    for row in rows:
        answer = _answer(known.get(row.assessment_id), row)
        if answer is not None:
            given = found[row.assessment_id]
            (given.review if row.stage is Stage.REVIEW else given.own)[row.item_id] = answer
    return found


def _answer(known: _Known | None, row: Any) -> Answer | None:
    if known is None or row.item_id not in known.form.items or (row.stage is Stage.REVIEW and not known.is_accepted):
        return None
    try:
        value = scoring.value_from(known.form.items[row.item_id], row.value)
    except AnswerProblem:
        return None
    return Answer(value, row.is_applicable, row.note, row.reason)


def _kept(row: Any, form: Form, given: _Given) -> Kept:
    is_handed_in = row.state in GRADED
    is_accepted = row.state is AssessmentState.ACCEPTED
    grade = (row.review_grade if is_accepted else None) or row.grade
    total = row.review_total if is_accepted and row.review_total is not None else row.total
    facts = scoring.facts_from(row.facts) if is_handed_in and row.facts is not None else None
    return Kept(
        form=form,
        answers=dict(merged(form, given.own, given.review, facts or {})),
        facts=facts,
        is_handed_in=is_handed_in,
        grade=grade or "" if is_handed_in else "",
        total=total if is_handed_in else None,
    )

"""Reading one assessment: six statements at most, whatever the size of the form."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from models import Account, Answer, Assessment, CriteriaSet, Evidence, Stage
from services import criteria, scoring
from services.access import Actor
from services.assessments.completeness import missing
from services.assessments.references import AssessmentRef, Place, is_it, placed
from services.assessments.rows import Course, EvidenceRow, ItemRow, SectionRow, Sheet
from services.scoring import Form, Score

_KEPT = "Bản tự chấm giữ bộ tiêu chí mà nó đã bắt đầu, kể cả khi sau đó có bộ mới."

_SUBMITTER, _REVIEWER = aliased(Account), aliased(Account)

Answers = dict[str, scoring.Answer]


def sheet(session: Session, actor: Actor, ref: AssessmentRef) -> Sheet:
    """The form with its answers, points, grade and course, also of an assessment that nobody has begun.

    Raises NotFound out of reach or when no criteria set is in force, Invalid when the unit was no cell in the
    year or the year has not begun.
    """
    place = placed(session, actor, ref)
    found = _stored(session, ref)
    if found is None:
        in_force = criteria.in_force(session, actor, ref.kind, ref.unit_id, place.on, place.meeting_kind)
        return _sheet(ref, place, _Chosen(in_force.form, in_force.why), Course(), _Filling())
    assessment, body, submitted_by, reviewed_by = found
    form = scoring.load(body)
    filling = _Filling(_answers(session, assessment.id, form), _evidence(session, assessment.id))
    course = _course(assessment, submitted_by, reviewed_by)
    return _sheet(ref, place, _Chosen(form, f"{criteria.introduced(form)} {_KEPT}"), course, filling)


class _Chosen(NamedTuple):
    """The form, and why it is this one."""

    form: Form
    why: str


class _Filling:
    """What people have put into a form."""

    def __init__(self, answers: dict[Stage, Answers] | None = None, evidence: Iterable[EvidenceRow] = ()) -> None:
        self.own = (answers or {}).get(Stage.SELF, {})
        self.review = (answers or {}).get(Stage.REVIEW, {})
        self.evidence: defaultdict[str, list[EvidenceRow]] = defaultdict(list)
        for row in evidence:
            self.evidence[row.item_id].append(row)


def _stored(session: Session, ref: AssessmentRef) -> tuple[Assessment, str, str | None, str | None] | None:
    query = (
        select(Assessment, CriteriaSet.body, _SUBMITTER.display_name, _REVIEWER.display_name)
        .join(CriteriaSet, col(CriteriaSet.id) == Assessment.criteria_set_id)
        .join(_SUBMITTER, col(_SUBMITTER.id) == Assessment.submitted_by, isouter=True)
        .join(_REVIEWER, col(_REVIEWER.id) == Assessment.reviewed_by, isouter=True)
        .where(is_it(ref))
    )
    return session.exec(query).one_or_none()


def _answers(session: Session, assessment_id: UUID, form: Form) -> dict[Stage, Answers]:
    answers: dict[Stage, Answers] = {stage: {} for stage in Stage}
    for row in session.exec(select(Answer).where(Answer.assessment_id == assessment_id)):
        value = scoring.value_from(form.items[row.item_id], row.value)
        answers[row.stage][row.item_id] = scoring.Answer(value, row.is_applicable, row.note)
    return answers


def _evidence(session: Session, assessment_id: UUID) -> list[EvidenceRow]:
    query = (
        select(Evidence)
        .options(defer(Evidence.content, raiseload=True))  # type: ignore[arg-type]
        .where(Evidence.assessment_id == assessment_id)
        .order_by(col(Evidence.uploaded_at), col(Evidence.id))
    )
    return [EvidenceRow(row.id, row.item_id, row.file_name, row.size, row.uploaded_at) for row in session.exec(query)]


def _course(assessment: Assessment, submitted_by: str | None, reviewed_by: str | None) -> Course:
    return Course(
        state=assessment.state,
        changed_at=assessment.changed_at,
        submitted_at=assessment.submitted_at,
        submitted_by=submitted_by or "",
        reviewed_at=assessment.reviewed_at,
        reviewed_by=reviewed_by or "",
        review_note=assessment.review_note,
    )


def _sheet(ref: AssessmentRef, place: Place, chosen: _Chosen, course: Course, filling: _Filling) -> Sheet:
    form = chosen.form
    score = scoring.score(form, filling.own)
    return Sheet(
        ref=ref,
        unit_name=place.unit_name,
        name=place.name,
        form=form,
        why=chosen.why,
        course=course,
        sections=_sections(form, score, filling),
        score=score,
        headline=scoring.headline(form, score),
        explanation=scoring.explanation(form, score),
        missing=missing(form, score),
    )


def _sections(form: Form, score: Score, filling: _Filling) -> tuple[SectionRow, ...]:
    item_scores = {item.id: item for item in score.items}
    section_scores = {section.id: section for section in score.sections}
    return tuple(
        SectionRow(
            section,
            section_scores[section.id],
            tuple(
                ItemRow(
                    item,
                    filling.own.get(item.id, scoring.Answer()),
                    item_scores[item.id],
                    filling.review.get(item.id),
                    tuple(filling.evidence[item.id]),
                )
                for item in section.items
            ),
        )
        for section in form.sections
    )

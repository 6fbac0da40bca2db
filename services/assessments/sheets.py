"""Reading one assessment: ten statements at most beside those of the figures, whatever the size of the form."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models import Account, Assessment, CriteriaSet, Recognition
from services import criteria, metrics, scoring
from services.access import Actor, Permission
from services.assessments import attachments, facts, superiors
from services.assessments.answers import Given, answers
from services.assessments.completeness import missing, vote_missing
from services.assessments.references import AssessmentRef, Place, is_it, placed
from services.assessments.rows import Beside, Course, ItemRow, ReviewRow, SectionRow, Sheet, standing
from services.assessments.states import is_editable, is_reviewable
from services.assessments.voting import VoteRow, vote_written, with_base
from services.assessments.working import Worked, counting, wants_reason, worked
from services.scoring import Facts, Form
from services.vietnamese import day

_KEPT = "Bản tự chấm giữ bộ tiêu chí mà nó đã bắt đầu, kể cả khi sau đó có bộ mới."

_SUBMITTER, _REVIEWER = aliased(Account), aliased(Account)


def sheet(session: Session, actor: Actor, ref: AssessmentRef) -> Sheet:
    """The form with its answers, points, grade and course, also of an assessment that nobody has begun.

    Raises NotFound out of reach or when no criteria set is in force, Invalid when the subject was not there in the
    span or the span has not begun.
    """
    place = placed(session, actor, ref)
    found = _stored(session, ref)
    if found is None:
        in_force = criteria.in_force(session, actor, ref.kind, ref.unit_id, place.on, place.meeting_kind)
        form = in_force.form
        filling = _Filling(
            facts=facts.live(session, actor, ref, form), vote=VoteRow(is_required=form.vote == "required")
        )
        return _sheet(ref, place, _Chosen(form, in_force.why), filling)
    form = scoring.load(found.body)
    filling = _filling(session, actor, ref, form, found)
    return _sheet(ref, place, _Chosen(form, f"{criteria.introduced(form)} {_KEPT}"), filling)


class _Chosen(NamedTuple):
    """The form, and why it is this one."""

    form: Form
    why: str


class _Found(NamedTuple):
    """A stored assessment with what is read beside it."""

    assessment: Assessment
    body: str
    submitted_by: str | None
    reviewed_by: str | None
    recognition: Recognition | None


@dataclass(frozen=True)
class _Filling:
    """What people and figures have put into a form."""

    facts: Facts
    vote: VoteRow
    course: Course = field(default_factory=Course)
    given: Given = field(default_factory=Given)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    review_refusal: str = ""


def _stored(session: Session, ref: AssessmentRef) -> _Found | None:
    names = (col(_SUBMITTER.display_name), col(_REVIEWER.display_name))
    query = (
        sa.select(Assessment, col(CriteriaSet.body), *names, Recognition)
        .join(CriteriaSet, col(CriteriaSet.id) == Assessment.criteria_set_id)
        .join(_SUBMITTER, col(_SUBMITTER.id) == Assessment.submitted_by, isouter=True)
        .join(_REVIEWER, col(_REVIEWER.id) == Assessment.reviewed_by, isouter=True)
        .join(Recognition, col(Recognition.assessment_id) == Assessment.id, isouter=True)
        .where(is_it(ref))
    )
    row = session.execute(query).one_or_none()
    return _Found(*row) if row else None


def _filling(session: Session, actor: Actor, ref: AssessmentRef, form: Form, found: _Found) -> _Filling:
    assessment = found.assessment
    is_live = is_editable(assessment.state)
    asks = actor.may(Permission.ASSESSMENTS_REVIEW) and is_reviewable(assessment.state)
    return _Filling(
        facts=facts.live(session, actor, ref, form) if is_live else facts.frozen(assessment),
        vote=with_base(session, actor, ref, vote_written(assessment, form)),
        course=_course(found),
        given=answers(session, assessment.id, form),
        beside=_beside(session, assessment.id),
        review_refusal=superiors.refusal(session, actor, ref.unit_id) if asks else "",
    )


class _AtItem(Protocol):
    @property
    def item_id(self) -> str: ...


_Row = TypeVar("_Row", bound=_AtItem)


def _beside(session: Session, assessment_id: UUID) -> dict[str, Beside]:
    files = _by_item(attachments.files(session, assessment_id))
    links = _by_item(attachments.links(session, assessment_id))
    remarks = _by_item(attachments.remarks(session, assessment_id))
    items = files.keys() | links.keys() | remarks.keys()
    return {item: Beside(tuple(files[item]), tuple(links[item]), tuple(remarks[item])) for item in items}


def _by_item(rows: Iterable[_Row]) -> defaultdict[str, list[_Row]]:
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def _course(found: _Found) -> Course:
    assessment, decision = found.assessment, found.recognition
    is_recognised = decision is not None and decision.revoked_on is None
    return Course(
        state=assessment.state,
        changed_at=assessment.changed_at,
        submitted_at=assessment.submitted_at,
        submitted_by=found.submitted_by or "",
        reviewed_at=assessment.reviewed_at,
        reviewed_by=found.reviewed_by or "",
        review_note=assessment.review_note,
        difference_reason=assessment.difference_reason,
        recognised_by=f"số {decision.decision_number} ngày {day(decision.decided_on)}"
        if decision and is_recognised
        else "",
    )


def _sheet(ref: AssessmentRef, place: Place, chosen: _Chosen, filling: _Filling) -> Sheet:
    form, given = chosen.form, filling.given
    found = worked(form, given.own, given.review, filling.facts)
    return Sheet(
        ref=ref,
        unit_name=place.unit_name,
        name=place.name,
        subject_kind=place.subject_kind,
        form=form,
        why=chosen.why,
        course=filling.course,
        sections=_sections(form, found, filling),
        score=found.own,
        headline=scoring.headline(form, found.own, metrics.METRICS),
        explanation=scoring.explanation(form, found.own, metrics.METRICS),
        missing=(*place.lacking, *missing(form, found.own), *vote_missing(filling.vote)),
        facts=filling.facts,
        vote=filling.vote,
        review=_review(form, found),
        review_refusal=filling.review_refusal,
    )


def _review(form: Form, found: Worked) -> ReviewRow | None:
    if found.review is None:
        return None
    return ReviewRow(
        score=found.review,
        headline=scoring.headline(form, found.review, metrics.METRICS),
        difference=found.difference,
        wants_reason=wants_reason(form, found),
        missing=missing(form, found.review),
    )


def _sections(form: Form, found: Worked, filling: _Filling) -> tuple[SectionRow, ...]:
    rows = _items(form, found, filling)
    own = {section.id: section for section in found.own.sections}
    reviewed = {section.id: section for section in found.standing.sections}
    return tuple(
        SectionRow(section, own[section.id], reviewed[section.id], tuple(rows[item.id] for item in section.items))
        for section in form.sections
    )


def _items(form: Form, found: Worked, filling: _Filling) -> dict[str, ItemRow]:
    given = filling.given
    own, reviewed = counting(form, given.own, given.review, filling.facts)
    own_scores = {item.id: item for item in found.own.items}
    reviewed_scores = {item.id: item for item in found.standing.items}
    nothing = scoring.Answer()
    return {
        item.id: ItemRow(
            item=item,
            own=standing(given.own.get(item.id, nothing), own_scores[item.id], own.get(item.id, nothing)),
            reviewed=standing(
                given.review.get(item.id, nothing), reviewed_scores[item.id], reviewed.get(item.id, nothing)
            ),
            beside=filling.beside.get(item.id, Beside()),
            has_changed_since_review=item.id in given.changed_since_review,
        )
        for item in form.items.values()
    }

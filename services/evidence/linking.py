"""Rows of the portal as evidence: meetings, tasks, targets and other assessments of the unit that is assessed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from models import Assessment, EvidenceLink, Meeting, Target, Task
from services import audit
from services.access import Actor, Permission, require_reach, within_reach
from services.assessments import AssessmentRef, LinkKind
from services.assessments.attachments import assessment_label, meeting_label, target_label, task_label
from services.assessments.drafts import opened
from services.assessments.references import is_it
from services.assessments.states import Verb, following
from services.clock import now
from services.errors import Invalid, NotFound

MOST_LINKS = 30
"""Links of one item."""
_TABLES: dict[LinkKind, Any] = {
    LinkKind.MEETING: Meeting,
    LinkKind.TASK: Task,
    LinkKind.TARGET: Target,
    LinkKind.ASSESSMENT: Assessment,
}


@dataclass(frozen=True)
class Candidate:
    """A row of the portal that may be pointed to."""

    kind: LinkKind
    entity_id: UUID
    label: str


def link(  # noqa: PLR0913, PLR0917 - what points, at which item, to what
    session: Session, actor: Actor, ref: AssessmentRef, item_id: str, entity: str, entity_id: UUID
) -> UUID:
    """Point to a row of the portal as evidence of an item; to the same row again is the same link.

    NotFound for a row of another unit, and for the assessment itself.
    """
    draft = opened(session, actor, ref)
    item, assessment = draft.item(item_id), draft.assessment
    kind = _kind(entity, item_id)
    _require_own(session, ref, kind, entity_id, assessment.id)
    row = _row(actor, assessment.id, item_id, kind, entity_id)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return session.exec(select(EvidenceLink.id).where(*_is_same(row))).one()
    if _count(session, assessment.id, item_id) > MOST_LINKS:
        raise Invalid(f"Tiêu chí {item.name} đã dẫn {MOST_LINKS} mục, không thêm được nữa.", field=item_id)
    assessment.changed_at = now()
    session.flush()
    _record(session, actor, "evidence:linked", row, ref.unit_id)
    return row.id


def unlink(session: Session, actor: Actor, link_id: UUID) -> None:
    """Take a link away again, while the assessment may be written to."""
    query = (
        select(EvidenceLink, Assessment)
        .join(Assessment, col(EvidenceLink.assessment_id) == Assessment.id)
        .where(EvidenceLink.id == link_id, within_reach(actor, Assessment.unit_id))
    )
    found = session.exec(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    row, assessment = found
    actor.require(Permission.ASSESSMENTS_WRITE)
    following(assessment.state, Verb.ANSWER)
    session.delete(row)
    assessment.changed_at = now()
    session.flush()
    _record(session, actor, "evidence:unlinked", row, assessment.unit_id)


def candidates(session: Session, actor: Actor, ref: AssessmentRef) -> list[Candidate]:
    """What may be pointed to: the meetings of the span with their tasks and targets, other assessments of its year.

    Four statements.
    """
    require_reach(session, actor, ref.unit_id)
    held = (Meeting.unit_id == ref.unit_id, col(Meeting.is_cancelled).is_(False), _in_span(ref))
    meetings = session.exec(select(Meeting).where(*held).order_by(col(Meeting.month), col(Meeting.number))).all()
    tasks = session.exec(select(Task).join(Meeting).where(*held).order_by(col(Task.due_on), col(Task.id))).all()
    targets = session.exec(
        select(Target, Meeting).join(Meeting).where(*held).order_by(col(Meeting.month), col(Target.number))
    ).all()
    return [
        *(Candidate(LinkKind.MEETING, row.id, meeting_label(row)) for row in meetings),
        *(Candidate(LinkKind.TASK, row.id, task_label(row)) for row in tasks),
        *(Candidate(LinkKind.TARGET, row.id, target_label(row, given_at)) for row, given_at in targets),
        *(Candidate(LinkKind.ASSESSMENT, row.id, assessment_label(session, row)) for row in _others(session, ref)),
    ]


def _in_span(ref: AssessmentRef) -> Any:
    return col(Meeting.month).between(ref.starts_on, ref.ends_on)


def _others(session: Session, ref: AssessmentRef) -> list[Assessment]:
    """The other assessments of the unit that touch the year; those of meetings and members have pages of their own."""
    first, last = ref.starts_on.replace(month=1), ref.ends_on.replace(month=12, day=31)
    query = (
        select(Assessment)
        .where(Assessment.unit_id == ref.unit_id, Assessment.subject_id == ref.unit_id, ~is_it(ref))
        .where(col(Assessment.period_starts_on) <= last, col(Assessment.period_ends_on) >= first)
        .order_by(col(Assessment.period_starts_on), col(Assessment.kind))
    )
    return list(session.exec(query))


def _kind(entity: str, item_id: str) -> LinkKind:
    try:
        return LinkKind(entity)
    except ValueError:
        raise Invalid("Không dẫn được loại dữ liệu này làm minh chứng.", field=item_id) from None


def _require_own(session: Session, ref: AssessmentRef, kind: LinkKind, entity_id: UUID, itself: UUID) -> None:
    table = _TABLES[kind]
    query = select(table.id).where(table.id == entity_id, table.unit_id == ref.unit_id)
    if entity_id == itself or session.exec(query).first() is None:
        raise NotFound


def _row(actor: Actor, assessment_id: UUID, item_id: str, kind: LinkKind, entity_id: UUID) -> EvidenceLink:
    return EvidenceLink(
        assessment_id=assessment_id,
        item_id=item_id,
        entity=kind.value,
        entity_id=entity_id,
        linked_at=now(),
        linked_by=actor.account_id,
    )


def _is_same(row: EvidenceLink) -> tuple[Any, ...]:
    return (
        EvidenceLink.assessment_id == row.assessment_id,
        EvidenceLink.item_id == row.item_id,
        EvidenceLink.entity == row.entity,
        EvidenceLink.entity_id == row.entity_id,
    )


def _count(session: Session, assessment_id: UUID, item_id: str) -> int:
    query = select(func.count()).where(EvidenceLink.assessment_id == assessment_id, EvidenceLink.item_id == item_id)
    return session.exec(query).one()


def _record(session: Session, actor: Actor, action: str, row: EvidenceLink, unit_id: UUID) -> None:
    facts = {"item": row.item_id, "points_to": row.entity, "pointed_id": str(row.entity_id)}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=unit_id, **facts)

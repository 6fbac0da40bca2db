"""Files beside the items of an assessment: attached, dated, taken away, handed out."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from models import Assessment, Evidence
from services import audit
from services.access import Actor, Permission, within_reach
from services.assessments import AssessmentRef
from services.assessments.drafts import opened
from services.assessments.states import Verb, following
from services.clock import now, today
from services.errors import Conflict, Invalid, NotFound
from services.evidence.files import Accepted, EvidenceDraft, EvidenceFile, accepted
from services.vietnamese import day

MOST = 10
"""Files of one item."""


def attach(session: Session, actor: Actor, ref: AssessmentRef, item_id: str, draft: EvidenceDraft) -> UUID:
    """Keep a file as evidence of an item. The same file again is the same evidence.

    Raises Invalid for a file that is not of a kind, size or number that is taken, Conflict when the
    assessment is not open for writing.
    """
    open_draft = opened(session, actor, ref)
    item = open_draft.item(item_id)
    file = accepted(draft, item_id)
    effective_on = _day(draft.effective_on, item_id)
    kept = _kept(session, open_draft.assessment.id, item_id)
    if file.sha256 in kept:
        return kept[file.sha256]
    if len(kept) >= MOST:
        raise Invalid(f"Tiêu chí {item.name} đã có {MOST} tệp minh chứng, không thêm được nữa.", field=item_id)
    row = _row(actor, open_draft.assessment.id, item_id, file, effective_on)
    session.add(row)
    session.flush()
    _record(session, actor, "evidence:attached", row, ref.unit_id)
    return row.id


def date_file(session: Session, actor: Actor, evidence_id: UUID, on: object, seen: object) -> date | None:
    """Say which day a file is about (None: unknown), while the assessment may be written to; return it.

    When another day than ``seen`` is stored, Conflict says which.
    """
    row, assessment = _reached(session, actor, evidence_id)
    actor.require(Permission.ASSESSMENTS_WRITE)
    following(assessment.state, Verb.ANSWER)
    wanted = _day(on, row.item_id)
    if wanted == row.effective_on:
        return wanted
    if _day(seen, row.item_id) != row.effective_on:
        stands = day(row.effective_on) if row.effective_on else "để trống"
        raise Conflict(f"Ngày của tệp “{row.file_name}” vừa được người khác sửa thành “{stands}”.", field=row.item_id)
    row.effective_on = wanted
    assessment.changed_at = now()
    session.flush()
    _record(session, actor, "evidence:dated", row, assessment.unit_id)
    return wanted


def detach(session: Session, actor: Actor, evidence_id: UUID) -> None:
    """Take a file away again, while the assessment may be written to. Its digest stays in the audit trail."""
    row, assessment = _reached(session, actor, evidence_id)
    actor.require(Permission.ASSESSMENTS_WRITE)
    following(assessment.state, Verb.ANSWER)
    session.delete(row)
    session.flush()
    _record(session, actor, "evidence:detached", row, assessment.unit_id)


def take(session: Session, actor: Actor, evidence_id: UUID) -> EvidenceFile:
    """Hand the file out to anybody who reaches the unit, and note who took it; NotFound otherwise.

    To be served as an attachment with its ``media_type``, never shown inside a page.
    """
    query = (
        select(Evidence, Assessment.unit_id)
        .join(Assessment, col(Evidence.assessment_id) == Assessment.id)
        .where(Evidence.id == evidence_id, within_reach(actor, Assessment.unit_id))
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    row, unit_id = found
    audit.record(session, actor, "evidence:taken", row, entity_id=row.id, unit_id=unit_id, file_name=row.file_name)
    return EvidenceFile(row.file_name, row.media_type, row.content)


def _day(given: object, item_id: str) -> date | None:
    if given is None:
        return None
    if not isinstance(given, date) or isinstance(given, datetime):
        raise Invalid("Ngày của minh chứng phải là một ngày, ví dụ 05/11/2026.", field=item_id)
    if given > today():
        raise Invalid(f"Ngày của minh chứng {day(given)} chưa tới.", field=item_id)
    return given


def _kept(session: Session, assessment_id: UUID, item_id: str) -> dict[str, UUID]:
    query = select(Evidence.sha256, Evidence.id).where(
        Evidence.assessment_id == assessment_id, Evidence.item_id == item_id
    )
    return dict(session.exec(query).all())


def _row(actor: Actor, assessment_id: UUID, item_id: str, file: Accepted, effective_on: date | None) -> Evidence:
    return Evidence(
        assessment_id=assessment_id,
        item_id=item_id,
        file_name=file.file_name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        effective_on=effective_on,
        content=file.content,
        uploaded_at=now(),
        uploaded_by=actor.account_id,
    )


def _reached(session: Session, actor: Actor, evidence_id: UUID) -> tuple[Evidence, Assessment]:
    """The row without its content, for change."""
    query = (
        select(Evidence, Assessment)
        .options(defer(Evidence.content))  # type: ignore[arg-type]
        .join(Assessment, col(Evidence.assessment_id) == Assessment.id)
        .where(Evidence.id == evidence_id, within_reach(actor, Assessment.unit_id))
    )
    found = session.exec(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _record(session: Session, actor: Actor, action: str, row: Evidence, unit_id: UUID) -> None:
    facts = {"item": row.item_id, "file_name": row.file_name, "size": row.size, "sha256": row.sha256}
    facts |= {"effective_on": row.effective_on.isoformat()} if row.effective_on else {}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=unit_id, **facts)

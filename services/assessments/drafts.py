"""An assessment opened for writing: begun by the first thing written, locked until the transaction ends."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import Assessment, AssessmentState, CriteriaSet
from services import audit, criteria, scoring
from services.access import Actor, Permission, require_reach
from services.assessments import superiors
from services.assessments.references import AssessmentRef, Place, is_it, placed
from services.assessments.states import Verb, following
from services.clock import now
from services.errors import Conflict, Invalid
from services.scoring import Form, Item


@dataclass(frozen=True)
class OpenDraft:
    """An assessment that may be written to now, with its form."""

    assessment: Assessment
    form: Form

    def item(self, item_id: str) -> Item:
        """The item; Invalid when the form has none of that name."""
        if item_id not in self.form.items:
            raise Invalid("Bộ tiêu chí đang chấm không có tiêu chí này. Đồng chí mở lại trang.", field=item_id)
        return self.form.items[item_id]


def opened(session: Session, actor: Actor, ref: AssessmentRef) -> OpenDraft:
    """The assessment for somebody who may write, begun if nobody has; Conflict when it is not open for writing."""
    place = placed(session, actor, ref)
    actor.require(Permission.ASSESSMENTS_WRITE)
    assessment = stored(session, ref) or _begun(session, actor, ref, place)
    following(assessment.state, Verb.ANSWER)
    return OpenDraft(assessment, form_of(session, assessment.criteria_set_id))


def reviewed(session: Session, actor: Actor, ref: AssessmentRef, verb: Verb) -> OpenDraft:
    """The assessment for somebody who reviews it: reached, permitted, locked.

    Conflict when it is not in a state for the verb; NotAllowed for whoever does not stand above the unit, and for
    the account that handed it in.
    """
    assessment = judged(session, actor, ref)
    following(assessment.state, verb)
    superiors.require_other(actor, assessment)
    return OpenDraft(assessment, form_of(session, assessment.criteria_set_id))


def judged(session: Session, actor: Actor, ref: AssessmentRef) -> Assessment:
    """The stored assessment for a superior, locked; Conflict while nobody has begun it."""
    require_reach(session, actor, ref.unit_id)
    actor.require(Permission.ASSESSMENTS_REVIEW)
    superiors.require_above(session, actor, ref.unit_id)
    return begun(session, ref)


def own(session: Session, actor: Actor, ref: AssessmentRef) -> Assessment:
    """The stored assessment for somebody who may write, locked, whatever its state; Conflict while there is none."""
    require_reach(session, actor, ref.unit_id)
    actor.require(Permission.ASSESSMENTS_WRITE)
    return begun(session, ref)


def begun(session: Session, ref: AssessmentRef) -> Assessment:
    """The stored assessment, locked; Conflict while nobody has begun it. The caller has checked reach."""
    assessment = stored(session, ref)
    if assessment is None:
        raise Conflict(f"Đơn vị chưa bắt đầu tự chấm {ref.when}.")
    return assessment


def stored(session: Session, ref: AssessmentRef, *, lock: bool = True) -> Assessment | None:
    """The assessment as stored, None when nobody has begun it. The caller has checked reach."""
    query = select(Assessment).where(is_it(ref))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def form_of(session: Session, set_id: UUID) -> Form:
    """The form of a stored assessment: the set it was begun with, whatever came into force since."""
    return scoring.load(session.exec(select(CriteriaSet.body).where(CriteriaSet.id == set_id)).one())


def _begun(session: Session, actor: Actor, ref: AssessmentRef, place: Place) -> Assessment:
    in_force = criteria.in_force(session, actor, ref.kind, ref.unit_id, place.on, place.meeting_kind)
    assessment = _new(ref, place, in_force.set_id)
    try:
        with session.begin_nested():
            session.add(assessment)
    except IntegrityError:
        # Somebody began it a moment ago: the two meet on that row.
        found = stored(session, ref)
        if found is None:
            raise
        return found
    _record_beginning(session, actor, assessment)
    return assessment


def _new(ref: AssessmentRef, place: Place, set_id: UUID) -> Assessment:
    is_meeting = place.meeting_kind is not None
    return Assessment(
        unit_id=ref.unit_id,
        subject_id=ref.subject_id,
        meeting_id=ref.subject if is_meeting else None,
        member_id=None if is_meeting else ref.subject,
        criteria_set_id=set_id,
        kind=ref.kind,
        period_starts_on=ref.starts_on,
        period_ends_on=ref.ends_on,
        state=AssessmentState.DRAFT,
        created_at=now(),
        changed_at=now(),
    )


def _record_beginning(session: Session, actor: Actor, assessment: Assessment) -> None:
    facts = {"kind": assessment.kind, "from": str(assessment.period_starts_on), "to": str(assessment.period_ends_on)}
    audit.record(
        session, actor, "assessment:created", assessment, entity_id=assessment.id, unit_id=assessment.unit_id, **facts
    )

"""Handing in, taking back, sending back, accepting and taking that back: the steps of ``states.STEPS``."""

from datetime import datetime

from sqlmodel import Session, col, select

from models import Account, Assessment, AssessmentState, Recognition
from services import audit, scoring
from services.access import Actor, is_of_higher_level
from services.assessments import facts
from services.assessments.answers import answers
from services.assessments.completeness import missing, vote_missing
from services.assessments.drafts import form_of, judged, own
from services.assessments.fields import text_typed
from services.assessments.references import AssessmentRef, placed
from services.assessments.remarks import open_remarks
from services.assessments.states import Verb, following, is_repeated
from services.assessments.superiors import require_other
from services.assessments.voting import vote_written
from services.assessments.working import Worked, wants_reason, worked
from services.clock import local, now
from services.errors import Conflict, Invalid, NotAllowed
from services.scoring import Facts, Form
from services.vietnamese import day

LONGEST_REASON = 1000
"""Of what was accepted and is not any more: it stands where the superior's note stands, behind some words."""


class Incomplete(Invalid):
    """It cannot be handed in, or accepted, yet; ``reasons`` say why, item by item."""

    def __init__(self, reasons: tuple[str, ...], what: str = "nộp") -> None:
        super().__init__(f"Chưa {what} được, còn {len(reasons)} việc phải làm.", reasons=reasons)


def submit(session: Session, actor: Actor, ref: AssessmentRef) -> None:
    """Hand the self-assessment in: its total, its grade and the figures behind it are frozen. A second time changes nothing.

    Raises Incomplete with everything that is missing, Conflict when it is past that.
    """
    assessment = own(session, actor, ref)
    if is_repeated(assessment.state, Verb.SUBMIT):
        return
    state = following(assessment.state, Verb.SUBMIT)
    form = form_of(session, assessment.criteria_set_id)
    found = facts.live(session, actor, ref, form)
    score = _worked(session, assessment, form, found).own
    lacking = placed(session, actor, ref).lacking
    if sentences := (*lacking, *missing(form, score), *vote_missing(vote_written(assessment, form))):
        raise Incomplete(sentences)
    assessment.total, assessment.grade = score.total, score.grade.id if score.grade else None
    assessment.facts = scoring.spelled_facts(found)
    assessment.submitted_at, assessment.submitted_by = now(), actor.account_id
    assessment.reviewed_at = assessment.reviewed_by = None
    total = None if score.total is None else scoring.format_points(score.total)
    _enter(session, actor, assessment, state, "assessment:submitted", total=total, grade=assessment.grade)


def take_back(session: Session, actor: Actor, ref: AssessmentRef) -> None:
    """Open what was handed in for writing again, as long as nobody has judged it."""
    assessment = own(session, actor, ref)
    if is_repeated(assessment.state, Verb.TAKE_BACK):
        return
    state = following(assessment.state, Verb.TAKE_BACK)
    assessment.total = assessment.grade = assessment.submitted_at = assessment.submitted_by = assessment.facts = None
    _enter(session, actor, assessment, state, "assessment:taken_back")


def send_back(session: Session, actor: Actor, ref: AssessmentRef, note: str, seen: datetime | None) -> None:
    """Hand it back to the unit with what to mend: a note, or remarks at its items.

    ``seen`` is ``submitted_at`` as the reviewer read it: what was handed in anew since wants a new look.
    """
    assessment = judged(session, actor, ref)
    note = text_typed(note, "Nội dung trả lại", "note")
    if _is_sent_back_already(assessment, actor, note):
        return
    if not note and not open_remarks(session, assessment):
        sentence = "Khi trả lại phải ghi rõ nội dung đơn vị cần sửa, hoặc ghi chú ở ít nhất một tiêu chí."
        raise Invalid(sentence, field="note")
    state = following(assessment.state, Verb.SEND_BACK)
    require_other(actor, assessment)
    _require_same(assessment, seen)
    assessment.review_note = note
    _judge(assessment, actor)
    _enter(session, actor, assessment, state, "assessment:sent_back")


def accept(
    session: Session, actor: Actor, ref: AssessmentRef, seen: datetime | None, reviewed_at: datetime | None = None
) -> None:
    """Accept it as handed in at ``seen`` and as reviewed until ``reviewed_at``: what stands after the review is frozen.

    Four eyes: never by the account that handed it in, nor from inside the unit. Raises Incomplete where the superior's
    own answers lack a note or a reason, or the two results differ by more than the form lets pass without a word;
    Conflict where somebody else handed in or reviewed meanwhile.
    """
    assessment = judged(session, actor, ref)
    if is_repeated(assessment.state, Verb.ACCEPT):
        return
    state = following(assessment.state, Verb.ACCEPT)
    require_other(actor, assessment)
    _require_same(assessment, seen)
    _require_reviewed(session, actor, assessment, reviewed_at)
    form = form_of(session, assessment.criteria_set_id)
    score = _explained(form, assessment, _worked(session, assessment, form, facts.frozen(assessment)))
    assessment.review_total, assessment.review_grade = score.total, score.grade.id if score.grade else None
    _judge(assessment, actor)
    total = None if score.total is None else scoring.format_points(score.total)
    _enter(session, actor, assessment, state, "assessment:accepted", total=total, grade=assessment.review_grade)


def withdraw_acceptance(session: Session, actor: Actor, ref: AssessmentRef, reason: str) -> None:
    """Open what was accepted for review again, with the reason.

    Raises Conflict once it has been recognised by a decision, NotAllowed where a higher level has accepted it.
    """
    assessment = judged(session, actor, ref)
    words = text_typed(reason, "Lý do rút kết quả thẩm định", "reason", LONGEST_REASON)
    if not words:
        raise Invalid("Đồng chí ghi lý do rút kết quả thẩm định.", field="reason")
    if is_repeated(assessment.state, Verb.WITHDRAW_ACCEPTANCE):
        return
    state = following(assessment.state, Verb.WITHDRAW_ACCEPTANCE)
    require_other(actor, assessment)
    if is_of_higher_level(session, actor, [assessment.reviewed_by]):
        raise NotAllowed("Kết quả này do cấp trên thông qua. Đồng chí báo cán bộ của cấp trên rút kết quả thẩm định.")
    _refuse_recognised(session, assessment)
    assessment.review_total = assessment.review_grade = None
    assessment.review_note = f"Rút kết quả thẩm định: {words}"
    _judge(assessment, actor)
    _enter(session, actor, assessment, state, "assessment:acceptance_withdrawn", reason=words)


def _worked(session: Session, assessment: Assessment, form: Form, found: Facts) -> Worked:
    given = answers(session, assessment.id, form)
    return worked(form, given.own, given.review, found)


def _explained(form: Form, assessment: Assessment, found: Worked) -> scoring.Score:
    """The score that stands after the review, once everything that differs has its word."""
    sentences = missing(form, found.review) if found.review else ()
    if wants_reason(form, found) and not assessment.difference_reason:
        apart = scoring.format_points(found.difference) if found.difference is not None else ""
        sentences += (f"Điểm thẩm định chênh {apart} điểm so với điểm tự chấm nhưng chưa ghi lý do chênh lệch.",)
    if sentences:
        raise Incomplete(sentences, "thông qua")
    return found.standing


def _refuse_recognised(session: Session, assessment: Assessment) -> None:
    query = select(Recognition).where(Recognition.assessment_id == assessment.id, col(Recognition.revoked_on).is_(None))
    found = session.exec(query).first()
    if found:
        raise Conflict(
            f"Kết quả này đã được công nhận theo Quyết định số {found.decision_number} ngày {day(found.decided_on)}; "
            "phải thu hồi công nhận trước khi rút kết quả thẩm định."
        )


def _is_sent_back_already(assessment: Assessment, actor: Actor, note: str) -> bool:
    """Whether this is the second click of the one who sent it back a moment ago."""
    same = (assessment.reviewed_by, assessment.review_note) == (actor.account_id, note)
    return assessment.state is AssessmentState.RETURNED and same


def _require_same(assessment: Assessment, seen: datetime | None) -> None:
    if assessment.submitted_at is not None and assessment.submitted_at != seen:
        moment = local(assessment.submitted_at)
        raise Conflict(
            f"Đơn vị vừa nộp lại lúc {moment:%H:%M} ngày {moment:%d/%m/%Y}. Đồng chí xem bản mới trước khi kết luận."
        )


def _require_reviewed(session: Session, actor: Actor, assessment: Assessment, seen: datetime | None) -> None:
    """What another reviewer has said since wants a look; what the actor wrote, the actor knows."""
    if assessment.reviewed_by in {None, actor.account_id} or assessment.reviewed_at == seen:
        return
    other = session.exec(select(Account.display_name).where(Account.id == assessment.reviewed_by)).one()
    raise Conflict(f"{other} vừa thẩm định bản này. Đồng chí xem lại phần thẩm định trước khi thông qua.")


def _judge(assessment: Assessment, actor: Actor) -> None:
    assessment.reviewed_at, assessment.reviewed_by = now(), actor.account_id


def _enter(
    session: Session, actor: Actor, assessment: Assessment, state: AssessmentState, action: str, **details: str | None
) -> None:
    assessment.state = state
    assessment.changed_at = now()
    session.flush()
    details |= {"from": str(assessment.period_starts_on), "to": str(assessment.period_ends_on)}
    audit.record(session, actor, action, assessment, entity_id=assessment.id, unit_id=assessment.unit_id, **details)

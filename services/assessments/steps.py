"""Handing in, taking back, sending back and accepting: the steps of ``states.STEPS``."""

from datetime import datetime

from sqlmodel import Session, select

from models import Answer, Assessment, AssessmentState, Stage
from services import audit, scoring
from services.access import Actor, Permission, require_reach
from services.assessments.completeness import missing
from services.assessments.drafts import form_of, stored
from services.assessments.references import AssessmentRef
from services.assessments.states import Verb, following, is_repeated
from services.clock import local, now
from services.errors import Conflict, Invalid, NotAllowed
from services.scoring import Form, Score
from services.vietnamese import clean_lines, number

LONGEST_NOTE = 2000


class Incomplete(Invalid):
    """The form cannot be handed in yet; ``reasons`` say why, item by item."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(f"Chưa nộp được, còn {len(reasons)} việc phải làm.", reasons=reasons)


def submit(session: Session, actor: Actor, ref: AssessmentRef) -> None:
    """Hand the self-assessment in: its total and grade are frozen. A second time changes nothing.

    Raises Incomplete with everything that is missing, Conflict when it is past that.
    """
    assessment = _reached(session, actor, ref, Permission.ASSESSMENTS_WRITE)
    if is_repeated(assessment.state, Verb.SUBMIT):
        return
    state = following(assessment.state, Verb.SUBMIT)
    score = _complete_score(session, assessment)
    assessment.total = score.total
    assessment.grade = score.grade.id if score.grade else None
    assessment.submitted_at, assessment.submitted_by = now(), actor.account_id
    assessment.reviewed_at = assessment.reviewed_by = None
    total = None if score.total is None else scoring.format_points(score.total)
    _enter(session, actor, assessment, state, "assessment:submitted", total=total, grade=assessment.grade)


def take_back(session: Session, actor: Actor, ref: AssessmentRef) -> None:
    """Open what was handed in for writing again, as long as nobody has judged it."""
    assessment = _reached(session, actor, ref, Permission.ASSESSMENTS_WRITE)
    if is_repeated(assessment.state, Verb.TAKE_BACK):
        return
    state = following(assessment.state, Verb.TAKE_BACK)
    assessment.total = assessment.grade = assessment.submitted_at = assessment.submitted_by = None
    _enter(session, actor, assessment, state, "assessment:taken_back")


def send_back(session: Session, actor: Actor, ref: AssessmentRef, note: str, seen: datetime | None) -> None:
    """Hand it back to the cell with a note that says what to mend.

    ``seen`` is ``submitted_at`` as the reviewer read it: what was handed in anew since wants a new look.
    """
    assessment = _reached(session, actor, ref, Permission.ASSESSMENTS_REVIEW)
    note = _required(note)
    if _is_sent_back_already(assessment, actor, note):
        return
    state = following(assessment.state, Verb.SEND_BACK)
    _require_same(assessment, seen)
    assessment.review_note = note
    _judge(assessment, actor)
    _enter(session, actor, assessment, state, "assessment:sent_back")


def accept(session: Session, actor: Actor, ref: AssessmentRef, seen: datetime | None) -> None:
    """Accept it as handed in at ``seen``. Four eyes: never by the account that handed it in."""
    assessment = _reached(session, actor, ref, Permission.ASSESSMENTS_REVIEW)
    if is_repeated(assessment.state, Verb.ACCEPT):
        return
    state = following(assessment.state, Verb.ACCEPT)
    _require_same(assessment, seen)
    if assessment.submitted_by == actor.account_id:
        raise NotAllowed(
            "Chính tài khoản này đã nộp bản tự chấm nên không tự thông qua được; cần một đồng chí khác thẩm định."
        )
    _judge(assessment, actor)
    _enter(session, actor, assessment, state, "assessment:accepted")


def _reached(session: Session, actor: Actor, ref: AssessmentRef, permission: Permission) -> Assessment:
    require_reach(session, actor, ref.unit_id)
    actor.require(permission)
    assessment = stored(session, ref)
    if assessment is None:
        raise Conflict(f"Đơn vị chưa bắt đầu tự chấm {ref.when}.")
    return assessment


def _complete_score(session: Session, assessment: Assessment) -> Score:
    form = form_of(session, assessment.criteria_set_id)
    score = scoring.score(form, _own_answers(session, assessment, form))
    if sentences := missing(form, score):
        raise Incomplete(sentences)
    return score


def _own_answers(session: Session, assessment: Assessment, form: Form) -> dict[str, scoring.Answer]:
    query = select(Answer).where(Answer.assessment_id == assessment.id, Answer.stage == Stage.SELF)
    return {
        row.item_id: scoring.Answer(scoring.value_from(form.items[row.item_id], row.value), row.is_applicable, row.note)
        for row in session.exec(query)
    }


def _required(note: str) -> str:
    cleaned = clean_lines(note)
    if not cleaned:
        raise Invalid("Khi trả lại phải ghi rõ nội dung chi bộ cần sửa.", field="note")
    if len(cleaned) > LONGEST_NOTE:
        raise Invalid(
            f"Nội dung trả lại dài {number(len(cleaned))} ký tự, tối đa là {number(LONGEST_NOTE)}.", field="note"
        )
    return cleaned


def _is_sent_back_already(assessment: Assessment, actor: Actor, note: str) -> bool:
    """Whether this is the second click of the one who sent it back a moment ago."""
    same = (assessment.reviewed_by, assessment.review_note) == (actor.account_id, note)
    return assessment.state is AssessmentState.RETURNED and same


def _require_same(assessment: Assessment, seen: datetime | None) -> None:
    if assessment.submitted_at is not None and assessment.submitted_at != seen:
        moment = local(assessment.submitted_at)
        raise Conflict(
            f"Chi bộ vừa nộp lại lúc {moment:%H:%M} ngày {moment:%d/%m/%Y}. Đồng chí xem bản mới trước khi kết luận."
        )


def _judge(assessment: Assessment, actor: Actor) -> None:
    assessment.reviewed_at, assessment.reviewed_by = now(), actor.account_id


def _enter(
    session: Session, actor: Actor, assessment: Assessment, state: AssessmentState, action: str, **facts: str | None
) -> None:
    assessment.state = state
    assessment.changed_at = now()
    session.flush()
    facts |= {"from": str(assessment.period_starts_on), "to": str(assessment.period_ends_on)}
    audit.record(session, actor, action, assessment, entity_id=assessment.id, unit_id=assessment.unit_id, **facts)

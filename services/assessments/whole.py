"""Writing one field of the assessment as a whole: the unit's vote, the superior's reason for a difference."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models import Assessment
from services import audit
from services.access import Actor
from services.assessments import voting
from services.assessments.drafts import opened, reviewed
from services.assessments.fields import text_typed
from services.assessments.references import AssessmentRef
from services.assessments.states import Verb
from services.assessments.voting import VOTE_LABELS, VOTED_ON
from services.clock import now
from services.errors import Invalid, Overtaken
from services.vietnamese import day, number

DIFFERENCE_REASON = "difference_reason"
LABELS = {**VOTE_LABELS, DIFFERENCE_REASON: "Lý do chênh lệch điểm"}
MOST_DIGITS = 4

Written = date | int | str | None
"""A day, a number of people, a text; None and the empty text: nothing is written."""


def write(  # noqa: PLR0913, PLR0917 - one field, what it is to be and what was seen there before
    session: Session, actor: Actor, ref: AssessmentRef, field: str, value: object, seen: object
) -> Written:
    """Store one field of the assessment as a whole; return what stands there then.

    The fields of the vote (``VOTE_LABELS``) are the unit's, ``difference_reason`` is the superior's. Where another
    value than ``seen`` is stored, nothing is overwritten and Conflict says what stands there. Raises Invalid, naming
    the rule, for a vote that cannot be.
    """
    assessment = _opened(session, actor, ref, field)
    wanted, standing = _parsed(field, value), getattr(assessment, field)
    if wanted == standing:
        return wanted
    if _parsed(field, seen) != standing:
        raise _overtaken(field, standing)
    if field in VOTE_LABELS:
        _check(session, actor, ref, _votes(assessment) | {field: wanted}, field)
    else:
        assessment.reviewed_at, assessment.reviewed_by = now(), actor.account_id
    setattr(assessment, field, wanted)
    assessment.changed_at = now()
    session.flush()
    _record(session, actor, assessment, field, wanted)
    return wanted


def _opened(session: Session, actor: Actor, ref: AssessmentRef, field: str) -> Assessment:
    if field == DIFFERENCE_REASON:
        return reviewed(session, actor, ref, Verb.REVIEW).assessment
    assessment = opened(session, actor, ref).assessment
    if field not in VOTE_LABELS:
        raise Invalid("Phiếu chấm không có ô này. Đồng chí mở lại trang.", field=field)
    return assessment


def _parsed(field: str, given: object) -> Written:
    if field == DIFFERENCE_REASON:
        return text_typed(given, LABELS[field], field)
    if given is None or given == "":
        return None
    if field == VOTED_ON:
        if isinstance(given, date) and not isinstance(given, datetime):
            return given
        raise Invalid(f"“{LABELS[field]}” phải là một ngày, ví dụ 05/11/2026.", field=field)
    return _people(field, given)


def _people(field: str, given: object) -> int:
    typed = str(given).strip() if isinstance(given, int | str) and not isinstance(given, bool) else ""
    if not typed.isascii() or not typed.isdigit() or len(typed) > MOST_DIGITS:
        raise Invalid(f"“{LABELS[field]}” phải là số người, ví dụ 17.", field=field)
    return int(typed)


def _votes(assessment: Assessment) -> dict[str, Any]:
    return {field: getattr(assessment, field) for field in VOTE_LABELS}


def _check(session: Session, actor: Actor, ref: AssessmentRef, after: dict[str, Any], field: str) -> None:
    """Refuse a vote that cannot be; taking something away never makes one."""
    on = after.pop(VOTED_ON)
    voting.check_day(ref, on)
    if field == VOTED_ON or after[field] is not None:
        voting.check_numbers(after, on, voting.electorate(session, actor, ref, on), field)


def _overtaken(field: str, standing: Written) -> Overtaken:
    said = day(standing) if isinstance(standing, date) else number(standing) if isinstance(standing, int) else standing
    return Overtaken(
        f"“{LABELS[field]}” vừa được người khác sửa thành “{said or 'để trống'}”.",
        field=field,
    )


def _record(session: Session, actor: Actor, assessment: Assessment, field: str, wanted: Written) -> None:
    # A reason may name people: the trail says that it changed, not what it says.
    said = {"value": str(wanted)} if field in VOTE_LABELS and wanted is not None else {}
    audit.record(
        session,
        actor,
        "assessment:vote_written" if field in VOTE_LABELS else "assessment:difference_explained",
        assessment,
        entity_id=assessment.id,
        unit_id=assessment.unit_id,
        field=field,
        **said,
    )

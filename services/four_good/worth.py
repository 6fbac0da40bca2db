"""Which results of a four-good year are worth a recognition: the grades that the criteria set names for it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from models import Assessment, CriteriaSet
from services import scoring, units
from services.access import Actor
from services.errors import Conflict
from services.scoring import Form
from services.vietnamese import listing

MOST_NAMED = 3


def standing_grade(assessment: Assessment) -> str:
    """The grade of an accepted assessment: that of the review; empty without one."""
    return assessment.review_grade or assessment.grade or ""


def require_worthy(session: Session, actor: Actor, assessments: Iterable[Assessment]) -> None:
    """Raise Conflict with the units and grades of those accepted assessments that are not worth a recognition."""
    found = list(assessments)
    forms = _forms(session, {assessment.criteria_set_id for assessment in found})
    unworthy = {
        assessment.unit_id: _label(forms[assessment.criteria_set_id], standing_grade(assessment))
        for assessment in found
        if standing_grade(assessment) not in forms[assessment.criteria_set_id].recognised_grades
    }
    if unworthy:
        names = sorted((row.name, unworthy[row.unit_id]) for row in units.by_id(session, actor, set(unworthy)).values())
        said = [f"{name} (mức “{label}”)" for name, label in names[:MOST_NAMED]]
        rest = len(unworthy) - len(said)
        raise Conflict(
            f"Chưa công nhận được: {listing([*said, *([f'{rest} đơn vị khác'] if rest else [])])} không thuộc mức được "
            "công nhận."
        )


def _forms(session: Session, set_ids: set[UUID]) -> Mapping[UUID, Form]:
    query = select(CriteriaSet.id, CriteriaSet.body).where(col(CriteriaSet.id).in_(set_ids))
    return {set_id: scoring.load(body) for set_id, body in session.exec(query)}


def _label(form: Form, grade_id: str) -> str:
    return next((grade.label for grade in form.grades if grade.id == grade_id), grade_id)

"""The figures that an assessment is scored with: live while it is being written, frozen from its submission on."""

from sqlmodel import Session

from models import Assessment, SubjectKind
from services import metrics, scoring
from services.access import Actor
from services.assessments.references import AssessmentRef
from services.assessments.subjects import kind_of
from services.metrics import Subject
from services.scoring import Facts, Form
from services.tables import Table


def live(session: Session, actor: Actor, ref: AssessmentRef, form: Form) -> Facts:
    """The figures as they are now; a few statements, none for a form that looks at no figures."""
    names = scoring.metrics_used(form) & metrics.METRICS.keys()
    if not names:
        return {}
    subject = subject_of(session, ref)
    return metrics.facts(session, actor, [subject], names).get(subject, {})


def frozen(assessment: Assessment) -> Facts:
    """The figures that it was handed in with."""
    return scoring.facts_from(assessment.facts or {})


def subject_of(session: Session, ref: AssessmentRef) -> Subject:
    """Whom the figures of an assessment are about."""
    kind = kind_of(session, ref)
    return Subject(
        unit_id=ref.unit_id,
        first=ref.starts_on,
        last=ref.ends_on,
        meeting_id=ref.subject if kind is SubjectKind.MEETING else None,
        member_id=ref.subject if kind is SubjectKind.MEMBER else None,
    )


def figure_rows(session: Session, actor: Actor, ref: AssessmentRef, name: str) -> Table:
    """The rows behind one figure as they are now; NotFound out of reach."""
    return metrics.rows(session, actor, subject_of(session, ref), name)

"""The score of one meeting: where it is given, and how it stands in the meeting's record."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from models import AssessmentState
from services import scoring
from services.access import Actor, require_reach
from services.assessments import MEETING_QUALITY, AssessmentRef
from services.meetings import SCORED, MeetingRef
from services.quality.records import ScoredMeeting, forms, scored


@dataclass(frozen=True)
class MeetingGrade:
    """How a meeting was scored; ``state`` None: not begun."""

    ref: AssessmentRef
    state: AssessmentState | None
    own_total: Decimal | None
    own_label: str
    review_total: Decimal | None
    review_label: str

    @property
    def sentence(self) -> str:
        """The line for the minutes: what the cell gave itself, and what the superior decided."""
        parts = [_part("Chi bộ tự chấm", self.own_total, self.own_label)]
        parts += [_part("cấp trên đánh giá", self.review_total, self.review_label)] if self.review_label else []
        return "; ".join(filter(None, parts)) + "." if any(parts) else "Chưa chấm chất lượng buổi sinh hoạt."


def grade_of(session: Session, actor: Actor, ref: MeetingRef) -> MeetingGrade | None:
    """The score of a cell's meeting; None while no record of it is stored, or its kind is not scored. NotFound out of reach."""
    path = require_reach(session, actor, ref.unit_id).path
    if ref.kind not in SCORED:
        return None
    found = scored(session, actor, path, ref.month, ref.month, ref.kind)
    row = next((row for row in found if (row.unit_id, row.number) == (ref.unit_id, ref.number)), None)
    return _grade(session, row) if row else None


def ref_of(row: ScoredMeeting) -> AssessmentRef:
    """The assessment in which the meeting is scored."""
    number = row.month.month
    return AssessmentRef(row.unit_id, row.month.year, MEETING_QUALITY, (number, number), row.meeting_id)


def _grade(session: Session, row: ScoredMeeting) -> MeetingGrade:
    known = forms(session, {row.set_id} if row.set_id else set())
    return _labelled(row, known.get(row.set_id) if row.set_id else None)


def _labelled(row: ScoredMeeting, form: scoring.Form | None) -> MeetingGrade:
    labels = {grade.id: grade.label for grade in form.grades} if form else {}
    own, review = labels.get(row.own_grade, ""), labels.get(row.review_grade, "")
    return MeetingGrade(ref_of(row), row.state, row.own_total, own, row.review_total, review)


def _part(who: str, total: Decimal | None, label: str) -> str:
    points = f"{scoring.format_points(total)} điểm" if total is not None else ""
    said = ", ".join(filter(None, [points, f"xếp loại {label}" if label else ""]))
    return f"{who}: {said}" if said else ""

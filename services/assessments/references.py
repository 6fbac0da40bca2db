"""Which assessment is meant: a subject, a kind and a span of months, and the unit as it was in that span."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from models import Assessment, MeetingKind, SubjectKind, Unit, UnitEra
from services import months
from services.access import Actor, below, require_reach
from services.assessments import subjects
from services.clock import today
from services.criteria import name_of
from services.errors import Invalid

FOUR_GOOD_CELL = "four_good_cell"
MEETING_QUALITY = "meeting_quality"
WHOLE_YEAR = (1, 12)


@dataclass(frozen=True)
class AssessmentRef:
    """The natural key of an assessment: a subject has at most one of a kind in a span.

    ``unit_id`` is the unit in whose reach it lies: the one that is assessed, or the cell of the meeting or member.
    """

    unit_id: UUID
    year: int
    kind: str = FOUR_GOOD_CELL
    months: tuple[int, int] = WHOLE_YEAR
    """The first and the last month of the year that it is about."""
    subject: UUID | None = None
    """The meeting or the member; None where the unit itself is assessed."""

    @property
    def starts_on(self) -> date:
        return date(self.year, self.months[0], 1)

    @property
    def ends_on(self) -> date:
        """The last day of the span."""
        return months.last_day(date(self.year, self.months[1], 1))

    @property
    def subject_id(self) -> UUID:
        """Who or what is assessed."""
        return self.subject or self.unit_id

    @property
    def name(self) -> str:
        """What tells it apart from every other one, for the keys of a screen."""
        return f"{self.kind}:{self.subject_id}:{self.year}-{self.months[0]}-{self.months[1]}"

    @property
    def span(self) -> str:
        """The months as an address has them: ``1-12``."""
        return f"{self.months[0]}-{self.months[1]}"

    @property
    def when(self) -> str:
        """The span in words: ``năm 2026``, ``tháng 11/2026``, ``quý III/2026``, ``tháng 1–6/2026``."""
        return span_in_words(self.year, self.months)


@dataclass(frozen=True)
class Place:
    """The subject as it was on ``on``: the last day of the span that has come and that its unit has seen."""

    unit_id: UUID
    unit_name: str
    name: str
    """The unit's name, the member's, or which meeting it was."""
    on: date
    subject_kind: SubjectKind = SubjectKind.CELL
    meeting_kind: MeetingKind | None = None
    """Of a meeting, its kind: forms may be made for some kinds only."""
    lacking: tuple[str, ...] = ()
    """What must be done elsewhere before the assessment can be handed in."""


def span_in_words(year: int, months: tuple[int, int]) -> str:
    """``năm 2026``, ``tháng 11/2026``, ``quý III/2026``, ``tháng 1–6/2026``."""
    first, last = months
    if months == WHOLE_YEAR:
        return f"năm {year}"
    if first == last:
        return f"tháng {first}/{year}"
    if (first - 1) % 3 == 0 and last == first + 2:
        return f"quý {('I', 'II', 'III', 'IV')[first // 3]}/{year}"
    return f"tháng {first}–{last}/{year}"


def ref_of(assessment: Assessment) -> AssessmentRef:
    """The reference of a stored assessment."""
    first, last = assessment.period_starts_on, assessment.period_ends_on
    subject = assessment.subject_id if assessment.subject_id != assessment.unit_id else None
    return AssessmentRef(assessment.unit_id, first.year, assessment.kind, (first.month, last.month), subject)


def is_it(ref: AssessmentRef) -> sa.ColumnElement[bool]:
    """The stored assessment that is meant."""
    return sa.and_(
        col(Assessment.unit_id) == ref.unit_id,
        col(Assessment.subject_id) == ref.subject_id,
        col(Assessment.kind) == ref.kind,
        col(Assessment.period_starts_on) == ref.starts_on,
        col(Assessment.period_ends_on) == ref.ends_on,
    )


def placed(session: Session, actor: Actor, ref: AssessmentRef) -> Place:
    """The subject in the span; NotFound out of reach, Invalid when there is nothing to assess there."""
    era = _last_era(session, actor, ref) if _has_begun(ref) else None
    if era is None:
        require_reach(session, actor, ref.unit_id)
        require_begun(ref)
        raise Invalid(f"{ref.when.capitalize()} đơn vị này chưa thành lập hoặc đã thôi hoạt động.", field="year")
    kind = subjects.kind_of(session, ref)
    if era.kind.is_cell is (kind is SubjectKind.COMMITTEE):
        who = "đảng bộ" if kind is SubjectKind.COMMITTEE else "chi bộ"
        raise Invalid(f"Chỉ {who} mới chấm theo bộ tiêu chí “{name_of(session, ref.kind)}”.", field="unit")
    return subjects.placed(session, ref, kind, Place(ref.unit_id, era.name, era.name, _last_day(era, ref), kind))


def require_begun(ref: AssessmentRef) -> None:
    """Raise Invalid for a span that has not begun, or that no calendar holds."""
    if not _has_begun(ref):
        now = f"{today():%m/%Y}" if ref.months != WHOLE_YEAR else f"năm {today().year}"
        raise Invalid(f"{ref.when.capitalize()} chưa tới; chỉ chấm được từ {now} trở về trước.", field="year")


def _has_begun(ref: AssessmentRef) -> bool:
    return 1 <= ref.year <= today().year and ref.starts_on <= today()


def _last_era(session: Session, actor: Actor, ref: AssessmentRef) -> UnitEra | None:
    begun = col(UnitEra.starts_on) <= min(ref.ends_on, today())
    not_over = or_(col(UnitEra.ends_on).is_(None), col(UnitEra.ends_on) > ref.starts_on)
    query = (
        select(UnitEra)
        .join(Unit, col(Unit.id) == UnitEra.unit_id)
        .where(UnitEra.unit_id == ref.unit_id, below(actor.unit_path), begun, not_over)
        .order_by(col(UnitEra.starts_on).desc())
        .limit(1)
    )
    return session.exec(query).one_or_none()


def _last_day(era: UnitEra, ref: AssessmentRef) -> date:
    last_of_era = era.ends_on - timedelta(days=1) if era.ends_on else date.max
    return min(ref.ends_on, today(), last_of_era)

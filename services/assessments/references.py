"""Which assessment is meant: a unit, a kind and a year, and the unit as it was in that year."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from models import Unit, UnitEra
from services.access import Actor, below, require_reach
from services.clock import today
from services.errors import Invalid

FOUR_GOOD_CELL = "four_good_cell"


@dataclass(frozen=True)
class AssessmentRef:
    """The natural key of an assessment: one unit has at most one of a kind in a year."""

    unit_id: UUID
    year: int
    kind: str = FOUR_GOOD_CELL

    @property
    def starts_on(self) -> date:
        return date(self.year, 1, 1)

    @property
    def ends_on(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)


@dataclass(frozen=True)
class Place:
    """The unit as it was on ``on``: the last day of the year that has come and that the unit has seen."""

    unit_id: UUID
    name: str
    on: date


def placed(session: Session, actor: Actor, ref: AssessmentRef) -> Place:
    """The cell in the year; NotFound out of reach, Invalid when there is nothing to assess there."""
    era = _last_era(session, actor, ref) if _has_begun(ref.year) else None
    if era is None:
        require_reach(session, actor, ref.unit_id)
        require_year(ref.year)
        raise Invalid(f"Năm {ref.year} đơn vị này chưa thành lập hoặc đã thôi hoạt động.", field="year")
    if not era.kind.is_cell:
        raise Invalid("Chỉ chi bộ mới tự chấm theo tiêu chí “chi bộ bốn tốt”.", field="unit")
    return Place(ref.unit_id, era.name, _last_day(era, ref))


def require_year(year: int) -> None:
    """Raise Invalid for a year that has not begun, or that no calendar holds."""
    if not _has_begun(year):
        raise Invalid(f"Năm {year} chưa tới; chỉ chấm được từ năm {today().year} trở về trước.", field="year")


def _has_begun(year: int) -> bool:
    return 1 <= year <= today().year


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

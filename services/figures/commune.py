"""All figures about one unit and a span of months, read in few statements."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from services import meetings, months, units
from services.access import Actor
from services.clock import today
from services.errors import Invalid
from services.figures.grades import GoodRow, GradeRow, annual_grades, four_good_grades, goods
from services.figures.meetings import HeldRow, MonthRates, RankedCell, held, ranking, rates_by_month

LONGEST_SPAN = 60
"""Months that a page shows at most: five years."""
YEARS_BACK = 6
"""Grades are shown year by year for so many years before the last one."""


@dataclass(frozen=True)
class Scope:
    """What figures are about: it stands in every title."""

    unit_name: str
    first: date
    last: date


@dataclass(frozen=True)
class MeetingFigures:
    """Figures of regular meetings."""

    scope: Scope
    held: list[HeldRow]
    rates: list[MonthRates]
    ranking: list[RankedCell]


@dataclass(frozen=True)
class GradeFigures:
    """Figures of the four-good self-assessment of the span's last year, and of classifications up to it."""

    scope: Scope
    goods: list[GoodRow]
    four_good: list[GradeRow]
    annual: list[GradeRow]


def meeting_figures(session: Session, actor: Actor, unit_id: UUID, first: date, last: date) -> MeetingFigures:
    """Regular meetings at or below a unit. Raises NotFound out of reach, Invalid for a span that is none."""
    scope = _scope(session, actor, unit_id, first, last)
    book = meetings.book(session, actor, unit_id, first, last)
    in_order = sorted(book, key=lambda row: row.ref.month)
    return MeetingFigures(
        scope, held(in_order, today()), rates_by_month(in_order, first, last), ranking(in_order, today())
    )


def grade_figures(session: Session, actor: Actor, unit_id: UUID, first: date, last: date) -> GradeFigures:
    """Assessments and classifications at or below a unit. Raises NotFound out of reach, Invalid for a bad span."""
    scope = _scope(session, actor, unit_id, first, last)
    year = last.year
    return GradeFigures(
        scope,
        goods(session, actor, unit_id, year),
        four_good_grades(session, actor, unit_id, year - YEARS_BACK, year),
        annual_grades(session, actor, unit_id, year - YEARS_BACK, year),
    )


def _scope(session: Session, actor: Actor, unit_id: UUID, first: date, last: date) -> Scope:
    if first > last:
        raise Invalid("Tháng bắt đầu phải trước hoặc bằng tháng kết thúc.", field="first")
    if len(months.span(first, last)) > LONGEST_SPAN:
        raise Invalid(f"Chỉ xem được nhiều nhất {LONGEST_SPAN} tháng một lần.", field="first")
    return Scope(units.unit(session, actor, unit_id).name, months.month_of(first), months.month_of(last))

"""Where periods begin and end, what is expected for each kind, and until when as a rule. Pure."""

from datetime import date, timedelta

from models import ExpectedKind, PeriodKind
from services import months

LENGTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
    PeriodKind.SCHOOL_YEAR: 12,
}
"""In months."""
EXPECTED = {
    PeriodKind.MONTH: ExpectedKind.REGULAR_MEETING,
    PeriodKind.QUARTER: ExpectedKind.THEMATIC_MEETING,
}
"""One regular meeting a month, one thematic a quarter at least (DOMAIN, section 4). Longer periods are closed, no more."""
PERIOD_OF = {what: kind for kind, what in EXPECTED.items()}
SCHOOL_STARTS = 9
"""September."""
USUAL_GRACE = timedelta(days=5)
"""The superior must know by the 5th of the month after the period (DOMAIN, sections 1 and 8)."""

KIND_NAMES = {
    PeriodKind.MONTH: "Tháng",
    PeriodKind.QUARTER: "Quý",
    PeriodKind.HALF_YEAR: "Sáu tháng",
    PeriodKind.YEAR: "Năm",
    PeriodKind.SCHOOL_YEAR: "Năm học",
}
EXPECTED_NAMES = {
    ExpectedKind.REGULAR_MEETING: "Sinh hoạt thường kỳ",
    ExpectedKind.THEMATIC_MEETING: "Sinh hoạt chuyên đề",
}
QUARTERS = ("I", "II", "III", "IV")
HALVES = ("đầu", "cuối")


def starts_on(kind: PeriodKind, day: date) -> date:
    """The first day of the period of a kind that a day lies in."""
    month = months.month_of(day)
    first = SCHOOL_STARTS if kind is PeriodKind.SCHOOL_YEAR else 1
    return months.after(month, -((month.month - first) % LENGTHS[kind]))


def ends_on(kind: PeriodKind, start: date) -> date:
    """The last day of the period that begins on a day."""
    return months.last_day(months.after(start, LENGTHS[kind] - 1))


def span(kind: PeriodKind, first: date, last: date) -> list[date]:
    """The first days of the periods of a kind that touch the days from ``first`` to ``last``."""
    found, start = [], starts_on(kind, first)
    while start <= last:
        found.append(start)
        start = months.after(start, LENGTHS[kind])
    return found


def usual_due(end: date) -> date:
    """The last day in time of a period that ends on a day, where nothing else is said. The whole local day counts."""
    return end + USUAL_GRACE


def name(kind: PeriodKind, start: date) -> str:
    """``tháng 11/2026``, ``quý IV/2026``, ``6 tháng cuối năm 2026``, ``năm 2026``, ``năm học 2026–2027``."""
    match kind:
        case PeriodKind.MONTH:
            return f"tháng {start:%m/%Y}"
        case PeriodKind.QUARTER:
            return f"quý {QUARTERS[start.month // 3]}/{start.year}"
        case PeriodKind.HALF_YEAR:
            return f"6 tháng {HALVES[start.month // 6]} năm {start.year}"
        case PeriodKind.YEAR:
            return f"năm {start.year}"
        case PeriodKind.SCHOOL_YEAR:
            return f"năm học {start.year}–{start.year + 1}"

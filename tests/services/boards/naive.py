"""The board once more, state by state, from all rows and without a thought for speed."""

from datetime import date, timedelta

from sqlmodel import select

from models import Expectation, Meeting, MeetingKind, MeetingState, Period, UnitEra
from services import months
from services.boards import BoardState
from services.clock import VIETNAM

ORDER = [None, MeetingState.DRAFT, MeetingState.RETURNED, MeetingState.SUBMITTED, MeetingState.APPROVED]
IN_TIME = {
    None: BoardState.NOT_DUE,
    MeetingState.DRAFT: BoardState.DRAFT,
    MeetingState.RETURNED: BoardState.RETURNED,
    MeetingState.SUBMITTED: BoardState.SUBMITTED,
    MeetingState.APPROVED: BoardState.APPROVED,
}
TOO_LATE = {
    None: BoardState.MISSING,
    MeetingState.DRAFT: BoardState.DRAFT_OVERDUE,
    MeetingState.RETURNED: BoardState.RETURNED_OVERDUE,
    MeetingState.SUBMITTED: BoardState.SUBMITTED_LATE,
    MeetingState.APPROVED: BoardState.APPROVED_LATE,
}


def states(session, unit_ids, span, today):
    """(unit, first day) → state, of everything that is expected; ``span`` holds months, or first months of quarters."""
    found, rows = {}, {table: session.exec(select(table)).all() for table in (Period, Meeting, Expectation, UnitEra)}
    for start, end, is_theme in span:
        period = next((row for row in rows[Period] if (row.starts_on, row.ends_on) == (start, end)), None)
        for unit_id in unit_ids:
            state = _state(rows, unit_id, (start, end, is_theme), period, today)
            if state is not None:
                found[unit_id, start] = state
    return found


def month(first):
    return first, months.last_day(first), False


def quarter(first):
    return first, months.last_day(months.after(first, 2)), True


def _state(rows, unit_id, column, period, today):
    _, end, _ = column
    meetings = [row for row in rows[Meeting] if _counts(row, unit_id, column)]
    furthest = max((row.state for row in meetings), key=ORDER.index, default=None)
    is_in = furthest in {MeetingState.SUBMITTED, MeetingState.APPROVED}
    if period is not None:
        own = [row for row in rows[Expectation] if (row.period_id, row.unit_id) == (period.id, unit_id)]
        [found] = own or [None]
        if found is None:
            return None
        if found.exempt_reason:
            return BoardState.EXEMPT
        is_late = found.is_on_time is False if is_in else today > (found.extended_until or found.due_on)
        return (TOO_LATE if is_late else IN_TIME)[furthest]
    eras = [row for row in rows[UnitEra] if row.unit_id == unit_id]
    if not any(
        era.kind.is_cell and era.starts_on <= end and (era.ends_on is None or era.ends_on > end) for era in eras
    ):
        return None
    due = end + timedelta(days=5)
    is_late = today > due
    if is_in:
        days = [row.submitted_at.astimezone(VIETNAM).date() for row in meetings if row.state is furthest]
        is_late = all(day > due for day in days)
    return (TOO_LATE if is_late else IN_TIME)[furthest]


def _counts(row, unit_id, column):
    start, end, is_theme = column
    if row.unit_id != unit_id or not start <= row.month <= end or row.is_cancelled:
        return False
    if is_theme:
        return row.kind is MeetingKind.THEMATIC or (row.kind is MeetingKind.REGULAR and row.is_combined)
    return row.kind is MeetingKind.REGULAR


def day_of(cell_day: int) -> date:
    """A day of the autumn of the tests, by number."""
    return date(2026, 8, 1) + timedelta(days=cell_day)


def session_era(session, unit):
    """The only era of a unit."""
    return session.exec(select(UnitEra).where(UnitEra.unit_id == unit.id)).one()

"""Periods for tests: opened as of a day, with what is expected of whom."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlmodel import Session, select

from models import Expectation, Meeting, MeetingKind, MeetingState, Period, PeriodKind, Unit
from services import clock, periods
from services.clock import VIETNAM
from services.periods import PeriodDraft


def opened(session: Session, month: date, kind: PeriodKind = PeriodKind.MONTH, **more: object) -> UUID:
    """The period of a kind that a month lies in, opened by the calendar now."""
    return periods.open_period(session, None, PeriodDraft(kind=kind, day=month, **more))


def expected(session: Session, period_id: UUID, unit: Unit) -> Expectation | None:
    """What a period expects of a unit, read anew."""
    query = select(Expectation).where(Expectation.period_id == period_id, Expectation.unit_id == unit.id)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def is_expected(session: Session, period_id: UUID) -> set[UUID]:
    """The units of which a period expects something."""
    return set(session.exec(select(Expectation.unit_id).where(Expectation.period_id == period_id)))


def the_period(session: Session, period_id: UUID) -> Period:
    """The stored period."""
    return session.get_one(Period, period_id)


def at(day: date, *hour: int) -> datetime:
    """A moment on the Vietnamese clock; noon unless said."""
    return datetime.combine(day, time(*(hour or (12,))), VIETNAM).astimezone(UTC)


def a_record(
    session: Session,
    cell: Unit,
    month: date,
    state: MeetingState = MeetingState.SUBMITTED,
    *,
    submitted_at: datetime | None = None,
    **more: object,
) -> Meeting:
    """A stored meeting, without the way of its record."""
    values: dict[str, object] = {"kind": MeetingKind.REGULAR, "held_on": month.replace(day=5), **more}
    meeting = Meeting(
        unit_id=cell.id,
        month=month,
        state=state,
        created_at=clock.now(),
        changed_at=clock.now(),
        submitted_at=submitted_at,
        **values,
    )
    session.add(meeting)
    session.flush()
    return meeting

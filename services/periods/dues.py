"""Until when something is in time: the day that was frozen, a newer one that was granted, or the usual one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import Expectation, ExpectedKind, Period, Unit
from services.access import below
from services.periods import calendar


@dataclass(frozen=True, slots=True)
class Due:
    """What is frozen for one unit and period."""

    due_on: date
    """The last day in time, an extension included."""
    is_exempt: bool
    is_on_time: bool | None
    """How it was received first; None: not yet."""


@dataclass(frozen=True)
class Frozen:
    """What periods of one kind have frozen over a stretch of time, for the units below a path."""

    dues: Mapping[tuple[UUID, date], Due]
    """By unit and first day of the period."""
    starts: frozenset[date]
    """The first days of the periods that were opened."""

    def of(self, unit_id: UUID, start: date) -> Due | None:
        """What is frozen for a unit; None where nothing is expected of it, or no period was opened."""
        return self.dues.get((unit_id, start))

    def is_expected(self, unit_id: UUID, start: date, *, was_there: bool) -> bool:
        """Whether something is expected: as frozen, or, where no period was opened, of whoever was there."""
        if start not in self.starts:
            return was_there
        due = self.of(unit_id, start)
        return due is not None and not due.is_exempt

    def due_on(self, unit_id: UUID, start: date, usual: date) -> date:
        """The last day in time; the usual one where nothing is frozen."""
        due = self.of(unit_id, start)
        return due.due_on if due else usual


def last_in_time() -> sa.ColumnElement[date]:
    """The last day in time of an expectation, an extension included."""
    return sa.func.coalesce(col(Expectation.extended_until), col(Expectation.due_on))


def frozen(session: Session, path: str, what: ExpectedKind, first: date, last: date) -> Frozen:
    """What is frozen at and below a path, for the periods that begin from ``first`` to ``last``. One statement."""
    return frozen_of(session, sa.select(col(Unit.id)).where(below(path)), what, first, last)


def frozen_of(
    session: Session, units: sa.Select[UUID] | Collection[UUID], what: ExpectedKind, first: date, last: date
) -> Frozen:
    """The same of some units."""
    query = (
        sa.select(
            col(Period.starts_on),
            col(Expectation.unit_id),
            last_in_time(),
            col(Expectation.exempt_reason) != "",
            col(Expectation.is_on_time),
        )
        .outerjoin(
            Expectation,
            sa.and_(
                col(Expectation.period_id) == col(Period.id),
                col(Expectation.kind) == what,
                col(Expectation.unit_id).in_(units),
            ),
        )
        .where(col(Period.kind) == calendar.PERIOD_OF[what], col(Period.starts_on).between(first, last))
    )
    found = session.execute(query).all()
    dues = {(unit_id, start): Due(*facts) for start, unit_id, *facts in found if unit_id is not None}
    return Frozen(dues, frozenset(row[0] for row in found))


def due_date(session: Session, unit_id: UUID, day: date, what: ExpectedKind = ExpectedKind.REGULAR_MEETING) -> date:
    """The last day in time of a unit for the period that a day lies in; the usual one where nothing is frozen."""
    kind = calendar.PERIOD_OF[what]
    start = calendar.starts_on(kind, day)
    query = (
        sa.select(last_in_time())
        .join(Period, col(Period.id) == col(Expectation.period_id))
        .where(col(Expectation.unit_id) == unit_id, col(Expectation.kind) == what)
        .where(col(Period.kind) == kind, col(Period.starts_on) == start)
    )
    found: date | None = session.execute(query).scalar()
    return found or calendar.usual_due(calendar.ends_on(kind, start))

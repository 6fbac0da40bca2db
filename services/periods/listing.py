"""Periods as a screen shows them: the list, and one with its acts and with what was granted to single units."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import (
    Account,
    Expectation,
    ExpectedKind,
    Extension,
    Period,
    PeriodAct,
    PeriodDue,
    PeriodEntry,
    PeriodKind,
    Unit,
    UnitEra,
    UnitKind,
)
from services.access import Actor, below, within_reach
from services.errors import NotFound
from services.periods import calendar
from services.units import in_force

_ABOVE = aliased(Unit)


@dataclass(frozen=True)
class PeriodRow:
    """A period, with the counts of what is expected in reach."""

    period_id: UUID
    kind: PeriodKind
    starts_on: date
    ends_on: date
    due_on: date
    is_closed: bool
    expected: int
    """Those that are exempt are left out."""
    exempt: int
    received: int
    on_time: int
    complete: int

    @property
    def name(self) -> str:
        """``tháng 11/2026``."""
        return calendar.name(self.kind, self.starts_on)

    @property
    def what(self) -> ExpectedKind | None:
        """What is expected of each cell; None where nothing is."""
        return calendar.EXPECTED.get(self.kind)


@dataclass(frozen=True)
class EntryRow:
    """A dated act on a period; ``by`` empty: the calendar."""

    act: PeriodAct
    reason: str
    done_at: datetime
    by: str


@dataclass(frozen=True)
class ExpectationRow:
    """What is expected of one unit, as frozen and as granted since."""

    expectation_id: UUID
    unit_id: UUID
    unit_name: str
    due_on: date
    extended_until: date | None
    exempt_reason: str
    received_at: datetime | None
    is_on_time: bool | None
    extensions: tuple["ExtensionRow", ...] = ()
    """The newest first."""

    @property
    def is_special(self) -> bool:
        """Whether it differs from what holds for all."""
        return bool(self.exempt_reason or self.extended_until)


@dataclass(frozen=True)
class ExtensionRow:
    """More time that was granted."""

    until_on: date
    reason: str
    granted_at: datetime
    by: str


@dataclass(frozen=True)
class PeriodSheet:
    """One period in full, as far as it is in reach."""

    row: PeriodRow
    dues: tuple[tuple[UnitKind, date], ...]
    """Kinds of units with a day of their own."""
    entries: tuple[EntryRow, ...]
    """The newest first."""
    expectations: tuple[ExpectationRow, ...]
    """In Vietnamese order."""


def periods(session: Session, actor: Actor, kind: PeriodKind | None = None) -> list[PeriodRow]:
    """The periods of the actor's unit and those above it, the newest first. One statement."""
    query = _rows(actor)
    return [PeriodRow(*row) for row in session.execute(query.where(col(Period.kind) == kind) if kind else query)]


def period(session: Session, actor: Actor, period_id: UUID) -> PeriodSheet:
    """One period. NotFound where it does not hold for the actor's unit. Five statements."""
    found = session.execute(_rows(actor).where(col(Period.id) == period_id)).one_or_none()
    if found is None:
        raise NotFound
    row = PeriodRow(*found)
    own = session.exec(select(PeriodDue).where(PeriodDue.period_id == period_id).order_by(col(PeriodDue.unit_kind)))
    return PeriodSheet(
        row,
        tuple((due.unit_kind, due.due_on) for due in own),
        tuple(_entries(session, period_id)),
        tuple(_expectations(session, actor, row)),
    )


def _rows(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    is_due = col(Expectation.exempt_reason) == ""
    heads = [
        is_due,
        col(Expectation.exempt_reason) != "",
        sa.and_(is_due, col(Expectation.received_at).is_not(None)),
        sa.and_(is_due, col(Expectation.is_on_time).is_(True)),
        sa.and_(is_due, col(Expectation.is_complete)),
    ]
    is_above = sa.func.substr(sa.literal(actor.unit_path), 1, sa.func.length(_ABOVE.path)) == _ABOVE.path
    own = [Period.id, Period.kind, Period.starts_on, Period.ends_on, Period.due_on, Period.is_closed]
    return (
        sa.select(*map(col, own), *[sa.func.count(col(Expectation.id)).filter(head) for head in heads])
        .join(_ABOVE, col(_ABOVE.id) == col(Period.unit_id))
        .outerjoin(
            Expectation,
            sa.and_(col(Expectation.period_id) == col(Period.id), within_reach(actor, Expectation.unit_id)),
        )
        .where(is_above)
        .group_by(col(Period.id))
        .order_by(col(Period.starts_on).desc(), col(Period.ends_on))
    )


def _entries(session: Session, period_id: UUID) -> list[EntryRow]:
    query = (
        select(PeriodEntry, Account.display_name)
        .join(Account, col(Account.id) == col(PeriodEntry.done_by), isouter=True)
        .where(PeriodEntry.period_id == period_id)
        .order_by(col(PeriodEntry.done_at).desc(), col(PeriodEntry.id).desc())
    )
    return [EntryRow(entry.act, entry.reason, entry.done_at, by or "") for entry, by in session.exec(query)]


def _expectations(session: Session, actor: Actor, row: PeriodRow) -> list[ExpectationRow]:
    extensions = _extensions(session, row.period_id)
    own = [Expectation.id, Expectation.unit_id, Expectation.due_on, Expectation.extended_until]
    more = [Expectation.exempt_reason, Expectation.received_at, Expectation.is_on_time]
    names = {unit_id: (key, name) for unit_id, key, name in session.execute(_names(actor, row.ends_on))}
    query = (
        sa.select(*map(col, own), *map(col, more))
        .join(Unit, col(Unit.id) == col(Expectation.unit_id))
        .where(col(Expectation.period_id) == row.period_id, below(actor.unit_path))
    )
    found = []
    for facts in session.execute(query):
        key, name = names.get(facts.unit_id, ("", "Chi bộ đã thôi hoạt động"))
        row_of_unit = ExpectationRow(facts.id, facts.unit_id, name, *facts[2:])
        found.append((key, facts.unit_id, replace(row_of_unit, extensions=extensions.get(facts.id, ()))))
    return [row_of_unit for *_, row_of_unit in sorted(found, key=lambda line: line[:2])]


def _names(actor: Actor, on: date) -> sa.Select[UUID, str, str]:
    """What the units in reach were called on a day."""
    return (
        sa.select(col(UnitEra.unit_id), col(UnitEra.sort_key), col(UnitEra.name))
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .where(below(actor.unit_path), in_force(UnitEra, on))
    )


def _extensions(session: Session, period_id: UUID) -> dict[UUID, tuple[ExtensionRow, ...]]:
    query = (
        select(Extension, Account.display_name)
        .join(Expectation, col(Expectation.id) == col(Extension.expectation_id))
        .join(Account, col(Account.id) == col(Extension.granted_by))
        .where(Expectation.period_id == period_id)
        .order_by(col(Extension.granted_at).desc())
    )
    found: dict[UUID, tuple[ExtensionRow, ...]] = {}
    for extension, by in session.exec(query):
        row = ExtensionRow(extension.until_on, extension.reason, extension.granted_at, by)
        found[extension.expectation_id] = (*found.get(extension.expectation_id, ()), row)
    return found

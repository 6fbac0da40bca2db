"""The units that figures are about and everything that was below them in a stretch of time, as the tree stood each day.

A cell counts, month by month, for whatever stood above it then. What is out of reach today is not in the tree.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import Unit, UnitEra, UnitKind
from services import months
from services.access import Actor, below

ONE_DAY = timedelta(days=1)
What = TypeVar("What")


class Era(NamedTuple):
    """A stretch of a unit's life under one name, kind and parent; ``ends_on`` is the first day after it."""

    name: str
    sort_key: str
    kind: UnitKind
    starts_on: date
    ends_on: date | None
    parent_id: UUID | None

    def holds_on(self, day: date) -> bool:
        """Whether it held on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def last_day(self, first: date, last: date) -> date | None:
        """The last of these days on which it held; None when it held on none of them."""
        day = min(last, self.ends_on - ONE_DAY) if self.ends_on else last
        return day if day >= max(first, self.starts_on) else None


class CellMonth(NamedTuple):
    """A cell in a month in which it was there."""

    unit_id: UUID
    month: date
    to_the_end: bool
    """Whether it was still there on the last day: then it was expected to meet."""

    @property
    def key(self) -> tuple[UUID, date]:
        """How what happened in it is looked up."""
        return self.unit_id, self.month


class Tree:
    """The eras of units; answers are kept, because every figure of every subject asks again."""

    def __init__(self, eras: Mapping[UUID, Sequence[Era]]) -> None:
        self._eras = eras
        self._in_month: dict[date, Mapping[UUID, list[CellMonth]]] = {}
        self._on_day: dict[date, Mapping[UUID, list[UUID]]] = {}

    @property
    def units(self) -> Collection[UUID]:
        """Every unit in it."""
        return self._eras.keys()

    def newest(self, unit_id: UUID) -> Era:
        """The last of the unit's eras: what it is called in a list that covers all its days."""
        return max(self._eras[unit_id], key=lambda era: era.starts_on)

    def era_on(self, unit_id: UUID, day: date) -> Era | None:
        """The unit as it was on a day."""
        return next((era for era in self._eras.get(unit_id, ()) if era.holds_on(day)), None)

    def last_day(self, unit_id: UUID, first: date, last: date) -> date | None:
        """The last of these days on which the unit was there; None when it was there on none of them."""
        return max(_days(self._eras.get(unit_id, ()), first, last), default=None)

    def cells_on(self, unit_id: UUID, day: date) -> Sequence[UUID]:
        """The cells at or below a unit on a day."""
        if day not in self._on_day:
            self._on_day[day] = self._by_holder((cell, cell, day) for cell in self._eras if self._is_cell(cell, day))
        return self._on_day[day].get(unit_id, ())

    def cell_months(self, unit_id: UUID, span: Iterable[date]) -> list[CellMonth]:
        """The cells that were at or below a unit at the end of each month, or of their own time in it."""
        return [found for month in span for found in self._cells_in(month).get(unit_id, ())]

    def _cells_in(self, month: date) -> Mapping[UUID, list[CellMonth]]:
        if month not in self._in_month:
            last = months.last_day(month)
            as_cell = ((cell, [era for era in eras if era.kind.is_cell]) for cell, eras in self._eras.items())
            days = ((cell, max(_days(eras, month, last), default=None)) for cell, eras in as_cell)
            places = ((CellMonth(cell, month, day == last), cell, day) for cell, day in days if day)
            self._in_month[month] = self._by_holder(places)
        return self._in_month[month]

    def _is_cell(self, unit_id: UUID, day: date) -> bool:
        era = self.era_on(unit_id, day)
        return era is not None and era.kind.is_cell

    def _by_holder(self, places: Iterable[tuple[What, UUID, date]]) -> Mapping[UUID, list[What]]:
        found: defaultdict[UUID, list[What]] = defaultdict(list)
        for what, cell, day in places:
            for holder in self._line_above(cell, day):
                found[holder].append(what)
        return found

    def _line_above(self, unit_id: UUID, day: date) -> Iterator[UUID]:
        """The unit and those above it on the day, as far as the tree goes; an end even for a tree that runs in a circle."""
        seen: set[UUID] = set()
        at: UUID | None = unit_id
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            era = self.era_on(at, day)
            at = era.parent_id if era else None


def _days(eras: Iterable[Era], first: date, last: date) -> list[date]:
    return [day for era in eras if (day := era.last_day(first, last))]


def load(session: Session, actor: Actor, unit_ids: Collection[UUID], first: date, last: date) -> Tree:
    """The units in reach, and what was below them on some day from ``first`` to ``last``. One statement."""
    reached = _reached(actor, unit_ids, first, last)
    era = [UnitEra.name, UnitEra.sort_key, UnitEra.kind, UnitEra.starts_on, UnitEra.ends_on, UnitEra.parent_id]
    its_own = sa.and_(col(UnitEra.unit_id) == reached.c.unit_id, _touches(first, last))
    query = sa.select(reached.c.unit_id, *map(col, era)).select_from(reached).outerjoin(UnitEra, its_own)
    eras: defaultdict[UUID, list[Era]] = defaultdict(list)
    for unit_id, *facts in session.execute(query):
        known = eras[unit_id]
        if facts[0] is not None:
            known.append(Era(*facts))
    return Tree(dict(eras))


def _reached(actor: Actor, unit_ids: Collection[UUID], first: date, last: date) -> sa.CTE:
    top = (
        sa.select(col(Unit.id).label("unit_id"))
        .where(col(Unit.id).in_(unit_ids), below(actor.unit_path))
        .cte("reached", recursive=True)
    )
    under = (
        sa.select(col(UnitEra.unit_id))
        .join(top, top.c.unit_id == col(UnitEra.parent_id))
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .where(below(actor.unit_path), _touches(first, last))
    )
    # A union without repetitions comes to an end even for a tree that runs in a circle by mistake.
    return top.union(under)


def _touches(first: date, last: date) -> sa.ColumnElement[bool]:
    return sa.and_(col(UnitEra.starts_on) <= last, sa.or_(col(UnitEra.ends_on).is_(None), col(UnitEra.ends_on) > first))

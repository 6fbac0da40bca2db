"""The units that were there in a year, the group that each is listed under, and what stood above it.

A unit is taken as it last was in the year, as far as the year has come: under that name, kind and parent.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models import CellType, Unit, UnitEra, UnitKind
from services.access import Actor, below, require_reach
from services.clock import today

ONE_DAY = timedelta(days=1)

# Made once: putting an alias together costs more than its query.
_ABOVE = aliased(UnitEra)


class Era(NamedTuple):
    """A stretch of a unit's life; ``ends_on`` is the first day after it."""

    unit_id: UUID
    name: str
    sort_key: str
    kind: UnitKind
    cell_type: CellType | None
    parent_id: UUID | None
    starts_on: date
    ends_on: date | None

    def touches(self, first: date, last: date) -> bool:
        """Whether it held on one of these days."""
        return self.starts_on <= last and (self.ends_on is None or self.ends_on > first)


@dataclass(frozen=True)
class Place:
    """A unit in a year.

    The group is the unit that holds it, or holds the sub-committee that does; none where it lies out of reach.
    """

    era: Era
    year: int
    since: date
    """The first day of the year's stretches of it; the eras before the year are not looked at."""
    group: Era | None
    line: tuple[UUID, ...]
    """The unit and what stood above it, the nearest first, reached or not: whose rules hold."""

    @property
    def unit_id(self) -> UUID:
        return self.era.unit_id

    @property
    def on(self) -> date:
        """The last day of the year that has come and that the unit has seen: the day whose rules hold."""
        day = last_day(self.year)
        return min(day, self.era.ends_on - ONE_DAY) if self.era.ends_on else day

    @property
    def is_there(self) -> bool:
        """Whether it is there today."""
        return self.era.ends_on is None or self.era.ends_on > today()

    @property
    def order(self) -> tuple[str, str, UUID]:
        """By group, then by unit, in Vietnamese order."""
        return self.group.sort_key if self.group else "", self.era.sort_key, self.unit_id

    def was_there_on(self, day: date) -> bool:
        """Whether it was there on a day of the year."""
        return self.since <= day and (self.era.ends_on is None or day < self.era.ends_on)


def places(session: Session, actor: Actor, path: str, years: Collection[int]) -> dict[int, list[Place]]:
    """The units at or below a path, year by year, by group and in Vietnamese order. Two statements at most."""
    reached = [Era(*facts) for facts in session.execute(_reached(actor, path, years))]
    known = {era.unit_id for era in reached}
    outside = {era.parent_id for era in reached if era.parent_id} - known
    above = [Era(*facts) for facts in session.execute(_upwards(outside))] if outside else []
    return {year: sorted(_of_year(reached, above, year), key=lambda place: place.order) for year in years}


def line_of(session: Session, actor: Actor, unit_id: UUID, year: int) -> tuple[UUID, ...]:
    """A unit and what stood above it in a year, the nearest first, reached or not; NotFound when it is out of reach."""
    require_reach(session, actor, unit_id)
    eras = [Era(*facts) for facts in session.execute(_upwards([unit_id]))]
    known = _latest([era for era in eras if era.touches(date(year, 1, 1), last_day(year))])
    return tuple(_line(known[unit_id], known)) if unit_id in known else (unit_id,)


def last_day(year: int) -> date:
    """The last day of a year that has come; today for a year to come."""
    return min(date(year, 12, 31), today())


def _of_year(reached: Iterable[Era], above: Iterable[Era], year: int) -> Iterator[Place]:
    first, last = date(year, 1, 1), last_day(year)
    touching = [era for era in reached if era.touches(first, last)]
    latest = _latest(touching)
    since: dict[UUID, date] = {}
    for era in touching:
        since[era.unit_id] = min(era.starts_on, since.get(era.unit_id, era.starts_on))
    parents = _latest([era for era in above if era.touches(first, last)]) | latest
    for unit_id, era in latest.items():
        yield Place(era, year, since[unit_id], _group(era, latest), tuple(_line(era, parents)))


def _latest(eras: Iterable[Era]) -> dict[UUID, Era]:
    return {era.unit_id: era for era in sorted(eras, key=lambda era: era.starts_on)}


def _group(era: Era, reached: Mapping[UUID, Era]) -> Era | None:
    parent = reached.get(era.parent_id) if era.parent_id else None
    if parent is None or parent.kind is not UnitKind.SUB_COMMITTEE or parent.parent_id is None:
        return parent
    return reached.get(parent.parent_id, parent)


def _line(era: Era, known: Mapping[UUID, Era]) -> Iterator[UUID]:
    passed: set[UUID] = set()
    step: Era | None = era
    while step and step.unit_id not in passed:  # a tree that runs in a circle by mistake ends too
        passed.add(step.unit_id)
        yield step.unit_id
        step = known.get(step.parent_id) if step.parent_id else None


_FACTS = ("unit_id", "name", "sort_key", "kind", "cell_type", "parent_id", "starts_on", "ends_on")


def _reached(actor: Actor, path: str, years: Collection[int]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*(col(getattr(UnitEra, name)) for name in _FACTS))
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .where(below(actor.unit_path), below(path))
        .where(col(UnitEra.starts_on) <= last_day(max(years)))
        .where(sa.or_(col(UnitEra.ends_on).is_(None), col(UnitEra.ends_on) > date(min(years), 1, 1)))
    )


def _upwards(unit_ids: Collection[UUID]) -> sa.Select[*tuple[Any, ...]]:
    """Every era of some units and of whatever stood above them; a circle ends because nothing is taken twice."""
    era = [col(getattr(UnitEra, name)) for name in _FACTS]
    line = sa.select(*era).where(col(UnitEra.unit_id).in_(unit_ids)).cte("line", recursive=True)
    upwards = sa.select(*(col(getattr(_ABOVE, name)) for name in _FACTS)).join(
        line, line.c.parent_id == col(_ABOVE.unit_id)
    )
    return sa.select(*line.union(upwards).c)

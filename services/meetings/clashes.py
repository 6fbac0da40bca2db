"""Meetings of one month that get in each other's way. Pure: planned meetings in, clashes out.

Two meetings of different units clash when one person leads both, one supervisor looks after both, or both are in one
place of one commune, and their hours overlap. Two meetings of one cell clash when all members are to come twice on one
day; the cell committee often meets on the day of its cell, which is no clash.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from services.meetings import kinds
from services.meetings.rows import MeetingRef
from services.vietnamese import search_key

LASTS = 120
"""Minutes that a meeting without an end is taken to last: a combined one lasts as long (DOMAIN, section 4)."""


class ClashKind(StrEnum):
    """What two meetings have in common that they should not."""

    SAME_DAY = "same_day"
    CHAIR = "chair"
    SUPERVISOR = "supervisor"
    PLACE = "place"


@dataclass(frozen=True)
class Sitting:
    """A meeting as far as it can get in another's way. ``commune_id``: places of two communes may share a name."""

    ref: MeetingRef
    on: date
    begins_at: time | None = None
    """None: the hour is not known, so nothing can be said of an overlap."""
    ends_at: time | None = None
    place: str = ""
    commune_id: UUID | None = None
    chair_id: UUID | None = None
    supervisors: frozenset[str] = frozenset()
    """Names of those who look after the unit on the day."""

    @property
    def minutes(self) -> range:
        """From the first minute of the day to the first one outside; empty without an hour."""
        if self.begins_at is None:
            return range(0)
        begins = _minute(self.begins_at)
        ends = _minute(self.ends_at) if self.ends_at and self.ends_at > self.begins_at else begins + LASTS
        return range(begins, ends)


@dataclass(frozen=True)
class Clash:
    """Two meetings and what they share, in an order that does not depend on that of the list. ``about``: place or name."""

    kind: ClashKind
    first: MeetingRef
    second: MeetingRef
    about: str = ""


def clashes(sittings: Iterable[Sitting]) -> list[Clash]:
    """Every clash once, by day; whatever the order of the sittings, the same."""
    alike: defaultdict[tuple[date, ClashKind, object], list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        for kind, shared in _shared(sitting):
            alike[sitting.on, kind, shared].append(sitting)
    found = [
        (on, _clash(kind, shared, pair))
        for (on, kind, shared), group in alike.items()
        for pair in combinations(sorted(group, key=_order), 2)
        if _meet(kind, *pair)
    ]
    return [clash for _, clash in sorted(found, key=_by_day)]


def _shared(sitting: Sitting) -> Iterator[tuple[ClashKind, object]]:
    """What another meeting of the day may have in common with this one."""
    if sitting.ref.kind in kinds.OF_MEMBERS:
        yield ClashKind.SAME_DAY, sitting.ref.unit_id
    if sitting.chair_id:
        yield ClashKind.CHAIR, sitting.chair_id
    for name in {search_key(name) for name in sitting.supervisors} - {""}:
        yield ClashKind.SUPERVISOR, name
    if place := search_key(sitting.place):
        yield ClashKind.PLACE, (sitting.commune_id, place)


def _meet(kind: ClashKind, one: Sitting, other: Sitting) -> bool:
    if kind is ClashKind.SAME_DAY:
        return True
    begins, ends = max(one.minutes.start, other.minutes.start), min(one.minutes.stop, other.minutes.stop)
    return one.ref.unit_id != other.ref.unit_id and begins < ends


def _clash(kind: ClashKind, shared: object, pair: tuple[Sitting, Sitting]) -> Clash:
    one, other = pair
    about = ""
    if kind is ClashKind.PLACE:
        about = min(one.place, other.place)
    elif kind is ClashKind.SUPERVISOR:
        about = min(name for name in one.supervisors | other.supervisors if search_key(name) == shared)
    return Clash(kind, one.ref, other.ref, about)


def _order(sitting: Sitting) -> tuple[object, ...]:
    ref = sitting.ref
    return (ref.unit_id, ref.month, ref.kind, ref.number)


def _by_day(found: tuple[date, Clash]) -> tuple[object, ...]:
    on, clash = found
    ends = [(ref.unit_id, ref.month, ref.kind, ref.number) for ref in (clash.first, clash.second)]
    return (on, list(ClashKind).index(clash.kind), *ends, clash.about)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute

"""The directory of units: the tree of a day with heads counted and secretaries named."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from services import members, units
from services.access import Actor
from services.members import Census, OfficerRow
from services.units import UnitRow


@dataclass(frozen=True)
class Entry:
    """A unit, what it directly holds, and the members of all cells at and below it.

    ``secretary`` is the unit's own, None when none is recorded.
    """

    unit: UnitRow
    members: Census
    secretary: OfficerRow | None
    below: tuple["Entry", ...]

    @property
    def cells(self) -> int:
        """The number of cells at and below the unit."""
        return int(self.unit.is_cell) + sum(entry.cells for entry in self.below)

    @property
    def is_short(self) -> bool:
        """Whether it is a cell with too few official members."""
        return self.unit.is_cell and members.strength_warning(self.members.official) is not None

    def holds(self, unit_id: UUID | None) -> bool:
        """Whether the unit is this one or lies below it."""
        return self.unit.unit_id == unit_id or any(entry.holds(unit_id) for entry in self.below)


def entries(session: Session, actor: Actor, on: date) -> list[Entry]:
    """The tops of the reach on a day, each holding what is below it. Three statements, however many units."""
    counts = members.census(session, actor, None, on)
    secretaries = members.secretaries(session, actor, None, on)
    held: defaultdict[UUID | None, list[Entry]] = defaultdict(list)
    for row in reversed(units.tree(session, actor, on)):
        below = tuple(reversed(held[row.unit_id]))
        heads = sum((entry.members for entry in below), counts.get(row.unit_id, Census()))
        held[row.parent_id].append(Entry(row, heads, secretaries.get(row.unit_id), below))
    return held[None][::-1]

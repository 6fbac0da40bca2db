"""Which cells have a supervisor on a day, and when a superior was last there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from services import meetings, months
from services.access import Actor, require_reach
from services.clock import today
from services.followup.supervisions import SupervisorRow, supervisors
from services.followup.visits import VisitRow, last_visits

QUIET_MONTHS = 3
"""After so many months without a visit a cell is shown as one that nobody has attended lately. No document sets it."""


@dataclass(frozen=True)
class CoverageRow:
    """A cell with those who look after it, and the newest visit."""

    unit_id: UUID
    unit_name: str
    commune_id: UUID | None
    commune_name: str
    supervisors: tuple[SupervisorRow, ...]
    last_visit: VisitRow | None

    def is_quiet_on(self, on: date) -> bool:
        """Whether nobody has been there for three months."""
        return self.last_visit is None or self.last_visit.visited_on < quiet_since(on)


def quiet_since(on: date) -> date:
    """The first day on which a visit still counts as a recent one: the same day three months before."""
    month = months.after(months.month_of(on), -QUIET_MONTHS)
    return month.replace(day=min(on.day, months.last_day(month).day))


def coverage(session: Session, actor: Actor, unit_id: UUID) -> list[CoverageRow]:
    """Every cell at or below a unit that is there today, by commune and cell. NotFound out of reach.

    Four statements, whatever the number of cells.
    """
    path, on = require_reach(session, actor, unit_id).path, today()
    held = supervisors(session, actor, None, on)
    seen = last_visits(session, actor)
    return [
        CoverageRow(
            unit_id=cell.unit_id,
            unit_name=cell.name,
            commune_id=cell.commune_id,
            commune_name=cell.commune_name,
            supervisors=held.get(cell.unit_id, ()),
            last_visit=seen.get(cell.unit_id),
        )
        for cell in meetings.expected_cells(session, actor, path, on, on)
    ]

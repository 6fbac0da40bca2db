"""The cells that need help by the rules, each with its reasons and what is being done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from services import meetings, metrics, months, quality
from services.access import Actor, require_reach
from services.followup.coaching import CoachingRow, open_coachings
from services.followup.weaknesses import FIGURES, LIMITS, Weakness, weaknesses
from services.meetings import ExpectedCell
from services.metrics import Subject


@dataclass(frozen=True)
class WeakCell:
    """A cell with the reasons for which it needs help, the gravest first; ``coaching`` where it gets some."""

    unit_id: UUID
    unit_name: str
    commune_name: str
    weaknesses: tuple[Weakness, ...]
    coaching: CoachingRow | None

    @property
    def reasons(self) -> str:
        """The reasons as one text."""
        return " ".join(weakness.sentence for weakness in self.weaknesses)


@dataclass(frozen=True)
class WeakCells:
    """The months that were looked at, how many cells, and those with a weakness: the most reasons first."""

    first: date
    last: date
    cells: int
    rows: tuple[WeakCell, ...]


def weak_cells(session: Session, actor: Actor, unit_id: UUID) -> WeakCells:
    """The cells at or below a unit that need help, judged by the last six months that are reported. NotFound out of reach.

    One statement per kind of fact, whatever the number of cells.
    """
    path = require_reach(session, actor, unit_id).path
    last = months.after(meetings.reported_month(session, actor), -1)
    first, ends_on = months.after(last, 1 - LIMITS.months), months.last_day(last)
    cells = meetings.expected_cells(session, actor, path, ends_on, ends_on)
    facts = metrics.facts(session, actor, [Subject(cell.unit_id, first, ends_on) for cell in cells], FIGURES)
    by_cell = {subject.unit_id: found for subject, found in facts.items()}
    low = quality.low_months(session, actor, unit_id, first, last)
    helped = open_coachings(session, actor)
    rows = [
        _row(cell, weaknesses(by_cell[cell.unit_id], low.get(cell.unit_id, ()), ends_on), helped)
        for cell in cells
        if cell.unit_id in by_cell
    ]
    return WeakCells(first, last, len(cells), tuple(sorted((row for row in rows if row.weaknesses), key=_gravest)))


def _row(cell: ExpectedCell, found: tuple[Weakness, ...], helped: dict[UUID, CoachingRow]) -> WeakCell:
    return WeakCell(cell.unit_id, cell.name, cell.commune_name, found, helped.get(cell.unit_id))


def _gravest(row: WeakCell) -> int:
    """Those with the most reasons first; the others stay in the order of communes and cells."""
    return -len(row.weaknesses)

"""Who has not handed in the record of a month: by commune, with whom to call."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from services import meetings, members
from services.access import Actor
from services.clock import today
from services.meetings import RecordState
from services.reminders.stages import Stage, stage


@dataclass(frozen=True)
class Owing:
    """A cell whose record is expected and not with its superior."""

    unit_id: UUID
    name: str
    state: RecordState
    due_on: date
    """The last day in time, an extension included."""
    secretary: str
    phone: str


@dataclass(frozen=True)
class Group:
    """The cells of one commune that owe a record; directly under the actor's unit where there is no commune between."""

    unit_id: UUID
    name: str
    month: date
    of: int
    """Cells of the commune whose record is expected."""
    cells: tuple[Owing, ...]

    @property
    def due_on(self) -> date:
        """The last day in time of those that owe the least time: what a text speaks of."""
        return min(cell.due_on for cell in self.cells)

    @property
    def stage(self) -> Stage:
        """How far that day is."""
        return stage(self.due_on, today())


def owing(session: Session, actor: Actor, month: date) -> tuple[Group, ...]:
    """Who in reach owes the record of a month's regular meeting, by commune in Vietnamese order. Four statements."""
    expected = [row for row in meetings.due(session, actor, month) if row.is_expected]
    secretaries = members.secretaries(session, actor, None, today())
    by_commune: defaultdict[tuple[UUID, str], list[meetings.DueRow]] = defaultdict(list)
    for row in expected:
        by_commune[row.commune_id or actor.unit_id, row.commune_name].append(row)
    groups = []
    for (unit_id, name), rows in by_commune.items():
        cells = []
        for row in rows:
            if not row.is_done:
                officer = secretaries.get(row.ref.unit_id)
                who = (officer.full_name, officer.phone or "") if officer else ("", "")
                cells.append(Owing(row.ref.unit_id, row.unit_name, row.state, row.due_on, *who))
        if cells:
            groups.append(Group(unit_id, name, month, len(rows), tuple(cells)))
    return tuple(groups)

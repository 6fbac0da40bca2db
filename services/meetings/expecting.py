"""Whose regular meeting is expected in which month: as a period has frozen it, else of every cell there at its end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from models import ExpectedKind
from services import deadlines, months
from services.access import Actor
from services.meetings import expected
from services.meetings.expected import ExpectedCell
from services.periods import dues
from services.periods.dues import Frozen

Stretches = Mapping[UUID, Sequence[ExpectedCell]]


@dataclass(frozen=True)
class Expecting:
    """The cells of a span of months, by unit and in order of time, and what periods have frozen of them."""

    stretches: Stretches
    frozen: Frozen

    def there(self, unit_id: UUID, month: date) -> ExpectedCell | None:
        """The cell as it was at the end of a month; None where it was none any more, or not yet."""
        last = months.last_day(month)
        return next((cell for cell in self.stretches[unit_id] if cell.exists_on(last)), None)

    def expects(self, unit_id: UUID, month: date) -> bool:
        """Whether the regular meeting of a cell is expected in a month."""
        return self.frozen.is_expected(unit_id, month, was_there=self.there(unit_id, month) is not None)

    def cells(self, month: date) -> list[ExpectedCell]:
        """The cells whose regular meeting is expected in a month, as they were at its end, in Vietnamese order."""
        return self._in_order([unit_id for unit_id in self.stretches if self.expects(unit_id, month)], month)

    def writers(self, month: date) -> list[ExpectedCell]:
        """These, and the cells of which nothing is expected but that were there at the end: they may write as well."""
        there = [unit_id for unit_id in self.stretches if self.expects(unit_id, month) or self.there(unit_id, month)]
        return self._in_order(there, month)

    def _in_order(self, unit_ids: Iterable[UUID], month: date) -> list[ExpectedCell]:
        found = (self.there(unit_id, month) or self.stretches[unit_id][-1] for unit_id in unit_ids)
        return sorted(found, key=lambda cell: cell.order)

    def due_on(self, unit_id: UUID, month: date) -> date:
        """The last day in time of a cell's record of a month."""
        return self.frozen.due_on(unit_id, month, deadlines.report_due_on(month))


def of(session: Session, actor: Actor, path: str, first: date, last: date) -> Expecting:
    """The cells in reach at and below a path, for the months from ``first`` to ``last``.

    Two statements, and a third where a cell of which something is expected was none any more.
    """
    frozen = dues.frozen(session, path, ExpectedKind.REGULAR_MEETING, first, last)
    found = by_unit(expected.cells(session, actor, path, first, months.last_day(last)))
    gone = {unit_id for unit_id, _ in frozen.dues} - found.keys()
    return Expecting(found | by_unit(expected.newest(session, actor, gone) if gone else ()), frozen)


def by_unit(cells: Iterable[ExpectedCell]) -> dict[UUID, list[ExpectedCell]]:
    """The stretches of each unit in order of time."""
    found: defaultdict[UUID, list[ExpectedCell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: cell.starts_on):
        found[cell.unit_id].append(cell)
    return dict(found)

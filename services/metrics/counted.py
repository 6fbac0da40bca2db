"""What the figures of a unit or a member count: one selection for the figure and for the rows behind it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from models import Presence
from services import deadlines, months
from services.clock import today
from services.metrics.decisions import Disciplined
from services.metrics.people import Stay
from services.metrics.records import Record
from services.metrics.rolls import Mark
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.metrics.targets import SetTarget
from services.metrics.tasks import DueTask
from services.metrics.tree import CellMonth
from services.streaks.counting import MOST_EXCUSED, REMOVAL_FROM

MONTHS_OF_QUARTER = 3


class OfMember(NamedTuple):
    """A count about one member of a cell."""

    unit_id: UUID
    member_id: UUID
    times: int


class Quarter(NamedTuple):
    """A whole quarter at whose end a cell was there; it is over, or a theme was treated in it already."""

    unit_id: UUID
    months: tuple[date, ...]
    held: tuple[Record, ...]


def expected_months(sources: Sources, placed: Placed) -> list[CellMonth]:
    """The months that are over in which each cell was expected to meet, and those in which it met anyway."""
    regular = sources.records.regular
    return [month for month in sources.cell_months(placed) if _is_over(sources, month) or month.key in regular]


def expected_grades(sources: Sources, placed: Placed) -> list[CellMonth]:
    """The months that are to be graded: the expected ones, and those that were graded anyway."""
    known = (sources.records.regular, sources.month_grades)
    return [
        month
        for month in sources.cell_months(placed)
        if _is_over(sources, month) or any(month.key in found for found in known)
    ]


def due_reports(sources: Sources, placed: Placed) -> list[CellMonth]:
    """The expected months whose record is handed in or should have been by now."""
    regular = sources.records.regular
    return [
        month
        for month in sources.cell_months(placed)
        if month.key in regular or (_is_expected(sources, month) and report_due_on(sources, month) < today())
    ]


def report_due_on(sources: Sources, month: CellMonth) -> date:
    """The last day in time of a cell's record of a month."""
    return sources.frozen.due_on(*month.key, deadlines.report_due_on(month.month))


def is_on_time(sources: Sources, month: CellMonth) -> bool:
    """Handed in by the day on which the superior must know; as it was written down, where a period was opened."""
    record, due = sources.records.regular.get(month.key), sources.frozen.of(*month.key)
    if record is None:
        return False
    if due is not None and due.is_on_time is not None:
        return due.is_on_time
    return record.submitted_on is not None and record.submitted_on <= report_due_on(sources, month)


def quarters(sources: Sources, placed: Placed) -> list[Quarter] | None:
    """The quarters in which a thematic meeting is expected or was held; None where the span holds no whole quarter."""
    inside = set(placed.months)
    ends = {
        last
        for last in inside
        if last.month % MONTHS_OF_QUARTER == 0 and all(months.after(last, -step) in inside for step in (1, 2))
    }
    if not ends:
        return None
    at_end = [month for month in sources.cell_months(placed) if month.month in ends]
    found = [(_quarter(sources, month), _expects_theme(sources, month), month.to_the_end) for month in at_end]
    return [
        quarter
        for quarter, is_expected, was_there in found
        if (quarter.held and was_there) or (is_expected and months.last_day(quarter.months[-1]) < today())
    ]


def _expects_theme(sources: Sources, last: CellMonth) -> bool:
    """Whether a thematic meeting is expected in the quarter that ends with a month."""
    start = months.after(last.month, 1 - MONTHS_OF_QUARTER)
    return sources.frozen_themes.is_expected(last.unit_id, start, was_there=last.to_the_end)


def _quarter(sources: Sources, last: CellMonth) -> Quarter:
    span = tuple(months.span(months.after(last.month, -2), last.month))
    themes = sources.records.thematic
    return Quarter(
        last.unit_id, span, tuple(record for month in span for record in themes.get((last.unit_id, month), ()))
    )


def _is_over(sources: Sources, month: CellMonth) -> bool:
    return _is_expected(sources, month) and months.last_day(month.month) < today()


def _is_expected(sources: Sources, month: CellMonth) -> bool:
    return sources.frozen.is_expected(*month.key, was_there=month.to_the_end)


def often_excused(sources: Sources, placed: Placed) -> list[OfMember] | None:
    """Everybody who was excused more than three times in a row in the year; None where no meeting was held in it."""
    cells = _cells_that_met(sources, placed)
    return [run for run in _runs(sources, placed, cells) if run.times > MOST_EXCUSED] if cells else None


def longest_runs(sources: Sources, placed: Placed) -> list[OfMember] | None:
    """How often in a row everybody was excused who ever was in the year; None where no meeting was held in it."""
    cells = _cells_that_met(sources, placed)
    return _runs(sources, placed, cells) if cells else None


def long_unexcused(sources: Sources, placed: Placed) -> list[OfMember] | None:
    """Everybody who was absent without reason in three months of the year; None where no meeting was held in it."""
    cells = _cells_that_met(sources, placed)
    if not cells:
        return None
    found: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for cell in cells:
        within = set(sources.year_of_meetings(cell, placed))
        for absence in sources.absences.get(cell, ()):
            if absence.presence is Presence.UNEXCUSED and absence.month in within:
                found[cell, absence.member_id] += 1
    return [OfMember(*key, times) for key, times in found.items() if times >= REMOVAL_FROM]


def _cells_that_met(sources: Sources, placed: Placed) -> list[UUID]:
    return [cell for cell in sources.cells(placed) if sources.year_of_meetings(cell, placed)]


def _runs(sources: Sources, placed: Placed, cells: Sequence[UUID]) -> list[OfMember]:
    return [
        OfMember(cell, member_id, times)
        for cell in cells
        for member_id, times in sources.excused_runs(cell, placed).items()
    ]


def tasks(sources: Sources, placed: Placed) -> list[DueTask]:
    """The tasks that fell due in the span: their day has passed, or they are done. A member's are the own ones."""
    return [
        task
        for task in _in_span(sources, placed)
        if (task.done_on is not None or task.due_on < today()) and placed.subject.member_id in {None, task.owner_id}
    ]


def overdue(sources: Sources, placed: Placed) -> list[DueTask]:
    """Those of the tasks that no meeting has found done."""
    return [task for task in tasks(sources, placed) if task.done_on is None]


def _in_span(sources: Sources, placed: Placed) -> Iterator[DueTask]:
    places = {month.key for month in sources.cell_months(placed)}
    for cell in {unit_id for unit_id, _ in places}:
        for task in sources.due_tasks.get(cell, ()):
            if placed.spans(task.due_on) and (cell, months.month_of(task.due_on)) in places:
                yield task


def targets(sources: Sources, placed: Placed) -> list[SetTarget]:
    """The targets of the span that a later meeting looked at or could have looked at."""
    places = {month.key for month in sources.cell_months(placed)}
    found = (target for cell in {unit_id for unit_id, _ in places} for target in sources.targets.get(cell, ()))
    return [target for target in found if (target.unit_id, target.month) in places and target.counts]


def disciplined(sources: Sources, placed: Placed) -> list[Disciplined]:
    """The disciplinary decisions of the span. A member's are the own ones."""
    places = {month.key for month in sources.cell_months(placed)}
    return [
        found
        for cell in {unit_id for unit_id, _ in places}
        for found in sources.disciplines.get(cell, ())
        if placed.spans(found.decided_on)
        and (cell, months.month_of(found.decided_on)) in places
        and placed.subject.member_id in {None, found.member_id}
    ]


def admitted(sources: Sources, placed: Placed) -> list[Stay]:
    """Everybody who was admitted to the Party in one of the cells in the span, once."""
    places = {month.key for month in sources.cell_months(placed)}
    found = {
        stay.member_id: stay
        for cell in {unit_id for unit_id, _ in places}
        for stay in sources.people.stays(cell)
        if stay.is_admission and placed.spans(stay.admitted_on) and (cell, months.month_of(stay.admitted_on)) in places
    }
    return list(found.values())


def plans(sources: Sources, placed: Placed) -> dict[UUID, int]:
    """The admission plans of the year by unit: the unit's own, else those of its cells that have one."""
    found = {unit_id: sources.plans.get((unit_id, placed.year)) for unit_id in (placed.unit_id, *sources.cells(placed))}
    own = found[placed.unit_id]
    if own is not None:
        return {placed.unit_id: own}
    return {unit_id: planned for unit_id, planned in found.items() if planned is not None}


def marks(sources: Sources, placed: Placed) -> list[Mark]:
    """How the member stood at the cell's regular meetings of the span."""
    within = set(placed.months)
    return [mark for mark in all_marks(sources, placed) if mark.month in within]


def all_marks(sources: Sources, placed: Placed) -> Sequence[Mark]:
    """How the member stood at every regular meeting of the cell that was read, in order."""
    return sources.marks.get((placed.unit_id, placed.subject.member_id or placed.unit_id), ())


def stay(sources: Sources, placed: Placed) -> Stay | None:
    """The member's newest time in the cell."""
    own = [found for found in sources.people.stays(placed.unit_id) if found.member_id == placed.subject.member_id]
    return max(own, key=lambda found: found.joined_on, default=None)

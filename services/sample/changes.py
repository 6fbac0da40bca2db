"""What was decided about the sample's members and planned for its cells: discipline, admissions of three years."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count

from models import AdmissionPlan, Discipline, DisciplineForm
from services.clock import VIETNAM
from services.sample.cells import LEADERS
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.people import Cell, Stay
from services.sample.rows import Chunk
from services.sample.scale import Frame

YEARS = 3
DISCIPLINED = 0.5
"""Share of the communes and committees with a decision in these years, beside the expulsions."""
FORMS, FORM_WEIGHTS = (DisciplineForm.REPRIMAND, DisciplineForm.WARNING), (70, 30)
HOPED_FOR, HOPE_WEIGHTS = (-1, 0, 1, 2), (10, 45, 35, 10)
"""By how many a plan differs from what came of it."""
READY = timedelta(days=400)
"""Nobody in the sample is disciplined soon after coming."""


def record(chunk: Chunk, frame: Frame, chance: Chance, group: Group) -> None:
    """Keep the decisions about members of a group's cells, and the plans of its cells unless they stand alone."""
    first = date(frame.until.year - YEARS + 1, 1, 1)
    numbers = count(chance.randint(1, 20))
    for cell, stay, form, decided_on in _decisions(chance, group, first, frame.until):
        _keep(chunk, frame, (cell, stay), form, (decided_on, next(numbers)))
    for cell in [] if group.is_direct else group.cells:
        for year in range(first.year, frame.until.year + 1):
            planned = max(0, _admitted(cell, year) + chance.weighted(HOPED_FOR, HOPE_WEIGHTS))
            chunk.add(AdmissionPlan, unit_id=cell.unit_id, year=year, planned=planned, changed_at=frame.moment)


def _decisions(
    chance: Chance, group: Group, first: date, until: date
) -> Iterator[tuple[Cell, Stay, DisciplineForm, date]]:
    """Whoever was expelled was so by a decision of that day; a few others were reprimanded or warned."""
    for cell in group.cells:
        for stay in cell.stays:
            if stay.left_by == "expulsion" and stay.left_on and first <= stay.left_on < until:
                yield cell, stay, DisciplineForm.EXPULSION, stay.left_on
    cell = chance.choice(group.cells)
    there = [stay for stay in cell.stays[LEADERS:] if _has_long_been_there(stay, first)]
    if there and not cell.is_left_to_do and chance.happens(DISCIPLINED):
        decided_on = chance.day(first, until - timedelta(days=5))
        yield cell, chance.choice(there), chance.weighted(FORMS, FORM_WEIGHTS), decided_on


def _has_long_been_there(stay: Stay, first: date) -> bool:
    return not stay.is_guest and stay.left_on is None and stay.joined_on + READY < first


def _keep(
    chunk: Chunk, frame: Frame, whom: tuple[Cell, Stay], form: DisciplineForm, decision: tuple[date, int]
) -> None:
    (cell, stay), (decided_on, number) = whom, decision
    chunk.add(
        Discipline,
        id=frame.key(),
        member_id=stay.person.member_id,
        unit_id=cell.unit_id,
        form=form,
        decision_number=f"{number:02}-QĐ/UBKT (mẫu)",
        decided_on=decided_on,
        created_at=datetime.combine(decided_on, time(16), VIETNAM),
    )


def _admitted(cell: Cell, year: int) -> int:
    return sum(_was_admitted_there(stay) and stay.person.admitted_on.year == year for stay in cell.stays)


def _was_admitted_there(stay: Stay) -> bool:
    return not stay.is_guest and stay.covers(stay.person.admitted_on)

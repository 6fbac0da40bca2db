"""The years of cells under a set that grades meetings: rolled up from the grades that it gives to their months."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from models import MeetingKind
from services import quality, scoring
from services.quality import YearRow
from services.scoring import Form, MonthResult, MonthState, YearOfMonths
from services.simulation.cases import Case, Ground
from services.simulation.outcomes import Outcome
from services.simulation.simulated import YearMove

Tried = Mapping[tuple[UUID, int], Outcome]
"""What regular meetings would be graded, by cell and month (1 to 12)."""


def years(ground: Ground, form: Form, unit_id: UUID, found: Iterable[tuple[Case, Outcome]]) -> tuple[YearMove, ...]:
    """Every cell that was there in the year; a month whose meeting was not tried stands as it is."""
    tried = {
        (case.unit_id, case.subject.first.month): outcome
        for case, outcome in found
        if case.meeting_kind is MeetingKind.REGULAR
    }
    rows = quality.year_grades(ground.session, ground.actor, unit_id, ground.year)
    return tuple(_moved(form, row, tried) for row in rows)


def _moved(form: Form, row: YearRow, tried: Tried) -> YearMove:
    of_cell = {number: outcome for (unit_id, number), outcome in tried.items() if unit_id == row.unit_id}
    months = tuple(
        _result(of_cell[number]) if number in of_cell else month for number, month in enumerate(row.months.months, 1)
    )
    return YearMove(
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        holder_name=row.commune_name,
        old_label=row.grade,
        new=scoring.rolled_up(form, YearOfMonths(months)),
        open_months=tuple(sorted(number for number, outcome in of_cell.items() if outcome.grade is None)),
    )


def _result(outcome: Outcome) -> MonthResult:
    """A month of which the grade is not certain is one that waits for it."""
    return MonthResult(MonthState.GRADED, outcome.grade.id) if outcome.grade else MonthResult(MonthState.NOT_GRADED)

"""Annual grades as figures count them: one selection for the figure and for the rows behind it."""

from uuid import UUID

from models import SubjectKind
from services.metrics.grades import ANNUAL, Classified
from services.metrics.sources import Sources
from services.metrics.subjects import Placed


def of_unit(sources: Sources, placed: Placed, year: int) -> Classified | None:
    """The unit's own grade of a year; a unit that was a cell then and is a committee now keeps what it got."""
    kinds = [ANNUAL[placed.kind or SubjectKind.CELL], ANNUAL[SubjectKind.CELL], ANNUAL[SubjectKind.COMMITTEE]]
    found = (sources.annual.get((placed.unit_id, year, kind)) for kind in kinds)
    return next((grade for grade in found if grade), None)


def of_cells(sources: Sources, placed: Placed) -> dict[UUID, Classified]:
    """The grades of the year of the cells at the end of the span, as far as they are decided."""
    kind = ANNUAL[SubjectKind.CELL]
    known = ((cell, sources.annual.get((cell, placed.year, kind))) for cell in sources.cells(placed))
    return {cell: grade for cell, grade in known if grade}


def of_members(sources: Sources, placed: Placed) -> list[Classified]:
    """The grades of the year of the members of the unit's cells, as far as they are decided."""
    return [grade for cell in sources.cells(placed) for grade in sources.members_annual.get((cell, placed.year), ())]


def is_lowest(sources: Sources, grade: Classified) -> bool:
    """Whether it is the worst grade of its scheme."""
    return grade.rank >= sources.lowest_ranks[grade.criteria_set_id]

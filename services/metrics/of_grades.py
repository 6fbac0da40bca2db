"""Figures about grades: of a cell's months, of units and members in a year, of the cells of a committee."""

from collections import Counter
from collections.abc import Iterable

from models import SubjectKind
from services.metrics import behind_grades as behind
from services.metrics import behind_people, counted, yearly
from services.metrics.figures import Figures, share
from services.metrics.grades import FOUR_GOOD
from services.metrics.people import COMMITTEE_FROM
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.scoring.facts import Share

UNIT, CELL, COMMITTEE = Figures(), Figures(), Figures()
"""Of both, of a cell only, of a committee only."""


# The months of a cell


@CELL.add(behind.months)
def months_graded(sources: Sources, placed: Placed) -> dict[str, int] | None:
    return _tally(sources, placed)


@CELL.add(behind.months)
def months_expected(sources: Sources, placed: Placed) -> int:
    return len(counted.expected_grades(sources, placed))


@CELL.add(behind.months_without)
def months_without_grade(sources: Sources, placed: Placed) -> int:
    return sum(month.key not in sources.month_grades for month in counted.expected_grades(sources, placed))


@COMMITTEE.add(behind.months)
def cell_months_graded(sources: Sources, placed: Placed) -> dict[str, int] | None:
    return _tally(sources, placed)


def _tally(sources: Sources, placed: Placed) -> dict[str, int] | None:
    months = (month.key for month in counted.expected_grades(sources, placed))
    return _counts(sources.month_grades[key] for key in months if key in sources.month_grades) or None


# The year of a unit


@UNIT.add(behind.annual)
def annual_grade(sources: Sources, placed: Placed) -> str | None:
    found = yearly.of_unit(sources, placed, placed.year)
    return found.grade if found else None


@UNIT.add(behind.annual_last_year)
def annual_grade_last_year(sources: Sources, placed: Placed) -> str | None:
    found = yearly.of_unit(sources, placed, placed.year - 1)
    return found.grade if found else None


@UNIT.add(behind.members_graded)
def members_graded(sources: Sources, placed: Placed) -> dict[str, int] | None:
    return _counts(found.grade for found in yearly.of_members(sources, placed)) or None


@CELL.add(behind_people.members(are_official=True))
def has_cell_committee(sources: Sources, placed: Placed) -> bool | None:
    official = sources.officials(placed, are_official=True)
    return None if official is None else official >= COMMITTEE_FROM


@CELL.add(behind_people.helpers)
def has_deputy_or_committee(sources: Sources, placed: Placed) -> bool | None:
    return sources.has_helpers(placed)


# The cells of a committee


@COMMITTEE.add(behind.cells)
def cells(sources: Sources, placed: Placed) -> int:
    return len(sources.cells(placed))


@COMMITTEE.add(behind.cells)
def cells_registered_rate(sources: Sources, placed: Placed) -> Share | None:
    below, kind = sources.cells(placed), FOUR_GOOD[SubjectKind.CELL]
    return share(sum((cell, placed.year, kind) in sources.registered for cell in below), len(below))


@COMMITTEE.add(behind.cells)
def cells_recognised_rate(sources: Sources, placed: Placed) -> Share | None:
    below = sources.cells(placed)
    return share(sum((cell, placed.year) in sources.recognised for cell in below), len(below))


@COMMITTEE.add(behind.cells)
def cells_graded(sources: Sources, placed: Placed) -> dict[str, int] | None:
    return _counts(found.grade for found in yearly.of_cells(sources, placed).values()) or None


@COMMITTEE.add(behind.weak_cells)
def weak_cells(sources: Sources, placed: Placed) -> int | None:
    found = yearly.of_cells(sources, placed).values()
    return sum(yearly.is_lowest(sources, grade) for grade in found) if found else None


def _counts(grades: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(grades).items()))

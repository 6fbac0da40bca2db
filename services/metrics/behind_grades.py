"""The rows behind figures about grades: months, years, the cells of a committee, members."""

from collections.abc import Iterable

from models import SubjectKind
from services.metrics import counted, yearly
from services.metrics.columns import CELL, GRADE, MEMBER, MONTH, Names
from services.metrics.figures import Listing, listing
from services.metrics.grades import FOUR_GOOD, MONTH_LABELS
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.metrics.tree import CellMonth
from services.tables import Column, Kind

DECISION = (Column("Số quyết định", Kind.TEXT, 20), Column("Ngày quyết định", Kind.DATE, 16))


def months(sources: Sources, placed: Placed) -> Listing:
    """The months that are to be graded, with their grades."""
    return _months(sources, counted.expected_grades(sources, placed))


def months_without(sources: Sources, placed: Placed) -> Listing:
    """Those of them without a grade."""
    expected = counted.expected_grades(sources, placed)
    return _months(sources, (month for month in expected if month.key not in sources.month_grades))


def _months(sources: Sources, found: Iterable[CellMonth]) -> Listing:
    rows = []
    for month in sources.in_order(found):
        grade = sources.month_grades.get(month.key)
        rows.append((sources.name(month.unit_id), month.month, MONTH_LABELS.get(grade, grade) if grade else "Chưa có"))
    return listing((CELL, MONTH, GRADE), rows)


def annual(sources: Sources, placed: Placed) -> Listing:
    """The grade of the year with its decision."""
    return _annual(sources, placed, placed.year)


def annual_last_year(sources: Sources, placed: Placed) -> Listing:
    """The grade of the year before with its decision."""
    return _annual(sources, placed, placed.year - 1)


def _annual(sources: Sources, placed: Placed, year: int) -> Listing:
    found = yearly.of_unit(sources, placed, year)
    rows = [(str(year), found.label, found.decision_number, found.decided_on)] if found else []
    return listing((Column("Năm", Kind.TEXT, 8), GRADE, *DECISION), rows)


def members_graded(sources: Sources, placed: Placed) -> Listing:
    """Members with their grades of the year."""
    found = yearly.of_members(sources, placed)
    names = Names(sources, [grade.subject_id for grade in found])
    found.sort(key=lambda grade: (sources.order(grade.unit_id), names.key(grade.subject_id)))
    return listing(
        (CELL, MEMBER, GRADE),
        ((sources.name(grade.unit_id), names.name(grade.subject_id), grade.label) for grade in found),
    )


def cells(sources: Sources, placed: Placed) -> Listing:
    """The cells of a committee: registered, recognised, graded."""
    grades = yearly.of_cells(sources, placed)
    rows: list[tuple[object, ...]] = []
    for cell in sorted(sources.cells(placed), key=sources.order):
        registered_on = sources.registered.get((cell, placed.year, FOUR_GOOD[SubjectKind.CELL]))
        recognised = sources.recognised.get((cell, placed.year))
        decision = (recognised.decision_number, recognised.decided_on) if recognised else ("", None)
        rows.append((sources.name(cell), registered_on, *decision, grades[cell].label if cell in grades else ""))
    facts = (Column("Đăng ký bốn tốt", Kind.DATE, 16), Column("Quyết định công nhận", Kind.TEXT, 22))
    return listing((CELL, *facts, Column("Ngày công nhận", Kind.DATE, 16), GRADE), rows)


def weak_cells(sources: Sources, placed: Placed) -> Listing:
    """The cells with the worst grade of their scheme."""
    found = yearly.of_cells(sources, placed)
    weak = [cell for cell, grade in found.items() if yearly.is_lowest(sources, grade)]
    return listing((CELL, GRADE), ((sources.name(cell), found[cell].label) for cell in sorted(weak, key=sources.order)))

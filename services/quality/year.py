"""The year of every cell, rolled up from its months by the set in force at its end (DOMAIN section 5, point 6)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from models import ExpectedKind, MeetingKind
from services import clock, criteria, scoring
from services.access import Actor, require_reach
from services.assessments import MEETING_QUALITY
from services.meetings import expected
from services.meetings.expected import ExpectedCell
from services.meetings.expecting import Expecting
from services.periods import dues
from services.quality.records import ScoredMeeting, forms, scored
from services.scoring import Form, MonthResult, MonthState, RollUp, YearOfMonths
from services.tables import Column, Kind, Table

MONTHS = range(1, 13)
UNKNOWN = "Không có bộ tiêu chí nào đang dùng cho chi bộ này có cách xếp loại cả năm."


@dataclass(frozen=True)
class YearRow:
    """One cell's year: its months, and the grade that they make; ``roll_up`` None: no set says how."""

    unit_id: UUID
    unit_name: str
    commune_name: str
    months: YearOfMonths
    labels: tuple[str, ...]
    """What stands in the table for each month: a grade, or why there is none."""
    roll_up: RollUp | None
    undecided: int = 0
    """Months that count with the cell's own grade, because the superior has not decided yet."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is special about the year."""
        own = f"{self.undecided} tháng tính theo mức chi bộ tự chấm vì cấp trên chưa đánh giá."
        return (*(self.roll_up.remarks if self.roll_up else ()), *([own] if self.undecided else []))

    @property
    def grade(self) -> str:
        """The label of the year's grade; empty without one."""
        return self.roll_up.grade.label if self.roll_up and self.roll_up.grade else ""

    @property
    def headline(self) -> str:
        """The grade or the reason for none, as a sentence."""
        return self.roll_up.headline if self.roll_up else UNKNOWN


def year_grades(session: Session, actor: Actor, unit_id: UUID, year: int) -> list[YearRow]:
    """Every cell at or below a unit that was there in the year, by commune and cell. NotFound out of reach.

    One statement per kind of fact, whatever the number of cells.
    """
    path = require_reach(session, actor, unit_id).path
    first, last = date(year, 1, 1), date(year, 12, 31)
    stretches: defaultdict[UUID, list[ExpectedCell]] = defaultdict(list)
    for cell in expected.cells(session, actor, path, first, last):
        stretches[cell.unit_id].append(cell)
    found: defaultdict[UUID, dict[int, ScoredMeeting]] = defaultdict(dict)
    for row in scored(session, actor, path, first, last):
        found[row.unit_id][row.month.month] = row
    expecting = Expecting(
        stretches, dues.frozen_of(session, stretches.keys(), ExpectedKind.REGULAR_MEETING, first, last)
    )
    rules = _rules(session, actor, min(last, clock.today()))
    known = forms(session, {row.set_id for cell in found.values() for row in cell.values() if row.set_id})
    return [
        _row(cells, _results(expecting, unit_id, found[unit_id], year), found[unit_id], rules.get(unit_id), known)
        for unit_id, cells in stretches.items()
    ]


def year_table(unit_name: str, year: int, rows: list[YearRow]) -> Table:
    """Cells × months, with the grade of the year and how it came about."""
    columns = (
        Column("Chi bộ", Kind.TEXT, 34),
        *(Column(f"T{number}", Kind.TEXT, 11) for number in MONTHS),
        Column("Cả năm", Kind.TEXT, 14),
        Column("Vì sao", Kind.TEXT, 60),
    )
    lines = tuple((row.unit_name, *row.labels, row.grade, _why(row)) for row in rows)
    return Table(f"Xếp loại sinh hoạt chi bộ năm {year}", (unit_name,), columns, lines)


def _why(row: YearRow) -> str:
    return " ".join([row.headline, *row.remarks])


def _rules(session: Session, actor: Actor, on: date) -> dict[UUID, Form]:
    holding = criteria.in_force_everywhere(session, actor, MEETING_QUALITY, on, MeetingKind.REGULAR)
    known = forms(session, {row.set_id for row in holding if row.set_id})
    return {row.unit_id: known[row.set_id] for row in holding if row.set_id and known[row.set_id].roll_up}


def _row(
    cells: list[ExpectedCell],
    results: YearOfMonths,
    found: dict[int, ScoredMeeting],
    rule: Form | None,
    known: dict[UUID, Form],
) -> YearRow:
    labels = tuple(
        _label(found.get(number), result, known) for number, result in zip(MONTHS, results.months, strict=True)
    )
    latest = cells[-1]
    roll_up = scoring.rolled_up(rule, results) if rule else None
    undecided = sum(bool(row.grade) and not row.is_reviewed for row in found.values())
    return YearRow(latest.unit_id, latest.name, latest.commune_name, results, labels, roll_up, undecided)


def _results(expecting: Expecting, unit_id: UUID, found: dict[int, ScoredMeeting], year: int) -> YearOfMonths:
    return YearOfMonths(
        tuple(_result(expecting, unit_id, found.get(number), date(year, number, 1)) for number in MONTHS)
    )


def _result(expecting: Expecting, unit_id: UUID, row: ScoredMeeting | None, month: date) -> MonthResult:
    if row is not None and row.grade:
        return MonthResult(MonthState.GRADED, row.grade)
    if row is None and not expecting.expects(unit_id, month):
        return MonthResult(MonthState.NOT_EXPECTED)
    if row is not None and row.is_submitted:
        return MonthResult(MonthState.NOT_GRADED)
    is_over = clock.today() > expecting.due_on(unit_id, month)
    return MonthResult(MonthState.NO_MEETING if is_over else MonthState.NOT_OVER)


_WORDS = {
    MonthState.NOT_EXPECTED: "",
    MonthState.NO_MEETING: "Không họp",
    MonthState.NOT_GRADED: "Chưa xếp",
    MonthState.NOT_OVER: "…",
}


def _label(row: ScoredMeeting | None, result: MonthResult, known: dict[UUID, Form]) -> str:
    if result.state is not MonthState.GRADED or row is None or row.set_id is None:
        return _WORDS[result.state]
    return next((grade.label for grade in known[row.set_id].grades if grade.id == result.grade), result.grade)

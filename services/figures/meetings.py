"""Figures of regular meetings, read off the meeting book of a unit (``meetings.book``). Pure: rows in, rows out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from services import deadlines, months, rates
from services.meetings import BookRow, MeetingKind, RecordState
from services.rates import AttendanceRule, Roll


class HeldState(StrEnum):
    """How an expected regular meeting stands on a day."""

    SUBMITTED = "submitted"
    DRAFT = "draft"
    RETURNED = "returned"
    MISSING = "missing"
    NOT_DUE = "not_due"
    """Nothing entered, and the day on which it must be reported has not passed."""


@dataclass(frozen=True)
class HeldRow:
    """One cell in one month."""

    cell: str
    month: date
    state: HeldState
    held_on: date | None


class Counted:
    """Something with the heads of submitted meetings, added up."""

    roll: Roll

    @property
    def attendance(self) -> Fraction | None:
        """Present over due; None without a submitted meeting."""
        return rates.attendance(self.roll)

    @property
    def speaking(self) -> Fraction | None:
        """Speakers over attendees; None without a submitted meeting."""
        return rates.speaking(self.roll)


@dataclass(frozen=True)
class MonthRates(Counted):
    """All submitted regular meetings of a month taken together: heads are added, so cells weigh by size."""

    month: date
    meetings: int
    roll: Roll
    rule: AttendanceRule | None
    """The rule in force on the last day of the month."""

    @property
    def threshold(self) -> Fraction | None:
        """What attendance had to reach; None before there was a rule."""
        return self.rule.threshold if self.rule else None

    @property
    def attendance(self) -> Fraction | None:
        """Present over due; None without a submitted meeting."""
        return rates.attendance(self.roll, self.rule.formula) if self.rule else rates.attendance(self.roll)


@dataclass(frozen=True)
class RankedCell(Counted):
    """One cell over the whole span."""

    cell: str
    expected: int
    """Months of the span in which it was there."""
    due: int
    """Of these, the months that are handed in or whose due day has passed: the month under way hurts nobody."""
    submitted: int
    roll: Roll

    @property
    def completeness(self) -> Fraction | None:
        """Submitted over due meetings."""
        return Fraction(self.submitted, self.due) if self.due else None


@dataclass(frozen=True)
class Totals(Counted):
    """The span in one line: what stands above the charts."""

    cells: int
    expected: int
    submitted: int
    roll: Roll


def held(book: Iterable[BookRow], today: date) -> list[HeldRow]:
    """Every cell and month in which a regular meeting was expected or entered, in the order of the book."""
    return [HeldRow(row.unit_name, row.ref.month, _state(row, today), row.held_on) for row in _regular(book)]


def _state(row: BookRow, today: date) -> HeldState:
    if row.state is RecordState.MISSING and not _is_overdue(row, today):
        return HeldState.NOT_DUE
    return HeldState.SUBMITTED if row.is_handed_in else HeldState(row.state.value)


def _is_overdue(row: BookRow, today: date) -> bool:
    return today > (row.due_on or deadlines.report_due_on(row.ref.month))


def rates_by_month(book: Iterable[BookRow], first: date, last: date) -> list[MonthRates]:
    """One row a month of the span, also for a month without a submitted meeting."""
    rolls: defaultdict[date, list[Roll]] = defaultdict(list)
    for row in _regular(book):
        if row.roll is not None:
            rolls[row.ref.month].append(row.roll)
    return [
        MonthRates(month, len(rolls[month]), _sum(rolls[month]), rates.rule_on(months.last_day(month)))
        for month in months.span(first, last)
    ]


def ranking(book: Iterable[BookRow], today: date) -> list[RankedCell]:
    """Every cell of the book with its meetings over the span."""
    cells: defaultdict[UUID, list[BookRow]] = defaultdict(list)
    for row in _regular(book):
        cells[row.ref.unit_id].append(row)
    return [_ranked(rows[0].unit_name, rows, today) for rows in cells.values()]


def totals(ranked: Iterable[RankedCell]) -> Totals:
    """The sums of a ranking."""
    rows = list(ranked)
    return Totals(
        cells=len(rows),
        expected=sum(row.expected for row in rows),
        submitted=sum(row.submitted for row in rows),
        roll=_sum(row.roll for row in rows),
    )


def _ranked(cell: str, rows: list[BookRow], today: date) -> RankedCell:
    return RankedCell(
        cell=cell,
        expected=len(rows),
        due=sum(row.is_handed_in or _is_overdue(row, today) for row in rows),
        submitted=sum(row.is_handed_in for row in rows),
        roll=_sum(row.roll for row in rows if row.roll is not None),
    )


def _sum(rolls: Iterable[Roll]) -> Roll:
    return sum(rolls, Roll())


def _regular(book: Iterable[BookRow]) -> list[BookRow]:
    return [row for row in book if row.ref.kind is MeetingKind.REGULAR]

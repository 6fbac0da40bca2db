"""The grades of a month (báo cáo xếp loại sinh hoạt chi bộ, DOMAIN section 8): a line a cell, totals, who came and went."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session, col, select

from models import Answer, Stage
from services import members, months
from services.access import Actor, require_reach
from services.meetings import expected
from services.quality import changes
from services.quality.records import ScoredMeeting, forms, scored
from services.scoring import Form
from services.tables import Column, Kind, Table
from services.vietnamese import listing, number
from services.vietnamese import month as written

NO_MEETING = "Chưa có biên bản"
NOT_HANDED_IN = "Biên bản chưa nộp"
NOT_SCORED = "Chưa chấm"
NOT_REVIEWED = "cấp trên chưa đánh giá"

Notes = dict[UUID, tuple[str, ...]]
"""The notes of each assessment, in the order of its form."""


@dataclass(frozen=True)
class MonthRow:
    """One cell in the month. ``grade`` is a label, empty where the meeting is not scored."""

    unit_id: UUID
    unit_name: str
    commune_name: str
    members: int
    held_on: date | None
    own_total: Decimal | None
    own_grade: str
    total: Decimal | None
    """The points that count: the superior's once decided."""
    grade: str
    is_reviewed: bool
    deductions: tuple[str, ...]
    """Why points were lost, item by item."""
    lacking: str
    """What is still missing: the record, the score, the superior's word; empty when nothing is."""

    @property
    def note(self) -> str:
        """What stands in the report's last column."""
        return "; ".join(filter(None, [*self.deductions, self.lacking]))


@dataclass(frozen=True)
class MonthGrades:
    """The table of a month; ``grades`` are the labels in use, best first."""

    unit_name: str
    month: date
    grades: tuple[str, ...]
    rows: tuple[MonthRow, ...]
    changes: tuple[str, ...]
    """How memberships changed in the month, a sentence a cell."""

    @property
    def counts(self) -> Counter[str]:
        """Cells per grade."""
        return Counter(row.grade for row in self.rows if row.grade)


def month_grades(session: Session, actor: Actor, unit_id: UUID, month: date) -> MonthGrades:
    """Every cell that was there at the month's end, by commune and cell. NotFound out of reach. Seven statements."""
    path = require_reach(session, actor, unit_id).path
    last = months.last_day(month)
    cells = expected.cells(session, actor, path, last, last)
    found = {row.unit_id: row for row in scored(session, actor, path, month, month)}
    known = forms(session, {row.set_id for row in found.values() if row.set_id})
    notes = _notes(session, found.values(), known)
    heads = members.census(session, actor, unit_id, last)
    names = {cell.unit_id: cell.name for cell in cells}
    rows = tuple(
        _row(cell, heads[cell.unit_id].members if cell.unit_id in heads else 0, found.get(cell.unit_id), known, notes)
        for cell in cells
    )
    return MonthGrades(
        unit_name=changes.unit_name(session, actor, unit_id, last),
        month=month,
        grades=_labels(known.values()),
        rows=rows,
        changes=changes.of_month(session, actor, path, month, names),
    )


def month_table(grades: MonthGrades) -> Table:
    """The report as it is sent: an X in the column of the grade, points, what was lost and why, totals."""
    columns = (
        Column("STT", Kind.INTEGER, 6),
        Column("Tên đơn vị", Kind.TEXT, 34),
        Column("Số đảng viên", Kind.INTEGER, 10),
        Column("Ngày họp", Kind.DATE, 12),
        Column("Điểm tự chấm", Kind.POINTS, 9),
        Column("Điểm", Kind.POINTS, 8),
        *(Column(label, Kind.TEXT, 10) for label in grades.grades),
        Column("Ghi chú", Kind.TEXT, 46),
    )
    lines = [_line(place, row, grades.grades) for place, row in enumerate(grades.rows, 1)]
    return Table(
        f"Xếp loại sinh hoạt chi bộ tháng {written(grades.month)}",
        (grades.unit_name, *_summary(grades), *grades.changes),
        columns,
        (*lines, _totals(grades)),
    )


def _row(
    cell: expected.ExpectedCell,
    heads: int,
    found: ScoredMeeting | None,
    known: dict[UUID, Form],
    notes: Notes,
) -> MonthRow:
    labels = _grade_labels(found, known)
    return MonthRow(
        unit_id=cell.unit_id,
        unit_name=cell.name,
        commune_name=cell.commune_name,
        members=heads,
        held_on=found.held_on if found and found.is_submitted else None,
        own_total=found.own_total if found else None,
        own_grade=labels.get(found.own_grade, "") if found else "",
        total=found.total if found else None,
        grade=labels.get(found.grade, "") if found else "",
        is_reviewed=bool(found and found.is_reviewed),
        deductions=notes.get(found.assessment_id, ()) if found and found.assessment_id and found.grade else (),
        lacking=_lacking(found),
    )


def _grade_labels(found: ScoredMeeting | None, known: dict[UUID, Form]) -> dict[str, str]:
    form = known.get(found.set_id) if found and found.set_id else None
    return {grade.id: grade.label for grade in form.grades} if form else {}


def _lacking(found: ScoredMeeting | None) -> str:
    if found is None:
        return NO_MEETING
    if not found.is_submitted:
        return NOT_HANDED_IN
    if not found.grade:
        return NOT_SCORED
    return "" if found.is_reviewed else NOT_REVIEWED


def _notes(session: Session, found: Iterable[ScoredMeeting], known: dict[UUID, Form]) -> Notes:
    """Item by item the notes behind the points that count: the superior's where one was written and decided."""
    scores = {row.assessment_id: row for row in found if row.assessment_id and row.set_id}
    if not scores:
        return {}
    query = select(Answer.assessment_id, Answer.item_id, Answer.stage, Answer.note).where(
        col(Answer.assessment_id).in_(scores), Answer.note != ""
    )
    written_notes: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
    for assessment_id, item_id, stage, note in sorted(session.exec(query), key=lambda row: row[2] is Stage.REVIEW):
        if stage is Stage.SELF or scores[assessment_id].is_reviewed:
            written_notes[assessment_id][item_id] = " ".join(note.split())
    forms_of = {assessment_id: known[row.set_id] for assessment_id, row in scores.items() if row.set_id}
    return {assessment_id: _in_order(forms_of[assessment_id], notes) for assessment_id, notes in written_notes.items()}


def _in_order(form: Form, by_item: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{item.name}: {by_item[item.id]}" for item in form.items.values() if item.id in by_item)


def _labels(known: Iterable[Form]) -> tuple[str, ...]:
    ranked: dict[str, int] = {}
    for form in known:
        for rank, grade in enumerate(form.grades):
            ranked[grade.label] = min(rank, ranked.get(grade.label, rank))
    return tuple(sorted(ranked, key=lambda label: (ranked[label], label)))


def _line(place: int, row: MonthRow, grades: Sequence[str]) -> tuple[object, ...]:
    marks = ("X" if row.grade == label else "" for label in grades)
    return (place, row.unit_name, row.members, row.held_on, row.own_total, row.total, *marks, row.note)


def _totals(grades: MonthGrades) -> tuple[object, ...]:
    counts = grades.counts
    marks = (number(counts[label]) for label in grades.grades)
    held = sum(row.held_on is not None for row in grades.rows)
    heads = sum(row.members for row in grades.rows)
    return (
        None,
        "Tổng cộng",
        heads,
        None,
        None,
        None,
        *marks,
        f"{number(held)}/{number(len(grades.rows))} chi bộ đã họp",
    )


def _summary(grades: MonthGrades) -> tuple[str, ...]:
    counts = grades.counts
    said = listing(f"{number(counts[label])} {label}" for label in grades.grades if counts[label])
    return (
        f"{number(sum(counts.values()))}/{number(len(grades.rows))} chi bộ đã xếp loại{f': {said}' if said else ''}.",
    )

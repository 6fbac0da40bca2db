"""Months in which a cell's regular meeting was graded low: in the lower half of the grades of its form."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from services.access import Actor, require_reach
from services.quality.records import ScoredMeeting, forms, scored
from services.scoring import Form


@dataclass(frozen=True)
class LowMonth:
    """A month with the grade that its regular meeting got."""

    month: date
    label: str


def low_months(
    session: Session, actor: Actor, unit_id: UUID, first: date, last: date
) -> dict[UUID, tuple[LowMonth, ...]]:
    """The months ``first`` to ``last`` graded low, by cell at or below a unit; cells without one are left out.

    Of four grades the last two are low (Trung bình, Kém), of two the second: a form may call them as it likes. The grade
    is the superior's once decided, until then the own one that was handed in. NotFound out of reach; three statements.
    """
    path = require_reach(session, actor, unit_id).path
    rows = sorted(scored(session, actor, path, first, last), key=lambda row: row.month)
    known = forms(session, {row.set_id for row in rows if row.set_id})
    found: defaultdict[UUID, list[LowMonth]] = defaultdict(list)
    for row in rows:
        label = _low_label(row, known)
        if label:
            found[row.unit_id].append(LowMonth(row.month, label))
    return {cell_id: tuple(months) for cell_id, months in found.items()}


def _low_label(row: ScoredMeeting, known: dict[UUID, Form]) -> str:
    """The label of a low grade; empty for a better one, and without a grade."""
    form = known.get(row.set_id) if row.set_id else None
    grades = form.grades if form else ()
    lower = grades[(len(grades) + 1) // 2 :]
    return next((grade.label for grade in lower if grade.id == row.grade), "")

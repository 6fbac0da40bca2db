"""Which criteria set holds for a unit on a day, and why this one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import CellType, CriteriaSet, CriteriaState, MeetingKind, UnitEra, UnitKind
from services import scoring, units
from services.access import Actor, require_reach
from services.criteria.kinds import name_of
from services.errors import NotFound
from services.scoring import Form
from services.vietnamese import day

MOST_LEVELS = 50
"""Levels above a unit that are looked at: an end even for a tree that runs in a circle by mistake."""

# Made once: putting an alias together costs more than its query.
_OWN, _ABOVE = aliased(UnitEra), aliased(UnitEra)


@dataclass(frozen=True)
class FormRow:
    """A set in force: its form, and a sentence that says which it is and why it is this one."""

    set_id: UUID
    form: Form
    why: str


@dataclass(frozen=True)
class Candidate:
    """A set of a unit or of one above it; ``steps`` is how many levels above."""

    set_id: UUID
    form: Form
    steps: int

    @property
    def order(self) -> tuple[int, int, int, str]:
        """The first in this order holds: the nearest issuer, then the newest validity, then the newest version."""
        return self.steps, *precedence(self.form)


def in_force(  # noqa: PLR0913, PLR0917 - what a set may depend on
    session: Session, actor: Actor, kind: str, unit_id: UUID, on: date, meeting_kind: MeetingKind | None = None
) -> FormRow:
    """The published set of this kind for a unit (or a kind of meeting of it) on a day, and why; NotFound without one.

    Of the sets of the unit and of those above it on that day (the actor need not reach those), the nearest
    issuer's holds; of its own, the one whose validity began last.
    """
    require_reach(session, actor, unit_id)
    candidates = (found for found in _candidates(session, kind, unit_id, on) if is_for(found.form, meeting_kind))
    found = sorted(candidates, key=lambda candidate: candidate.order)
    if not found:
        raise NotFound(
            f"Chưa có bộ tiêu chí “{name_of(session, kind)}” nào có hiệu lực ngày {day(on)} cho đơn vị này. "
            "Đồng chí báo quản trị ban hành bộ tiêu chí rồi mở lại trang này."
        )
    return FormRow(found[0].set_id, found[0].form, f"{introduced(found[0].form)} {reason(found)}")


def precedence(form: Form) -> tuple[int, int, str]:
    """Of one issuer's sets the first in this order holds: the newest validity, then the newest version."""
    return -form.valid_from.toordinal(), -form.version, form.id


def applies(form: Form, kind: UnitKind, cell_type: CellType | None) -> bool:
    """Whether the form is for units of this kind and type."""
    applies_to = form.applies_to
    fits_kind = not applies_to.unit_kinds or kind in applies_to.unit_kinds
    return fits_kind and (not applies_to.cell_types or cell_type in applies_to.cell_types)


def introduced(form: Form) -> str:
    """A sentence that says which set it is: title, document, issuer, validity."""
    number = f" số {form.document_number}" if form.document_number else ""
    dated = f" ngày {day(form.document_date)}" if form.document_date else ""
    issuer = f" của {form.issuer}" if form.issuer else ""
    document = f", văn bản{number}{dated}{issuer}" if number or dated else issuer and f",{issuer}"
    return f"Đang dùng “{form.title}”{document}, phiên bản {form.version}, có hiệu lực từ {day(form.valid_from)}."


def reason(found: list[Candidate]) -> str:
    """Why the first of these sets holds and not another of them, as a sentence."""
    chosen, others = found[0], found[1:]
    if not others:
        return "Đây là bộ tiêu chí duy nhất có hiệu lực cho đơn vị này."
    if any(other.steps == chosen.steps for other in others):
        return "Bộ này được chọn vì có hiệu lực gần đây nhất trong các bộ của cấp ban hành gần đơn vị nhất."
    return "Bộ này được chọn vì do cấp gần đơn vị nhất ban hành."


def _candidates(session: Session, kind: str, unit_id: UUID, on: date) -> list[Candidate]:
    line = _line_above(unit_id, on)
    query = (
        select(CriteriaSet, _OWN, line.c.steps)
        .join(line, line.c.unit_id == CriteriaSet.unit_id)
        .join(_OWN, sa.and_(col(_OWN.unit_id) == unit_id, units.in_force(_OWN, on)))
        .where(CriteriaSet.kind == kind, holds_on(on))
    )
    found = [(Candidate(row.id, scoring.load(row.body), steps), era) for row, era, steps in session.exec(query)]
    return [candidate for candidate, era in found if applies(candidate.form, era.kind, era.cell_type)]


def holds_on(on: date) -> sa.ColumnElement[bool]:
    """The sets in force on a day. One that is no longer used still is on the days before; without an end it never was."""
    state, ends_on = col(CriteriaSet.state), col(CriteriaSet.valid_to)
    not_over = sa.or_(ends_on > on, sa.and_(ends_on.is_(None), state == CriteriaState.PUBLISHED))
    is_out = state.in_((CriteriaState.PUBLISHED, CriteriaState.RETIRED))
    return sa.and_(is_out, col(CriteriaSet.valid_from) <= on, not_over)


def _line_above(unit_id: UUID, on: date) -> sa.CTE:
    """The unit and those above it as the tree stood on the day; ``steps`` counts upwards from 0."""
    line = (
        sa.select(col(UnitEra.unit_id), col(UnitEra.parent_id), sa.literal(0).label("steps"))
        .where(col(UnitEra.unit_id) == unit_id, units.in_force(UnitEra, on))
        .cte("line", recursive=True)
    )
    upwards = (
        sa.select(col(_ABOVE.unit_id), col(_ABOVE.parent_id), line.c.steps + 1)
        .join(line, line.c.parent_id == _ABOVE.unit_id)
        .where(units.in_force(_ABOVE, on), line.c.steps < MOST_LEVELS)
    )
    return line.union_all(upwards)


def is_for(form: Form, meeting_kind: MeetingKind | None) -> bool:
    """Whether the form holds for this kind of meeting; None: for whatever is assessed."""
    wanted = form.applies_to.meeting_types
    return meeting_kind is None or not wanted or meeting_kind in wanted

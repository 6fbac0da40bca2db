"""Criteria sets (bộ tiêu chí) as they are kept: stored, published, and the one in force for a unit on a day.

What a set says is for ``services.scoring``; here is only which set holds where and when.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import CellType, CriteriaSet, CriteriaState, Unit, UnitEra, UnitKind
from services import audit, scoring, units
from services.access import Actor, Permission, require_reach
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.scoring import Form, Severity
from services.vietnamese import day

KIND_NAMES = {
    "meeting_quality": "chất lượng sinh hoạt chi bộ",
    "four_good_cell": "chi bộ bốn tốt",
    "four_good_committee": "đảng bộ bốn tốt",
    "annual_cell": "xếp loại chi bộ hằng năm",
    "annual_member": "xếp loại đảng viên hằng năm",
}
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
class _Candidate:
    """A set of the unit or of one above it; ``steps`` is how many levels above."""

    set_id: UUID
    form: Form
    steps: int

    @property
    def order(self) -> tuple[int, int, int, str]:
        """The first in this order holds: the nearest issuer, then the newest validity, then the newest version."""
        return self.steps, -self.form.valid_from.toordinal(), -self.form.version, self.form.id


def store(session: Session, actor: Actor | None, text: str, unit_id: UUID) -> UUID:
    """Keep a criteria file as a draft for a unit and everything below it; ``actor`` None is the operator.

    The same file again changes nothing; a draft gives way to a newer text of the same version. Raises
    InvalidForm with everything that is wrong in the file, Conflict when the version is out already.
    """
    _require_steward(session, actor, unit_id)
    form = scoring.load(text)
    row = _same_version(session, form)
    if row is None:
        row = _insert(session, form, text, unit_id)
    elif (row.body, row.unit_id) == (text, unit_id):
        return row.id
    else:
        _replace(session, row, form, text, unit_id)
    _record(session, actor, "criteria_set:stored", row)
    return row.id


def publish(session: Session, actor: Actor | None, set_id: UUID) -> None:
    """Put a draft in force; from then on it never changes. A second time changes nothing.

    Raises Invalid with every error that the lint finds, Conflict for a set that was retired.
    """
    row = session.exec(select(CriteriaSet).where(CriteriaSet.id == set_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    _require_steward(session, actor, row.unit_id)
    if row.state is CriteriaState.PUBLISHED:
        return
    if row.state is CriteriaState.RETIRED:
        raise Conflict("Bộ tiêu chí này đã thôi dùng; muốn dùng lại thì lập phiên bản mới.")
    _require_sound(scoring.load(row.body))
    row.state = CriteriaState.PUBLISHED
    session.flush()
    _record(session, actor, "criteria_set:published", row)


def in_force(session: Session, actor: Actor, kind: str, unit_id: UUID, on: date) -> FormRow:
    """The published set of this kind for a unit on a day, and why this one; NotFound when there is none.

    Of the sets of the unit and of those above it on that day (the actor need not reach those), the nearest
    issuer's holds; of its own, the one whose validity began last.
    """
    require_reach(session, actor, unit_id)
    found = sorted(_candidates(session, kind, unit_id, on), key=lambda candidate: candidate.order)
    if not found:
        raise NotFound(
            f"Chưa có bộ tiêu chí “{KIND_NAMES.get(kind, kind)}” nào có hiệu lực ngày {day(on)} cho đơn vị này. "
            "Đồng chí báo quản trị ban hành bộ tiêu chí rồi mở lại trang này."
        )
    return FormRow(found[0].set_id, found[0].form, f"{introduced(found[0].form)} {_reason(found)}")


def introduced(form: Form) -> str:
    """A sentence that says which set it is: title, document, issuer, validity."""
    number = f" số {form.document_number}" if form.document_number else ""
    dated = f" ngày {day(form.document_date)}" if form.document_date else ""
    issuer = f" của {form.issuer}" if form.issuer else ""
    document = f", văn bản{number}{dated}{issuer}" if number or dated else issuer and f",{issuer}"
    return f"Đang dùng “{form.title}”{document}, phiên bản {form.version}, có hiệu lực từ {day(form.valid_from)}."


def _reason(found: list[_Candidate]) -> str:
    chosen, others = found[0], found[1:]
    if not others:
        return "Đây là bộ tiêu chí duy nhất có hiệu lực cho đơn vị này."
    if any(other.steps == chosen.steps for other in others):
        return "Bộ này được chọn vì có hiệu lực gần đây nhất trong các bộ của cấp ban hành gần đơn vị nhất."
    return "Bộ này được chọn vì do cấp gần đơn vị nhất ban hành."


def _candidates(session: Session, kind: str, unit_id: UUID, on: date) -> list[_Candidate]:
    line = _line_above(unit_id, on)
    query = (
        select(CriteriaSet, _OWN, line.c.steps)
        .join(line, line.c.unit_id == CriteriaSet.unit_id)
        .join(_OWN, sa.and_(col(_OWN.unit_id) == unit_id, units.in_force(_OWN, on)))
        .where(CriteriaSet.kind == kind, CriteriaSet.state == CriteriaState.PUBLISHED, _valid(on))
    )
    found = [(_Candidate(row.id, scoring.load(row.body), steps), era) for row, era, steps in session.exec(query)]
    return [candidate for candidate, era in found if _applies(candidate.form, era.kind, era.cell_type)]


def _valid(on: date) -> sa.ColumnElement[bool]:
    not_over = sa.or_(col(CriteriaSet.valid_to).is_(None), col(CriteriaSet.valid_to) > on)
    return sa.and_(col(CriteriaSet.valid_from) <= on, not_over)


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


def _applies(form: Form, kind: UnitKind, cell_type: CellType | None) -> bool:
    applies_to = form.applies_to
    fits_kind = not applies_to.unit_kinds or kind in applies_to.unit_kinds
    return fits_kind and (not applies_to.cell_types or cell_type in applies_to.cell_types)


def _same_version(session: Session, form: Form) -> CriteriaSet | None:
    query = select(CriteriaSet).where(CriteriaSet.code == form.id, CriteriaSet.version == form.version)
    return session.exec(query.with_for_update()).one_or_none()


def _insert(session: Session, form: Form, text: str, unit_id: UUID) -> CriteriaSet:
    row = CriteriaSet(**_columns(form, text, unit_id), state=CriteriaState.DRAFT, created_at=now())
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise _taken(form) from error
    return row


def _replace(session: Session, row: CriteriaSet, form: Form, text: str, unit_id: UUID) -> None:
    if row.state is not CriteriaState.DRAFT or row.unit_id != unit_id:
        raise _taken(form)
    for name, value in _columns(form, text, unit_id).items():
        setattr(row, name, value)
    session.flush()


def _columns(form: Form, text: str, unit_id: UUID) -> dict[str, Any]:
    return {
        "code": form.id,
        "version": form.version,
        "kind": form.kind,
        "title": form.title,
        "issuer": form.issuer,
        "document_number": form.document_number,
        "document_date": form.document_date,
        "valid_from": form.valid_from,
        "valid_to": form.valid_to,
        "unit_id": unit_id,
        "body": text,
    }


def _taken(form: Form) -> Conflict:
    return Conflict(
        f"Bộ tiêu chí “{form.id}” phiên bản {form.version} đã có và không sửa được nữa. "
        "Đồng chí tăng số phiên bản (version) trong tệp rồi lưu lại.",
        field="version",
    )


def _require_sound(form: Form) -> None:
    errors = [found.sentence for found in scoring.lint(form) if found.severity is Severity.ERROR]
    if errors:
        raise Invalid(f"Chưa ban hành được, bộ tiêu chí còn {len(errors)} lỗi: {' '.join(errors)}")


def _require_steward(session: Session, actor: Actor | None, unit_id: UUID) -> None:
    """Criteria sets are kept by the operator and by administrators (DOMAIN, section 1)."""
    if actor is not None:
        require_reach(session, actor, unit_id)
        actor.require(Permission.CRITERIA_WRITE)
    elif session.get(Unit, unit_id) is None:
        raise NotFound


def _record(session: Session, actor: Actor | None, action: str, row: CriteriaSet) -> None:
    facts = {"code": row.code, "version": row.version}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)

"""The unit that a meeting belongs to, as it was in the meeting's month: a cell, or for some kinds a unit that is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import MeetingKind, Unit, UnitEra
from services import months
from services.access import Actor, below, require_reach
from services.clock import today
from services.errors import Invalid
from services.meetings import kinds
from services.meetings.rows import MeetingRef
from services.vietnamese import month as month_in_words

AHEAD = 3
"""Months to come that can be planned."""


@dataclass(frozen=True)
class Cell:
    """The unit that holds a meeting and the stretches, touching one month, in which it was of a kind that may hold it."""

    unit_id: UUID
    name: str
    stretches: tuple[tuple[date, date | None], ...]
    """First day inside, first day outside (None: still there)."""

    def exists_on(self, day: date) -> bool:
        """Whether it was such a unit on that day."""
        return any(first <= day and (end is None or day < end) for first, end in self.stretches)


def reached(session: Session, actor: Actor, ref: MeetingRef) -> Cell:
    """The unit of a meeting's record. NotFound out of reach; Invalid where no such meeting can be.

    A record is not written before its month; ``to_plan`` reaches further.
    """
    _check_key(ref)
    if ref.month > months.month_of(today()):
        raise Invalid(f"Tháng {month_in_words(ref.month)} chưa đến nên chưa nhập được biên bản.", field="month")
    return _reached(session, actor, ref)


def to_plan(session: Session, actor: Actor, ref: MeetingRef) -> Cell:
    """The unit of a meeting that is planned, put off or cancelled: also in one of the next ``AHEAD`` months."""
    _check_key(ref)
    if ref.month > months.after(months.month_of(today()), AHEAD):
        raise Invalid(f"Chỉ lập lịch cho tháng này và {AHEAD} tháng tới.", field="month")
    return _reached(session, actor, ref)


def _reached(session: Session, actor: Actor, ref: MeetingRef) -> Cell:
    eras = session.exec(
        select(UnitEra)
        .join(Unit, col(Unit.id) == UnitEra.unit_id)
        .where(UnitEra.unit_id == ref.unit_id, below(actor.unit_path), during(ref.month, ref.month))
        .order_by(col(UnitEra.starts_on))
    ).all()
    if not eras:
        require_reach(session, actor, ref.unit_id)
    return _cell(ref, eras)


def during(first: date, last: date) -> sa.ColumnElement[bool]:
    """The eras that touch the months from ``first`` to ``last``."""
    return sa.and_(
        col(UnitEra.starts_on) <= months.last_day(last),
        sa.or_(col(UnitEra.ends_on).is_(None), col(UnitEra.ends_on) > first),
    )


def _check_key(ref: MeetingRef) -> None:
    if ref.month != months.month_of(ref.month):
        raise Invalid("Tháng sinh hoạt không hợp lệ.", field="month")
    if ref.number < 1 or (ref.kind is MeetingKind.REGULAR and ref.number != 1):
        raise Invalid("Số thứ tự của buổi sinh hoạt không hợp lệ.", field="number")


def _cell(ref: MeetingRef, eras: Sequence[UnitEra]) -> Cell:
    if not eras:
        raise Invalid(
            f"Trong tháng {month_in_words(ref.month)} tổ chức này chưa thành lập hoặc đã kết thúc hoạt động.",
            field="month",
        )
    is_of_cells = kinds.rule_of(ref.kind).is_of_cells
    fitting = [era for era in eras if era.kind.is_cell is is_of_cells]
    if not fitting:
        raise _wrong_holder(eras[-1].name, is_of_cells=is_of_cells)
    return Cell(ref.unit_id, fitting[-1].name, tuple((era.starts_on, era.ends_on) for era in fitting))


def _wrong_holder(name: str, *, is_of_cells: bool) -> Invalid:
    if is_of_cells:
        return Invalid(f"{name} không phải là chi bộ nên không có biên bản sinh hoạt chi bộ.", field="unit_id")
    return Invalid(f"{name} là chi bộ nên không họp cấp ủy, giao ban; chi bộ thì họp chi ủy.", field="kind")

"""The cell that a meeting belongs to, as it was in the meeting's month."""

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
from services.meetings.rows import MeetingRef
from services.vietnamese import month as month_in_words


@dataclass(frozen=True)
class Cell:
    """A cell and the stretches of time, touching one month, in which it existed as a cell."""

    unit_id: UUID
    name: str
    stretches: tuple[tuple[date, date | None], ...]
    """First day inside, first day outside (None: still there)."""

    def exists_on(self, day: date) -> bool:
        """Whether it was a cell on that day."""
        return any(first <= day and (end is None or day < end) for first, end in self.stretches)


def reached(session: Session, actor: Actor, ref: MeetingRef) -> Cell:
    """The cell of a meeting. NotFound out of reach; Invalid where no such meeting can be."""
    _check_key(ref)
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
    if ref.month > months.month_of(today()):
        raise Invalid(f"Tháng {month_in_words(ref.month)} chưa đến nên chưa nhập được biên bản.", field="month")
    if ref.number < 1 or (ref.kind is MeetingKind.REGULAR and ref.number != 1):
        raise Invalid("Số thứ tự của buổi sinh hoạt không hợp lệ.", field="number")


def _cell(ref: MeetingRef, eras: Sequence[UnitEra]) -> Cell:
    if not eras:
        raise Invalid(
            f"Trong tháng {month_in_words(ref.month)} chi bộ này chưa thành lập hoặc đã kết thúc hoạt động.",
            field="month",
        )
    as_cell = [era for era in eras if era.kind.is_cell]
    if not as_cell:
        raise Invalid(f"{eras[-1].name} không phải là chi bộ nên không có biên bản sinh hoạt chi bộ.", field="unit_id")
    return Cell(ref.unit_id, as_cell[-1].name, tuple((era.starts_on, era.ends_on) for era in as_cell))

"""The cells that were there in a stretch of time, and the commune that each stood in: who is expected to meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import Unit, UnitEra, UnitKind
from models.units import CELL_KINDS
from services.access import Actor, below, within_reach

ONE_DAY = timedelta(days=1)

_PARENT, _HOLDER = aliased(UnitEra), aliased(UnitEra)
"""Made once: making an alias costs more than running the statement (docs/performance.md)."""


@dataclass(frozen=True)
class ExpectedCell:
    """A cell (or another unit that holds meetings) under one name and parent, from its first day to the first outside.

    The commune is the unit that holds the cell, or holds the sub-committee that does; none where it lies out of reach.
    """

    unit_id: UUID
    name: str
    sort_key: str
    starts_on: date
    ends_on: date | None
    commune_id: UUID | None
    commune_name: str
    commune_key: str

    @property
    def is_cell(self) -> bool:
        """Whether it meets every month; otherwise it is the unit above, which meets when it likes."""
        return self.unit_id != self.commune_id

    @property
    def order(self) -> tuple[str, str, UUID]:
        """By commune, then by cell, in Vietnamese order."""
        return (self.commune_key, self.sort_key, self.unit_id)

    def exists_on(self, day: date) -> bool:
        """Whether it was there under this name on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def cells(session: Session, actor: Actor, path: str, first: date, last: date) -> list[ExpectedCell]:
    """The cells in reach at or below a path that were there on some day from ``first`` to ``last``. One statement."""
    rows = session.execute(_query(actor, path, first, last + ONE_DAY))
    return sorted((ExpectedCell(*row) for row in rows), key=lambda cell: cell.order)


def holders(session: Session, actor: Actor, unit_ids: set[UUID], first: date, last: date) -> list[ExpectedCell]:
    """Units in reach that are no cells, from ``first`` to ``last``: each stands before the cells below it. One statement."""
    eras = session.exec(
        select(UnitEra)
        .where(col(UnitEra.unit_id).in_(unit_ids), within_reach(actor, UnitEra.unit_id))
        .where(col(UnitEra.kind).not_in(CELL_KINDS))
        .where(col(UnitEra.starts_on) <= last, _lasts_beyond(UnitEra, first))
        .order_by(col(UnitEra.starts_on))
    )
    return [
        ExpectedCell(era.unit_id, era.name, "", era.starts_on, era.ends_on, era.unit_id, era.name, era.sort_key)
        for era in eras
    ]


def newest(session: Session, actor: Actor, unit_ids: Iterable[UUID]) -> list[ExpectedCell]:
    """Units in reach as they were last, whatever they were, without the commune. One statement."""
    query = (
        select(UnitEra)
        .where(col(UnitEra.unit_id).in_(list(unit_ids)), within_reach(actor, UnitEra.unit_id))
        .order_by(col(UnitEra.starts_on))
    )
    last = {era.unit_id: era for era in session.exec(query)}
    return [
        ExpectedCell(era.unit_id, era.name, era.sort_key, era.starts_on, era.ends_on, None, "", "")
        for era in last.values()
    ]


def _query(actor: Actor, path: str, first: date, end: date) -> sa.Select[*tuple[Any, ...]]:
    holder_id = sa.case(
        (col(_PARENT.kind) == UnitKind.SUB_COMMITTEE, col(_PARENT.parent_id)), else_=col(UnitEra.parent_id)
    )
    gone_by = sa.case((col(UnitEra.ends_on) < end, col(UnitEra.ends_on)), else_=sa.literal(end, sa.Date))
    return (
        sa.select(
            col(UnitEra.unit_id),
            col(UnitEra.name),
            col(UnitEra.sort_key),
            col(UnitEra.starts_on),
            col(UnitEra.ends_on),
            col(_HOLDER.unit_id),
            sa.func.coalesce(col(_HOLDER.name), ""),
            sa.func.coalesce(col(_HOLDER.sort_key), ""),
        )
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .outerjoin(_PARENT, sa.and_(col(_PARENT.unit_id) == col(UnitEra.parent_id), _until(_PARENT, gone_by)))
        .outerjoin(
            _HOLDER,
            sa.and_(
                col(_HOLDER.unit_id) == holder_id,
                _until(_HOLDER, gone_by),
                within_reach(actor, _HOLDER.unit_id),
            ),
        )
        .where(below(actor.unit_path), below(path), col(UnitEra.kind).in_(CELL_KINDS))
        .where(col(UnitEra.starts_on) < end, _lasts_beyond(UnitEra, first))
    )


def _until(era: type[UnitEra], end: sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """The era that held on the day before ``end``."""
    return sa.and_(col(era.starts_on) < end, sa.or_(col(era.ends_on).is_(None), col(era.ends_on) >= end))


def _lasts_beyond(era: type[UnitEra], day: date) -> sa.ColumnElement[bool]:
    return sa.or_(col(era.ends_on).is_(None), col(era.ends_on) > day)

"""Units (tổ chức đảng): the tree as it stood on a day, as far as the actor reaches.

Name, kind and parent of a unit are those of its era on the day; reach is over today's tree. Every read is one
statement, whatever the size of the tree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models import CellType, Position, Suspension, Unit, UnitEra, UnitKind
from models.units import CELL_KINDS
from services import access
from services.access import Actor, require_reach, within_reach
from services.clock import today
from services.errors import NotFound
from services.vietnamese import search_key

LONGEST_SEARCH = 100
"""Letters of a search that are looked at."""
MOST_FOUND = 50
"""Units that a search shows at most."""

KIND_NAMES = {
    UnitKind.PROVINCE: "Đảng bộ tỉnh",
    UnitKind.DISTRICT: "Đảng bộ huyện",
    UnitKind.BLOC: "Đảng bộ khối",
    UnitKind.COMMUNE: "Đảng bộ xã, phường",
    UnitKind.COMMITTEE: "Đảng bộ cơ sở",
    UnitKind.SUB_COMMITTEE: "Đảng bộ bộ phận",
    UnitKind.GRASSROOTS_CELL: "Chi bộ cơ sở",
    UnitKind.CELL: "Chi bộ trực thuộc",
}
CELL_TYPE_NAMES = {
    CellType.VILLAGE: "Thôn, bản, tổ dân phố",
    CellType.OFFICE: "Hành chính, sự nghiệp",
    CellType.STATE_ENTERPRISE: "Doanh nghiệp nhà nước",
    CellType.PRIVATE_ENTERPRISE: "Doanh nghiệp ngoài nhà nước",
    CellType.STUDENT: "Học sinh, sinh viên",
    CellType.ARMED_FORCES: "Lực lượng vũ trang",
}
"""What kinds of units and types of cells are called on the screen."""

HOLDERS = frozenset({UnitKind.COMMUNE, UnitKind.COMMITTEE})
HELD = CELL_KINDS | {UnitKind.SUB_COMMITTEE}


_HELD = aliased(UnitEra)


@dataclass(frozen=True)
class UnitRow:
    """A unit as it was on the day asked for; ``path`` is today's.

    ``parent_id`` is None where nothing of the actor's reach stands above it.
    """

    unit_id: UUID
    name: str
    kind: UnitKind
    cell_type: CellType | None
    parent_id: UUID | None
    path: str
    sort_key: str

    @property
    def is_cell(self) -> bool:
        """Whether members belong to it directly and it meets every month."""
        return self.kind.is_cell


def tree(session: Session, actor: Actor, on: date | None = None, below: UUID | None = None) -> list[UnitRow]:
    """Every unit in reach, each before the units below it, siblings in Vietnamese order.

    A unit named as ``below`` is the top of what is returned; NotFound when it is out of reach. What stands at the
    top has no ``parent_id``.
    """
    return _in_tree_order(_rows(session, actor, on, *_narrowed(session, actor, below)))


def cells(session: Session, actor: Actor, below: UUID | None = None, on: date | None = None) -> list[UnitRow]:
    """The cells in reach, at or below a unit if one is named, in Vietnamese order; NotFound when it is out of reach."""
    is_cell = col(UnitEra.kind).in_(CELL_KINDS)
    return _sorted(_rows(session, actor, on, is_cell, *_narrowed(session, actor, below)))


def communes(session: Session, actor: Actor, on: date | None = None) -> list[UnitRow]:
    """The communes and committees in reach that directly hold cells or sub-committees, in Vietnamese order."""
    holds = sa.exists().where(
        col(_HELD.parent_id) == col(UnitEra.unit_id), col(_HELD.kind).in_(HELD), in_force(_HELD, on or today())
    )
    return _sorted(_rows(session, actor, on, col(UnitEra.kind).in_(HOLDERS), holds))


def unit(session: Session, actor: Actor, unit_id: UUID, on: date | None = None) -> UnitRow:
    """One unit; NotFound when it lies out of reach or did not exist on the day."""
    found = by_id(session, actor, [unit_id], on)
    if not found:
        raise NotFound
    return found[unit_id]


def by_id(session: Session, actor: Actor, unit_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, UnitRow]:
    """Those of the units that lie in reach and existed on the day; the others are left out."""
    rows = _rows(session, actor, on, col(UnitEra.unit_id).in_(set(unit_ids)))
    return {row.unit_id: row for row in rows}


def search(session: Session, actor: Actor, words: str, on: date | None = None) -> list[UnitRow]:
    """At most 50 units in reach whose name has every word, diacritics and case ignored, in Vietnamese order."""
    wanted = search_key(words)[:LONGEST_SEARCH].split()
    if not wanted:
        return []
    conditions = [col(UnitEra.search_key).contains(word, autoescape=True) for word in wanted]
    return _sorted(_rows(session, actor, on, *conditions, limit=MOST_FOUND))


def above(session: Session, actor: Actor, unit_id: UUID, on: date | None = None) -> list[UnitRow]:
    """The units in reach that stand above one in today's tree, the highest first."""
    path = require_reach(session, actor, unit_id).path
    parts = path.split("/")[1:-2]
    ways = ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]
    return sorted(_rows(session, actor, on, col(Unit.path).in_(ways)), key=lambda row: len(row.path))


def in_force(span: type[UnitEra | Position | Suspension], on: date) -> sa.ColumnElement[bool]:
    """What held on a day: ``starts_on`` is inside, ``ends_on`` the first day outside."""
    return sa.and_(col(span.starts_on) <= on, sa.or_(col(span.ends_on).is_(None), col(span.ends_on) > on))


def depths(rows: Iterable[UnitRow]) -> dict[UUID, int]:
    """How far each unit of a tree stands below the top of what is shown; the top is 0. Rows in tree order."""
    found: dict[UUID, int] = {}
    for row in rows:
        found[row.unit_id] = found[row.parent_id] + 1 if row.parent_id in found else 0
    return found


def _narrowed(session: Session, actor: Actor, top: UUID | None) -> list[sa.ColumnElement[bool]]:
    return [] if top is None else [access.below(require_reach(session, actor, top).path)]


def _rows(
    session: Session, actor: Actor, on: date | None, *conditions: sa.ColumnElement[bool], limit: int | None = None
) -> list[UnitRow]:
    parent_id = sa.case((within_reach(actor, UnitEra.parent_id), col(UnitEra.parent_id)))
    era = [col(fact) for fact in (UnitEra.unit_id, UnitEra.name, UnitEra.kind, UnitEra.cell_type)]
    query = (
        sa.select(*era, parent_id, col(Unit.path), col(UnitEra.sort_key))
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .where(access.below(actor.unit_path), in_force(UnitEra, on or today()), *conditions)
        .order_by(col(UnitEra.sort_key), col(UnitEra.unit_id))
        .limit(limit)
    )
    return [UnitRow(*facts) for facts in session.execute(query)]


def _sorted(rows: Iterable[UnitRow]) -> list[UnitRow]:
    # Sorted here once more: a database may compare texts by the rules of its own language.
    return sorted(rows, key=lambda row: (row.sort_key, row.path))


def _in_tree_order(rows: list[UnitRow]) -> list[UnitRow]:
    known = {row.unit_id for row in rows} | {None}
    children: defaultdict[UUID | None, list[UnitRow]] = defaultdict(list)
    for row in reversed(_sorted(rows)):
        placed = row if row.parent_id in known else replace(row, parent_id=None)
        children[placed.parent_id].append(placed)
    ordered, waiting = [], children[None]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(children[row.unit_id])
    return ordered

"""Planting the tree: units, their eras and their structural events."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models import CellType, EventKind, Unit, UnitEra, UnitEvent, UnitKind, UnitSuccession
from services import vietnamese
from services.sample import figures
from services.sample.figures import CellFigures
from services.sample.people import Cell
from services.sample.rows import Chunk
from services.sample.scale import Frame


@dataclass(frozen=True)
class Node:
    """A planted unit."""

    unit_id: UUID
    path: str
    name: str


@dataclass(frozen=True)
class EraDraft:
    """What a unit is from a day on."""

    name: str
    kind: UnitKind
    starts_on: date
    ends_on: date | None = None
    cell_type: CellType | None = None


def plant(chunk: Chunk, frame: Frame, parent: Node | None, *eras: EraDraft) -> Node:
    """Add a unit with its eras, the last of which is in force."""
    unit_id = frame.key()
    path = f"{parent.path if parent else '/'}{unit_id.hex}/"
    chunk.add(Unit, id=unit_id, path=path)
    for era in eras:
        chunk.add(
            UnitEra,
            id=frame.key(),
            unit_id=unit_id,
            starts_on=era.starts_on,
            ends_on=era.ends_on,
            name=era.name,
            search_key=vietnamese.search_key(era.name),
            sort_key=vietnamese.sort_key(era.name),
            kind=era.kind,
            cell_type=era.cell_type,
            parent_id=parent.unit_id if parent else None,
        )
    return Node(unit_id, path, eras[-1].name)


def plant_holder(chunk: Chunk, frame: Frame, parent: Node | None, name: str, kind: UnitKind) -> Node:
    """Add a unit that has been there as long as anybody remembers."""
    return plant(chunk, frame, parent, EraDraft(name, kind, figures.district().units_since))


def plant_cell(chunk: Chunk, frame: Frame, parent: Node, plan: CellFigures, kind: UnitKind = UnitKind.CELL) -> Cell:
    """Add an ordinary cell; it has no people yet."""
    since = figures.district().units_since
    node = plant(chunk, frame, parent, EraDraft(cell_name(plan.name), kind, since, cell_type=plan.type))
    return Cell(node.unit_id, plan.name, plan.type, since, plan.members or 0)


def cell_name(place: str) -> str:
    """``Chi bộ Khuổi Ngọa``."""
    return f"Chi bộ {place}"


def record_split(chunk: Chunk, frame: Frame, old: Cell, new: Cell) -> None:
    """Keep the decision that made two cells of one; the old one lives on."""
    split = figures.bang_van().split
    event_id = frame.key()
    chunk.add(
        UnitEvent,
        id=event_id,
        kind=EventKind.SPLIT,
        happened_on=split.happened_on,
        decision_number=split.decision_number,
        decided_on=split.decided_on,
        note=split.note,
    )
    for successor in (old, new):
        chunk.add(UnitSuccession, event_id=event_id, predecessor_id=old.unit_id, successor_id=successor.unit_id)

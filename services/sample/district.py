"""The frame of a district: its communes, committees and cells, each with its size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product

from models import CellType, UnitKind
from services.sample import bang_van, figures, units
from services.sample.chance import Chance
from services.sample.figures import CellFigures, CommitteeFigures, CommuneFigures, NameParts
from services.sample.people import Cell
from services.sample.rows import Chunk
from services.sample.scale import Frame
from services.sample.units import Node

FEWEST = 5
"""Members of the smallest cell that is made up."""
WEAK_EVERY, FIRST_WEAK = 27, 20
"""One cell in so many is weak; the offset keeps Bằng Vân out of it."""


@dataclass(frozen=True)
class Group:
    """A commune or committee with its cells, or the cells directly under the district."""

    node: Node
    cells: list[Cell]
    is_bang_van: bool = False
    is_contradicted: bool = False
    is_direct: bool = False


class District:
    """One district being planted; ``number`` 0 is the one with Bằng Vân."""

    def __init__(self, frame: Frame, number: int, root: Node) -> None:
        self._frame = frame
        self._is_first = number == 0
        self._root = root
        self._chance = frame.chance("district", number)
        self._counted = count()
        self._villages = self._village_names()

    def groups(self) -> Iterator[tuple[Chunk, Group]]:
        """Each group with the chunk that it was planted in, one after the other."""
        plan = figures.district()
        yield self._group(self._root, None, self._direct())
        yield self._bang_van() if self._is_first else self._commune(plan.stand_in, plan.stand_in.name)
        for commune, name in zip(plan.communes, self._commune_names(), strict=True):
            yield self._commune(commune, name)
        for committee in plan.committees:
            yield self._committee(committee)

    def _direct(self) -> list[CellFigures]:
        plan = figures.district()
        return self._with_sizes(list(plan.direct_cells), plan.direct_members)

    def _group(self, node: Node, chunk: Chunk | None, plans: Sequence[CellFigures]) -> tuple[Chunk, Group]:
        chunk = chunk or Chunk(node.name)
        kind = UnitKind.GRASSROOTS_CELL if node is self._root else UnitKind.CELL
        planted = [units.plant_cell(chunk, self._frame, node, plan, kind) for plan in plans]
        return chunk, self._noted(Group(node, planted, is_direct=node is self._root))

    def _bang_van(self) -> tuple[Chunk, Group]:
        chunk = Chunk(figures.bang_van().name)
        node = units.plant_holder(chunk, self._frame, self._root, chunk.name, UnitKind.COMMUNE)
        return chunk, self._noted(Group(node, bang_van.plant(chunk, self._frame, node), is_bang_van=True))

    def _commune(self, plan: CommuneFigures, name: str) -> tuple[Chunk, Group]:
        chunk = Chunk(f"Đảng bộ {name}")
        node = units.plant_holder(chunk, self._frame, self._root, chunk.name, UnitKind.COMMUNE)
        plans = self._with_sizes(self._commune_cells(plan), plan.members)
        section = self._school_section(chunk, node) if plan.has_school_section else node
        school = figures.district().school_section.cells_begin_with
        planted = [
            units.plant_cell(chunk, self._frame, section if cell.name.startswith(school) else node, cell)
            for cell in plans
        ]
        is_contradicted = self._is_first and name == figures.district().contradiction.commune
        return chunk, self._noted(Group(node, planted, is_contradicted=is_contradicted))

    def _school_section(self, chunk: Chunk, node: Node) -> Node:
        name = figures.district().school_section.name
        return units.plant_holder(chunk, self._frame, node, name, UnitKind.SUB_COMMITTEE)

    def _commune_cells(self, plan: CommuneFigures) -> list[CellFigures]:
        villages = [CellFigures(name=self._villages.pop(), type=CellType.VILLAGE) for _ in range(plan.villages)]
        return villages + list(figures.district().commune_offices[: plan.offices])

    def _committee(self, plan: CommitteeFigures) -> tuple[Chunk, Group]:
        chunk = Chunk(plan.name)
        node = units.plant_holder(chunk, self._frame, self._root, plan.name, UnitKind.COMMITTEE)
        cells = [CellFigures(name=name, type=plan.type) for name in plan.cells]
        return self._group(node, chunk, self._with_sizes(cells, plan.members))

    def _with_sizes(self, cells: list[CellFigures], members: int) -> list[CellFigures]:
        weights = [self._weight(cell) for cell in cells]
        sizes = shared_out(members, weights, least=FEWEST)
        return [cell.model_copy(update={"members": size}) for cell, size in zip(cells, sizes, strict=True)]

    def _weight(self, cell: CellFigures) -> int:
        return self._chance.randint(60, 150) if cell.type is CellType.VILLAGE else self._chance.randint(40, 110)

    def _noted(self, group: Group) -> Group:
        for cell, place in zip(group.cells, self._counted, strict=False):
            cell.is_weak = place % WEAK_EVERY == FIRST_WEAK and not cell.is_left_to_do
        return group

    def _village_names(self) -> list[str]:
        taken = {cell.name for cell in figures.bang_van().cells}
        return [name for name in shuffled(self._chance, figures.district().villages) if name not in taken]

    def _commune_names(self) -> list[str]:
        plan = figures.district()
        if self._is_first:
            return [commune.name for commune in plan.communes]
        invented = shuffled(self._chance, plan.communes_of_others)
        ranks = ["thị trấn" if commune.name.startswith("thị trấn") else "xã" for commune in plan.communes]
        return [f"{rank} {name}" for rank, name in zip(ranks, invented, strict=False)]


def shuffled(chance: Chance, parts: NameParts) -> list[str]:
    """Every pair of a first and a second word, in the order of the draws."""
    pairs = [f"{first} {second}" for first, second in product(parts.first, parts.second)]
    chance.shuffle(pairs)
    return pairs


def shared_out(total: int, weights: Sequence[int], *, least: int) -> list[int]:
    """Whole shares in proportion to the weights, each at least ``least``, that add up to ``total`` exactly."""
    spare, heavy = total - least * len(weights), sum(weights)
    shares = [least + spare * weight // heavy for weight in weights]
    rests = sorted(range(len(weights)), key=lambda place: (-(spare * weights[place] % heavy), place))
    for place in rests[: total - sum(shares)]:
        shares[place] += 1
    return shares

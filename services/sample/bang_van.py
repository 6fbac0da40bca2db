"""The commune of Bằng Vân: its cells are those of the public figures, and Khuổi Ngọa came out of Nặm Nộc."""

from datetime import date, timedelta

from models import CellType, UnitKind
from services.sample import cells, figures, units
from services.sample.chance import Chance
from services.sample.figures import CellFigures
from services.sample.people import Cell, People, Person, Stay
from services.sample.rows import Chunk
from services.sample.scale import Frame
from services.sample.units import EraDraft, Node

LAST_ADMISSION = date(2021, 7, 1)
"""The ten members admitted since the split were all there when the figures were published."""


def plant(chunk: Chunk, frame: Frame, commune: Node) -> list[Cell]:
    """Add the nineteen cells with the split; the people of Khuổi Ngọa come with it."""
    planted = {plan: _plant_cell(chunk, frame, commune, plan) for plan in figures.bang_van().cells}
    new = next(cell for plan, cell in planted.items() if plan.is_the_new_one)
    old = next(cell for plan, cell in planted.items() if plan.is_the_old_one)
    units.record_split(chunk, frame, old, new)
    new.is_left_to_do = True
    return list(planted.values())


def _plant_cell(chunk: Chunk, frame: Frame, commune: Node, plan: CellFigures) -> Cell:
    if plan.is_the_new_one:
        return _plant_new(chunk, frame, commune, plan)
    if plan.is_the_old_one:
        return _plant_old(chunk, frame, commune, plan)
    return units.plant_cell(chunk, frame, commune, plan)


def _plant_new(chunk: Chunk, frame: Frame, commune: Node, plan: CellFigures) -> Cell:
    since = figures.bang_van().split.happened_on
    era = EraDraft(units.cell_name(plan.name), UnitKind.CELL, since, cell_type=plan.type)
    node = units.plant(chunk, frame, commune, era)
    return Cell(node.unit_id, plan.name, plan.type, since, plan.members or 0)


def _plant_old(chunk: Chunk, frame: Frame, commune: Node, plan: CellFigures) -> Cell:
    split, since = figures.bang_van().split, figures.district().units_since
    together = EraDraft(split.old_name, UnitKind.CELL, since, split.happened_on, plan.type)
    alone = EraDraft(units.cell_name(plan.name), UnitKind.CELL, split.happened_on, cell_type=plan.type)
    node = units.plant(chunk, frame, commune, together, alone)
    return Cell(node.unit_id, plan.name, plan.type, since, plan.members or 0)


def populate(frame: Frame, chance: Chance, planted: list[Cell]) -> None:
    """Fill Khuổi Ngọa from its founders and those admitted since, every other cell as usual."""
    new = next(cell for cell in planted if cell.is_left_to_do)
    for cell in planted:
        if cell is not new:
            cells.populate(frame, chance, cell)
    names = {plan.name for plan in figures.bang_van().cells if plan.is_the_old_one}
    _populate_new(frame, chance, new, next(cell for cell in planted if cell.place in names))


def _populate_new(frame: Frame, chance: Chance, new: Cell, old: Cell) -> None:
    split, maker = figures.bang_van().split, People(frame, chance)
    for _ in range(split.founders):
        founder = maker.established(CellType.VILLAGE, is_leader=True, by=split.happened_on)
        _come_over(new, old, founder)
    admissions = sorted(chance.day(date(2018, 2, 1), LAST_ADMISSION) for _ in range(new.size - split.founders))
    new.stays += [Stay(maker.admitted(day), day, "admission", habit=chance.choice(cells.HABITS)) for day in admissions]
    for _ in range(split.departed_founders):
        stay = _come_over(new, old, maker.established(CellType.VILLAGE, by=split.happened_on))
        stay.left_on, stay.left_by = LAST_ADMISSION - timedelta(days=chance.randint(200, 600)), "death"
    cells.elect(chance, new, frame)


def _come_over(new: Cell, old: Cell, person: Person) -> Stay:
    """Move somebody who was in the old cell to the new one on the day of the split."""
    split_on = figures.bang_van().split.happened_on
    joined_on, joined_by = max((old.since, "founding"), (person.admitted_on, "admission"))
    old.stays.append(Stay(person, joined_on, joined_by, split_on, "split"))
    after = Stay(person, split_on, "split")
    new.stays.append(after)
    return after

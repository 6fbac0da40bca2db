"""Annual grades of the sample's cells, communes and committees, 2020 to last year."""

from uuid import UUID

from models import AnnualGrade
from services.sample import figures
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.people import Cell
from services.sample.rows import Chunk
from services.sample.scale import Frame

FIRST_YEAR = 2020
LABELS = {
    "htxsnv": "Hoàn thành xuất sắc nhiệm vụ",
    "httnv": "Hoàn thành tốt nhiệm vụ",
    "htnv": "Hoàn thành nhiệm vụ",
    "khtnv": "Không hoàn thành nhiệm vụ",
}
"""Best first: the four grades of the annual classification (HD 21-HD/BTCTW, QĐ 124-QĐ/TW, QĐ 366-QĐ/TW)."""
EXCELLENT, GOOD, FAIR, POOR = LABELS
CAP = 5
"""One excellent for so many good ones at most: 20 % (DOMAIN, section 7)."""


def record(chunk: Chunk, frame: Frame, chance: Chance, group: Group) -> None:
    """Keep the grades of a group's cells and of the commune or committee itself."""
    register = _Register(chunk, frame)
    for year in range(FIRST_YEAR, frame.until.year):
        for unit_id, grade in _of_cells(chance, group, year).items():
            register.keep(unit_id, "annual_cell", year, grade)
        if not group.is_direct:
            grade = chance.weighted((EXCELLENT, GOOD, FAIR), (14, 78, 8))
            register.keep(group.node.unit_id, "annual_committee", year, grade)


def _of_cells(chance: Chance, group: Group, year: int) -> dict[UUID, str]:
    found = {cell.unit_id: _ordinary(chance, cell) for cell in group.cells}
    public = figures.bang_van().grades
    is_public = group.is_bang_van and year == public.year
    if is_public:
        found = dict.fromkeys(found, GOOD)
    good = [unit_id for unit_id, grade in found.items() if grade == GOOD]
    # Of g good or better, e excellent ones leave g - e good ones: e may be at most g / (cap + 1).
    excellent = public.excellent if is_public else min(chance.randint(1, 4), len(good) // (CAP + 1))
    return found | dict.fromkeys(chance.sample(good, excellent), EXCELLENT)


def _ordinary(chance: Chance, cell: Cell) -> str:
    if cell.is_weak:
        return chance.weighted((GOOD, FAIR, POOR), (25, 70, 5))
    return FAIR if chance.happens(0.06) else GOOD


class _Register:
    """Keeps what was decided."""

    def __init__(self, chunk: Chunk, frame: Frame) -> None:
        self._chunk, self._frame = chunk, frame

    def keep(self, unit_id: UUID, kind: str, year: int, grade: str) -> None:
        """Keep the grade of a unit in a year."""
        decided = {"grade": grade, "label": LABELS[grade], "rank": list(LABELS).index(grade)}
        key = self._frame.key()
        self._chunk.add(AnnualGrade, id=key, unit_id=unit_id, subject_id=unit_id, kind=kind, year=year, **decided)

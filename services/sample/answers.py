"""How a sample cell scores itself: never all maxima, a note wherever points are lost, in keeping with its meetings."""

from dataclasses import dataclass
from decimal import Decimal

from services import scoring
from services.sample import figures
from services.sample.chance import Chance
from services.sample.people import Cell
from services.scoring import Answer, Form, Item, LevelsItem, PointsItem, YesNoItem

STEP = Decimal("0.25")
OFTEN, SELDOM = 0.97, 0.75
"""Share of yes among ordinary cells and among weak ones."""
MOSTLY_DONE = (72, 23, 5)
OFTEN_PARTLY = (20, 55, 25)
"""Weights of the best, the next and the third level, among ordinary cells and among weak ones."""
ATTENDANCE_LEVELS = (("from_90", 90), ("from_80", 80))
WITHOUT_UNEXCUSED = "from_90"
MEETINGS_HELD, ATTENDANCE, ASSOCIATIONS, ADMISSIONS = "i2_1", "i2_3", "i1_4", "i4_4"
"""Items of the shipped form that the sample answers from what it knows of the cell."""


@dataclass(frozen=True)
class Year:
    """What a cell's meeting book says about one year; nothing is due in a year without meetings."""

    is_full: bool
    """A regular meeting every month and a thematic one every quarter, as far as they are over."""
    present: int
    due: int
    unexcused: int

    @property
    def percent(self) -> int:
        """Attendance in whole percent, rounded down."""
        return 100 * self.present // self.due if self.due else 0


class SelfScore:
    """The answers of one cell to one form, and what they come to."""

    def __init__(self, chance: Chance, cell: Cell, form: Form, year: Year) -> None:
        self._chance, self._cell, self._form, self._year = chance, cell, form, year
        self.answers = {item.id: self._answer(item) for item in form.items.values()}

    @property
    def result(self) -> tuple[Decimal | None, str | None]:
        """Total and grade as services.scoring computes them."""
        score = scoring.score(self._form, self.answers)
        return score.total, score.grade.id if score.grade else None

    def begun(self) -> dict[str, Answer]:
        """The first answers only, as long as the form is being written."""
        first = self._chance.randint(4, len(self.answers) - 4)
        return dict(list(self.answers.items())[:first])

    def _answer(self, item: Item) -> Answer:
        if self._is_foreign(item):
            return Answer(is_applicable=False)
        is_known = item.id == MEETINGS_HELD and self._year.due
        value = self._year.is_full if is_known else self._value(item)
        is_lost = item.earned(value) < getattr(item, "max_points", 0)
        return Answer(value, note=self._note(item.id) if is_lost else "")

    def _is_foreign(self, item: Item) -> bool:
        """Agencies have no associations of villagers, and often nobody to admit."""
        return not self._cell.is_village and (
            item.id == ASSOCIATIONS or (item.id == ADMISSIONS and self._chance.happens(0.5))
        )

    def _value(self, item: Item) -> scoring.Value:
        match item:
            case PointsItem():
                return self._points(item)
            case LevelsItem():
                return self._level(item)
            case YesNoItem():
                return self._chance.happens(SELDOM if self._cell.is_weak else OFTEN)
        message = f"the sample cannot answer {item.id} ({item.method})"
        raise NotImplementedError(message)

    def _points(self, item: PointsItem) -> Decimal:
        if self._chance.happens(0.1 if self._cell.is_weak else 0.35):
            return item.max_points
        step = item.step or STEP
        share = Decimal(self._chance.randint(55, 80) if self._cell.is_weak else self._chance.randint(78, 97)) / 100
        return item.max_points * share // step * step

    def _level(self, item: LevelsItem) -> str:
        if item.id == ATTENDANCE and self._year.due:
            return self._attendance()
        weights = OFTEN_PARTLY if self._cell.is_weak else MOSTLY_DONE
        return self._chance.weighted([level.id for level in item.levels[:3]], weights)

    def _attendance(self) -> str:
        for level, percent in ATTENDANCE_LEVELS:
            if self._year.percent >= percent and (level != WITHOUT_UNEXCUSED or not self._year.unexcused):
                return level
        return "below_80"

    def _note(self, item_id: str) -> str:
        notes = figures.remarks().notes
        words = self._chance.choice(notes.get(item_id, notes["other"]))
        return words.format(some=self._chance.randint(2, 6))

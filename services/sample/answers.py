"""How a sample cell scores itself: by its figures where there are some, never all maxima, a note where points are lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from services import scoring
from services.sample import figures
from services.sample.chance import Chance
from services.sample.people import Cell
from services.scoring import (
    Answer,
    BonusItem,
    DeductionItem,
    Facts,
    Form,
    Item,
    KnockOutItem,
    LevelsItem,
    PointsItem,
    Score,
    Share,
)

STEP = Decimal("0.25")
OFTEN, SELDOM = 0.97, 0.75
"""Share of yes among ordinary cells and among weak ones."""
MOSTLY_DONE = (72, 23, 5)
OFTEN_PARTLY = (20, 55, 25)
"""Weights of the best, the next and the third level, among ordinary cells and among weak ones."""
ATTENDANCE_LEVELS = (("from_90", 90), ("from_80", 80))
WITHOUT_UNEXCUSED = "from_90"
MEETINGS_HELD, ATTENDANCE, ASSOCIATIONS, ADMISSIONS = "i2_1", "i2_3", "i1_4", "i4_4"
"""Items of the four-good form that the sample answers from what it knows of the cell."""
THEMATIC, SELDOM_BONUS = 0.6, 0.3


@dataclass(frozen=True)
class Year:
    """What a cell's meeting book says about one year; nothing is due in a year without meetings."""

    is_full: bool
    """A regular meeting every month and a thematic one every quarter, as far as they are over."""
    present: int
    due: int
    unexcused: int
    months_held: int
    months: int
    """Months in which a regular meeting was expected, and was held."""

    @property
    def percent(self) -> int:
        """Attendance in whole percent, rounded down."""
        return 100 * self.present // self.due if self.due else 0

    @property
    def facts(self) -> Facts:
        """The figures that the book gives without asking the portal."""
        if not self.due:
            return {}
        return {
            "attendance_rate": Share(self.present, self.due),
            "unexcused_absences": self.unexcused,
            "meetings_held_rate": Share(self.months_held, self.months),
        }


class Filled:
    """The answers of one cell to one form, and what they come to.

    What figures propose is taken over, which needs no answer; a note stands wherever points are lost.
    """

    def __init__(self, chance: Chance, form: Form, facts: Facts, *, is_weak: bool) -> None:
        self._chance, self._form, self._facts, self._is_weak = chance, form, facts, is_weak
        self._proposed = scoring.proposals(form, facts)
        made = {name for name, proposal in self._proposed.items() if proposal.is_made}
        by_hand = [item for name, item in form.items.items() if name not in made]
        given = {item.id: self._answer(item) for item in by_hand if self._is_claimed(item)}
        self.score: Score = scoring.score(form, given, facts)
        """What the answers come to; notes change nothing of that."""
        self.answers = self._with_notes(given)

    def begun(self) -> dict[str, Answer]:
        """The first answers only, as long as the form is being written."""
        first = self._chance.randint(min(4, len(self.answers) // 2), max(1, len(self.answers) - 4))
        return dict(list(self.answers.items())[:first])

    def _is_claimed(self, item: Item) -> bool:
        return not isinstance(item, BonusItem) or self._chance.happens(SELDOM_BONUS if self._is_weak else THEMATIC)

    def _answer(self, item: Item) -> Answer:
        return Answer(self._value(item))

    def _value(self, item: Item) -> scoring.Value:
        match item:
            case PointsItem():
                return self._points(item)
            case LevelsItem():
                weights = OFTEN_PARTLY if self._is_weak else MOSTLY_DONE
                levels = [level.id for level in item.levels[:3]]
                return self._chance.weighted(levels, weights[: len(levels)])
            case DeductionItem():
                return self._chance.weighted((0, 1, 2), (70, 22, 8))
            case BonusItem():
                return item.max_points
            case KnockOutItem():
                return False
        return self._chance.happens(SELDOM if self._is_weak else OFTEN)

    def _points(self, item: PointsItem) -> Decimal:
        if self._chance.happens(0.1 if self._is_weak else 0.35):
            return item.max_points
        step = item.step or STEP
        share = Decimal(self._chance.randint(55, 80) if self._is_weak else self._chance.randint(78, 97)) / 100
        return item.max_points * share // step * step

    def _with_notes(self, given: dict[str, Answer]) -> dict[str, Answer]:
        for name in self.score.lost:
            answer = given.get(name, Answer())
            given[name] = replace(answer, note=self._note(name, is_computed=name not in given))
        return {name: given[name] for name in self._form.items if name in given}

    def _note(self, item_id: str, *, is_computed: bool) -> str:
        words = figures.remarks()
        return self._chance.choice(words.by_figures if is_computed else words.of_meetings)


class SelfScore(Filled):
    """A four-good self-assessment, in keeping with the cell's meetings."""

    def __init__(self, chance: Chance, cell: Cell, form: Form, year: Year, facts: Facts) -> None:
        self._cell, self._year = cell, year
        super().__init__(chance, form, facts, is_weak=cell.is_weak)

    def _answer(self, item: Item) -> Answer:
        return Answer(is_applicable=False) if self._is_foreign(item) else super()._answer(item)

    def _is_foreign(self, item: Item) -> bool:
        """Agencies have no associations of villagers, and often nobody to admit, unless the figures know better."""
        known = self._proposed.get(item.id)
        if self._cell.is_village or (known and known.applies):
            return False
        return item.id == ASSOCIATIONS or (item.id == ADMISSIONS and self._chance.happens(0.5))

    def _value(self, item: Item) -> scoring.Value:
        known: dict[str, Callable[[], scoring.Value]] = {
            MEETINGS_HELD: lambda: self._year.is_full,
            ATTENDANCE: self._attendance,
        }
        return known[item.id]() if item.id in known and self._year.due else super()._value(item)

    def _attendance(self) -> str:
        for level, percent in ATTENDANCE_LEVELS:
            if self._year.percent >= percent and (level != WITHOUT_UNEXCUSED or not self._year.unexcused):
                return level
        return "below_80"

    def _note(self, item_id: str, *, is_computed: bool) -> str:
        notes = figures.remarks().notes
        words = self._chance.choice(notes.get(item_id, notes["other"]))
        return words.format(some=self._chance.randint(2, 6))

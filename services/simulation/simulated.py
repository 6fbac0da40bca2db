"""What a simulation found: values only."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.scoring import Form, NoRollUp, RollUp
from services.simulation.outcomes import Outcome
from services.vietnamese import listing, sort_key

NOT_GRADED, OPEN = "Chưa xếp loại", "Chưa rõ"
"""Where nothing was graded before or the set gives no grade; where what people have not answered decides it."""


class Direction(StrEnum):
    """How a grade moves."""

    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    """To a grade that cannot be compared, or from or to none."""
    OPEN = "open"
    """What people have not answered decides it."""


@dataclass(frozen=True)
class Move:
    """One case: what it was graded, and what the set would give it."""

    unit_id: UUID
    unit_name: str
    holder_name: str
    name: str
    """Which meeting, month or member; empty for the unit itself."""
    old_label: str
    """Empty: not graded."""
    old_total: str
    is_stored: bool
    """Whether the old grade was given; else it is what the set in force gives for the same figures and answers."""
    outcome: Outcome
    direction: Direction
    reasons: tuple[str, ...]
    """Why: the sentence of the new grade, then what changed item by item. Empty where nothing moves."""

    @property
    def new_label(self) -> str:
        """The new grade, or the range of those possible."""
        return self.outcome.label


@dataclass(frozen=True)
class YearMove:
    """One cell's year: by the set in force from the grades that were given, and by this one from those that it gives."""

    unit_id: UUID
    unit_name: str
    holder_name: str
    old_label: str
    new: RollUp
    open_months: tuple[int, ...] = ()
    """Months (1 to 12) whose meeting was tried and got no certain grade."""

    @property
    def new_label(self) -> str:
        """The new grade of the year; empty where there is none."""
        return self.new.grade.label if self.new.grade else ""

    @property
    def is_moved(self) -> bool:
        """Whether the year's grade certainly changes."""
        return self.old_label != self.new_label and not self.is_open

    @property
    def is_open(self) -> bool:
        """Whether months that are open keep the year from a grade."""
        return bool(self.open_months) and self.new.no_grade is NoRollUp.PENDING

    @property
    def reasons(self) -> tuple[str, ...]:
        """The grade or why there is none, the months that are open, then what is special about the year."""
        said = f"Chấm thử chưa rõ mức của tháng {listing(map(str, self.open_months))}."
        return (self.new.headline, *([said] if self.open_months else []), *self.new.remarks)


@dataclass(frozen=True)
class Simulation:
    """A set tried on a year."""

    form: Form
    unit_name: str
    year: int
    moves: tuple[Move, ...]
    years: tuple[YearMove, ...] = ()
    """Of a set that grades meetings and rolls the months up."""

    @property
    def moved(self) -> tuple[Move, ...]:
        """The cases that do not certainly stay as they are."""
        return tuple(move for move in self.moves if move.direction is not Direction.SAME)

    @property
    def matrix(self) -> Counter[tuple[str, str]]:
        """How many went from which grade to which."""
        return Counter((move.old_label or NOT_GRADED, _column(move)) for move in self.moves)

    @property
    def old_labels(self) -> tuple[str, ...]:
        """The grades before, in the order of the new form where it knows them."""
        return _ordered({old for old, _ in self.matrix}, self.form)

    @property
    def new_labels(self) -> tuple[str, ...]:
        """The grades after: the form's, then those that are open, then none."""
        return _ordered({new for _, new in self.matrix}, self.form)

    @property
    def counts(self) -> Counter[Direction]:
        """Cases by direction."""
        return Counter(move.direction for move in self.moves)


def _column(move: Move) -> str:
    return (move.new_label or NOT_GRADED) if move.outcome.is_certain else OPEN


def _ordered(labels: set[str], form: Form) -> tuple[str, ...]:
    known = [grade.label for grade in form.grades if grade.label in labels]
    others = sorted(labels - {*known, OPEN, NOT_GRADED}, key=sort_key)
    return (*known, *others, *(label for label in (OPEN, NOT_GRADED) if label in labels))

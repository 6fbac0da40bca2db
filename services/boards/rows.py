"""The shapes of the board: one letter a cell and month, so that years of a district stay small."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from models import ExpectedKind
from services.periods import calendar


class BoardState(StrEnum):
    """How an expected record stands. A capital: later than the last day in time."""

    NOT_EXPECTED = "-"
    EXEMPT = "x"
    NOT_DUE = "m"
    """Nothing entered, still in time."""
    MISSING = "M"
    DRAFT = "d"
    DRAFT_OVERDUE = "D"
    RETURNED = "r"
    RETURNED_OVERDUE = "R"
    SUBMITTED = "s"
    SUBMITTED_LATE = "S"
    """Handed in, the first time after the last day in time."""
    APPROVED = "a"
    APPROVED_LATE = "A"


@dataclass(frozen=True)
class Counts:
    """How many records are expected, and how they stand; ``received``, ``waiting`` and ``missing`` are all of them."""

    expected: int = 0
    """Those that are exempt are left out."""
    received: int = 0
    """Handed in now."""
    late: int = 0
    """Of those received: the first time too late."""
    approved: int = 0
    """Of those received."""
    waiting: int = 0
    """Not handed in, still in time."""
    missing: int = 0
    """Not handed in, and the last day in time is over."""
    exempt: int = 0

    @classmethod
    def of(cls, states: Iterable[str]) -> "Counts":
        """The counts of letters."""
        letters = "".join(states)
        heads = {state: letters.count(state.value) for state in BoardState}
        late = heads[BoardState.SUBMITTED_LATE] + heads[BoardState.APPROVED_LATE]
        approved = heads[BoardState.APPROVED] + heads[BoardState.APPROVED_LATE]
        received = heads[BoardState.SUBMITTED] + heads[BoardState.SUBMITTED_LATE] + approved
        waiting = heads[BoardState.NOT_DUE] + heads[BoardState.DRAFT] + heads[BoardState.RETURNED]
        missing = sum(heads[state] for state in OVERDUE)
        exempt = heads[BoardState.EXEMPT]
        return cls(received + waiting + missing, received, late, approved, waiting, missing, exempt)


OVERDUE = frozenset({BoardState.MISSING, BoardState.DRAFT_OVERDUE, BoardState.RETURNED_OVERDUE})
OPEN = OVERDUE | {BoardState.NOT_DUE, BoardState.DRAFT, BoardState.RETURNED}
"""With the cell: not handed in."""
BEGUN = frozenset({BoardState.DRAFT, BoardState.DRAFT_OVERDUE})


@dataclass(frozen=True)
class BoardColumn:
    """A month, or a quarter of thematic meetings."""

    starts_on: date
    ends_on: date
    due_on: date
    """The last day in time for most; a kind of unit or an extension may have another."""
    is_frozen: bool = False
    """Whether a period was opened for it; otherwise whoever was there at its end is expected."""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A cell under one commune, with a letter for each column."""

    unit_id: UUID
    name: str
    commune_id: UUID | None
    """None where it lies out of reach."""
    commune_name: str
    states: str

    def state(self, place: int) -> BoardState:
        """How it stands in a column."""
        return BoardState(self.states[place])


@dataclass(frozen=True)
class BoardGroup:
    """A commune, or the cells without one in reach."""

    commune_id: UUID | None
    name: str
    rows: tuple[BoardRow, ...]
    counts: Counts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", Counts.of(row.states for row in self.rows))


@dataclass(frozen=True)
class Board:
    """Cells by commune × months or quarters, in Vietnamese order. A cell that moved stands under both communes."""

    what: ExpectedKind
    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]

    @property
    def counts(self) -> Counts:
        """Everything together."""
        return Counts.of(row.states for row in self.rows)

    @property
    def groups(self) -> tuple[BoardGroup, ...]:
        """The communes in Vietnamese order."""
        found = groupby(self.rows, key=lambda row: (row.commune_id, row.commune_name))
        return tuple(BoardGroup(*commune, tuple(rows)) for commune, rows in found)

    def column_name(self, place: int) -> str:
        """``tháng 11/2026``, ``quý IV/2026``."""
        return calendar.name(calendar.PERIOD_OF[self.what], self.columns[place].starts_on)

    def counts_of(self, place: int) -> Counts:
        """One column."""
        return Counts.of(row.states[place] for row in self.rows)


def worst_first(groups: Sequence[BoardGroup]) -> list[BoardGroup]:
    """Those with most missing first, then most late, then in Vietnamese order."""
    return sorted(groups, key=lambda group: (-group.counts.missing, -group.counts.late))

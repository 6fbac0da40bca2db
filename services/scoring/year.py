"""A year of months and what it comes to: values only."""

from dataclasses import dataclass, field
from enum import StrEnum

from services.scoring.facts import Facts
from services.scoring.roll_up_rule import MONTHS
from services.scoring.score import AwardedGrade, Step


class MonthState(StrEnum):
    """What one month of a unit came to."""

    NOT_EXPECTED = "not_expected"
    """The unit did not exist yet, or no longer."""
    GRADED = "graded"
    NO_MEETING = "no_meeting"
    """The month is over and no meeting was held."""
    NOT_GRADED = "not_graded"
    """A meeting was held; its grade is not decided yet."""
    NOT_OVER = "not_over"
    """The month can still bring a meeting."""


@dataclass(frozen=True, slots=True)
class MonthResult:
    """One month: its state, and its grade where it has one."""

    state: MonthState
    grade: str = ""

    def __post_init__(self) -> None:
        if (self.state is MonthState.GRADED) != bool(self.grade):
            message = f"a month is graded exactly where it has a grade: {self}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class YearOfMonths:
    """The twelve months of one unit, January first."""

    months: tuple[MonthResult, ...]

    def __post_init__(self) -> None:
        if len(self.months) != MONTHS:
            message = f"a year has {MONTHS} months, not {len(self.months)}"
            raise ValueError(message)

    @property
    def expected(self) -> tuple[int, ...]:
        """The months (1 to 12) in which the unit existed."""
        return tuple(
            number for number, month in enumerate(self.months, 1) if month.state is not MonthState.NOT_EXPECTED
        )

    def numbers(self, *states: MonthState) -> tuple[int, ...]:
        """The months (1 to 12) in one of these states."""
        return tuple(number for number, month in enumerate(self.months, 1) if month.state in states)


class NoRollUp(StrEnum):
    """Why a year has no grade."""

    NOTHING_EXPECTED = "nothing_expected"
    PENDING = "pending"
    """Some months are not over or not graded yet."""
    UNKNOWN_GRADE = "unknown_grade"
    """Some months have a grade that this set knows nothing of."""
    FOUNDED_MID_YEAR = "founded_mid_year"
    MISSING_MONTH = "missing_month"
    TOO_FEW_MONTHS = "too_few_months"
    NO_MATCH = "no_match"
    NO_DATA = "no_data"
    """A condition looks at something that a year of months does not say."""


@dataclass(frozen=True, slots=True)
class RollUp:
    """The grade of a year or why there is none, and how it came about."""

    grade: AwardedGrade | None = None
    no_grade: NoRollUp | None = None
    facts: Facts = field(default_factory=dict, hash=False)
    """``months_graded``, ``months_expected``, ``months_held`` and ``months_missing``, as the rule counted them."""
    concerned: tuple[int, ...] = ()
    """The months because of which there is no grade; where there are too few, those that count."""
    derivation: tuple[Step, ...] = ()
    headline: str = ""
    """The grade, or the reason for none, as a sentence."""
    remarks: tuple[str, ...] = ()
    """What was special about the year, and what the next better grade would want."""

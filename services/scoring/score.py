"""What scoring a form gives: values only, each with the rule that it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from services.scoring.facts import Facts
from services.scoring.numbers import ZERO
from services.scoring.proposal import Proposal


class ItemState(StrEnum):
    """How far an item's answer has come."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    REFUSED = "refused"
    """The answer does not fit the item: see ``Score.problems``."""
    NOT_APPLICABLE = "not_applicable"


class Origin(StrEnum):
    """Where an item's answer came from."""

    HAND = "hand"
    """People said it, or nobody did yet."""
    COMPUTED = "computed"
    """The figures proposed it and nobody said otherwise."""
    OVERRIDDEN = "overridden"
    """People said something else than the figures propose."""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item. ``max_points`` is what it adds to the section's maximum today: nothing for a bonus,

    for a pass/fail item and for one that was taken out as not applicable.
    """

    id: str
    method: str
    state: ItemState
    points: Decimal = ZERO
    """Nothing until answered."""
    max_points: Decimal = ZERO
    lost: Decimal = ZERO
    is_at_maximum: bool | None = None
    """None: not to be looked at, because unanswered, without points, or taken out."""
    is_passed: bool | None = None
    """None: not to be looked at, because unanswered, scored in points, or taken out."""
    origin: Origin = Origin.HAND
    proposal: Proposal | None = None
    """What the figures propose; None: the item is for people alone, or no figures were given."""

    @property
    def is_open(self) -> bool:
        """Whether the form still waits for this item. A bonus need not be claimed."""
        return self.state is ItemState.REFUSED or (self.state is ItemState.UNANSWERED and self.method != "bonus")


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section: its points so far, and the maximum with what was taken out."""

    id: str
    good: int | None
    points_so_far: Decimal
    extra: Decimal
    """The part of ``points_so_far`` that is bonus on top of the section."""
    max_points: Decimal
    is_complete: bool

    @property
    def points_within(self) -> Decimal:
        """The points that count against the section's maximum."""
        return self.points_so_far - self.extra


@dataclass(frozen=True, slots=True)
class Tally:
    """What the conditions of the grades look at."""

    items: Mapping[str, ItemScore]
    sections: Mapping[str, SectionScore]
    facts: Facts = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether the form waits for no item."""
        return not any(item.is_open for item in self.items.values())


@dataclass(frozen=True, slots=True)
class AwardedGrade:
    """A grade of the form by id and label; rank 0 is the best."""

    id: str
    label: str
    rank: int


@dataclass(frozen=True, slots=True)
class UnmetGate:
    """A condition that is not met: its place in the grade's ``requires``, and the items, sections or metrics at fault."""

    place: int
    gate: str
    at_fault: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextGrade:
    """The next better grade and what is missing."""

    id: str
    label: str
    bound: Decimal | None
    """Its lower bound; None without points."""
    is_bound_inclusive: bool
    has_enough_points: bool
    missing_points: Decimal
    """Points up to the bound; at an exclusive bound even 0 is not enough."""
    unmet: tuple[UnmetGate, ...]
    unknown: tuple[UnmetGate, ...] = ()
    """Conditions that cannot be judged yet: their ``at_fault`` are the metrics without data."""


class NoGrade(StrEnum):
    """Why a form has no grade."""

    INCOMPLETE = "incomplete"
    NOTHING_APPLIES = "nothing_applies"
    """Every item was taken out as not applicable."""
    NO_BAND = "no_band"
    SEVERAL_BANDS = "several_bands"
    NO_CONDITIONS_MET = "no_conditions_met"
    """The total has a band, but neither its grade nor a lower one has its conditions met."""
    NO_DATA = "no_data"
    """A condition of the grade that is due looks at a metric without data: see ``next_grade.unknown``."""


class Rule(StrEnum):
    """What a step of the derivation did."""

    ITEM = "item"
    """An answer earned ``points``; ``said`` is the answer as stored."""
    NOT_APPLICABLE = "not_applicable"
    """The item's rule gave ``points``; ``said`` is that rule."""
    PROPOSAL = "proposal"
    """The ``facts`` propose an answer; ``said`` is the answer as stored, or ``not_applicable``."""
    UNMATCHED = "unmatched"
    """The ``facts`` propose nothing; ``said`` is the obstacle, and behind a colon what is missing."""
    OVERRIDE = "override"
    """People answered otherwise; ``said`` is their reason, and ``is_met`` whether there is one."""
    SECTION_MAXIMUM = "section_maximum"
    """Bonus points beyond the section's maximum were cut: ``points`` is negative."""
    REBASE = "rebase"
    """What was taken out was given back in proportion; ``said`` is ``from/to``, the two maxima."""
    TOTAL_MAXIMUM = "total_maximum"
    """Points beyond the form's maximum were cut: ``points`` is negative."""
    BAND = "band"
    """Whether the total lies in a grade's band."""
    GATE = "gate"
    """Whether a condition of a grade is met, None where data are missing; ``said`` is its place, kind and who is at fault."""
    AWARD = "award"
    """The grade that was given."""
    MONTH = "month"
    """What one month of a year, ``target`` 1 to 12, is counted as: ``said`` is a grade's id, or empty."""
    SCALED = "scaled"
    """Bounds on the months of a year were scaled; ``said`` is ``months expected/12``."""
    YEAR_GRADE = "year_grade"
    """Whether the ``facts`` of the year meet the condition of a grade of the year."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the derivation; the ``points`` of all steps add up to the total."""

    rule: Rule
    target: str
    """Id of the item, section or grade; of the form for the whole."""
    points: Decimal = ZERO
    said: str = ""
    is_met: bool | None = None
    facts: str = ""
    """The facts that were looked at, ``attendance_rate=9/12;members=12``."""


@dataclass(frozen=True, slots=True)
class ProblemFound:
    """An answer that could not be counted, and why."""

    item_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Score:
    """A scored form. ``total`` is None while incomplete, and for a form without points."""

    total: Decimal | None
    total_so_far: Decimal
    max_points: Decimal
    """What can be reached today, bonus apart."""
    sections: tuple[SectionScore, ...]
    items: tuple[ItemScore, ...]
    unanswered: tuple[str, ...]
    """Items without an answer; one with a refused answer is in ``problems``."""
    problems: tuple[ProblemFound, ...]
    lost: tuple[str, ...]
    """Items that lost points, failed or happened, and have no note."""
    grade: AwardedGrade | None
    no_grade: NoGrade | None
    """Why there is none; None when there is one."""
    candidates: tuple[str, ...]
    """Grades whose band the total lies in: one, unless the bands are wrong."""
    next_grade: NextGrade | None
    """The next better grade; where data are missing, the grade that they leave open."""
    derivation: tuple[Step, ...]
    overridden: tuple[str, ...] = ()
    """Items that people answered otherwise than the figures propose."""
    unexplained: tuple[str, ...] = ()
    """Those of them that have no reason: such a form is not to be handed in."""

    @property
    def is_complete(self) -> bool:
        """Whether every item has an answer that counts."""
        return self.no_grade is not NoGrade.INCOMPLETE

"""Self-checks on the way through a four-good year: which there are for a unit, and how each stands on a day.

Two ways are known (DOMAIN, section 6): the form of the year asks for it every month or quarter, or a slip of its own is
ticked every month. A slip in force goes before the form. Pure: forms, places and days in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from models import AssessmentState
from services import deadlines, months
from services.assessments import AssessmentRef
from services.four_good.kinds import SLIP
from services.four_good.places import Place
from services.four_good.stages import StageState, Window
from services.scoring import Form

HANDED_IN = frozenset({AssessmentState.SUBMITTED, AssessmentState.ACCEPTED})
MONTHS_IN = {"monthly": 1, "quarterly": 3}
"""How many months a self-check is about."""

Span = tuple[int, int]
"""First and last month of a year."""


@dataclass(frozen=True)
class Check:
    """One self-check of a unit: which assessment it is, when it is due, and how far it has come."""

    ref: AssessmentRef
    window: Window
    state: AssessmentState | None

    @property
    def is_done(self) -> bool:
        """Whether it was handed in."""
        return self.state in HANDED_IN

    def is_over(self, on: date) -> bool:
        """Whether its months are over on a day: only then can it be missing."""
        return on > self.ref.ends_on

    def stands(self, on: date) -> StageState:
        """How it stands on a day."""
        return self.window.state(on, is_done=self.is_done)


@dataclass(frozen=True)
class Plan:
    """What a unit is asked for: assessments of a kind, each of so many months, by a form valid from a day."""

    kind: str
    step: int
    valid_from: date

    def spans(self) -> list[Span]:
        """The months of each self-check of a year."""
        return [(first, first + self.step - 1) for first in range(1, 13, self.step)]


def plan_of(form: Form | None, slip: Form | None) -> Plan | None:
    """The plan of a unit with this form of the year and this slip in force; None where none is asked for."""
    if slip:
        return Plan(SLIP, MONTHS_IN[slip.self_check or "monthly"], slip.valid_from)
    if form and form.self_check:
        return Plan(form.kind, MONTHS_IN[form.self_check], form.valid_from)
    return None


def checks_of(place: Place, plan: Plan, states: Mapping[Span, AssessmentState]) -> tuple[Check, ...]:
    """The self-checks of a unit in its year, as far as it was there and the form held on their last day."""
    refs = (AssessmentRef(place.unit_id, place.year, plan.kind, span) for span in plan.spans())
    return tuple(Check(ref, _window(ref), states.get(ref.months)) for ref in refs if _is_asked_for(place, plan, ref))


def done(checks: Iterable[Check], on: date) -> tuple[int, int]:
    """How many were handed in of those whose months are over on a day."""
    over = [check for check in checks if check.is_over(on)]
    return sum(check.is_done for check in over), len(over)


def _is_asked_for(place: Place, plan: Plan, ref: AssessmentRef) -> bool:
    return plan.valid_from <= ref.ends_on and place.was_there_on(ref.ends_on)


def _window(ref: AssessmentRef) -> Window:
    """From the last month's first day; due with the report of that month's meeting, which resolves it."""
    last_month = months.month_of(ref.ends_on)
    return Window(last_month, deadlines.report_due_on(last_month))

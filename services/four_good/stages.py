"""The stages of a four-good year and their days. Pure: days and years in, states out.

A programme gives the last day of each stage, the same every year; that whole local day is still in time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from models import Programme
from services import months
from services.errors import Invalid

_TYPED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
_SOME_YEAR = 2001
"""Any year without a 29 February: a day that is meant for every year is not one of leap years only."""


class Stage(StrEnum):
    """What is done in a four-good year with a last day of its own, in order (DOMAIN, section 6)."""

    REGISTER = "register"
    ASSESS = "assess"
    REVIEW = "review"
    RECOGNISE = "recognise"


class StageState(StrEnum):
    """How a stage stands on a day."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True)
class Window:
    """The days of something that is to be done: from the first to the last, both inside."""

    first_on: date
    last_on: date

    def state(self, on: date, *, is_done: bool) -> StageState:
        """How it stands on a day. What is done is done, in time or not."""
        if is_done:
            return StageState.DONE
        if on > self.last_on:
            return StageState.LATE
        return StageState.OPEN if on >= self.first_on else StageState.NOT_YET


@dataclass(frozen=True)
class Days:
    """The last day of each stage as ``MM-DD``."""

    registered_until: str
    assessed_until: str
    reviewed_until: str
    recognised_until: str

    def window(self, stage: Stage, year: int) -> Window:
        """When a stage is on.

        Registering begins with the year. Assessing begins two calendar months before its end (October and November
        by default), and a review may follow at once. Recognising begins in the month in which reviews end.
        """
        return _windows(self, year)[stage]

    def last_on(self, stage: Stage, year: int) -> date:
        """The last day of a stage."""
        return self.window(stage, year).last_on


@cache
def _windows(days: Days, year: int) -> Mapping[Stage, Window]:
    """The windows of a year; kept, because every stage of every unit asks again."""
    registered, assessed, reviewed, recognised = (
        date(year, int(day[:2]), int(day[3:]))
        for day in (days.registered_until, days.assessed_until, days.reviewed_until, days.recognised_until)
    )
    first_day = date(year, 1, 1)
    assessing_from = max(first_day, months.after(months.month_of(assessed), -1))
    return MappingProxyType(
        {
            Stage.REGISTER: Window(first_day, registered),
            Stage.ASSESS: Window(assessing_from, assessed),
            Stage.REVIEW: Window(assessing_from, reviewed),
            Stage.RECOGNISE: Window(months.month_of(reviewed), recognised),
        }
    )


USUAL = Days(
    *(
        Programme.model_fields[name].default
        for name in ("registered_until", "assessed_until", "reviewed_until", "recognised_until")
    )
)
"""The days where no programme says others: those that a new programme starts with."""


def day_from(text: str, field: str) -> str:
    """``31/3`` → ``03-31``. Invalid, naming the field, for what is no day of every year."""
    typed = _TYPED.fullmatch(text.strip())
    try:
        day = date(_SOME_YEAR, int(typed[2]), int(typed[1])) if typed else None
    except ValueError:
        day = None
    if day is None:
        raise Invalid(f"“{text.strip()}” không phải là ngày/tháng. Đồng chí nhập như 31/3.", field=field)
    return f"{day:%m-%d}"


def shown(day: str) -> str:
    """``03-31`` → ``31/03``."""
    return f"{day[3:]}/{day[:2]}"

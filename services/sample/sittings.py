"""When the cells of the sample meet, and when their records are handed in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from models import MeetingKind
from services import months
from services.clock import VIETNAM
from services.sample.chance import Chance
from services.sample.people import Cell
from services.sample.scale import Frame

REPORT_DAY = 5
"""The record of a month is due by this day of the next."""
DAYS, DAY_WEIGHTS = (3, 4, 5, 6, 8, 10, 15), (48, 16, 14, 8, 6, 5, 3)
"""Days of the month on which cells meet: never before the 3rd, most of them on it."""
MISSED, MISSED_BY_WEAK = 0.012, 0.06
THEMATIC_HELD = 0.88
COMBINED = 0.05
"""Share of the quarters in which the regular meeting treats the theme, and there is no thematic one."""
PROMPT, IN_TIME = 0.80, 0.94
"""Share handed in within days, and share handed in by the report day; the rest is late."""
SUBMITTED_NOW, BEGUN_NOW = 0.62, 0.82
"""Of the cells that met in the current month: share handed in, and share at least begun."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting that took place. ``submitted_at`` None: the record is still a draft."""

    month: date
    kind: MeetingKind
    held_on: date
    started_at: time
    ended_at: time
    created_at: datetime
    submitted_at: datetime | None
    is_now: bool
    """In the month of ``until``."""
    is_combined: bool = False
    """A regular meeting that also treats the theme of its quarter."""


class Rhythm:
    """The habits of one cell: on which day of the month it meets, at what hour, how long."""

    def __init__(self, frame: Frame, chance: Chance, cell: Cell) -> None:
        self._frame = frame
        self._chance = chance
        self._cell = cell
        self._themes = frame.chance("combined", cell.unit_id)
        self._day = chance.weighted(DAYS, DAY_WEIGHTS)
        self._quarter_month = chance.randrange(3)
        hours = ((19, 30), (20, 0), (7, 30), (8, 0)) if cell.is_village else ((7, 30), (14, 0), (15, 0), (16, 0))
        self._hour, self._minute = chance.choice(hours)

    def sittings(self) -> Iterator[Sitting]:
        """Every meeting of the cell, in order of time."""
        for month in self._frame.months:
            yield from self._in_month(month)
        if not self._cell.is_left_to_do:
            yield from self._now()

    def _in_month(self, month: date) -> Iterator[Sitting]:
        is_the_month = month.month % 3 == self._quarter_month
        is_missed = not self._cell.is_left_to_do and self._chance.happens(
            MISSED_BY_WEAK if self._cell.is_weak else MISSED
        )
        is_combined = is_the_month and self._themes.happens(COMBINED) and not is_missed
        if not is_missed:
            yield self._combined(self._regular(month)) if is_combined else self._regular(month)
        if is_the_month and self._chance.happens(THEMATIC_HELD) and not is_combined:
            yield self._sitting(month, MeetingKind.THEMATIC, self._chance.randint(16, 27))

    def _combined(self, regular: Sitting) -> Sitting:
        """A theme needs two hours at least (DOMAIN, section 4)."""
        starts = datetime.combine(regular.held_on, regular.started_at, VIETNAM)
        ends = starts + timedelta(minutes=5 * self._themes.randint(24, 30))
        created_at = ends + timedelta(minutes=self._themes.randint(5, 50))
        return replace(regular, is_combined=True, ended_at=ends.time(), created_at=created_at)

    def _regular(self, month: date) -> Sitting:
        shift = self._chance.weighted((0, 1, 2, 4), (86, 7, 4, 3))
        return self._sitting(month, MeetingKind.REGULAR, self._day + shift)

    def _now(self) -> Iterator[Sitting]:
        month, draw = self._frame.this_month, self._chance.random()
        if draw > BEGUN_NOW or month.replace(day=self._day) >= self._frame.until:
            return
        yield self._sitting(month, MeetingKind.REGULAR, self._day, is_draft=draw > SUBMITTED_NOW)

    def _sitting(self, month: date, kind: MeetingKind, day: int, *, is_draft: bool = False) -> Sitting:
        held_on = month.replace(day=day)
        starts = datetime.combine(held_on, time(self._hour, self._minute), VIETNAM)
        ends = starts + timedelta(minutes=5 * self._chance.randint(18, 30))
        submitted_at = None if is_draft else self._handed_in(month, ends)
        return Sitting(
            month,
            kind,
            held_on,
            starts.time(),
            ends.time(),
            created_at=ends + timedelta(minutes=self._chance.randint(5, 50)),
            submitted_at=submitted_at,
            is_now=month == self._frame.this_month,
        )

    def _handed_in(self, month: date, ended: datetime) -> datetime | None:
        draw, last = self._chance.random(), months.after(month).replace(day=REPORT_DAY)
        if self._cell.is_left_to_do:
            day = ended.date() + timedelta(days=1)
        elif draw < PROMPT:
            day = min(ended.date() + timedelta(days=self._chance.randint(1, 7)), last)
        elif draw < IN_TIME:
            day = self._chance.day(ended.date() + timedelta(days=1), last)
        else:
            day = last + timedelta(days=self._chance.randint(1, 12))
        moment = datetime.combine(day, time(self._chance.randint(7, 20), self._chance.randint(0, 59)), VIETNAM)
        return moment if moment < self._frame.moment else None

"""When somebody is reminded of a month's records: five and two days before the last day, on it, and the day after."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.vietnamese import day, number


@dataclass(frozen=True)
class Stage:
    """How far the last day is. ``days_left`` is negative once it has passed."""

    days_left: int

    @property
    def name(self) -> str:
        """T-5, T-2, T, T+1, as people call the days."""
        return f"T{-self.days_left:+d}" if self.days_left else "T"

    def sentence(self, due_on: date) -> str:
        """How much time is left, with the last day."""
        if self.days_left > 0:
            return f"Còn {number(self.days_left)} ngày đến hạn nộp (hết ngày {day(due_on)})."
        if self.days_left == 0:
            return f"Hôm nay, {day(due_on)}, là ngày cuối để nộp."
        return f"Đã quá hạn nộp ngày {day(due_on)} ({number(-self.days_left)} ngày)."


REMINDED_AT = (5, 2, 0, -1)
"""Days before the last day on which a digest goes out; the last one is the day after it."""


def stage(due_on: date, today: date) -> Stage:
    """How things stand on a day; both are days in Vietnam."""
    return Stage((due_on - today).days)


def is_reminder_day(due_on: date, today: date) -> bool:
    """Whether a digest goes out on this day."""
    return stage(due_on, today).days_left in REMINDED_AT


def reminder_days(due_on: date) -> tuple[date, ...]:
    """The days on which a digest goes out, in order."""
    return tuple(due_on - timedelta(days=left) for left in REMINDED_AT)

"""The time, in one place: everything else asks here, so that a test can set the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""Deadlines and days are Vietnamese days."""

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day in Vietnam."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A moment on the Vietnamese clock."""
    return moment.astimezone(VIETNAM)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Stop the clock at a moment (tests, sample data)."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)

"""Months as the portal counts them: a month is the date of its first day."""

from datetime import date, timedelta


def month_of(day: date) -> date:
    """The month that a day lies in."""
    return day.replace(day=1)


def after(month: date, steps: int = 1) -> date:
    """The month ``steps`` later (earlier when negative)."""
    index = month.year * 12 + month.month - 1 + steps
    return date(index // 12, index % 12 + 1, 1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return after(month) - timedelta(days=1)


def span(first: date, last: date) -> list[date]:
    """Every month from ``first`` to ``last``, both included; empty when they are the wrong way round."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [after(first, step) for step in range(count)]

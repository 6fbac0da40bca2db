"""A table as values: what is shown under a chart and written into a file is one and the same."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from services.vietnamese import day, month, number, percent


class Kind(StrEnum):
    """What a column holds, which decides how it is written and aligned."""

    TEXT = "text"
    INTEGER = "integer"
    PERCENT = "percent"
    """A share of 1."""
    POINTS = "points"
    DATE = "date"
    MONTH = "month"
    """The first day of a month."""


@dataclass(frozen=True)
class Column:
    """A column with its heading; ``width`` in characters, for files."""

    title: str
    kind: Kind
    width: int = 16


@dataclass(frozen=True)
class Table:
    """``notes`` say what is shown, for whom, by whom and when; every row has one value a column."""

    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


def written(value: object, kind: Kind) -> str:
    """A value the Vietnamese way; an empty string for None."""
    if value is None:
        return ""
    if isinstance(value, date):
        return month(value) if kind is Kind.MONTH else day(value)
    if isinstance(value, Fraction) and kind is Kind.PERCENT:
        return percent(value)
    if isinstance(value, Decimal):
        places = 0 if value == value.to_integral_value() else 2
        return number(value, places)
    return number(value) if isinstance(value, int) else str(value)

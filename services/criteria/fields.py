"""The fields of a criteria set as a screen holds them, and what of a typed value is kept.

A draft may be incomplete and wrong: what is typed is kept as it was typed, and the check says what to mend.
Only what no field of the screen can hold is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from services.errors import Invalid
from services.scoring import format_points
from services.vietnamese import clean, clean_lines

Plain = Any
"""What a criteria file holds: text, whole and decimal numbers, days, yes/no, lists and groups of them."""

LONGEST_TEXT = 5000
MOST_ROWS = 500
DEEPEST = 14
"""Lists and groups inside one another: a list of gates with conditions five deep and a threshold by size."""
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,2})?")


class Field(Protocol):
    """``parsed`` makes what is kept of what the screen holds (None: nothing), ``shown`` the other way round."""

    @property
    def label(self) -> str: ...
    def parsed(self, value: object) -> Plain: ...
    def shown(self, kept: Plain) -> Any: ...


@dataclass(frozen=True)
class Text:
    """Text of one line, or of several."""

    label: str
    has_lines: bool = False

    def parsed(self, value: object) -> str | None:
        """The tidied text; raises Invalid for what is no text."""
        return typed_text(self.label, value, has_lines=self.has_lines) or None

    def shown(self, kept: Plain) -> str:
        """The text."""
        return kept if isinstance(kept, str) else "" if kept is None else str(kept)


@dataclass(frozen=True)
class Number:
    """A number typed with a comma or a point; what is no number stays as it was typed."""

    label: str

    def parsed(self, value: object) -> int | Decimal | str | None:
        """The number, or the text that is none yet; raises Invalid for what is no text."""
        return number_or_text(typed_text(self.label, value)) if value is not None else None

    def shown(self, kept: Plain) -> str:
        """The number with a decimal comma."""
        if isinstance(kept, int | Decimal) and not isinstance(kept, bool):
            return format_points(Decimal(kept))
        return kept if isinstance(kept, str) else ""


@dataclass(frozen=True)
class Choice:
    """One of several; ``options`` None: of those that the screen offers."""

    label: str
    options: tuple[str | int, ...] | None = None
    usual: str | int | None = None
    """What holds where nothing is written."""

    def parsed(self, value: object) -> str | int | None:
        """The option; raises Invalid where it is none of them."""
        if value is None or value in {"", self.usual}:
            return None
        if self.options is None and isinstance(value, str):
            return typed_text(self.label, value)
        if self.options is None or isinstance(value, bool) or value not in self.options:
            raise Invalid(f"“{self.label}” phải là một trong các lựa chọn đã nêu.")
        return value

    def shown(self, kept: Plain) -> Any:
        """The option; what is none of them is not shown."""
        is_known = isinstance(kept, str) if self.options is None else kept in self.options
        return kept if is_known and not isinstance(kept, bool) else self.usual


@dataclass(frozen=True)
class Flag:
    """Yes or no; ``usual`` holds where nothing is written."""

    label: str
    usual: bool = False

    def parsed(self, value: object) -> bool | None:
        """The answer, None for the usual one."""
        if not isinstance(value, bool):
            raise Invalid(f"“{self.label}” chỉ nhận có hoặc không.")
        return None if value is self.usual else value

    def shown(self, kept: Plain) -> bool:
        """The answer."""
        return kept if isinstance(kept, bool) else self.usual


@dataclass(frozen=True)
class Day:
    """A day."""

    label: str

    def parsed(self, value: object) -> date | None:
        """The day; raises Invalid for anything else."""
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise Invalid(f"“{self.label}” phải là một ngày, ví dụ 05/11/2026.")

    def shown(self, kept: Plain) -> date | None:
        """The day."""
        return kept if isinstance(kept, date) else None


@dataclass(frozen=True)
class Several:
    """Any number of options, in the order in which they were chosen; no options: those that the screen offers."""

    label: str
    options: tuple[str, ...] = ()

    def parsed(self, value: object) -> list[str] | None:
        """The options; raises Invalid for what is no list of them."""
        if not isinstance(value, list | tuple) or len(value) > MOST_ROWS:
            raise Invalid(f"“{self.label}” phải là một danh sách.")
        return [typed_text(self.label, option) for option in dict.fromkeys(value)] or None

    def shown(self, kept: Plain) -> list[str]:
        """The options."""
        return [option for option in kept if isinstance(option, str)] if isinstance(kept, list) else []


class Shape(StrEnum):
    """What a whole is, whatever stands in it."""

    GROUP = "phải là một nhóm các trường “tên: giá trị”."
    GROUPS = "phải là một danh sách các nhóm trường “tên: giá trị”."
    TEXTS = "phải là một danh sách các dòng chữ."

    def holds(self, value: object) -> bool:
        """Whether the value has this shape."""
        if self is Shape.GROUP:
            return isinstance(value, dict)
        row = dict if self is Shape.GROUPS else str
        return isinstance(value, list) and all(isinstance(part, row) for part in value)


@dataclass(frozen=True)
class Whole:
    """A condition, or a list of conditions or texts: kept in one piece, because its rows have no name of their own.

    Whoever changes a part of it says which whole they saw, so a part can never be mistaken for another.
    """

    label: str
    shape: Shape = Shape.GROUP

    def parsed(self, value: object) -> Plain:
        """The whole as it is kept; raises Invalid for what a criteria file cannot hold there."""
        tidied = None if value is None or value == [] else _tidy(self.label, value, DEEPEST)
        if tidied is not None and not self.shape.holds(tidied):
            raise Invalid(f"“{self.label}” {self.shape.value}")
        return tidied

    def shown(self, kept: Plain) -> Plain:
        """The whole."""
        return kept


def number_or_text(text: str) -> int | Decimal | str | None:
    """The number that was typed; text that is none, or that may be meant in two ways (1.000), as it is."""
    if not _NUMBER.fullmatch(text):
        return text or None
    number = Decimal(text.replace(",", "."))
    return int(number) if number == number.to_integral_value() else number


def typed_text(label: str, value: object, *, has_lines: bool = False) -> str:
    """The text tidied; raises Invalid for what is no text, or no end of it."""
    if value is None:
        return ""
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Invalid(f"“{label}” phải là chữ.")
    text = clean_lines(value) if has_lines else clean(value)
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"“{label}” dài {len(text)} ký tự, tối đa là {LONGEST_TEXT}.")
    return text


def _tidy(label: str, value: object, depth: int) -> Plain:
    if isinstance(value, str):
        return typed_text(label, value, has_lines=True)
    if value is None or isinstance(value, bool | int | Decimal) or type(value) is date:
        return value
    if depth and isinstance(value, list | tuple) and len(value) <= MOST_ROWS:
        return [_tidy(label, part, depth - 1) for part in value]
    if depth and isinstance(value, Mapping) and len(value) <= MOST_ROWS:
        return {typed_text(label, name): _tidy(label, part, depth - 1) for name, part in value.items()}
    raise Invalid(f"“{label}” có nội dung không lưu được.")

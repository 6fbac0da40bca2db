"""How a value of a criteria file stands in a cell, and how it is read back from what people put there."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from services import vietnamese
from services.criteria_files.expression_tokens import OTHERWISE
from services.criteria_files.expressions import condition_from, counts_from, counts_written, written
from services.criteria_files.metric_names import MetricNames
from services.criteria_files.opening import Cell
from services.criteria_files.references import References
from services.scoring.numbers import format_points
from services.vietnamese import clean, search_key

CellValue = str | Decimal | date | None
"""What is written into a cell; None: nothing."""
SEPARATOR = "; "
_FIRST_YEAR = 1901
"""Excel counts days from 1900, with a 29 February in it that never was: older dates are written as text."""
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_WHOLE = re.compile(r"[0-9]{1,9}")


class Context:
    """What the values of one form are read and written with."""

    def __init__(self, names: MetricNames, references: References) -> None:
        self.names, self.references = names, references


class Codec(ABC):
    """One kind of value."""

    choices: tuple[str, ...] = ()
    """What a drop-down list offers; empty: no list."""
    is_open = False
    """Whether other words than those may be written, too."""
    is_number = False

    @abstractmethod
    def write(self, value: Any, context: Context) -> CellValue:
        """The value as it stands in a cell."""

    @abstractmethod
    def read(self, cell: Cell, context: Context) -> Any:
        """The value in a cell that is not empty. Raises ValueError with a sentence."""


class Text(Codec):
    """Text as it is. A whole number that lost its text format keeps its digits; anything else would be a guess."""

    def write(self, value: Any, context: Context) -> CellValue:
        """The text itself."""
        return str(value)

    def read(self, cell: Cell, context: Context) -> str:
        """The text, as it was typed."""
        return text_of(cell)


class Number(Codec):
    """Points, percents and bounds."""

    is_number = True

    def write(self, value: Any, context: Context) -> CellValue:
        """The number."""
        return Decimal(value)

    def read(self, cell: Cell, context: Context) -> Decimal | str:
        """The number; what is none is left for the form to refuse."""
        if isinstance(cell.value, Decimal) and cell.value.is_finite():
            return cell.value
        return text_of(cell)


class Whole(Codec):
    """A whole number."""

    is_number = True

    def write(self, value: Any, context: Context) -> CellValue:
        """The number."""
        return Decimal(value)

    def read(self, cell: Cell, context: Context) -> int:
        """The number."""
        text = text_of(cell) if cell.kind in {"text", "number"} else ""
        if not _WHOLE.fullmatch(text):
            raise ValueError("phải là số nguyên.")
        return int(text)


class Day(Codec):
    """A date."""

    def write(self, value: Any, context: Context) -> CellValue:
        """The date, as text where Excel has none."""
        day: date = value
        return day if day.year >= _FIRST_YEAR else f"{day.day:02}/{day.month:02}/{day.year:04}"

    def read(self, cell: Cell, context: Context) -> date:
        """The date, typed as one or as dd/mm/yyyy."""
        if isinstance(cell.value, date):
            return cell.value
        match = _DAY.fullmatch(cell.value.strip()) if isinstance(cell.value, str) else None
        try:
            day, month, year = map(int, match.groups()) if match else (0, 0, 0)
            return date(year, month, day)
        except ValueError:
            raise ValueError("phải là ngày, ví dụ 28/10/2025.") from None


class Choice(Codec):
    """One of a few values, by the words for it or by its code."""

    def __init__(self, words: Mapping[Any, str], *, is_open: bool = False) -> None:
        self._words, self.is_open = words, is_open
        self._values = {clean(word).lower(): value for value, word in words.items()}
        keys = [search_key(word) for word in words.values()]
        # Without diacritics “Mục” and “Mức” are the same: such words must be written as they are.
        self._bare = {key: value for key, value in zip(keys, words, strict=True) if keys.count(key) == 1}
        self.choices = tuple(words.values())

    def write(self, value: Any, context: Context) -> CellValue:
        """The words."""
        return self._words.get(value, str(value))

    def read(self, cell: Cell, context: Context) -> Any:
        """The value."""
        text = text_of(cell)
        found = self._values.get(clean(text).lower(), self._bare.get(search_key(text)))
        if found is not None:
            return found
        if self.is_open or text in self._words:
            return text
        raise ValueError(f"chỉ ghi một trong: {', '.join(f'“{word}”' for word in self._words.values())}.")


class Choices(Codec):
    """Several of a few values, with a semicolon between."""

    def __init__(self, words: Mapping[Any, str]) -> None:
        self._one = Choice(words)

    def write(self, value: Any, context: Context) -> CellValue:
        """The words of all."""
        return SEPARATOR.join(str(self._one.write(one, context)) for one in value)

    def read(self, cell: Cell, context: Context) -> list[Any]:
        """The values."""
        return [self._one.read(Cell("text", part), context) for part in parts_of(text_of(cell))]


class Condition(Codec):
    """A condition on metrics."""

    def write(self, value: Any, context: Context) -> CellValue:
        """The condition as text."""
        return written(value, context.names)

    def read(self, cell: Cell, context: Context) -> Any:
        """The condition."""
        return condition_from(text_of(cell), context.names)


class Otherwise(Condition):
    """A condition, or that it is the row for everything else; both fields of the row in one cell."""

    def write(self, value: Any, context: Context) -> CellValue:
        """The condition, or the words for everything else."""
        return OTHERWISE.capitalize() if value is True else super().write(value, context)

    def read(self, cell: Cell, context: Context) -> Any:
        """The condition; True for everything else."""
        return True if clean(text_of(cell)).lower() == OTHERWISE else super().read(cell, context)


class Counted(Codec):
    """What occurrences are counted by."""

    def write(self, value: Any, context: Context) -> CellValue:
        """The metric and for how much of it once."""
        return counts_written(value, context.names)

    def read(self, cell: Cell, context: Context) -> Any:
        """The metric and for how much of it once."""
        return counts_from(text_of(cell), context.names)


class Reference(Codec):
    """Items, sections or a grade of the form, by the names that are printed; see ``References``."""

    def __init__(self, kind: str, *, is_several: bool) -> None:
        self._kind, self._is_several = kind, is_several

    def write(self, value: Any, context: Context) -> CellValue:
        """The names."""
        ids: Iterable[str] = value if self._is_several else [value]
        return SEPARATOR.join(context.references.shown(self._kind, row_id) for row_id in ids)

    def read(self, cell: Cell, context: Context) -> Any:
        """The ids."""
        text = text_of(cell)
        found = [context.references.found(self._kind, part) for part in parts_of(text)] if self._is_several else []
        return found if self._is_several else context.references.found(self._kind, text)


def text_of(cell: Cell) -> str:
    """What stands in a cell, where that is text beyond doubt. Raises ValueError with what to do instead."""
    match cell.kind, cell.value:
        case "formula", _:
            raise ValueError("ô này là công thức; đồng chí sao chép rồi dán lại bằng “Dán giá trị”.")
        case "error", _:
            raise ValueError("ô này là một lỗi của Excel, không có giá trị dùng được.")
        case "number", Decimal() as number if number.is_finite() and number == number.to_integral_value():
            return f"{number:.0f}"
        case "number", Decimal() as number:
            shown = format_points(number) if number.is_finite() else "không xác định"
            raise ValueError(f"ô này là số {shown}; đồng chí định dạng ô là Văn bản (Text) rồi gõ lại.")
        case "day", date() as day:
            raise ValueError(f"ô này là ngày {vietnamese.day(day)}; đồng chí định dạng ô là Văn bản (Text) rồi gõ lại.")
        case "flag", bool() as flag:
            return "Có" if flag else "Không"
    return str(cell.value)


def parts_of(text: str) -> list[str]:
    """What stands between semicolons."""
    return [part for part in (clean(part) for part in text.split(";")) if part]

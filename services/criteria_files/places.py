"""Where the values of a form stood in the workbook, so that every fault can name its sheet and cell."""

import re
from dataclasses import dataclass

from services.criteria_files import layout, words
from services.scoring import Fault

_SHEET_OF = {
    "sections": layout.CONTENT,
    "grades": layout.RATING,
    "roll_up": layout.YEAR,
    "cap": layout.CAP,
    "notes": layout.NOTES,
}
_PATH = re.compile(r"[a-z_]+(?:\[[0-9]+\]|\.[a-z_]+)+")
_WORD = re.compile(r"(?<![\w“])[a-z]+(?:_[a-z]+)*(?![\w”])")
_CALLED = {
    **{".".join(setting.path[-1:]): f"“{setting.label}”" for setting in (*layout.HEAD, *layout.CAP_SETTINGS)},
    **{
        field.name: f"“{field.heading}”"
        for table in (layout.RATING_TABLE, layout.CONTENT_TABLE)
        for field in table.fields
    },
    "otherwise": "“Còn lại”",
    "missing_month": "“Tháng không sinh hoạt”",
    "as": "“Tháng không sinh hoạt tính như mức”",
    **{
        code: f"“{word}”"
        for table in (words.METHODS, words.NOT_APPLICABLE, words.MISSING_MONTHS)
        for code, word in table.items()
    },
}
"""Names of the criteria file that stand in sentences → what they are called in the workbook."""


@dataclass(frozen=True)
class Place:
    """A cell, counted from 0, with the heading or label that it belongs to."""

    sheet: str
    row: int
    column: int
    called: str = ""

    def __str__(self) -> str:
        letters, left = "", self.column + 1
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{self.sheet}, ô {letters}{self.row + 1}" + (f" ({self.called})" if self.called else "")


class Places:
    """The cell of every value by its path in the criteria file, and what is wrong with cells."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._faults: list[tuple[Place | None, Fault]] = []

    def note(self, path: str, place: Place) -> None:
        """Remember where a value stood."""
        self._places.setdefault(path, place)

    def refuse(self, place: Place, sentence: str) -> None:
        """A cell is wrong."""
        self._faults.append((place, Fault(str(place), sentence)))

    def refuse_sheet(self, name: str, sentence: str) -> None:
        """A sheet is wrong as a whole."""
        self._faults.append((None, Fault(name, sentence)))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that was refused."""
        return tuple(fault for _, fault in self._faults)

    def of_form(self, found: tuple[Fault, ...]) -> tuple[Fault, ...]:
        """Faults of the form in the words of the workbook, less those of cells that were refused already."""
        refused = {place for place, _ in self._faults if place}
        told = [fault for fault in found if self.place(fault.path) not in refused]
        return tuple(Fault(self._called(fault.path), self._said(fault.sentence)) for fault in told)

    def place(self, path: str) -> Place | None:
        """The cell of a value, or of the nearest thing around it that has one."""
        while path:
            if path in self._places:
                return self._places[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return None

    def _called(self, path: str) -> str:
        place = self.place(path)
        return str(place) if place else _SHEET_OF.get(re.split(r"[.\[]", path)[0], layout.DOCUMENT)

    def _said(self, sentence: str) -> str:
        located = _PATH.sub(lambda match: self._called(match[0]), sentence)
        return _WORD.sub(lambda match: _CALLED.get(match[0], match[0]), located)

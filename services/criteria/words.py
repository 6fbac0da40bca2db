"""What a part, a field and a value of a criteria set are called in a sentence."""

from datetime import date
from typing import Any

from services.criteria.addresses import Data, Place, place
from services.criteria.fields import Day, Field, Flag, Number, Plain, Text
from services.criteria.parts import PART_NAMES, Part
from services.scoring import field_words
from services.vietnamese import day

_LONGEST = 80
OPTION_NAMES = field_words.VALUES
"""Field → what its options are called, as they stand inside a sentence."""


def called(data: Data, address: str, field: str = "") -> str:
    """``tiêu chí 1.2``, ``mục “Sinh hoạt”``; with a field ``tiêu chí 1.2, điểm tối đa``."""
    found = place(data, address)
    part = _part(data, found)
    if not field:
        return part
    label = Place(found.part, found.row, found.address, field).field.label
    return label if found.part is Part.FORM else f"{part}, {label[0].lower()}{label[1:]}"


def quoted(field: Field, kept: Plain) -> str:
    """A kept value as a person may compare it with the own one."""
    shown = field.shown(kept)
    if kept is None:
        return "trống"
    if isinstance(field, Flag):
        return "“có”" if shown else "“không”"
    if isinstance(field, Day) and isinstance(shown, date):
        return f"ngày {day(shown)}"
    return f"“{shortened(shown)}”" if isinstance(field, Text | Number) else "giá trị khác"


def shortened(text: str) -> str:
    """A text of which a long end is left out."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]}…"


def title_of(part: Part, row: Data) -> str:
    """What a part is known by: its printed number, else its words, else its id."""
    words: dict[Part, Any] = {
        Part.SECTION: row.get("title") or row.get("number"),
        Part.ITEM: row.get("number") or row.get("text"),
    }
    return shortened(str(words.get(part, row.get("label")) or row.get("id") or ""))


def _part(data: Data, found: Place) -> str:
    if found.part is Part.FORM:
        return PART_NAMES[Part.FORM]
    title = title_of(found.part, found.row)
    if found.part is Part.ITEM and found.row.get("number"):
        return f"{PART_NAMES[Part.ITEM]} {title}"
    name = f"{PART_NAMES[found.part]} “{title}”"
    if found.part is not Part.LEVEL:
        return name
    item = place(data, found.address.rpartition(".levels.")[0])
    return f"{name} của {_part(data, item)}"

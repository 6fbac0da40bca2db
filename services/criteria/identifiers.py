"""Ids and printed numbers of new parts: proposed once, then kept, because answers and addresses name them."""

import re

from services.criteria.addresses import Data, Place, rows
from services.criteria.parts import Part
from services.vietnamese import search_key

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LAST_NUMBER = re.compile(r"(.*?)([0-9]+)")
_USUAL = {
    "hoan thanh xuat sac nhiem vu": "htxsnv",
    "hoan thanh tot nhiem vu": "httnv",
    "hoan thanh nhiem vu": "htnv",
    "khong hoan thanh nhiem vu": "khtnv",
}
"""Grades whose ids the figures of other forms speak of."""


def is_id(text: object) -> bool:
    """Whether it can be the id of a part."""
    return isinstance(text, str) and bool(_ID.fullmatch(text))


def proposed(data: Data, holder: Place, name: str, row: Data) -> str:
    """A free id for a new part of the list ``name`` of ``holder``: ``s2``, ``i2_3``, ``l4``, ``trung_binh``."""
    taken = taken_ids(data, holder, name)
    wanted = _of_label(row) if name.endswith("grades") else ""
    if wanted and wanted not in taken:
        return wanted
    start = {"sections": "s", "items": f"i{_section_number(data, holder)}_", "levels": "l"}.get(name, "g")
    number = sum(known.get("id") is not None for known in rows(holder.row, name)) + 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


def taken_ids(data: Data, holder: Place, name: str) -> set[str]:
    """The ids that a new part of the list may not have: of items those of the whole set, else those of the list."""
    if holder.part is Part.SECTION:
        return {str(row.get("id")) for section in rows(data, "sections") for row in rows(section, "items")}
    return {str(row.get("id")) for row in rows(holder.row, name)}


def next_number(data: Data, holder: Place) -> str:
    """The printed number of a new item behind those of its section, ``1.3`` after ``1.2``; empty where none follows."""
    numbers = [str(row.get("number") or "") for row in rows(holder.row, "items")]
    if not numbers:
        following = f"{_section_number(data, holder)}.1"
    else:
        found = _LAST_NUMBER.fullmatch(numbers[-1])
        following = f"{found[1]}{int(found[2]) + 1}" if found else ""
    known = {row.get("number") for section in rows(data, "sections") for row in rows(section, "items")}
    return "" if following in known else following


def slug(text: str) -> str:
    """A text as an id: ``Trung bình`` → ``trung_binh``; empty where nothing is left of it."""
    return re.sub(r"[^a-z0-9]+", "_", search_key(text)).lstrip("_0123456789")[:40].strip("_")


def _of_label(row: Data) -> str:
    label = str(row.get("label") or "")
    return _USUAL.get(search_key(label)) or slug(label)


def _section_number(data: Data, section: Place) -> int:
    ids = [row.get("id") for row in rows(data, "sections")]
    return ids.index(section.row.get("id")) + 1 if section.row.get("id") in ids else len(ids) + 1

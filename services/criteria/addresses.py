"""Addresses inside a criteria set: ``sections.good_1.items.i1.levels.full.points``, by ids and never by places.

An address keeps its meaning while others add, move and remove what stands around it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.criteria.fields import Field, Plain
from services.criteria.parts import FIELDS, LISTS, Part
from services.errors import Conflict, Invalid

Data = dict[str, Any]
"""The plain data of a criteria set, or of a part of it."""

_TOKEN = re.compile(r"[^.\[\]]+|\[[0-9]+\]")


@dataclass(frozen=True)
class Place:
    """Where an address leads: to a part, or to a field or a list of it, named in ``rest``."""

    part: Part
    row: Data
    address: str
    """Of the part; empty for the whole set."""
    rest: str

    @property
    def field(self) -> Field:
        """The field that is named; raises Invalid when the part has none of that name."""
        if self.rest not in FIELDS[self.part]:
            raise Invalid("Mục vừa nhập không có trong bộ tiêu chí. Đồng chí tải lại trang rồi nhập lại.")
        return FIELDS[self.part][self.rest]

    @property
    def kept(self) -> Plain:
        """What is kept in the field."""
        return value_of(self.row, self.rest)


def place(data: Data, address: str) -> Place:
    """Where the address leads. Raises Conflict when a part on the way is not there any more."""
    found = Place(Part.FORM, data, "", address)
    while step := _step(found, found.rest):
        name, row_id, rest = step
        row = next((row for row in _candidates(data, found, name) if row.get("id") == row_id), None)
        if row is None:
            raise gone()
        found = Place(LISTS[found.part][name], row, joined(found.address, name, row_id), rest)
    return found


def is_there(data: Data, address: str) -> bool:
    """Whether every part on the way of the address is there."""
    try:
        place(data, address)
    except Conflict:
        return False
    return True


def gone() -> Conflict:
    """The refusal of an address whose part is not there."""
    return Conflict(
        "Phần đang sửa không còn trong bộ tiêu chí: có thể đồng chí khác vừa bỏ hoặc chuyển đi. "
        "Đồng chí xem lại dàn ý rồi làm tiếp."
    )


def rows(row: Data, name: str) -> list[Data]:
    """The parts of a list of a part; none where there is no list."""
    return value_of(row, name) or []


def value_of(row: Data, name: str) -> Plain:
    """A field of a part, which may lie in a group: ``counts.metric``."""
    group, _, field = name.rpartition(".")
    holder = row.get(group) if group else row
    return holder.get(field) if isinstance(holder, dict) else None


def joined(*segments: str) -> str:
    """Segments as an address."""
    return ".".join(filter(None, segments))


def every_part(data: Data) -> Iterator[Place]:
    """The set and every part of it, in the order of the file."""
    waiting = [Place(Part.FORM, data, "", "")]
    while waiting:
        found = waiting.pop(0)
        yield found
        waiting[:0] = [
            Place(part, row, joined(found.address, name, row["id"]), "")
            for name, part in LISTS.get(found.part, {}).items()
            for row in rows(found.row, name)
        ]


def address_of(data: Data, path: str) -> str:
    """The address of the field, list or part that a path of the file leads to or into, as far as it exists.

    ``sections[0].items[2].levels[1].when.any[0].gte`` → ``sections.s1.items.i1_3.levels.l2.when``.
    """
    found, tokens = Place(Part.FORM, data, "", ""), _TOKEN.findall(path)
    while tokens:
        step = _into(found, tokens)
        if step is None:
            break
        found, tokens = step
    return joined(found.address, _named(found.part, tokens))


def _step(found: Place, rest: str) -> tuple[str, str, str] | None:
    """The list that the rest of an address goes into, the id of the row, and what comes after."""
    for name in LISTS.get(found.part, {}):
        if rest.startswith(f"{name}."):
            row_id, _, after = rest.removeprefix(f"{name}.").partition(".")
            return name, row_id, after
    return None


def _candidates(data: Data, found: Place, name: str) -> list[Data]:
    own = rows(found.row, name)
    if found.part is not Part.SECTION:
        return own
    # An item that was moved to another section is still the one that was meant: item ids are unique in a set.
    return own + [row for section in rows(data, "sections") for row in rows(section, "items")]


def _into(found: Place, tokens: list[str]) -> tuple[Place, list[str]] | None:
    for name, part in LISTS.get(found.part, {}).items():
        segments = name.split(".")
        length = len(segments)
        if tokens[:length] == segments and len(tokens) > length and tokens[length].startswith("["):
            number, known = int(tokens[length][1:-1]), rows(found.row, name)
            if number >= len(known):
                return None
            row = known[number]
            return Place(part, row, joined(found.address, name, row["id"]), ""), tokens[length + 1 :]
    return None


def _named(part: Part, tokens: list[str]) -> str:
    """The longest beginning of a path that names a field or a list of the part."""
    names = {*FIELDS[part], *LISTS.get(part, {})}
    beginnings = (".".join(tokens[:length]) for length in (2, 1) if len(tokens) >= length)
    return next((name for name in beginnings if name in names), "")

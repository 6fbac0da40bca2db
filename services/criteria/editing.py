"""Changes of a criteria set's plain data, each by an address. Pure: what comes in is never changed itself."""

from copy import deepcopy
from dataclasses import dataclass

from services.criteria.addresses import Data, Place, joined, place, rows
from services.criteria.fields import Plain
from services.criteria.identifiers import is_id, next_number, proposed, taken_ids
from services.criteria.parts import LISTS, USED, Part
from services.errors import Invalid


@dataclass(frozen=True)
class Edit:
    """The data after a change, the address of what was changed, and what stood there before."""

    data: Data
    address: str
    before: Plain = None
    after: str | None = None
    """Of a part that was taken out, the id of the one before it; empty: it was the first."""
    dropped: Data | None = None
    """Fields of an item that its new way of scoring cannot use."""


def put(data: Data, address: str, value: Plain) -> Edit:
    """Set a field to what is kept of a value; None takes it away."""
    changed = deepcopy(data)
    found = place(changed, address)
    before = found.kept
    dropped = None
    if (found.part, found.rest) == (Part.ITEM, "method"):
        dropped = _without_unused(found.row, value)
    set_field(found.row, found.rest, deepcopy(value))
    return Edit(changed, address, before, dropped=dropped)


def insert(data: Data, list_address: str, row: Data, after: str | None) -> Edit:
    """Put a new part into a list, behind the part ``after``, or first with ``""``; None: last.

    It keeps its id where it has a free one, else one is proposed; an item without a printed number gets the next.
    """
    holder, name = _list(data, list_address)
    number = next_number(data, holder) if name == "items" and "number" not in row else ""
    return reinsert(data, list_address, {"number": number, **row} if number else row, after)


def reinsert(data: Data, list_address: str, row: Data, after: str | None) -> Edit:
    """Put a part that was in the set before into a list, as it was."""
    changed = deepcopy(data)
    holder, name = _list(changed, list_address)
    new = deepcopy(row)
    if not is_id(new.get("id")) or new["id"] in taken_ids(changed, holder, name):
        new["id"] = proposed(changed, holder, name, new)
    new = {"id": new["id"], **new}
    known = list(rows(holder.row, name))
    known.insert(_behind(known, after), new)
    set_field(holder.row, name, known)
    return Edit(changed, joined(list_address, new["id"]))


def remove(data: Data, address: str) -> Edit:
    """Take a part out."""
    changed = deepcopy(data)
    holder, name, row = _held(changed, address)
    known = rows(holder.row, name)
    number = known.index(row)
    before = known[number - 1]["id"] if number else ""
    set_field(holder.row, name, known[:number] + known[number + 1 :])
    return Edit(changed, joined(holder.address, name, row["id"]), deepcopy(row), before)


def exchanged(data: Data, address: str, row: Data) -> Edit:
    """Put another part in the place of one."""
    changed = deepcopy(data)
    found = place(changed, address)
    before = deepcopy(found.row)
    found.row.clear()
    found.row.update(deepcopy(row))
    return Edit(changed, found.address, before)


def move(data: Data, address: str, steps: int) -> Edit:
    """Move a part up (negative) or down among its neighbours; at an end it stays there."""
    changed = deepcopy(data)
    holder, name, row = _held(changed, address)
    known = list(rows(holder.row, name))
    number = known.index(row)
    known.insert(min(max(number + steps, 0), len(known) - 1), known.pop(number))
    set_field(holder.row, name, known)
    return Edit(changed, joined(holder.address, name, row["id"]))


def move_to(data: Data, address: str, section_id: str) -> Edit:
    """Move an item to the end of another section."""
    removed = remove(data, address)
    found = place(data, address)
    if found.part is not Part.ITEM:
        raise Invalid("Chỉ tiêu chí mới chuyển được sang mục khác.")
    return reinsert(removed.data, joined("sections", section_id, "items"), found.row, None)


def duplicate(data: Data, address: str) -> Edit:
    """Put a copy of a part behind it; what is copied gets ids, and items numbers, of its own."""
    holder, name, row = _held(data, address)
    twin = {key: value for key, value in deepcopy(row).items() if key not in {"id", "number"}}
    items = twin.pop("items", [])
    edit = insert(data, joined(holder.address, name), twin, row["id"])
    for item in items:
        bare = {key: value for key, value in item.items() if key not in {"id", "number"}}
        edit = Edit(insert(edit.data, joined(edit.address, "items"), bare, None).data, edit.address)
    return edit


def reworded(row: Data, method: str, dropped: Data) -> Data:
    """An item scored another way again, with the fields that it had lost."""
    again = deepcopy(row)
    _without_unused(again, method)
    return {**again, "method": method, **{name: value for name, value in dropped.items() if name not in again}}


def _without_unused(row: Data, method: Plain) -> Data:
    used = USED.get(str(method))
    dropped = {} if used is None else {name: row[name] for name in row if name not in used}
    for name in dropped:
        del row[name]
    return dropped


def set_field(row: Data, name: str, value: Plain) -> None:
    """Write a field into a part, also into a group of it; None takes the field away."""
    group, _, field = name.rpartition(".")
    if not group:
        if value is None:
            row.pop(name, None)
        else:
            row[name] = value
        return
    inner = row[group] if isinstance(row.get(group), dict) else {}
    set_field(inner, field, value)
    # A group is there while something in it is: an empty list counts as nothing.
    set_field(row, group, inner if any(kept not in (None, []) for kept in inner.values()) else None)


def _list(data: Data, address: str) -> tuple[Place, str]:
    found = place(data, address)
    if found.rest not in LISTS.get(found.part, {}):
        raise Invalid("Bộ tiêu chí không có danh sách này. Đồng chí tải lại trang rồi làm lại.")
    return found, found.rest


def _held(data: Data, address: str) -> tuple[Place, str, Data]:
    """The part at the address, with what holds it now and the name of the list that it is in."""
    found = place(data, address)
    if found.rest or found.part is Part.FORM:
        raise Invalid("Chỉ thêm, bỏ, chuyển được mục, tiêu chí và mức. Đồng chí tải lại trang rồi làm lại.")
    if found.part is Part.ITEM:
        section = next(row for row in rows(data, "sections") if found.row in rows(row, "items"))
        return Place(Part.SECTION, section, joined("sections", section["id"]), ""), "items", found.row
    list_address = found.address.rpartition(".")[0]
    holder, name = _list(data, list_address)
    return holder, name, found.row


def _behind(known: list[Data], after: str | None) -> int:
    if after is None:
        return len(known)
    return next((number for number, row in enumerate(known, 1) if row["id"] == after), 0 if after == "" else len(known))

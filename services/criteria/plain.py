"""The plain data of a criteria set that need not be a form yet: its text, and its skeleton made whole.

Values may be wrong, the check says so. What a screen needs in order to show anything must be there: lists are
lists, groups are groups, and every part has an id.
"""

from collections.abc import Iterator
from typing import Any

from services.criteria.addresses import Data, Place, joined
from services.criteria.fields import Shape, Whole
from services.criteria.identifiers import is_id, proposed
from services.criteria.parts import FIELDS, GROUPS, LISTS, Part
from services.errors import Invalid
from services.scoring import Fault, InvalidForm
from services.scoring.file_format import LONGEST_FILE, plain_data, written

_LIST = "phải là một danh sách."


def read(text: str) -> Data:
    """The plain data in a file's text, with an id for every part.

    Raises InvalidForm for what is no YAML as we take it, and for a skeleton that no screen could show.
    """
    data = plain_data(text)
    if faults := tuple(_faults(Part.FORM, data, "")) or tuple(_repeated_items(data)):
        raise InvalidForm(faults)
    whole: Data = data  # type: ignore[assignment]
    _complete(whole, Place(Part.FORM, whole, "", ""))
    return whole


def text_of(data: Data) -> str:
    """The file's text; raises Invalid when it could not be read back."""
    text = written(data)
    if len(text) > LONGEST_FILE:
        raise Invalid(f"Bộ tiêu chí dài quá {LONGEST_FILE} ký tự; đồng chí rút gọn nội dung rồi lưu lại.")
    try:
        read(text)
    except InvalidForm as error:
        raise Invalid("Nội dung vừa nhập lồng nhau quá sâu hoặc có ký tự không lưu được nên chưa lưu.") from error
    return text


def _faults(part: Part, row: object, path: str) -> Iterator[Fault]:
    if not isinstance(row, dict) or not all(isinstance(name, str) for name in row):
        yield Fault(path, Shape.GROUP.value)
        return
    if part is not Part.FORM and row.get("id") is not None and not is_id(row["id"]):
        yield Fault(joined(path, "id"), "chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ.")
    for name, value in row.items():
        if value is not None and (fault := _misshapen(part, name, value)):
            yield Fault(joined(path, name), fault)
    for name, kind in LISTS.get(part, {}).items():
        yield from _list_faults(kind, _held(row, name), joined(path, name))


def _misshapen(part: Part, name: str, value: object) -> str:
    field = FIELDS[part].get(name)
    shape = field.shape if isinstance(field, Whole) else Shape.GROUP if name in GROUPS else None
    return "" if shape is None or shape.holds(value) else shape.value


def _list_faults(kind: Part, value: object, path: str) -> Iterator[Fault]:
    if value is None:
        return
    if not isinstance(value, list):
        yield Fault(path, _LIST)
        return
    seen: dict[str, int] = {}
    for number, row in enumerate(value):
        yield from _faults(kind, row, f"{path}[{number}]")
        row_id = row.get("id") if isinstance(row, dict) else None
        if isinstance(row_id, str) and seen.setdefault(row_id, number) != number:
            yield Fault(f"{path}[{number}].id", f"“{row_id}” đã dùng ở {path}[{seen[row_id]}].id.")


def _repeated_items(data: Any) -> Iterator[Fault]:
    """Ids of items that two sections have: an item is known by its id alone."""
    seen: dict[str, str] = {}
    for place, section in enumerate(data.get("sections") or []):
        for number, row in enumerate(section.get("items") or []):
            path = f"sections[{place}].items[{number}].id"
            if row.get("id") is not None and seen.setdefault(row["id"], path) != path:
                yield Fault(path, f"“{row['id']}” đã dùng ở {seen[row['id']]}.")


def _held(row: Data, name: str) -> Any:
    group, _, field = name.rpartition(".")
    holder = row.get(group) if group else row
    return holder.get(field) if isinstance(holder, dict) else None


def _complete(data: Data, holder: Place) -> None:
    """Give every part below an id."""
    for name, part in LISTS.get(holder.part, {}).items():
        for row in _held(holder.row, name) or []:
            if row.get("id") is None:
                named = {"id": proposed(data, holder, name, row), **{key: row[key] for key in row if key != "id"}}
                row.clear()
                row.update(named)
            _complete(data, Place(part, row, joined(holder.address, name, row["id"]), ""))

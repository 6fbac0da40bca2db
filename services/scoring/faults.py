"""What is wrong with a criteria set that cannot be read: every place at once, in Vietnamese."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.errors import Invalid

_TAGGED = {"items", "requires"}
"""Lists whose rows are of several shapes: pydantic puts the shape's name behind the row's number.

Shapes that are told apart by their fields have names with a ``=`` in front.
"""

_SENTENCES = {
    "missing": "thiếu trường này.",
    "extra_forbidden": "không có trường nào tên như vậy; hãy kiểm tra lại cách viết.",
    "string_type": "phải là chữ; nếu là số hoặc ngày thì đặt trong dấu nháy.",
    "string_unicode": "có ký tự không đọc được.",
    "string_too_short": "không được để trống.",
    "string_too_long": "dài quá {max_length} ký tự.",
    "int_type": "phải là số nguyên.",
    "greater_than_equal": "phải từ {ge} trở lên.",
    "less_than_equal": "không được lớn hơn {le}.",
    "bool_type": "chỉ nhận true (có) hoặc false (không).",
    "date_type": "phải là ngày viết theo năm-tháng-ngày, ví dụ 2025-10-28.",
    "literal_error": "không có giá trị này; hãy chọn một trong: {expected}.",
    "enum": "không có giá trị này; hãy chọn một trong: {expected}.",
    "tuple_type": "phải là một danh sách.",
    "too_short": "phải có ít nhất {min_length} dòng.",
    "too_long": "có nhiều hơn {max_length} dòng.",
    "model_type": "phải là một nhóm các trường “tên: giá trị”.",
    "model_attributes_type": "phải là một nhóm các trường “tên: giá trị”.",
    "union_tag_not_found": "thiếu trường {discriminator}.",
    "union_tag_invalid": "không có loại “{tag}”; {discriminator} là một trong: {expected_tags}.",
    "string_pattern_mismatch": "chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One place to mend. ``path`` is like ``sections[2].items[0].max_points``; empty: the whole file."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}" if self.path else self.sentence

    def under(self, parent: str) -> "Fault":
        """The same fault seen from further up."""
        return Fault(f"{parent}.{self.path}".strip("."), self.sentence)


class InvalidForm(Invalid, ValueError):
    """The criteria set cannot be used; ``faults`` names every place that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        lines = "\n".join(f"- {fault}" for fault in faults)
        super().__init__(f"Bộ tiêu chí có {len(faults)} chỗ cần sửa:\n{lines}")
        self.faults = faults


def invalid_form(error: ValidationError) -> InvalidForm:
    """What pydantic found, in our words."""
    found = error.errors()
    # A list with a wrong row is reported as too short as well, which would send people the wrong way.
    told = [details for details in found if details["type"] != "too_short" or not _has_wrong_row(details["loc"], found)]
    return InvalidForm(tuple(fault for details in told for fault in _faults(details)))


def _has_wrong_row(location: tuple[int | str, ...], found: list[ErrorDetails]) -> bool:
    return any(len(other["loc"]) > len(location) and other["loc"][: len(location)] == location for other in found)


def _faults(details: ErrorDetails) -> tuple[Fault, ...]:
    path = _path(details["loc"])
    context: Mapping[str, Any] = details.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, InvalidForm):
        return tuple(fault.under(path) for fault in cause.faults)
    if details["type"] == "value_error":
        return (Fault(path, str(cause)),)
    return (Fault(path, _sentence(details["type"], context)),)


def _sentence(kind: str, context: Mapping[str, Any]) -> str:
    known = _SENTENCES.get(kind, "giá trị này không dùng được.")
    return known.format(**{name: str(value).replace("'", "").replace(" or ", ", ") for name, value in context.items()})


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for place, part in enumerate(location):
        if isinstance(part, int):
            path += f"[{part}]"
        elif not part.startswith("=") and not _is_tag(location, place):
            path += f".{part}"
    return path.lstrip(".")


def _is_tag(location: tuple[int | str, ...], place: int) -> bool:
    return place > 1 and isinstance(location[place - 1], int) and location[place - 2] in _TAGGED

"""What Streamlit's messages draw: the widgets, and the text that a person reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.proto.Delta_pb2 import Delta

KIND_OF_VALUE = {
    "button": "trigger_value",
    "checkbox": "bool_value",
    "number_input": "double_value",
    "pagination": "int_value",
    "slider": "double_array_value",
    "multiselect": "string_array_value",
    "button_group": "string_array_value",
    "date_input": "string_array_value",
    "date_time_input": "string_array_value",
    "menu_button": "string_trigger_value",
}
"""Element → field of WidgetState that carries its value; every other widget sends a ``string_value``."""

NOT_SHOWN = {
    *("id", "form_id", "element_id", "fragment_id", "page_script_hash", "query_param_key", "url"),
    *("type", "format", "theme", "icon", "tag", "anchor", "min", "max"),
    *("columns", "column_order", "selection_state", "selection_default"),
}
"""Text fields of elements that a person does not read."""

KEYED_ID = re.compile(r"\$\$ID-[0-9a-f]+-(?P<key>.*)", re.DOTALL)


@dataclass(frozen=True)
class Widget:
    """Something on the screen that takes a value. ``kind`` is a field of WidgetState."""

    id: str
    key: str
    label: str
    element: str
    fragment_id: str

    @property
    def kind(self) -> str:
        """The field of WidgetState that carries its value."""
        return KIND_OF_VALUE.get(self.element, "string_value")


def widget_of(delta: Delta) -> Widget | None:
    """The widget that a delta draws; None for text, charts and containers."""
    kind = delta.new_element.WhichOneof("type")
    element = getattr(delta.new_element, kind) if kind else None
    widget_id = getattr(element, "id", "")
    if not kind or not widget_id:
        return None
    matched = KEYED_ID.fullmatch(widget_id)
    key = matched["key"] if matched and matched["key"] != "None" else ""
    return Widget(widget_id, key, getattr(element, "label", ""), kind, delta.fragment_id)


def shown(message: Message) -> Iterator[str]:
    """Every piece of text in an element, its tables included."""
    for field, value in message.ListFields():
        if field.name in NOT_SHOWN:
            continue
        for part in value if field.is_repeated else [value]:
            if field.type == FieldDescriptor.TYPE_STRING:
                yield part
            elif field.type == FieldDescriptor.TYPE_BYTES:
                yield from _cells(part)
            elif field.type == FieldDescriptor.TYPE_MESSAGE:
                yield from shown(part)


def _cells(data: bytes) -> Iterator[str]:
    try:
        table = pa.ipc.open_stream(data).read_all()
    except pa.ArrowInvalid:  # bytes that are no table
        return
    for name in table.column_names:
        yield name
        yield from (str(cell) for cell in table[name].to_pylist() if cell is not None)

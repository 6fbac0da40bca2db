"""A criteria set as the sheets of a workbook: values and what may be chosen, nothing of how it looks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.criteria_files import layout, words
from services.criteria_files.cell_values import CellValue, Codec, Context, Day
from services.criteria_files.expression_tokens import OTHERWISE
from services.criteria_files.expressions import HELP
from services.criteria_files.layout import Column, Field, Setting, TableLayout
from services.criteria_files.metric_names import MetricNames
from services.criteria_files.references import References
from services.errors import Invalid
from services.metrics import METRICS, described
from services.scoring import Form
from services.scoring.metric import Metric, Metrics

_SPARE_ROWS = {layout.CONTENT: 60, layout.RATING: 20, layout.YEAR: 10, layout.NOTES: 20}
"""Empty rows under a table in which the same may be chosen."""
_LONGEST_CELL = 32_767


class RowStyle(StrEnum):
    """What a row is, for the eye."""

    SECTION = "section"
    ITEM = "item"
    LEVEL = "level"


class CellKind(StrEnum):
    """What is typed into a cell."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True)
class CellPlan:
    """A cell; ``choices`` are what a drop-down list offers, ``is_open`` lets other words in, too."""

    value: CellValue = None
    kind: CellKind = CellKind.TEXT
    choices: tuple[str, ...] = ()
    is_open: bool = False
    help: str = ""
    """What is said beside the cell while it is chosen."""


@dataclass(frozen=True)
class RowPlan:
    """A row of cells."""

    cells: tuple[CellPlan, ...]
    style: RowStyle = RowStyle.ITEM


@dataclass(frozen=True)
class Block:
    """A heading and the rows below it."""

    headings: tuple[str, ...]
    rows: tuple[RowPlan, ...]
    spare: RowPlan | None = None
    """An empty row as it may be filled in; ``spare_rows`` of them follow."""
    spare_rows: int = 0


@dataclass(frozen=True)
class SheetPlan:
    """One sheet: what stands above, its blocks one below the other, and the widths of its columns in characters."""

    name: str
    title: str
    note: str
    blocks: tuple[Block, ...]
    widths: tuple[int, ...]


def sheets(form: Form, metrics: Metrics = METRICS) -> tuple[SheetPlan, ...]:
    """The workbook of a form; ``form_from`` gives the same form back. Raises Invalid for a text no cell can hold."""
    data = form.model_dump(exclude_defaults=True)
    context = Context(MetricNames(metrics), References(data))
    return (
        _settings_sheet(layout.DOCUMENT, form.title, "Thông tin chung của bộ tiêu chí.", layout.HEAD, data, context),
        _table_sheet(layout.CONTENT, "Mục, tiêu chí và mức điểm.", layout.CONTENT_TABLE, _content(data), context),
        _table_sheet(layout.RATING, "Mức xếp loại và điều kiện.", layout.RATING_TABLE, _ratings(data), context),
        _year_sheet(data.get("roll_up", {}), context),
        _settings_sheet(layout.CAP, "Khống chế tỷ lệ", _CAP_NOTE, layout.CAP_SETTINGS, data.get("cap", {}), context),
        _table_sheet(layout.NOTES, "Điều văn bản để ngỏ.", layout.NOTES_TABLE, _notes(data), context),
        _guide(),
        _metrics(metrics),
    )


_CAP_NOTE = "Chỉ dùng cho bộ tiêu chí xếp loại hằng năm. Để trống cả trang nếu không khống chế."
_YEAR_NOTE = "Chỉ dùng cho bộ tiêu chí chấm từng tháng. Để trống cả trang nếu không xếp loại cả năm từ các tháng."

Row = tuple[str, Mapping[str, Any]]
"""What a row is (a kind of the layout) and its data."""


def _content(data: Mapping[str, Any]) -> Iterator[Row]:
    for section in data["sections"]:
        yield "section", section
        for item in section["items"]:
            yield item["method"], item
            yield from (("level", level) for level in item.get("levels", ()))


def _ratings(data: Mapping[str, Any]) -> Iterator[Row]:
    for grade in data["grades"]:
        yield "grade", grade
        yield from ((gate["gate"], gate) for gate in grade.get("requires", ()))


def _notes(data: Mapping[str, Any]) -> Iterator[Row]:
    return (("note", {"note": note}) for note in data.get("notes", ()))


# Settings


def _settings_sheet(  # noqa: PLR0913, PLR0917 - what a sheet of settings consists of
    name: str, title: str, note: str, settings: tuple[Setting, ...], data: Mapping[str, Any], context: Context
) -> SheetPlan:
    return SheetPlan(name, title, note, (_settings_block(settings, data, context),), (34, 58, 58))


def _settings_block(settings: tuple[Setting, ...], data: Mapping[str, Any], context: Context) -> Block:
    rows = [row for setting in settings for row in _setting_rows(setting, _value_at(data, setting.path), context)]
    return Block(layout.SETTING_HEADINGS, tuple(rows))


def _setting_rows(setting: Setting, value: Any, context: Context) -> Iterator[RowPlan]:
    values = value or (None,) if setting.is_list else (value,)
    for one in values:
        written = None if one is None else _checked(setting.codec.write(one, context))
        value_cell = _planned(written, setting.codec, "")
        yield RowPlan((CellPlan(setting.label), value_cell, CellPlan(setting.help)))


def _value_at(data: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = data
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


# Tables


def _table_sheet(name: str, note: str, table: TableLayout, rows: Iterable[Row], context: Context) -> SheetPlan:
    widths = tuple(column.width for column in table.columns)
    return SheetPlan(name, name, note, (_table_block(name, table, rows, context),), widths)


def _table_block(name: str, table: TableLayout, rows: Iterable[Row], context: Context) -> Block:
    headings = tuple(column.heading for column in table.columns)
    spare = RowPlan(tuple(_cell(table, column, "", {}, context) for column in table.columns))
    return Block(headings, tuple(_row(table, row, context) for row in rows), spare, _SPARE_ROWS[name])


def _year_sheet(data: Mapping[str, Any], context: Context) -> SheetPlan:
    table = layout.YEAR_TABLE
    rows = [("grade", grade) for grade in data.get("grades", ())]
    blocks = (_settings_block(layout.ROLL_UP, data, context), _table_block(layout.YEAR, table, rows, context))
    return SheetPlan(layout.YEAR, "Xếp loại cả năm từ các tháng", _YEAR_NOTE, blocks, (34, 58, 58))


def _row(table: TableLayout, row: Row, context: Context) -> RowPlan:
    kind, data = row
    return RowPlan(tuple(_cell(table, column, kind, data, context) for column in table.columns), _style(kind))


def _cell(table: TableLayout, column: Column, kind: str, data: Mapping[str, Any], context: Context) -> CellPlan:
    if column.heading == layout.ROW:
        return CellPlan(_row_word(kind) if kind else None, choices=_row_words(table), help=column.help)
    field = table.field(column.heading, kind)
    # Every row offers what any row of the column may be: people change what a row is.
    any_field = field or next(field for field in table.fields if field.heading == column.heading)
    return _planned(_value(field, data, context), any_field.codec, column.help)


def _value(field: Field | None, data: Mapping[str, Any], context: Context) -> CellValue:
    value = data.get(field.name) if field else None
    if field and value is None and field.name == "when" and data.get("otherwise"):
        value = True
    return None if field is None or value is None or value == () else _checked(field.codec.write(value, context))


def _planned(value: CellValue, codec: Codec, said: str) -> CellPlan:
    kind = CellKind.NUMBER if codec.is_number else CellKind.DAY if isinstance(codec, Day) else CellKind.TEXT
    return CellPlan(value, kind, codec.choices, codec.is_open, said)


def _checked(value: CellValue) -> CellValue:
    if isinstance(value, str) and len(value) > _LONGEST_CELL:
        raise Invalid("Bộ tiêu chí có điều kiện quá dài cho một ô Excel. Đồng chí dùng tệp YAML.")
    return value


def _row_words(table: TableLayout) -> tuple[str, ...]:
    is_content = table is layout.CONTENT_TABLE
    return (words.SECTION, words.ITEM, words.LEVEL) if is_content else (words.GRADE, words.GATE)


def _row_word(kind: str) -> str:
    known = {"section": words.SECTION, "level": words.LEVEL, "grade": words.GRADE}
    return known.get(kind, words.GATE if kind in words.GATES else words.ITEM)


def _style(kind: str) -> RowStyle:
    if kind in {"section", "grade"}:
        return RowStyle.SECTION
    return RowStyle.LEVEL if kind == "level" or kind in words.GATES else RowStyle.ITEM


# What explains


def _guide() -> SheetPlan:
    lines = [
        ("Trang", "Mỗi trang một phần: " + "; ".join(layout.SHEETS) + ". Không đổi tên trang, không xóa dòng tiêu đề."),
        ("Thêm dòng", "Chèn hoặc chép cả dòng rồi sửa. Dòng trống được bỏ qua. Cột “Mã” để trống thì tự đặt."),
        ("Không tính hộ", "Ô công thức không được nhận: dán giá trị vào ô. Số lẻ gõ theo Excel của máy, ví dụ 4,75."),
        ("Kiểm tra", "Tải tệp lên, phần mềm kiểm tra toàn bộ và chỉ rõ trang, ô cần sửa trước khi lưu."),
        *(("Điều kiện", f"{said} Ví dụ: {example}") for said, example in HELP),
        ("Điều kiện", f"Mức cuối của một danh sách có thể ghi: {OTHERWISE.capitalize()}"),
        (
            "Đếm số lần",
            "Tiêu chí trừ điểm, cộng điểm: [số đảng viên vắng không lý do], hoặc [số phút còn thiếu] mỗi 10.",
        ),
        (
            "Theo tỷ lệ",
            "Tiêu chí cho điểm: ghi một tỷ lệ, ví dụ [tỷ lệ dự họp]; điểm đề xuất bằng điểm tối đa nhân tỷ lệ.",
        ),
        ("Số liệu", "Tên số liệu lấy ở trang “Số liệu”, đặt trong ngoặc vuông."),
        *((f"{layout.CONTENT}: {column.heading}", column.help) for column in layout.CONTENT_TABLE.columns),
        *((f"{layout.RATING}: {column.heading}", column.help) for column in layout.RATING_TABLE.columns),
    ]
    rows = tuple(RowPlan((CellPlan(name), CellPlan(said))) for name, said in lines)
    return SheetPlan(
        layout.GUIDE, "Cách điền", "Trang này chỉ để đọc.", (Block(("Việc", "Cách làm"), rows),), (30, 120)
    )


_ABOUT = {"meeting": "buổi sinh hoạt", "unit": "chi bộ, đảng bộ", "member": "đảng viên"}


def _metrics(metrics: Metrics) -> SheetPlan:
    names = MetricNames(metrics)
    rows = tuple(RowPlan(tuple(map(CellPlan, _metric(metric, names)))) for metric in metrics.values())
    headings = ("Số liệu", "Là", "Dùng khi chấm", "Cách tính, căn cứ")
    note = "Chép tên trong ngoặc vuông vào cột “Theo số liệu”. Trang này chỉ để đọc."
    return SheetPlan(layout.METRIC_LIST, "Số liệu có thể dùng", note, (Block(headings, rows),), (44, 14, 24, 100))


_KINDS = {
    "share": "tỷ lệ, %",
    "count": "số lượng",
    "amount": "số đo",
    "flag": "có hoặc không",
    "grade": "mức xếp loại",
    "tally": "số lượng từng mức",
}


def _metric(metric: Metric, names: MetricNames) -> tuple[str, ...]:
    about = ", ".join(word for kind, word in _ABOUT.items() if kind in metric.about)
    kind = metric.unit_word or _KINDS[metric.kind.value]
    return names.shown(metric.id), kind, about, described(metric.id)

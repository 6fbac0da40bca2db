"""Reading the settings and tables of a workbook: which cell is what, before anything is understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.criteria_files import layout
from services.criteria_files.cell_values import Codec, Context
from services.criteria_files.layout import Setting, TableLayout
from services.criteria_files.opening import Cell, Sheet
from services.criteria_files.places import Place, Places
from services.vietnamese import search_key

_NOTHING: Any = object()


@dataclass(frozen=True)
class TableRow:
    """A row that is not empty: its cells by the heading of their column."""

    line: int
    cells: dict[str, Cell]
    columns: dict[str, int]
    sheet: str

    def place(self, heading: str) -> Place:
        """Where the cell below this heading stands."""
        return Place(self.sheet, self.line, self.columns.get(heading, 0), heading)


class Grid:
    """The sheets of one workbook, and where what was found in them."""

    def __init__(self, sheets: dict[str, Sheet], context: Context, places: Places) -> None:
        self._sheets, self.context, self.places = sheets, context, places

    def value(self, codec: Codec, cell: Cell | None, place: Place, path: str) -> Any:
        """The value of a cell; None for an empty one, and for one that is refused."""
        self.places.note(path, place)
        if cell is None or (isinstance(cell.value, str) and cell.kind == "text" and not cell.value.strip()):
            return None
        try:
            return codec.read(cell, self.context)
        except ValueError as problem:
            self.places.refuse(place, str(problem))
            return None

    def settings(self, name: str, settings: tuple[Setting, ...], prefix: str = "") -> dict[str, Any]:
        """What the settings of a sheet say, nested as in the criteria file."""
        by_label = {search_key(setting.label): setting for setting in settings}
        found: dict[str, Any] = {}
        for line in self._setting_lines(name):
            sheet = self._sheets[name]
            label = sheet.cell(line, 0)
            setting = by_label.get(search_key(str(label.value))) if label else None
            if setting is None:
                self._refuse_line(sheet, line)
                continue
            self._take(found, setting, sheet, line, prefix)
        return found

    def rows(self, name: str, table: TableLayout) -> Iterator[TableRow]:
        """The rows of a table that have something in them."""
        header = self._header(name, tuple(column.heading for column in table.columns[:2]))
        if header is None:
            return
        sheet, columns = self._sheets[name], self._columns(name, header, table)
        for line in range(header + 1, len(sheet.rows)):
            cells = {heading: sheet.cell(line, column) for heading, column in columns.items()}
            filled = {heading: cell for heading, cell in cells.items() if cell is not None}
            if filled:
                yield TableRow(line, filled, columns, name)

    def _setting_lines(self, name: str) -> Iterator[int]:
        header = self._header(name, layout.SETTING_HEADINGS[:2])
        if header is None:
            return
        end = search_key(layout.YEAR_TABLE.columns[0].heading)
        for line in range(header + 1, len(self._sheets[name].rows)):
            first = self._sheets[name].cell(line, 0)
            if first and search_key(str(first.value)) == end:
                return
            if any(self._sheets[name].rows[line]):
                yield line

    def _take(self, found: dict[str, Any], setting: Setting, sheet: Sheet, line: int, prefix: str) -> None:
        *groups, last = setting.path
        place, inner = Place(sheet.name, line, 1, setting.label), found
        path = prefix + ".".join(setting.path)
        if setting.is_list:
            path += f"[{len(found.get(last, ()))}]"
        for depth in range(len(groups)):
            self.places.note(prefix + ".".join(groups[: depth + 1]), place)
        value = self.value(setting.codec, sheet.cell(line, 1), place, path)
        if value is None:
            return
        for group in groups:
            inner = inner.setdefault(group, {})
        if setting.is_list:
            inner.setdefault(last, []).append(value)
        elif last in inner:
            self.places.refuse(place, "đã ghi ở dòng khác của trang này.")
        else:
            inner[last] = value

    def _refuse_line(self, sheet: Sheet, line: int) -> None:
        if sheet.cell(line, 0) or sheet.cell(line, 1):
            self.places.refuse(Place(sheet.name, line, 0), "không có thông tin nào tên như vậy; xem lại cách viết.")

    def _header(self, name: str, first: tuple[str, ...]) -> int | None:
        """The line that begins with these headings; one alone might be a title."""
        sheet = self._sheets.get(name)
        if sheet is None:
            if name in layout.REQUIRED:
                self.places.refuse_sheet(name, "không có trang này trong tệp.")
            return None
        for line in range(len(sheet.rows)):
            cells = [sheet.cell(line, column) for column in range(len(first))]
            if [search_key(str(cell.value)) if cell else "" for cell in cells] == [*map(search_key, first)]:
                return line
        if any(any(row) for row in sheet.rows):
            self.places.refuse_sheet(name, f"không tìm thấy dòng tiêu đề bắt đầu bằng “{first[0]}”.")
        return None

    def _columns(self, name: str, header: int, table: TableLayout) -> dict[str, int]:
        known = {search_key(column.heading): column.heading for column in table.columns}
        columns: dict[str, int] = {}
        for place, cell in enumerate(self._sheets[name].rows[header]):
            heading = known.get(search_key(str(cell.value))) if cell else ""
            if heading and heading not in columns:
                columns[heading] = place
            elif cell:
                self.places.refuse(Place(name, header, place), "không có cột nào tên như vậy, hoặc cột ghi hai lần.")
        for heading in known.values():
            if heading not in columns:
                self.places.refuse_sheet(name, f"thiếu cột “{heading}”.")
        return columns

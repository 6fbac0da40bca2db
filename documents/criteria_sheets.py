"""A criteria set as an Excel workbook to be filled in: drop-down lists, help beside the cells, pages for A4."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from services.criteria_files import Block, CellKind, CellPlan, RowPlan, RowStyle, SheetPlan, sheets
from services.metrics import METRICS
from services.scoring import Form, Metrics
from services.vietnamese import clean_lines

Layout = dict[str, object]

_FONT: Layout = {"font_name": "Be Vietnam Pro", "font_size": 10, "valign": "top"}
_TITLE: Layout = {**_FONT, "font_size": 14, "bold": True}
_NOTE: Layout = {**_FONT, "italic": True, "font_color": "#57514b"}
_CELL: Layout = {**_FONT, "text_wrap": True, "border": 1, "border_color": "#bdb6ad"}
_HEADING: Layout = {**_CELL, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#f1eeea"}
_STYLES: dict[RowStyle, Layout] = {
    RowStyle.SECTION: {"bold": True, "bg_color": "#f7f3ec"},
    RowStyle.ITEM: {},
    RowStyle.LEVEL: {"font_color": "#57514b", "indent": 1},
}
_KINDS: dict[CellKind, Layout] = {
    CellKind.TEXT: {"num_format": "@"},
    CellKind.NUMBER: {"num_format": "General", "align": "left"},
    CellKind.DAY: {"num_format": "dd/mm/yyyy", "align": "left"},
}
_FIRST_HEADING = 3
"""The line of the first heading, from 0: title, note and an empty line stand above it."""
_LONGEST_HELP = 255
_LINE, _MOST_LINES = 13.5, 30
"""Points of a line of text, and lines of a row, which Excel keeps below 409 points."""
_A4, _INCH = 9, 25.4


def xlsx(form: Form, metrics: Metrics = METRICS) -> bytes:
    """The workbook of a form; ``criteria_files.form_in_xlsx`` gives the same form back. No text in it is a formula."""
    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": clean_lines(form.title)})
        formats = _Formats(book)
        for plan in sheets(form, metrics):
            _Drawn(book.add_worksheet(plan.name), plan, formats)
    return file.getvalue()


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, layout: Layout) -> Any:
        """The format with this layout."""
        key = tuple(sorted(layout.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(layout)
        return self._made[key]


class _Drawn:
    """One sheet, drawn from the top."""

    def __init__(self, sheet: Any, plan: SheetPlan, formats: _Formats) -> None:
        self._sheet, self._widths, self._formats = sheet, plan.widths, formats
        sheet.write_string(0, 0, _writable(plan.title), formats.of(_TITLE))
        sheet.write_string(1, 0, plan.note, formats.of(_NOTE))
        line = filled = _FIRST_HEADING
        for block in plan.blocks:
            filled = line + len(block.rows)
            line = self._block(block, line) + 2
        self._laid_out(plan, filled)

    def _block(self, block: Block, heading: int) -> int:
        """Draws a block and returns its last line."""
        for column, words in enumerate(block.headings):
            self._sheet.write_string(heading, column, words, self._formats.of(_HEADING))
        self._sheet.set_row(heading, 2 * _LINE)
        for line, row in enumerate(block.rows, start=heading + 1):
            self._sheet.set_row(line, self._height(row))
            for column, cell in enumerate(row.cells):
                self._put(line, column, cell, row.style)
                if block.spare is None:
                    self._offer(line, line, column, cell)
        last = heading + len(block.rows)
        if block.spare:
            last = self._spare(block.spare, heading + 1, last, block.spare_rows)
        return last

    def _spare(self, row: RowPlan, first: int, filled: int, number: int) -> int:
        """Draws empty rows below those that are filled; the same may be chosen in all of them."""
        for line in range(filled + 1, filled + number + 1):
            for column, cell in enumerate(row.cells):
                self._put(line, column, cell, row.style)
        for column, cell in enumerate(row.cells):
            self._offer(first, filled + number, column, cell)
        return filled + number

    def _height(self, row: RowPlan) -> float | None:
        """Room for the longest cell; not every program makes it by itself. None: one line."""
        texts = [(str(cell.value or ""), width) for cell, width in zip(row.cells, self._widths, strict=False)]
        lines = max(sum(-(-len(part) // width) or 1 for part in text.split("\n")) for text, width in texts)
        return _LINE * min(lines, _MOST_LINES) if lines > 1 else None

    def _put(self, line: int, column: int, cell: CellPlan, style: RowStyle) -> None:
        layout = self._formats.of({**_CELL, **_STYLES[style], **_KINDS[cell.kind]})
        match cell.value:
            case None:
                self._sheet.write_blank(line, column, None, layout)
            case Decimal() as number:
                # At most eleven digits: the nearest float is read back as the same number.
                self._sheet.write_number(line, column, float(number), layout)
            case date() as day:
                self._sheet.write_datetime(line, column, day, layout)
            case text:
                self._sheet.write_string(line, column, _writable(text), layout)

    def _offer(self, first: int, last: int, column: int, cell: CellPlan) -> None:
        """A drop-down list and a word of help for the cells of a column."""
        if not cell.choices and not cell.help:
            return
        rule: Layout = {"validate": "any", "input_message": cell.help[:_LONGEST_HELP]} if cell.help else {}
        if cell.choices:
            rule |= {"validate": "list", "source": list(cell.choices), "error_title": "Chưa đúng"}
            rule |= {"error_message": "Đồng chí chọn một giá trị trong danh sách.", "show_error": not cell.is_open}
        self._sheet.data_validation(first, column, last, column, rule)

    def _laid_out(self, plan: SheetPlan, filled: int) -> None:
        for column, width in enumerate(plan.widths):
            self._sheet.set_column(column, column, width)
        if len(plan.blocks) == 1:
            self._sheet.freeze_panes(_FIRST_HEADING + 1, 0)
            self._sheet.repeat_rows(_FIRST_HEADING)
            self._sheet.print_area(0, 0, filled, len(plan.widths) - 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=15 / _INCH, right=15 / _INCH, top=15 / _INCH, bottom=15 / _INCH)
        self._sheet.set_footer("&R&8 Trang &P/&N")


def _writable(text: str) -> str:
    """Without the two code points that XML has no place for."""
    return text.replace("\ufffe", "").replace("\uffff", "")

"""A template of a paper being written from top to bottom, for scripts/paper_templates.py.

Layout after QĐ 399-QĐ/TW 2026 and HD 05-HD/VPTW 2026: A4, margins 20/20/30/15 mm, text of 14 points.
"""

from collections.abc import Callable, Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
LEFT, CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
Part = str | tuple[str, str]
"""A stretch of text; with ``b``, ``i`` or ``u`` in bold, italics or underlined."""


BigColumn = tuple[str, int, str, str]
"""Heading, width in millimetres, what stands in a line, what stands in the line of totals."""


class Sheet:
    """One template that is being written from top to bottom."""

    def __init__(self, title: str) -> None:
        self.document = Document()
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        self.document.core_properties.title = title
        _page(self.document.sections[0])
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.widow_control = True
        self.place: Any = self.document

    def text(self, *parts: Part, align: Any = JUSTIFY, size: float = 14, after: float = 3, first: int = 10) -> Any:
        """A paragraph; ``first`` millimetres are left free in its first line."""
        paragraph = self.place.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(after)
        if first and align is JUSTIFY:
            paragraph.paragraph_format.first_line_indent = Mm(first)
        _runs(paragraph, parts, size)
        return paragraph

    def centred(self, *parts: Part, size: float = 14, after: float = 0) -> None:
        """A line in the middle."""
        self.text(*parts, align=CENTRE, size=size, after=after)

    def gap(self) -> Any:
        """A little room; it goes to the next page with what follows."""
        paragraph = self.text(after=0, first=0)
        paragraph.paragraph_format.line_spacing = Pt(6)
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def chapter(self, text: str) -> None:
        """The heading of a chapter, kept with what follows."""
        self.text((text, "b"), after=3).paragraph_format.keep_with_next = True

    def label(self, text: str) -> None:
        """A line above a table, kept with it."""
        self.text(text).paragraph_format.keep_with_next = True

    def tag(self, text: str) -> None:
        """A command that takes its whole paragraph away."""
        self.place.add_paragraph(f"{{%p {text} %}}")

    def when(self, condition: str, write: Callable[[], object]) -> None:
        """What is only there where the condition holds."""
        self.tag(f"if {condition}")
        write()
        self.tag("endif")

    def each(self, loop: str, *parts: Part) -> None:
        """A paragraph for each."""
        self.tag(f"for {loop}")
        self.text(*parts, after=1)
        self.tag("endfor")

    def optional(self, name: str, label: str) -> None:
        """A text with its label, where there is one."""
        self.when(name, lambda: self.text((label, "b"), f" {{{{ {name} }}}}"))

    def table(self, loop: str, columns: Sequence[tuple[str, int, str]], size: float = 12, **more: Any) -> None:
        """A table with a line for each; a column is its heading, its width in millimetres and what stands in it."""
        table = table_of(self.place, [width for _, width, _ in columns], has_lines=True)
        fill(table.rows[0], [(heading, "b") for heading, _, _ in columns], size)
        repeat(table.rows[0])
        fill(_row(table, columns), [f"{{%tr for {loop} %}}", *[""] * (len(columns) - 1)], size)
        fill(_row(table, columns), [text for _, _, text in columns], size, **more)
        fill(_row(table, columns), ["{%tr endfor %}", *[""] * (len(columns) - 1)], size)
        self.gap()

    def head(self) -> None:
        """Who issues, under whom; the Party, place and day."""
        table = table_of(self.document, [75, 90], has_lines=False)
        self.place = table.cell(0, 0)
        self.centred("{{ superior }}", size=13)
        self.centred(("{{ issuer }}", "b"), size=13)
        self.centred("*", size=13)
        self.when("number", lambda: self.centred("{{ number }}", size=14))
        self.when("draft", lambda: self.centred(("{{ draft }}", "b"), size=13))
        self.place = table.cell(0, 1)
        self.centred(("ĐẢNG CỘNG SẢN VIỆT NAM", "bu"), size=15, after=6)
        self.centred(("{{ place_and_date }}", "i"), size=14)
        for cell in table.rows[0].cells:
            _drop_first(cell)
        self.place = self.document

    def title(self, title: str, *under: str) -> None:
        """The name of the type, and what it is about."""
        self.text(align=CENTRE, size=10, after=0)
        self.centred((title, "b"), size=16)
        for line in under:
            self.centred((line, "b"))
        self.centred("-----", after=4)

    def feet(self, left: Callable[[], None], right: Callable[[], None]) -> None:
        """Two columns at the end that no page break may part."""
        self.gap()
        table = table_of(self.document, [80, 85], has_lines=False)
        for cell, write in zip(table.rows[0].cells, (left, right), strict=True):
            self.place = cell
            write()
            _drop_first(cell)
        self.place = self.document

    def recipients(self) -> None:
        """Who gets it, small, on the left."""
        self.text(("Nơi nhận:", "iu"), align=LEFT, size=12, after=0)
        self.tag("for recipient in recipients")
        self.text("- {{ recipient }}", align=LEFT, size=12, after=0)
        self.tag("endfor")

    def signature(self, *above: str, name: str) -> None:
        """Who signs, with room for the hand."""
        for line in above:
            self.centred((line, "b"))
        for _ in range(3):
            self.centred("")
        self.centred((f"{{{{ {name} }}}}", "b"))

    def signed(self) -> None:
        """Recipients on the left, for whom it is signed and by whom on the right."""
        self.feet(self.recipients, lambda: self.signature("{{ signs_for }}", "{{ office }}", name="signer"))


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(20),
        Mm(20),
        Mm(30),
        Mm(15),
    )
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    paragraph._p.append(field)  # noqa: SLF001 - the library has no fields


def _runs(paragraph: Any, parts: Sequence[Part], size: float) -> None:
    for part in parts or ("",):
        text, look = part if isinstance(part, tuple) else (part, "")
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.bold, run.italic, run.underline = ("b" in look) or None, ("i" in look) or None, ("u" in look) or None


def table_of(place: Any, widths: Sequence[int], *, has_lines: bool) -> Any:
    """A table of one row; widths in millimetres."""
    table = place.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if has_lines:
        table.style = "Table Grid"
    _margins(table, 50 if has_lines else 0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    set_widths(table.rows[0], widths)
    return table


def _margins(table: Any, twentieths: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        found = OxmlElement(f"w:{side}")
        found.set(qn("w:w"), str(twentieths))
        found.set(qn("w:type"), "dxa")
        margins.append(found)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - the library has no cell margins


def _row(table: Any, columns: Sequence[tuple[str, int, str]]) -> Any:
    row = table.add_row()
    set_widths(row, [width for _, width, _ in columns])
    return row


def set_widths(row: Any, widths: Sequence[int]) -> None:
    """Give the cells of a row their widths; no page break parts it."""
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    _keep(row, "w:cantSplit")
    row.height_rule = WD_ROW_HEIGHT_RULE.AUTO


def repeat(row: Any) -> None:
    """Say a row again at the top of every page."""
    _keep(row, "w:tblHeader")


def _keep(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - the library has no such property


def big_table(place: Any, columns: Sequence[BigColumn], sizes: tuple[float, float], centred: Sequence[int]) -> None:
    """A table over ``rows`` with a line of totals; sizes are those of the headings and of the lines."""
    widths = [width for _, width, _, _ in columns]
    table = table_of(place, widths, has_lines=True)
    fill(table.rows[0], [(heading, "b") for heading, *_ in columns], sizes[0])
    repeat(table.rows[0])
    blank = [""] * (len(columns) - 1)
    line, totals = [text for _, _, text, _ in columns], [(total, "b") for *_, total in columns]
    for texts in (["{%tr for row in rows %}", *blank], line, ["{%tr endfor %}", *blank], totals):
        row = table.add_row()
        set_widths(row, widths)
        fill(row, texts, sizes[1], centred=centred)


def fill(row: Any, texts: Sequence[Part], size: float, *, centred: Sequence[int] = ()) -> None:
    """Write into the cells of a row; headings and the ``centred`` columns in the middle."""
    is_heading = all(isinstance(text, tuple) for text in texts)
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTRE if is_heading or place in centred else LEFT
        _runs(paragraph, [text], size)


def _drop_first(cell: Any) -> None:
    """A cell begins with an empty paragraph, which would be an empty line."""
    first = cell.paragraphs[0]._p  # noqa: SLF001 - the library takes nothing away
    first.getparent().remove(first)

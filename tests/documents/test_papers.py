"""Printed papers, opened again: figure by figure the values, the layout of HD 05, whatever people have typed."""

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import papers as documents
from models import PaperKind
from services import papers
from services.papers import Image, Print
from settings import HOME

KINDS = list(papers.NAMES_OF)
QR = {"qr": Image(b"", 20)}
NASTY = [
    *("A & B", "x < y > z", "{{ issuer }}", "{% if x %}", "{_{ x }_}", "{# x #}", "&amp; &lt;", "“nháy” ‘đơn’"),
    *("</w:t></w:r></w:p>", "<w:p/>", "a\tb", "Đắk Lắk ẵ ộ ự", "𝒜 emoji 🙂", "%}", "}}", "\\n \\a", "${x}", "]]>"),
]
XML_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60).map(str.strip).filter(bool)


def sample(kind, **changes):
    return {field.name: field.sample for field in papers.fields(kind)} | changes


def printed(kind, *values):
    prints = [Print(documents.shipped(kind), one, QR) for one in values]
    return [docx.Document(BytesIO(content)) for content in papers.printed(prints)]


def texts(document):
    """Every paragraph in the order of the page, tables included."""
    return [paragraph.text for block in document.iter_inner_content() for paragraph in _paragraphs(block)]


def _paragraphs(block):
    if not hasattr(block, "rows"):
        return [block]
    return [paragraph for row in block.rows for cell in row.cells for paragraph in cell.paragraphs]


def all_strings(value):
    if isinstance(value, str):
        return [line for line in value.split("\n") if line]
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in all_strings(part)]


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_a_paper_has_to_say_stands_in_it(kind):
    unprinted = {
        *(
            "due",
            "present_due",
            "unit",
            "chair_name",
            "minutes_secretary_name",
            "speaking",
            "title",
            "held",
            "superior",
        ),
        "absent",
    }
    values = sample(kind)
    (document,) = printed(kind, values)
    page = "\n".join(texts(document))
    said = {name: value for name, value in values.items() if name not in unprinted | {"qr"}}
    rows = said.pop("rows", [])
    missing = [text for value in said.values() for text in all_strings(value) if text not in page]
    missing += [text for row in rows for name in ("no", "name", "members") for text in [row[name]] if text not in page]
    assert not missing


def test_the_rows_of_a_table_are_the_rows_of_the_values():
    tasks = [{"no": str(n), "text": f"Việc {n}", "owner": f"Người {n}", "due": "30/11/2026"} for n in range(1, 8)]
    (document,) = printed(PaperKind.TASK_LIST, sample(PaperKind.TASK_LIST, tasks=tasks))
    table = next(table for table in document.tables if table.cell(0, 0).text == "STT")
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [list(row.values()) for row in tasks]


@pytest.mark.parametrize(
    "labels", [["Đạt", "Không đạt"], ["Tốt", "Khá", "Trung bình", "Kém"], ["A", "B", "C", "D", "E"]]
)
def test_the_table_of_grades_has_a_column_a_grade_and_totals(labels):
    kind = PaperKind.MONTHLY_GRADES
    (row,) = sample(kind)["rows"]
    rows = [
        row | {"no": str(n), "marks": ["X" if n % len(labels) == k else "" for k in range(len(labels))]} for n in (1, 2)
    ]
    counts = [str(k) for k in range(len(labels))]
    (document,) = printed(kind, sample(kind, grades=labels, rows=rows, counts=counts, members="24", held="2/2"))
    table = next(table for table in document.tables if table.cell(0, 0).text == "STT")
    found = [[cell.text for cell in row.cells] for row in table.rows]
    assert found[0] == ["STT", "Tên đơn vị", "Số ĐV", "Ngày họp", "Điểm", *labels, "Ghi chú"]
    assert [line[5:-1] for line in found[1:3]] == [row["marks"] for row in rows]
    assert found[3] == ["", "Tổng cộng", "24", "2/2", "", *counts, ""]
    assert len(table.columns) == len(labels) + 6


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_as_the_rules_of_layout_want_it(kind):
    (document,) = printed(kind, sample(kind))
    (section,) = document.sections
    page = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length / Mm(1)) for length in (*page, *margins)] == [210, 297, 20, 20, 30, 15]
    assert (document.styles["Normal"].font.size, document.styles["Normal"].font.name) == (Pt(14), "Times New Roman")
    body = [run.font.size for paragraph in document.paragraphs for run in paragraph.runs if run.text.strip()]
    assert body.count(Pt(14)) >= len(body) / 2
    assert {"ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG BỘ XÃ BẰNG VÂN", "CHI BỘ KHUỔI NGỌA"} <= set(texts(document))


def test_the_two_signatures_of_the_minutes_stand_side_by_side():
    (document,) = printed(PaperKind.MINUTES, sample(PaperKind.MINUTES))
    left, right = next(table for table in document.tables if "NGƯỜI GHI" in table.cell(0, 0).text).rows[0].cells
    assert left.text.split() == ["NGƯỜI", "GHI", "BIÊN", "BẢN", "Nông", "Văn", "Bình"]
    assert right.text.split() == ["CHỦ", "TRÌ", "Hoàng", "Văn", "An"]


def test_a_draft_says_so_and_an_issued_paper_does_not():
    kind = PaperKind.RESOLUTION
    draft, issued = printed(kind, sample(kind, number="Số …-NQ/CB"), sample(kind, draft=""))
    assert {"DỰ THẢO", "Số …-NQ/CB"} <= set(texts(draft))
    assert "DỰ THẢO" not in texts(issued)
    assert "Số 05-NQ/CB" in texts(issued)


def test_what_is_empty_leaves_no_label_behind():
    for kind in KINDS:
        empty = {field.name: field.empty for field in papers.fields(kind)}
        (document,) = printed(kind, empty)
        said = "\n".join(texts(document))
        assert "{" not in said
        for label in ("Chuyên đề:", "Khách mời:", "Biểu quyết", "Hạn chế:", "Mã biên nhận", "Biến động"):
            assert label not in said, (kind, label)


def test_nasty_texts_stay_text_everywhere():
    kind = PaperKind.MINUTES
    values = []
    for text in NASTY:
        one = sample(kind, content=text, conclusion=text, agenda=[text], place=text, number=text)
        one["tasks"] = [{"no": "1", "text": text, "owner": text, "due": text}]
        values.append(one)
    for text, document in zip(NASTY, printed(kind, *values), strict=True):
        clean = text.replace("\t", "")
        page = texts(document)
        assert clean in page, text
        assert f"1. {clean}" in page, text
        table = next(
            table for table in document.tables if "Nội dung nhiệm vụ" in [cell.text for cell in table.rows[0].cells]
        )
        assert [cell.text for cell in table.rows[1].cells] == ["1", clean, clean, clean]


@given(batch=st.lists(XML_TEXT, min_size=1, max_size=8))
@settings(max_examples=8)
def test_any_text_is_printed_as_it_is(batch):
    kind = PaperKind.NOTICE
    values = [sample(kind, agenda=[text], place=text) for text in batch]
    for text, document in zip(batch, printed(kind, *values), strict=True):
        clean = "".join(letter for letter in text if letter not in "\ufffe\uffff")
        assert f"- {clean}" in texts(document)


def test_lines_become_paragraphs():
    kind = PaperKind.MINUTES
    (document,) = printed(kind, sample(kind, content="một\nhai\n\nba"))
    page = texts(document)
    place = page.index("một")
    assert page[place : place + 4] == ["một", "hai", "", "ba"]


def test_the_receipt_is_printed_with_its_square():
    kind = PaperKind.MINUTES
    image = {"qr": Image(documents.qr("7K3M-9QXD-2F4A"), 20)}
    (content,) = papers.printed([Print(documents.shipped(kind), sample(kind), image)])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert image["qr"].png in pictures


def test_the_templates_are_what_the_script_makes(tmp_path):
    sys.path.insert(0, str(HOME / "scripts"))
    try:
        import paper_templates
    finally:
        sys.path.remove(str(HOME / "scripts"))
    paper_templates.write(tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {path.name for path in documents.TEMPLATES.iterdir()} == {f"{kind.value}.docx" for kind in KINDS}
    for name in made:
        assert parts(tmp_path / name) == parts(documents.TEMPLATES / name), f"run scripts/paper_templates.py: {name}"


def parts(path: Path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}

"""Papers as PDF: how many pages, with every Vietnamese letter; several at once; a refusal where it cannot be done."""

import subprocess

import pytest

from documents import papers as documents
from documents import pdf
from models import PaperKind
from services import papers
from services.errors import Invalid
from services.papers import Image, Print

NAMES = ["Chi bộ Khuổi Ngọa", "Chi bộ Nặm Nộc", "Chi bộ Trường Tiểu học Bằng Vân", "Chi bộ Lũng Sao"]
LETTERS = "ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ Đđ"


def values(kind, **changes):
    return {field.name: field.sample for field in papers.fields(kind)} | changes


def twenty(kind):
    (row,) = values(kind)["rows"]
    rows = [row | {"no": str(number), "name": NAMES[number % 4]} for number in range(1, 21)]
    return values(kind, rows=rows, explained=[]) if kind is PaperKind.MONTHLY_GRADES else values(kind, rows=rows)


@pytest.fixture(scope="module")
def converted():
    """Every kind as PDF in one call, the monthly ones with twenty cells."""
    wanted = {kind.value: twenty(kind) if kind in papers.OF_MONTHS else values(kind) for kind in papers.NAMES_OF}
    wanted["letters"] = values(PaperKind.NOTICE, place=LETTERS)
    kinds = {"letters": PaperKind.NOTICE}
    image = {"qr": Image(documents.qr("7K3M-9QXD-2F4A"), 20)}
    prints = [Print(documents.shipped(kinds.get(name) or PaperKind(name)), one, image) for name, one in wanted.items()]
    return pdf.pdfs(dict(zip(wanted, papers.printed(prints), strict=True)))


def asked(tool, content, tmp_path, *options):
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    return subprocess.run([tool, str(path), *options], capture_output=True, text=True, check=True).stdout


def pages(content, tmp_path):
    said = asked("pdfinfo", content, tmp_path)
    assert "595" in said
    assert "(A4)" in said
    return int(next(line.split(":")[1] for line in said.splitlines() if line.startswith("Pages:")))


@pytest.mark.parametrize("kind", [*papers.OF_MONTHS, PaperKind.NOTICE, PaperKind.TASK_LIST])
def test_one_page_where_people_expect_one(converted, kind, tmp_path):
    assert pages(converted[kind.value], tmp_path) == 1


@pytest.mark.parametrize("kind", [PaperKind.MINUTES, PaperKind.RESOLUTION, PaperKind.CONCLUSION])
def test_minutes_and_resolutions_are_short(converted, kind, tmp_path):
    assert pages(converted[kind.value], tmp_path) <= 2


def test_every_vietnamese_letter_is_there_in_a_font_like_times(converted, tmp_path):
    assert LETTERS in asked("pdftotext", converted["letters"], tmp_path, "-")
    fonts = asked("pdffonts", converted["letters"], tmp_path)
    assert "LiberationSerif" in fonts
    assert "DejaVu" not in fonts


def test_what_is_no_document_is_refused_without_a_crash():
    with pytest.raises(Invalid, match=r"tải tệp Word"):
        pdf.pdf(b"\x00\x01 no document at all")


def test_a_machine_without_libreoffice_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert not pdf.is_available()
    with pytest.raises(Invalid, match="chưa cài LibreOffice"):
        pdf.pdf(b"")

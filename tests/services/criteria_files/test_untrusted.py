"""Whatever somebody uploads is a sound workbook or a plain refusal, and costs little (OWASP file upload)."""

import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from random import Random

import pytest
import xlsxwriter

from documents.criteria_sheets import xlsx
from services.criteria_files import LARGEST_FILE, form_in_xlsx, layout, opening
from services.criteria_files.opening import opened
from services.errors import Invalid
from tests.services.scoring.forms import shipped

SECONDS = 20
UNREADABLE = "Không đọc được tệp này như một tệp Excel"


def archive(**entries: bytes | str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return file.getvalue()


def changed(content: bytes, name: str, make) -> bytes:
    """The workbook with one of its parts made anew from what it was."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        parts = {entry: packed.read(entry) for entry in packed.namelist()}
    parts[name] = make(parts.get(name, b""))
    return archive(**parts)


@pytest.fixture(scope="module")
def sound() -> bytes:
    return xlsx(shipped("four_good_cell_sample_2025.yaml"))


def sheet_with(rows: bytes) -> bytes:
    def make(part: bytes) -> bytes:
        head, _, rest = part.partition(b"<sheetData>")
        return head + b"<sheetData>" + rows + b"</sheetData>" + rest.partition(b"</sheetData>")[2]

    return changed(xlsx(shipped("four_good_cell_sample_2025.yaml")), "xl/worksheets/sheet1.xml", make)


def refused(content: bytes) -> str:
    started = time.monotonic()
    with pytest.raises(Invalid) as refusal:
        opened(content, layout.SHEETS)
    assert time.monotonic() - started < SECONDS
    return refusal.value.sentence


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 5000, b"%PDF-1.7", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_workbook(content):
    assert refused(content).startswith(UNREADABLE)


def test_a_large_file_is_not_even_opened():
    assert refused(b"PK\x03\x04" + b"a" * LARGEST_FILE) == "Tệp Excel lớn quá 5 MB."


def test_macros_links_and_other_archives(sound):
    assert "macro" in refused(changed(sound, "xl/vbaProject.bin", lambda _: b"x"))
    assert "liên kết ra ngoài" in refused(changed(sound, "xl/externalLinks/externalLink1.xml", lambda _: b"<a/>"))
    assert "không phải là tệp Excel" in refused(changed(sound, "word/document.xml", lambda _: b"<a/>"))
    assert "không phải là tệp Excel" in refused(changed(sound, "../xl/a.xml", lambda _: b"<a/>"))


def test_an_archive_that_unpacks_to_far_more(sound):
    assert "quá nhiều dữ liệu" in refused(changed(sound, "xl/media/a.xml", lambda _: b" " * 20_000_000))
    assert "quá nhiều dữ liệu" in refused(archive(**{f"xl/{number}.xml": b"" for number in range(300)}))


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
def test_declared_entities(sound, name):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "xx">]>'
    assert "khai báo" in refused(changed(sound, name, lambda part: bomb + part.partition(b"?>")[2]))


BOMB = '<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "xx">]>'


@pytest.mark.parametrize("name", ["xl/worksheets/sheet9", "xl/media/picture.png", "customXml/a.vml", "xl/a.bin"])
def test_declared_entities_under_any_name(sound, name):
    assert "khai báo" in refused(changed(sound, name, lambda _: f'<?xml version="1.0"?>{BOMB}<a/>'.encode()))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
def test_declared_entities_in_other_letters(sound, encoding):
    assert "khai báo" in refused(changed(sound, "xl/worksheets/sheet1.xml", lambda _: f"{BOMB}<a/>".encode(encoding)))


def test_declared_entities_far_from_the_beginning(sound):
    far = f'<?xml version="1.0"?><!--{" " * 100_000}-->{BOMB}<a/>'.encode()
    assert "khai báo" in refused(changed(sound, "xl/worksheets/sheet1.xml", lambda _: far))


def test_letters_in_which_nothing_can_be_looked_for(sound):
    part = b'<?xml version="1.0" encoding="cp037"?>' + BOMB.encode("cp037")
    assert "khai báo" in refused(changed(sound, "xl/worksheets/sheet1.xml", lambda _: part))


def test_a_picture_may_hold_any_bytes(sound):
    picture = b"\x89PNG\r\n\x1a\n" + BOMB.encode()
    assert opened(changed(sound, "xl/media/image1.png", lambda _: picture), layout.SHEETS)["Văn bản"].rows


def test_a_part_of_a_sound_workbook_in_utf_16_is_read(sound):
    part = changed(
        sound, "xl/sharedStrings.xml", lambda part: part.decode().partition("?>")[2].strip().encode("utf-16")
    )
    assert opened(part, layout.SHEETS) == opened(sound, layout.SHEETS)


def test_the_same_file_is_read_once(sound, monkeypatch):
    fresh = changed(sound, "xl/media/image1.png", lambda _: b"\x89PNG\r\n" + b"once")
    first = opened(fresh, layout.SHEETS)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert opened(bytes(bytearray(fresh)), layout.SHEETS) == first
    with pytest.raises(FileNotFoundError):
        opened(fresh + b"\0", layout.SHEETS)


def test_a_refusal_is_remembered_too(sound, monkeypatch):
    wrong = changed(sound, "xl/vbaProject.bin", lambda _: b"remembered")
    first = refused(wrong)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert refused(wrong) == first


def test_only_one_file_is_read_at_a_time(sound):
    """While one is being read the next caller is told to wait, and is served afterwards."""
    slow = changed(sound, "xl/media/image1.png", lambda _: b"\x89PNG\r\n" + b"slow")
    other = changed(sound, "xl/media/image1.png", lambda _: b"\x89PNG\r\n" + b"other")
    with opening.one_at_a_time, pytest.raises(Invalid) as refusal:
        opened(slow, layout.SHEETS)
    assert refusal.value.sentence == "Máy chủ đang đọc một tệp khác, đồng chí thử lại sau ít giây."
    assert opened(slow, layout.SHEETS)["Văn bản"].rows
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(_told, [other, changed(other, "xl/media/image2.png", lambda _: b"\x89PNG\r\n")]))
    assert answers.count("đọc được") >= 1
    assert set(answers) <= {"đọc được", refusal.value.sentence}


def _told(content):
    try:
        opened(content, layout.SHEETS)
    except Invalid as refusal:
        return refusal.sentence
    return "đọc được"


def test_far_cells_and_endless_rows_and_columns(sound):
    far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    assert "quá 10000 dòng" in refused(sheet_with(far))
    wide = b'<row r="1"><c r="BI1" t="inlineStr"><is><t>x</t></is></c></row>'
    assert "quá 60 cột" in refused(sheet_with(wide))
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (line, line) for line in range(1, 12_000))
    assert "quá 10000 dòng" in refused(sheet_with(rows))


def test_a_merged_sheet_and_a_wrong_size_do_not_matter(sound):
    def make(part: bytes) -> bytes:
        part = part.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        head, _, rest = part.partition(b"<dimension ")
        return head + b'<dimension ref="A1:XFD1048576"/>' + rest.partition(b"/>")[2]

    assert opened(changed(sound, "xl/worksheets/sheet1.xml", make), layout.SHEETS)["Văn bản"].rows


def test_too_much_text(sound):
    words = Random(5).randbytes(100_000).hex().encode()  # hardly to be packed
    text = b'<row r="1">' + b'<c t="inlineStr"><is><t>%s</t></is></c>' % words * 25 + b"</row>"
    assert "quá nhiều chữ" in refused(sheet_with(text))


def test_formulas_are_never_computed_and_never_read():
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet(layout.DOCUMENT).write_formula(0, 0, '=WEBSERVICE("http://127.0.0.1/")', None, "kết quả")
    cell = opened(file.getvalue(), layout.SHEETS)[layout.DOCUMENT].cell(0, 0)
    assert cell is not None
    assert (cell.kind, cell.value) == ("formula", "")


def test_files_with_damage_are_a_form_or_a_refusal(sound):
    """Bytes changed at random, as a bad link or a bad will changes them."""
    draws = Random(7)
    for _ in range(20):
        damaged = bytearray(sound)
        for _ in range(draws.choice((1, 3, 30))):
            damaged[draws.randrange(len(damaged))] = draws.randrange(256)
        try:
            form_in_xlsx(bytes(damaged))
        except Invalid as refusal:
            assert refusal.sentence


def test_parts_with_damage_are_a_form_or_a_refusal(sound):
    """The same inside the parts, where no checksum notices it."""
    draws = Random(11)
    with zipfile.ZipFile(BytesIO(sound)) as packed:
        names = [name for name in packed.namelist() if name.endswith((".xml", ".rels"))]
    for _ in range(20):

        def damage(part: bytes) -> bytes:
            damaged = bytearray(part)
            for _ in range(draws.choice((1, 5))):
                damaged[draws.randrange(len(damaged))] = draws.choice(b'<>"/=019AZ&;')
            return bytes(damaged)

        try:
            form_in_xlsx(changed(sound, draws.choice(names), damage))
        except Invalid as refusal:
            assert refusal.sentence

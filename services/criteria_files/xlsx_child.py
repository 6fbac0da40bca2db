"""The cells of an Excel file from outside, read by a process of its own: it may die, the portal does not.

``python -I xlsx_child.py SHEET…`` reads a workbook from standard input and writes the cells of the named sheets as
JSON. It imports nothing of ours and sets its own limits before it looks at a byte. Whatever it ends with other than
0 and ``REFUSED`` means that the file could not be read (OWASP: size, entries, ratio, DOCTYPE, rows, columns).
"""

import json
import re
import resource
import sys
import unicodedata
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

REFUSED = 3
"""The exit code beside a sentence on standard output."""
CPU_SECONDS, MEMORY = 15, 1 << 30
MOST_ENTRIES, MOST_UNPACKED = 200, 60_000_000
LARGE, HIGHEST_RATIO = 1_000_000, 200
MOST_ROWS, MOST_COLUMNS = 10_000, 60
MOST_LETTERS = 4_000_000
_FOLDERS = ("_rels/", "docProps/", "xl/", "customXml/")
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8")
"""How files begin that are certainly no XML, whatever they are called."""
_ENCODING = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE
)
_KNOWN_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii"})
_UNWANTED = ("vbaproject", "externallink", "..")


class Refused(Exception):
    """The file is not taken; the sentence says why."""


def main(names: list[str]) -> None:
    """Read standard input and answer on standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")  # openpyxl tells of features that it leaves out; here they are not missed
    content = sys.stdin.buffer.read()
    try:
        answer = json.dumps(cells(content, names), ensure_ascii=False)
    except Refused as refusal:
        sys.stdout.buffer.write(str(refusal).encode())
        sys.exit(REFUSED)
    sys.stdout.buffer.write(answer.encode(errors="replace"))


def cells(content: bytes, names: list[str]) -> dict[str, list[list[Any]]]:
    """The cells of the sheets with these names, by name: rows of ``null`` or ``[kind, value]``."""
    import openpyxl  # noqa: PLC0415 - the portal imports this module for its constants, not to read files itself

    _check_archive(content)
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
    wanted = {_folded(name): name for name in names}
    found: dict[str, list[list[Any]]] = {}
    left = [MOST_LETTERS]
    for sheet in book.worksheets:
        name = wanted.get(_folded(sheet.title))
        if name and name not in found:
            found[name] = list(_rows(sheet, left))
    return found


def _check_archive(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise Refused("Tệp Excel chứa quá nhiều dữ liệu.")
        for entry in entries:
            name = entry.filename.lower()
            if not name.startswith(tuple(map(str.lower, _FOLDERS))) and name != "[content_types].xml":
                raise Refused("Tệp không phải là tệp Excel (.xlsx).")
            if any(part in name for part in _UNWANTED):
                raise Refused("Tệp Excel có macro hoặc liên kết ra ngoài. Đồng chí lưu lại thành tệp .xlsx thường.")
            if entry.file_size > LARGE and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
                raise Refused("Tệp Excel chứa quá nhiều dữ liệu.")
            _check_part(archive.read(entry))


def _check_part(part: bytes) -> None:
    """Any part may be read as XML, whatever its name: a declaration of entities is looked for in all of it."""
    if part.startswith(_PICTURES):
        return
    letters = part.replace(b"\0", b"")  # UTF-16 of both kinds, as far as Latin letters go
    encoding = _ENCODING.match(letters)
    is_known = encoding is None or encoding[1].lower() in _KNOWN_ENCODINGS
    if not is_known or b"<!DOCTYPE" in letters.upper():
        raise Refused("Tệp Excel có phần khai báo không được dùng.")


def _rows(sheet: Any, left: list[int]) -> Iterator[list[Any]]:
    """Rows up to the last cell with something in it."""
    empty = 0
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if number > MOST_ROWS:
            raise Refused(f"Trang “{sheet.title}” có quá {MOST_ROWS} dòng.")
        read = [_cell(cell) for cell in row]
        if len(read) > MOST_COLUMNS and read[MOST_COLUMNS]:
            raise Refused(f"Trang “{sheet.title}” có quá {MOST_COLUMNS} cột.")
        while read and read[-1] is None:
            read.pop()
        left[0] -= sum(len(str(cell[1])) for cell in read if cell)
        if left[0] < 0:
            raise Refused("Tệp Excel có quá nhiều chữ.")
        if not read:
            empty += 1
            continue
        yield from ([] for _ in range(empty))
        empty = 0
        yield read


def _cell(cell: Any) -> list[Any] | None:
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type in {"f", "e"}:
        return ["formula" if cell.data_type == "f" else "error", ""]
    match value:
        case bool():
            return ["flag", value]
        case int() | float():
            return ["number", repr(value)]
        case date():
            return _day(value)
    return ["text" if isinstance(value, str) else "error", str(value)]


def _day(value: date) -> list[Any]:
    moment = value.time() if isinstance(value, datetime) else None
    if moment and (moment.hour or moment.minute or moment.second or moment.microsecond):
        return ["error", value.isoformat()]
    return ["day", value.date().isoformat() if isinstance(value, datetime) else value.isoformat()]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


if __name__ == "__main__":
    main(sys.argv[1:])

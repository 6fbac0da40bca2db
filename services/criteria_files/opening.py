"""The cells of an uploaded workbook, read by a process with limits. Whatever is wrong becomes a plain refusal."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from services.criteria_files import xlsx_child
from services.errors import Invalid

LARGEST_FILE = 5_000_000
"""Bytes; a set of the largest allowed size has about a tenth of it."""
_SECONDS = 20
_FILES_KNOWN = 8
_MAGIC = b"PK\x03\x04"
_UNREADABLE = (
    "Không đọc được tệp này như một tệp Excel (.xlsx). Đồng chí mở tệp bằng Excel, lưu lại rồi tải lên lần nữa."
)
_BUSY = "Máy chủ đang đọc một tệp khác, đồng chí thử lại sau ít giây."

one_at_a_time = threading.BoundedSemaphore(1)
"""A file may take a gigabyte and a processor for seconds: never two of them at once."""

CellKind = Literal["text", "number", "day", "flag", "formula", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, as it is stored: a formula is not computed, an error not guessed."""

    kind: CellKind
    value: str | Decimal | date | bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet; rows and columns count from 0, a row ends with its last cell."""

    name: str
    rows: tuple[tuple[Cell | None, ...], ...]

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a place; None where there is nothing."""
        found = self.rows[row] if row < len(self.rows) else ()
        return found[column] if column < len(found) else None


def opened(content: bytes, names: tuple[str, ...]) -> dict[str, Sheet]:
    """The sheets of these names that the workbook has, read once for the same bytes.

    Raises Invalid for whatever is no sound workbook, and while another file is being read.
    """
    if len(content) > LARGEST_FILE:
        raise Invalid(f"Tệp Excel lớn quá {LARGEST_FILE // 1_000_000} MB.")
    if not content.startswith(_MAGIC):
        raise Invalid(_UNREADABLE)
    done = _answer(_Upload(content), names)
    if done.returncode == xlsx_child.REFUSED:
        raise Invalid(done.stdout.decode(errors="replace"))
    if done.returncode:
        raise Invalid(_UNREADABLE)
    answer: dict[str, list[list[Written | None]]] = json.loads(done.stdout)
    return {name: Sheet(name, tuple(map(_row, rows))) for name, rows in answer.items()}


class _Upload:
    """An uploaded file that is told from others by its SHA-256; the bytes go once they are read."""

    def __init__(self, content: bytes) -> None:
        self._content, self._digest = content, sha256(content).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Upload) and self._digest == other._digest

    def __hash__(self) -> int:
        return hash(self._digest)

    def taken(self) -> bytes:
        """The bytes, only once: what stays in the cache is the digest."""
        content, self._content = self._content, b""
        return content


Written = tuple[CellKind, str]
"""A cell as the process wrote it down."""


@lru_cache(maxsize=_FILES_KNOWN)
def _answer(upload: _Upload, names: tuple[str, ...]) -> "subprocess.CompletedProcess[bytes]":
    """What the process said of a file; a page that is drawn again asks for the same one again."""
    if not one_at_a_time.acquire(blocking=False):
        raise Invalid(_BUSY)
    try:
        return _asked(upload.taken(), names)
    finally:
        one_at_a_time.release()


def _asked(content: bytes, names: tuple[str, ...]) -> "subprocess.CompletedProcess[bytes]":
    # -I: the process sees neither our environment nor our folder, so nothing there can stand in for a library.
    command = [sys.executable, "-I", str(Path(xlsx_child.__file__)), *names]
    try:
        return subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False, env={})  # noqa: S603 - our own script
    except subprocess.TimeoutExpired:
        raise Invalid(_UNREADABLE) from None


def _row(cells: list[Written | None]) -> tuple[Cell | None, ...]:
    return tuple(_cell(*cell) if cell else None for cell in cells)


def _cell(kind: CellKind, value: str) -> Cell:
    if kind == "number":
        return Cell(kind, Decimal(value))
    if kind == "day":
        return Cell(kind, date.fromisoformat(value))
    return Cell(kind, value)

"""The cells of an uploaded workbook, read by a process with limits. Whatever is wrong becomes a plain refusal."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from services.criteria_files import xlsx_child
from services.errors import Invalid

LARGEST_FILE = 5_000_000
"""Bytes; a set of the largest allowed size has about a tenth of it."""
_SECONDS = 20
_MAGIC = b"PK\x03\x04"
_UNREADABLE = (
    "Không đọc được tệp này như một tệp Excel (.xlsx). Đồng chí mở tệp bằng Excel, lưu lại rồi tải lên lần nữa."
)

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
    """The sheets of these names that the workbook has. Raises Invalid for whatever is no sound workbook."""
    if len(content) > LARGEST_FILE:
        raise Invalid(f"Tệp Excel lớn quá {LARGEST_FILE // 1_000_000} MB.")
    if not content.startswith(_MAGIC):
        raise Invalid(_UNREADABLE)
    return {name: Sheet(name, tuple(map(_row, rows))) for name, rows in _asked(content, names).items()}


Written = tuple[CellKind, str]
"""A cell as the process wrote it down."""


def _asked(content: bytes, names: tuple[str, ...]) -> dict[str, list[list[Written | None]]]:
    # -I: the process sees neither our environment nor our folder, so nothing there can stand in for a library.
    command = [sys.executable, "-I", str(Path(xlsx_child.__file__)), *names]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False, env={})  # noqa: S603 - our own script
    except subprocess.TimeoutExpired:
        raise Invalid(_UNREADABLE) from None
    if done.returncode == xlsx_child.REFUSED:
        raise Invalid(done.stdout.decode(errors="replace"))
    if done.returncode:
        raise Invalid(_UNREADABLE)
    answer: dict[str, list[list[Written | None]]] = json.loads(done.stdout)
    return answer


def _row(cells: list[Written | None]) -> tuple[Cell | None, ...]:
    return tuple(_cell(*cell) if cell else None for cell in cells)


def _cell(kind: CellKind, value: str) -> Cell:
    if kind == "number":
        return Cell(kind, Decimal(value))
    if kind == "day":
        return Cell(kind, date.fromisoformat(value))
    return Cell(kind, value)

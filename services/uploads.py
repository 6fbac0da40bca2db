"""Files that people put into the portal: known by their content, never by the name or the type that a browser claims.

Nothing in a file is run.
"""

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from services.errors import Invalid
from services.vietnamese import clean

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
LONGEST_NAME = 120


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken."""

    media_type: str
    endings: tuple[str, ...]
    """The first one is added to a name that has none of them."""


PDF = FileKind("application/pdf", (".pdf",))
PNG = FileKind("image/png", (".png",))
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"))
DOCX = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
ENDINGS = tuple(ending.lstrip(".") for kind in (PDF, PNG, JPEG, DOCX, XLSX) for ending in kind.endings)
"""What a file chooser offers."""

_BEGINNINGS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_OFFICE_CONTENTS = "[Content_Types].xml"
_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"|?*]')
_RESERVED_NAMES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


@dataclass(frozen=True)
class KeptFile:
    """A file as it is handed out."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Accepted(KeptFile):
    """A file that is taken."""

    sha256: str


def recognised(data: bytes) -> FileKind | None:
    """What kind of file this is by its content; None for one that is not taken."""
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    return _office_kind(data) if data.startswith(b"PK\x03\x04") else None


def safe_name(file_name: str, kind: FileKind, unnamed: str) -> str:
    """A name that is only a name on every system, and ends as its content does; ``unnamed`` where nothing is left."""
    last = re.split(r"[/\\]", clean(file_name))[-1]
    bare = _FORBIDDEN_IN_NAMES.sub("", clean(last)).strip(". ") or unnamed
    bare = f"_{bare}" if _RESERVED_NAMES.match(bare) else bare
    ending = next((ending for ending in kind.endings if bare.lower().endswith(ending)), None)
    stem, shown = (bare[: -len(ending)], bare[-len(ending) :]) if ending else (bare, kind.endings[0])
    return (stem[: LONGEST_NAME - len(shown)].rstrip(". ") or unnamed) + shown


def accepted(file_name: str, content: bytes, *, field: str, unnamed: str) -> Accepted:
    """The file as it is kept; Invalid for one that is not of a kind or size that is taken."""
    name = clean(file_name)[:LONGEST_NAME]
    if not content:
        raise Invalid(f"Tệp “{name}” rỗng.", field=field)
    if len(content) > LARGEST:
        raise Invalid(f"Tệp “{name}” lớn hơn {LARGEST // 1024 // 1024} MB.", field=field)
    kind = recognised(content)
    if kind is None:
        raise Invalid(
            "Chỉ nhận tệp PDF, ảnh PNG hoặc JPEG, Word (.docx) và Excel (.xlsx) không chứa macro; "
            f"nội dung của “{name}” không thuộc các loại đó.",
            field=field,
        )
    digest = hashlib.sha256(content).hexdigest()
    return Accepted(safe_name(file_name, kind, unnamed), kind.media_type, content, digest)


def _office_kind(data: bytes) -> FileKind | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    has_macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    if _OFFICE_CONTENTS not in parts or has_macros:
        return None
    return next((kind for part, kind in _MAIN_PARTS.items() if part in parts), None)

"""What may be attached as evidence: the kinds and sizes of file that the portal takes, with the day they are about."""

from dataclasses import dataclass
from datetime import date

from services import uploads
from services.uploads import DOCX, ENDINGS, JPEG, LARGEST, LONGEST_NAME, PDF, PNG, XLSX, Accepted, FileKind, recognised
from services.uploads import KeptFile as EvidenceFile

__all__ = [
    "DOCX",
    "ENDINGS",
    "JPEG",
    "LARGEST",
    "LONGEST_NAME",
    "PDF",
    "PNG",
    "XLSX",
    "Accepted",
    "EvidenceDraft",
    "EvidenceFile",
    "FileKind",
    "accepted",
    "recognised",
    "safe_name",
]

UNNAMED = "minh-chung"


@dataclass(frozen=True)
class EvidenceDraft:
    """A file as it was handed in."""

    file_name: str
    content: bytes
    effective_on: date | None = None
    """The day that it is about, where somebody said so."""


def safe_name(file_name: str, kind: FileKind) -> str:
    """A name that is only a name on every system, and ends as its content does."""
    return uploads.safe_name(file_name, kind, UNNAMED)


def accepted(draft: EvidenceDraft, item_id: str) -> Accepted:
    """The file as it is kept; Invalid for one that is not of a kind or size that is taken."""
    return uploads.accepted(draft.file_name, draft.content, field=item_id, unnamed=UNNAMED)

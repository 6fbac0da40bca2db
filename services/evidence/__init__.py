"""What shows that an answer is right: files, and rows of the portal that are pointed to.

``attach``, ``date_file`` and ``detach`` keep files, ``take`` hands one out; ``link`` and ``unlink`` point to meetings,
tasks, targets and other assessments, ``candidates`` lists what there is. What is read beside the items of an assessment
is in its sheet (``services.assessments``).
"""

from services.evidence.attaching import MOST, attach, date_file, detach, take
from services.evidence.files import (
    DOCX,
    ENDINGS,
    JPEG,
    LARGEST,
    LONGEST_NAME,
    PDF,
    PNG,
    XLSX,
    EvidenceDraft,
    EvidenceFile,
    FileKind,
    recognised,
    safe_name,
)
from services.evidence.linking import MOST_LINKS, Candidate, candidates, link, unlink

__all__ = [
    "DOCX",
    "ENDINGS",
    "JPEG",
    "LARGEST",
    "LONGEST_NAME",
    "MOST",
    "MOST_LINKS",
    "PDF",
    "PNG",
    "XLSX",
    "Candidate",
    "EvidenceDraft",
    "EvidenceFile",
    "FileKind",
    "attach",
    "candidates",
    "date_file",
    "detach",
    "link",
    "recognised",
    "safe_name",
    "take",
    "unlink",
]

"""Files that show why an answer is right: what may be attached, and to whom it is handed out.

A file is judged by its content, never by the name or the type that a browser claims; nothing in it is run.
"""

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from models import Assessment, Evidence
from services import audit
from services.access import Actor, Permission, within_reach
from services.assessments import AssessmentRef
from services.assessments.drafts import opened
from services.assessments.states import Verb, following
from services.clock import now
from services.errors import Invalid, NotFound
from services.vietnamese import clean

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
MOST = 10
"""Files of one item."""
LONGEST_NAME = 120


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken as evidence."""

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
class EvidenceDraft:
    """A file as it was handed in."""

    file_name: str
    content: bytes


@dataclass(frozen=True)
class EvidenceFile:
    """A file as it is handed out."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class _Accepted(EvidenceFile):
    """A file that is taken."""

    sha256: str


def attach(session: Session, actor: Actor, ref: AssessmentRef, item_id: str, draft: EvidenceDraft) -> UUID:
    """Keep a file as evidence of an item. The same file again is the same evidence.

    Raises Invalid for a file that is not of a kind, size or number that is taken, Conflict when the
    assessment is not open for writing.
    """
    open_draft = opened(session, actor, ref)
    item = open_draft.item(item_id)
    accepted = _accepted(draft, item_id)
    kept = _kept(session, open_draft.assessment.id, item_id)
    if accepted.sha256 in kept:
        return kept[accepted.sha256]
    if len(kept) >= MOST:
        raise Invalid(f"Tiêu chí {item.name} đã có {MOST} tệp minh chứng, không thêm được nữa.", field=item_id)
    row = _row(actor, open_draft.assessment.id, item_id, accepted)
    session.add(row)
    session.flush()
    _record(session, actor, "evidence:attached", row, ref.unit_id)
    return row.id


def detach(session: Session, actor: Actor, evidence_id: UUID) -> None:
    """Take a file away again, while the assessment may be written to. Its digest stays in the audit trail."""
    row, assessment = _reached(session, actor, evidence_id)
    actor.require(Permission.ASSESSMENTS_WRITE)
    following(assessment.state, Verb.ANSWER)
    session.delete(row)
    session.flush()
    _record(session, actor, "evidence:detached", row, assessment.unit_id)


def content(session: Session, actor: Actor, evidence_id: UUID) -> EvidenceFile:
    """The file, for anybody who reaches the unit; NotFound otherwise.

    To be served as an attachment with its ``media_type``, never shown inside a page.
    """
    query = (
        select(Evidence)
        .join(Assessment, col(Evidence.assessment_id) == Assessment.id)
        .where(Evidence.id == evidence_id, within_reach(actor, Assessment.unit_id))
    )
    row = session.exec(query).one_or_none()
    if row is None:
        raise NotFound
    return EvidenceFile(row.file_name, row.media_type, row.content)


def recognised(data: bytes) -> FileKind | None:
    """What kind of file this is by its content; None for one that is not taken."""
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    return _office_kind(data) if data.startswith(b"PK\x03\x04") else None


def safe_name(file_name: str, kind: FileKind) -> str:
    """A name that is only a name on every system, and ends as its content does."""
    last = re.split(r"[/\\]", clean(file_name))[-1]
    bare = _FORBIDDEN_IN_NAMES.sub("", clean(last)).strip(". ") or "minh-chung"
    bare = f"_{bare}" if _RESERVED_NAMES.match(bare) else bare
    ending = next((ending for ending in kind.endings if bare.lower().endswith(ending)), None)
    stem, shown = (bare[: -len(ending)], bare[-len(ending) :]) if ending else (bare, kind.endings[0])
    return (stem[: LONGEST_NAME - len(shown)].rstrip(". ") or "minh-chung") + shown


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


def _accepted(draft: EvidenceDraft, item_id: str) -> _Accepted:
    name = clean(draft.file_name)[:LONGEST_NAME]
    if not draft.content:
        raise Invalid(f"Tệp “{name}” rỗng.", field=item_id)
    if len(draft.content) > LARGEST:
        raise Invalid(f"Tệp “{name}” lớn hơn {LARGEST // 1024 // 1024} MB.", field=item_id)
    kind = recognised(draft.content)
    if kind is None:
        raise Invalid(
            "Chỉ nhận tệp PDF, ảnh PNG hoặc JPEG, Word (.docx) và Excel (.xlsx) không chứa macro; "
            f"nội dung của “{name}” không thuộc các loại đó.",
            field=item_id,
        )
    digest = hashlib.sha256(draft.content).hexdigest()
    return _Accepted(safe_name(draft.file_name, kind), kind.media_type, draft.content, digest)


def _kept(session: Session, assessment_id: UUID, item_id: str) -> dict[str, UUID]:
    query = select(Evidence.sha256, Evidence.id).where(
        Evidence.assessment_id == assessment_id, Evidence.item_id == item_id
    )
    return dict(session.exec(query).all())


def _row(actor: Actor, assessment_id: UUID, item_id: str, accepted: _Accepted) -> Evidence:
    return Evidence(
        assessment_id=assessment_id,
        item_id=item_id,
        file_name=accepted.file_name,
        media_type=accepted.media_type,
        size=len(accepted.content),
        sha256=accepted.sha256,
        content=accepted.content,
        uploaded_at=now(),
        uploaded_by=actor.account_id,
    )


def _reached(session: Session, actor: Actor, evidence_id: UUID) -> tuple[Evidence, Assessment]:
    """The row without its content, for change."""
    query = (
        select(Evidence, Assessment)
        .options(defer(Evidence.content))  # type: ignore[arg-type]
        .join(Assessment, col(Evidence.assessment_id) == Assessment.id)
        .where(Evidence.id == evidence_id, within_reach(actor, Assessment.unit_id))
    )
    found = session.exec(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _record(session: Session, actor: Actor, action: str, row: Evidence, unit_id: UUID) -> None:
    facts = {"item": row.item_id, "file_name": row.file_name, "size": row.size, "sha256": row.sha256}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=unit_id, **facts)

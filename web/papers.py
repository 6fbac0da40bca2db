"""Papers that leave the portal: which one an address asks for, and the paper as a file."""

from dataclasses import dataclass
from uuid import UUID

from documents import archives, papers, pdf
from documents.archives import Archive
from models.database import read_tx, write_tx
from services import exports
from services import papers as paper_service
from services.access import Actor
from services.errors import Conflict, NotFound
from services.meetings import MeetingKind
from services.papers import NAMES_OF, PaperKind, PaperRef
from web.tables import Query, asked_id, asked_month

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
MOST_MEETINGS = 99
"""Meetings of a kind in a month that an address may count to."""


@dataclass(frozen=True)
class File:
    """A file on its way out."""

    name: str
    media_type: str
    content: bytes


def one(actor: Actor, kind: str, extension: str, query: Query) -> File:
    """A paper as .docx or .pdf, noted in the audit trail before it leaves."""
    if extension not in MEDIA_TYPES:
        raise NotFound
    ref = asked(kind, query)
    with read_tx() as session:
        paper = paper_service.paper(session, actor, ref)
    content = papers.docx(paper)
    content = pdf.pdf(content) if extension == "pdf" else content
    name = f"{paper.stem}.{extension}"
    with write_tx() as session:
        exports.allowed(session, actor, ref.unit_id, name, 1)
    return File(name, MEDIA_TYPES[extension], content)


def template(actor: Actor, template_id: UUID) -> File:
    """A template that an administrator put in."""
    with read_tx() as session:
        found = paper_service.take_template(session, actor, template_id)
    return File(found.file_name, found.media_type, found.content)


def shipped_template(kind: str) -> File:
    """The template that ships, to be changed and put in its place."""
    return File(f"{_kind(kind).value}.docx", MEDIA_TYPES["docx"], papers.shipped(_kind(kind)))


def archive(actor: Actor, archive_id: UUID) -> Archive:
    """An archive that is ready, noted in the audit trail before it leaves. Conflict while it is being made."""
    found = archives.found(actor.account_id, archive_id)
    if not found.is_ready:
        raise Conflict(found.refusal or "Tệp nén chưa tạo xong. Đồng chí đợi thêm ít phút.")
    with write_tx() as session:
        exports.allowed(session, actor, found.order.unit_id, f"{found.order.name}.zip", found.total)
    return found


def asked(kind: str, query: Query) -> PaperRef:
    """The paper that an address asks for; NotFound when it can be none."""
    try:
        meeting_kind, number = MeetingKind(query.get("kind", MeetingKind.REGULAR)), int(query.get("number", "1"))
    except ValueError as error:
        raise NotFound from error
    if not 1 <= number <= MOST_MEETINGS:
        raise NotFound
    return PaperRef(_kind(kind), asked_id(query, "unit"), asked_month(query, "month"), meeting_kind, number)


def _kind(name: str) -> PaperKind:
    try:
        kind = PaperKind(name)
    except ValueError as error:
        raise NotFound from error
    if kind not in NAMES_OF:
        raise NotFound
    return kind

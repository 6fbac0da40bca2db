"""Guiding documents as they are read: number, day, issuer, validity, and whether there is a file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import GuidingDocument, UnitEra
from services import units
from services.access import Actor, in_line, within_reach
from services.clock import today
from services.errors import NotFound
from services.units import LONGEST_SEARCH
from services.uploads import KeptFile
from services.vietnamese import day, search_key


@dataclass(frozen=True)
class DocumentRow:
    """A document as it is listed; ``valid_to`` is the first day on which it no longer holds, None: it still does."""

    document_id: UUID
    unit_id: UUID
    unit_name: str
    number: str
    issued_on: date
    issuer: str
    title: str
    valid_from: date
    valid_to: date | None
    file_name: str
    file_size: int
    """Bytes; 0 without a file."""
    is_reached: bool
    """Whether the unit that keeps it lies in the actor's reach."""

    def holds_on(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    @property
    def named(self) -> str:
        """How others refer to it: ``42-HD/BTCTW ngày 28/10/2025``."""
        return f"{self.number} ngày {day(self.issued_on)}"


def documents(session: Session, actor: Actor, words: str = "", in_force_on: date | None = None) -> list[DocumentRow]:
    """What units in reach and those above the actor keep, the newest first; one statement.

    With ``words`` those that have every one in number, title or issuer, diacritics, case and dashes ignored; with a day
    those in force on it.
    """
    wanted = search_key(words)[:LONGEST_SEARCH].split()
    rows = _rows(session, actor, sa.true())
    return [row for row in rows if _has(row, wanted) and (in_force_on is None or row.holds_on(in_force_on))]


def document(session: Session, actor: Actor, document_id: UUID) -> DocumentRow:
    """One document; NotFound where the actor may not read it."""
    found = _rows(session, actor, col(GuidingDocument.id) == document_id)
    if not found:
        raise NotFound
    return found[0]


def by_number(session: Session, actor: Actor, number: str) -> list[DocumentRow]:
    """The documents with this number, however it is typed, the newest first: what a meeting or a form refers to."""
    wanted = search_key(number)
    return [row for row in _rows(session, actor, sa.true()) if wanted and search_key(row.number) == wanted]


def file(session: Session, actor: Actor, document_id: UUID) -> KeptFile:
    """The file of a document, to be served as an attachment; NotFound where there is none, or the actor may not read it.

    Guidance holds nothing about persons, so nobody writes down who takes it.
    """
    query = select(GuidingDocument.file_name, GuidingDocument.media_type, GuidingDocument.content).where(
        GuidingDocument.id == document_id, _readable(actor)
    )
    found = session.exec(query).one_or_none()
    if found is None or found[2] is None:
        raise NotFound
    name, media_type, content = found
    return KeptFile(name, media_type, content or b"")


def _readable(actor: Actor) -> sa.ColumnElement[bool]:
    """What a unit keeps is for everything below it, so it is read from below too."""
    return sa.or_(within_reach(actor, GuidingDocument.unit_id), in_line(actor, GuidingDocument.unit_id))


def _rows(session: Session, actor: Actor, condition: sa.ColumnElement[bool]) -> list[DocumentRow]:
    # Column by column: a list of documents does not read their files.
    stored = GuidingDocument
    facts = (stored.number, stored.issued_on, stored.issuer, stored.title, stored.valid_from, stored.valid_to)
    query = (
        sa.select(
            col(stored.id),
            col(stored.unit_id),
            sa.func.coalesce(col(UnitEra.name), ""),
            *(col(fact) for fact in facts),
            col(stored.file_name),
            sa.func.coalesce(sa.func.length(col(stored.content)), 0),
            within_reach(actor, stored.unit_id),
        )
        .outerjoin(UnitEra, sa.and_(col(UnitEra.unit_id) == stored.unit_id, units.in_force(UnitEra, today())))
        .where(_readable(actor), condition)
        .order_by(col(stored.issued_on).desc(), col(stored.number), col(stored.id))
    )
    return [DocumentRow(*found) for found in session.execute(query)]


def _has(row: DocumentRow, wanted: list[str]) -> bool:
    text = search_key(f"{row.number} {row.title} {row.issuer}")
    return all(word in text for word in wanted)

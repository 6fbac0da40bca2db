"""Templates in the place of those that ship: examined, put to use for a unit and everything below it, taken back."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import PaperKind, PaperTemplate, Unit, UnitEra
from services import audit
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.papers.fields import NAMES_OF, fields
from services.papers.issuers import way_up
from services.papers.kinds import NAMES
from services.papers.printing import Image, Print, check
from services.uploads import DOCX, KeptFile, recognised, safe_name

LARGEST = 2_000_000
"""Bytes of a template."""
_TRIAL_IMAGES = {"qr": Image(b"", 20)}


@dataclass(frozen=True)
class Examined:
    """A template that was tried and found good; only ``examine`` makes one."""

    kind: PaperKind
    file_name: str
    content: bytes


@dataclass(frozen=True)
class TemplateRow:
    """Which template a unit prints a kind of paper by. ``template_id`` None: the one that ships."""

    kind: PaperKind
    template_id: UUID | None = None
    file_name: str = ""
    uploaded_at: datetime | None = None
    unit_id: UUID | None = None
    unit_name: str = ""
    """The unit that put it there: the unit itself, or one above."""


def examine(kind: PaperKind, file_name: str, content: bytes) -> Examined:
    """Look through a template and print it with samples, in a process with limits. Invalid says what is wrong.

    Takes about a second: before the transaction that stores it, not inside.
    """
    if kind not in NAMES_OF:
        raise Invalid(f"{NAMES[kind]} chưa có mẫu thay được.")
    if len(content) > LARGEST:
        raise Invalid(f"Tệp mẫu lớn hơn {LARGEST // 1_000_000} MB.", field="template")
    if recognised(content) is not DOCX:
        raise Invalid("Mẫu văn bản phải là tệp Word (.docx) không chứa macro.", field="template")
    known = fields(kind)
    full, empty = {one.name: one.sample for one in known}, {one.name: one.empty for one in known}
    names = [name for one in known for name in (one.name, *one.parts)]
    check([Print(content, full, _TRIAL_IMAGES), Print(content, empty, _TRIAL_IMAGES)], names)
    return Examined(kind, safe_name(file_name, DOCX, "mau-van-ban"), content)


def put_to_use(session: Session, actor: Actor, unit_id: UUID, examined: Examined) -> UUID:
    """Print this kind of paper of a unit, and of those below without one of their own, by the template from now on."""
    unit = require_reach(session, actor, unit_id)
    actor.require(Permission.PAPERS_WRITE)
    _wait_for_turn(session, unit)
    _retire(session, unit_id, examined.kind)
    row = PaperTemplate(
        unit_id=unit_id,
        kind=examined.kind,
        file_name=examined.file_name,
        sha256=sha256(examined.content).hexdigest(),
        content=examined.content,
        uploaded_at=now(),
        uploaded_by=actor.account_id,
    )
    session.add(row)
    session.flush()
    facts = {"kind": row.kind.value, "file_name": row.file_name, "sha256": row.sha256}
    audit.record(session, actor, "paper_template:replaced", row, entity_id=row.id, unit_id=unit_id, **facts)
    return row.id


def put_back(session: Session, actor: Actor, unit_id: UUID, kind: PaperKind) -> None:
    """Go back to the template of the unit above, or to the one that ships. Conflict when the unit has none of its own."""
    unit = require_reach(session, actor, unit_id)
    actor.require(Permission.PAPERS_WRITE)
    _wait_for_turn(session, unit)
    found = _retire(session, unit_id, kind)
    if found is None:
        raise Conflict("Đơn vị này không có mẫu riêng cho loại văn bản này.")
    facts = {"kind": kind.value, "file_name": found.file_name, "sha256": found.sha256}
    audit.record(session, actor, "paper_template:put_back", found, entity_id=found.id, unit_id=unit_id, **facts)


def in_use(session: Session, actor: Actor, unit_id: UUID, kind: PaperKind) -> bytes | None:
    """The template that a unit's papers of a kind are printed by; None: the one that ships. NotFound out of reach."""
    unit = require_reach(session, actor, unit_id)
    ids = way_up(unit)
    rows = session.exec(
        select(PaperTemplate).where(
            col(PaperTemplate.unit_id).in_(ids), PaperTemplate.kind == kind, col(PaperTemplate.is_in_use)
        )
    ).all()
    return min(rows, key=lambda row: ids.index(row.unit_id)).content if rows else None


def templates(session: Session, actor: Actor, unit_id: UUID) -> list[TemplateRow]:
    """By which template each kind of paper of a unit is printed. NotFound out of reach. Two statements."""
    unit = require_reach(session, actor, unit_id)
    ids = way_up(unit)
    facts = (PaperTemplate.kind, PaperTemplate.id, PaperTemplate.file_name, PaperTemplate.uploaded_at)
    query = (
        sa.select(*map(col, facts), col(PaperTemplate.unit_id), col(UnitEra.name))
        .join(UnitEra, (col(UnitEra.unit_id) == col(PaperTemplate.unit_id)) & col(UnitEra.ends_on).is_(None))
        .where(col(PaperTemplate.unit_id).in_(ids), col(PaperTemplate.is_in_use))
    )
    rows = sorted(
        (TemplateRow(*row) for row in session.execute(query)), key=lambda row: ids.index(row.unit_id or unit_id)
    )
    nearest = {row.kind: row for row in reversed(rows)}
    return [nearest.get(kind, TemplateRow(kind)) for kind in NAMES_OF]


def take_template(session: Session, actor: Actor, template_id: UUID) -> KeptFile:
    """Hand a template out to who keeps them. NotFound out of reach."""
    row = session.exec(
        select(PaperTemplate).where(PaperTemplate.id == template_id, within_reach(actor, PaperTemplate.unit_id))
    ).one_or_none()
    if row is None:
        raise NotFound
    actor.require(Permission.PAPERS_WRITE)
    return KeptFile(row.file_name, DOCX.media_type, row.content)


def _retire(session: Session, unit_id: UUID, kind: PaperKind) -> PaperTemplate | None:
    query = select(PaperTemplate).where(
        PaperTemplate.unit_id == unit_id, PaperTemplate.kind == kind, col(PaperTemplate.is_in_use)
    )
    row = session.exec(query.with_for_update()).one_or_none()
    if row is not None:
        row.is_in_use = False
        session.flush()
    return row


def _wait_for_turn(session: Session, unit: Unit) -> None:
    """One change of a unit's templates at a time, so that one of a kind is in use."""
    session.exec(select(Unit.id).where(Unit.id == unit.id).with_for_update(key_share=True)).one()

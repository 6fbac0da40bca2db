"""Commendations: praise with its decision, and models (cách làm hay) that others should know."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Account, Commendation, CommendationKind, UnitEra
from services import audit
from services.access import Actor, Permission, in_line, require_reach, within_reach
from services.clock import now
from services.errors import Invalid, NotFound
from services.followup import fields
from services.units import LONGEST_SEARCH
from services.vietnamese import search_key

KIND_NAMES = {
    CommendationKind.PRAISE: "Khen thưởng, biểu dương",
    CommendationKind.MODEL: "Mô hình, cách làm hay",
}
"""What the kinds are called on the screen."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NUMBER = 300, 4000, 80
NOTED, REMOVED = "commendation:noted", "commendation:removed"


@dataclass(frozen=True)
class CommendationDraft:
    """A commendation as typed; None for what was not chosen."""

    unit_id: UUID | None
    kind: CommendationKind | None
    title: str
    text: str = ""
    noted_on: date | None = None
    decision_number: str = ""


@dataclass(frozen=True)
class CommendationRow:
    """A commendation as it is listed; the unit has its name of that day."""

    commendation_id: UUID
    unit_id: UUID
    unit_name: str
    kind: CommendationKind
    title: str
    text: str
    noted_on: date
    decision_number: str
    is_reached: bool
    """Whether the unit lies in the actor's reach; a model from elsewhere is only there to be read."""


def commendations(
    session: Session, actor: Actor, words: str = "", kind: CommendationKind | None = None
) -> list[CommendationRow]:
    """Those that have every word in title, text, number or unit, the newest first; diacritics and case are ignored.

    Everything in reach, and the models that somebody noted for the actor's unit or for one above it: a model is
    written down to be known by every unit below whoever noted it. One statement.
    """
    wanted = search_key(words)[:LONGEST_SEARCH].split()
    rows = [_listed(*found) for found in session.execute(_query(actor, kind))]
    return [row for row in rows if _has(row, wanted)]


def commend(session: Session, actor: Actor, draft: CommendationDraft, token: UUID) -> UUID:
    """Keep a commendation of a unit; ``token`` becomes its id, so that a double click keeps it once.

    Raises NotFound, NotAllowed; Invalid for a day to come and where something is missing.
    """
    unit = require_reach(session, actor, draft.unit_id) if draft.unit_id else None
    actor.require(Permission.FOLLOWUP_WRITE)
    if unit is None:
        raise Invalid("Đồng chí chọn đơn vị.", field="unit_id")
    row = _new_row(actor, unit.id, draft, token)
    if fields.is_new(session, row, "unit_id"):
        _record(session, actor, NOTED, row)
        session.flush()
    return token


def remove_commendation(session: Session, actor: Actor, commendation_id: UUID) -> None:
    """Take back a commendation that was noted by mistake. A second click changes nothing."""
    row = session.exec(
        select(Commendation).where(Commendation.id == commendation_id, within_reach(actor, Commendation.unit_id))
    ).one_or_none()
    if row is None and not fields.was_recorded(session, actor, REMOVED, commendation_id):
        raise NotFound
    actor.require(Permission.FOLLOWUP_WRITE)
    if row is None:
        return
    fields.require_level(session, actor, row.created_by)
    session.delete(row)
    session.flush()
    _record(session, actor, REMOVED, row)


def _query(actor: Actor, kind: CommendationKind | None) -> sa.Select[Commendation, str, bool]:
    is_reached = within_reach(actor, Commendation.unit_id)
    is_spread = sa.and_(col(Commendation.kind) == CommendationKind.MODEL, in_line(actor, Account.unit_id))
    era = sa.and_(
        col(UnitEra.unit_id) == Commendation.unit_id,
        fields.in_days(col(UnitEra.starts_on), col(UnitEra.ends_on), col(Commendation.noted_on)),
    )
    query = (
        sa.select(Commendation, sa.func.coalesce(col(UnitEra.name), ""), is_reached)
        .join(Account, col(Account.id) == Commendation.created_by)
        .outerjoin(UnitEra, era)
        .where(sa.or_(is_reached, is_spread))
        .order_by(col(Commendation.noted_on).desc(), col(Commendation.id).desc())
    )
    return query if kind is None else query.where(col(Commendation.kind) == kind)


def _listed(row: Commendation, unit_name: str, is_reached: bool) -> CommendationRow:
    return CommendationRow(
        commendation_id=row.id,
        unit_id=row.unit_id,
        unit_name=unit_name,
        kind=row.kind,
        title=row.title,
        text=row.text,
        noted_on=row.noted_on,
        decision_number=row.decision_number,
        is_reached=bool(is_reached),
    )


def _has(row: CommendationRow, wanted: list[str]) -> bool:
    text = search_key(f"{row.title} {row.text} {row.decision_number} {row.unit_name}")
    return all(word in text for word in wanted)


def _new_row(actor: Actor, unit_id: UUID, draft: CommendationDraft, token: UUID) -> Commendation:
    if draft.kind is None:
        raise Invalid("Đồng chí chọn loại: khen thưởng hay mô hình.", field="kind")
    is_model = draft.kind is CommendationKind.MODEL
    return Commendation(
        id=token,
        unit_id=unit_id,
        kind=draft.kind,
        title=fields.line(draft.title, "title", "Nội dung", LONGEST_TITLE, is_required=True),
        text=fields.lines(draft.text, "text", "Mô tả cách làm", LONGEST_TEXT, is_required=is_model),
        noted_on=fields.past_day(draft.noted_on, "noted_on", "Ngày"),
        decision_number=fields.line(draft.decision_number, "decision_number", "Số quyết định", LONGEST_NUMBER),
        created_at=now(),
        created_by=actor.account_id,
    )


def _record(session: Session, actor: Actor, action: str, row: Commendation) -> None:
    facts = {"kind": row.kind, "title": row.title, "noted_on": row.noted_on.isoformat()}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)

"""How a unit signs its papers, where, and when its term began (thể thức ký, nhiệm kỳ)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from models import PaperSettings
from services import audit
from services.access import Actor, Permission, require_reach
from services.clock import now, today
from services.errors import Invalid
from services.papers.issuers import CELL, SIGNS_FOR, issuer
from services.vietnamese import clean

LONGEST_PLACE = 120


@dataclass(frozen=True)
class SettingsDraft:
    """What a unit says itself; an empty place and no day: as the unit above says."""

    signs_for: str = CELL
    term_starts_on: date | None = None
    place_name: str = ""


@dataclass(frozen=True)
class SettingsRow:
    """What holds for a unit, and what of it the unit says itself (None: nothing, all is from above)."""

    signs_for: str
    term_starts_on: date | None
    place_name: str
    own: SettingsDraft | None


def settings(session: Session, actor: Actor, unit_id: UUID) -> SettingsRow:
    """What holds for the papers of a unit today. NotFound out of reach."""
    found = issuer(session, actor, unit_id, today())
    row = session.get(PaperSettings, unit_id)
    own = SettingsDraft(row.signs_for, row.term_starts_on, row.place_name) if row else None
    return SettingsRow(found.signs_for, found.term_starts_on, found.place, own)


def settle(session: Session, actor: Actor, unit_id: UUID, draft: SettingsDraft) -> None:
    """Say how the papers of a unit, and of those below it that say nothing, are signed and counted."""
    require_reach(session, actor, unit_id)
    actor.require(Permission.MEETINGS_WRITE)
    row = session.get(PaperSettings, unit_id) or PaperSettings(unit_id=unit_id, changed_at=now())
    row.signs_for, row.term_starts_on, row.place_name = _checked(draft)
    row.changed_at = now()
    session.add(row)
    session.flush()
    term = row.term_starts_on.isoformat() if row.term_starts_on else None
    facts = {"signs_for": row.signs_for, "term": term, "place": row.place_name}
    audit.record(session, actor, "paper:settled", row, entity_id=unit_id, unit_id=unit_id, **facts)


def _checked(draft: SettingsDraft) -> tuple[str, date | None, str]:
    place, term = clean(draft.place_name), draft.term_starts_on
    if draft.signs_for not in SIGNS_FOR:
        raise Invalid("Đồng chí chọn ký thay mặt chi bộ hoặc chi ủy.", field="signs_for")
    if len(place) > LONGEST_PLACE:
        raise Invalid(f"Địa danh dài quá {LONGEST_PLACE} chữ.", field="place_name")
    if term is not None and (isinstance(term, datetime) or term > today()):
        raise Invalid("Ngày bắt đầu nhiệm kỳ chưa tới.", field="term_starts_on")
    return draft.signs_for, term, place

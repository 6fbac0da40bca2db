"""Whom to ask about a record that somebody cannot change."""

from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, Role, UnitEra
from services.access import PERMISSIONS, Permission
from services.vietnamese import listing

MOST_NAMED = 2
REVIEWING = [role for role in Role if Permission.MEETINGS_REVIEW in PERMISSIONS[role]]


def unit_name(session: Session, unit_id: UUID | None) -> str:
    """Today's name of a unit, whether or not the actor reaches it: a superior's name is no secret."""
    found = session.exec(select(UnitEra.name).where(UnitEra.unit_id == unit_id, col(UnitEra.ends_on).is_(None))).first()
    return found or "cấp trên"


def of_unit(session: Session, unit_id: UUID | None) -> str:
    """``Đảng bộ xã Bằng Vân (đồng chí Nông Văn An)``: the unit and who reviews there."""
    people = session.exec(
        select(Account.display_name)
        .where(Account.unit_id == unit_id, col(Account.is_disabled).is_(False), col(Account.role).in_(REVIEWING))
        .order_by(col(Account.username))
        .limit(MOST_NAMED)
    ).all()
    name = unit_name(session, unit_id)
    return f"{name} ({listing(people)})" if people else name

"""Reach over many units at once, and who decides about them: an account of a unit strictly above."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from models import Unit
from services import units
from services.access import Actor, below
from services.errors import Invalid, NotAllowed, NotFound
from services.vietnamese import listing

MOST_NAMED = 3


def locked_units(session: Session, actor: Actor, unit_ids: Collection[UUID]) -> list[Unit]:
    """The units, held until the transaction ends: two who write about one take turns.

    Raises Invalid for none at all, NotFound when one of them does not exist or lies out of reach.
    """
    wanted = set(unit_ids)
    if not wanted:
        raise Invalid("Đồng chí chọn ít nhất một đơn vị.", field="units")
    query = select(Unit).where(col(Unit.id).in_(wanted), below(actor.unit_path)).order_by(col(Unit.id))
    found = list(session.exec(query.with_for_update(key_share=True)))
    if len(found) < len(wanted):
        raise NotFound
    return found


def require_above(actor: Actor, unit_ids: Collection[UUID]) -> None:
    """Raise NotAllowed where one of the units is the actor's own: a unit never decides about itself."""
    if actor.unit_id in unit_ids:
        raise NotAllowed(
            "Cấp ủy cấp trên trực tiếp mới ban hành quyết định về đơn vị này; tài khoản của chính đơn vị không tự ghi "
            "được. Đồng chí báo cán bộ của cấp trên ghi quyết định."
        )


def named(session: Session, actor: Actor, unit_ids: Iterable[UUID]) -> str:
    """Some units by their names of today, the first few of many."""
    wanted = set(unit_ids)
    names = sorted(row.name for row in units.by_id(session, actor, wanted).values())
    rest = len(wanted) - min(len(names), MOST_NAMED)
    return listing([*names[:MOST_NAMED], *([f"{rest} đơn vị khác"] if rest else [])])

"""Who may decide about whom, and the tree that a decision looks at."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from models import Unit
from services.access import Actor, Permission, below
from services.classification import year_end as year_ends
from services.classification.references import Level, require_begun
from services.classification.year_end import YearEnd
from services.errors import NotAllowed, NotFound


def authorised(session: Session, actor: Actor, unit_ids: Collection[UUID]) -> None:
    """Raise NotFound unless all units are in reach, NotAllowed for whoever may not decide about one of them."""
    units = session.exec(select(Unit).where(col(Unit.id).in_(unit_ids), below(actor.unit_path))).all()
    if len(units) < len(set(unit_ids)):
        raise NotFound
    actor.require(Permission.ASSESSMENTS_REVIEW)
    if any(not is_above(actor, unit.path) for unit in units):
        raise NotAllowed(
            "Đơn vị không tự quyết định xếp loại của mình. Đồng chí đề nghị cấp ủy cấp trên trực tiếp ra quyết định."
        )


def is_above(actor: Actor, path: str) -> bool:
    """Whether the actor's unit stands strictly above."""
    return path.startswith(actor.unit_path) and path != actor.unit_path


def year_end_of(session: Session, level: Level, year: int, unit_ids: Collection[UUID]) -> YearEnd:
    """The units of a decision, their siblings (who may be counted together with them), and what is below committees.

    The caller has checked reach.
    """
    require_begun(year)
    conditions = [year_ends.siblings(unit_ids, year)]
    if level is Level.COMMITTEE:
        paths = session.exec(select(Unit.path).where(col(Unit.id).in_(unit_ids))).all()
        conditions += [below(path) for path in paths]
    return year_ends.load(session, year, *conditions)

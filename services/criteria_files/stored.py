"""A stored criteria set by the code and version that its file carries."""

from sqlmodel import Session, col, select

from models import CriteriaSet
from services.access import Actor, within_reach
from services.errors import NotFound


def stored_text(session: Session, actor: Actor | None, code: str, version: int | None = None) -> str:
    """The text of a set as it is kept, its newest version unless one is named; ``actor`` None is the operator."""
    query = select(CriteriaSet.body).where(CriteriaSet.code == code).order_by(col(CriteriaSet.version).desc())
    if version is not None:
        query = query.where(CriteriaSet.version == version)
    if actor is not None:
        query = query.where(within_reach(actor, CriteriaSet.unit_id))
    text = session.exec(query.limit(1)).first()
    if text is None:
        named = f" phiên bản {version}" if version is not None else ""
        raise NotFound(f"Không có bộ tiêu chí “{code}”{named}.")
    return text

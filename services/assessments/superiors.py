"""Who reviews: an account of a unit strictly above the one that is assessed, and never the one that handed it in."""

from uuid import UUID

from sqlmodel import Session, col, select

from models import Assessment, UnitEra
from services.access import Actor
from services.errors import NotAllowed


def refusal(session: Session, actor: Actor, unit_id: UUID) -> str:
    """Why an account of this unit may not review the unit, and whom to ask; empty where it may.

    The caller has checked reach, so the actor's unit is the one that is assessed or lies above it.
    """
    if actor.unit_id != unit_id:
        return ""
    name = _above(session, unit_id)
    rule = (
        "Bản tự chấm do cấp trên của đơn vị thẩm định; tài khoản thuộc chính đơn vị được chấm không tự thẩm định được."
    )
    return f"{rule} Đồng chí {f'báo {name} thẩm định' if name else 'báo quản trị mở tài khoản của cấp trên trực tiếp'}."


def require_above(session: Session, actor: Actor, unit_id: UUID) -> None:
    """Raise NotAllowed, with the rule and whom to ask, unless the actor's unit lies above."""
    if sentence := refusal(session, actor, unit_id):
        raise NotAllowed(sentence)


def require_other(actor: Actor, assessment: Assessment) -> None:
    """Four eyes: raise NotAllowed for the account that handed it in."""
    if assessment.submitted_by == actor.account_id:
        raise NotAllowed(
            "Chính tài khoản này đã nộp bản tự chấm nên không tự thẩm định, không tự thông qua được; "
            "cần một đồng chí khác thẩm định."
        )


def _above(session: Session, unit_id: UUID) -> str | None:
    """The name of the unit directly above, whether or not the actor reaches it."""
    own = select(UnitEra.parent_id).where(UnitEra.unit_id == unit_id, col(UnitEra.ends_on).is_(None))
    query = select(UnitEra.name).where(col(UnitEra.unit_id).in_(own), col(UnitEra.ends_on).is_(None))
    return session.exec(query).first()

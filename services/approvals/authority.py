"""Who may judge a record: the level it waits for, or one above; never whoever handed it in."""

from sqlmodel import Session, select

from models import Meeting, Unit
from services.access import Actor
from services.errors import NotAllowed
from services.meetings import contacts


def refusal(session: Session, actor: Actor, meeting: Meeting) -> str:
    """Why this account may not judge the record now, with whom to ask; empty where it may."""
    if meeting.submitted_by == actor.account_id:
        asked = contacts.of_unit(session, meeting.waiting_unit_id)
        return f"Chính tài khoản này đã nộp biên bản nên không tự duyệt được. Đồng chí báo {asked} duyệt."
    if meeting.waiting_unit_id is not None and not stands_over(session, actor, meeting.waiting_unit_id):
        return f"Biên bản đang chờ {contacts.of_unit(session, meeting.waiting_unit_id)} duyệt."
    return ""


def require_reader(session: Session, actor: Actor, meeting: Meeting) -> None:
    """Raise NotAllowed, with whom to ask, unless this account may judge the record now."""
    if sentence := refusal(session, actor, meeting):
        raise NotAllowed(sentence)


def stands_over(session: Session, actor: Actor, unit_id: object) -> bool:
    """Whether the actor's unit is this one or lies above it, by today's tree."""
    path = session.exec(select(Unit.path).where(Unit.id == unit_id)).one()
    return path.startswith(actor.unit_path)

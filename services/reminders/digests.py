"""The digest: one letter a day to each account that wants it, while somebody in its reach owes a record."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, Channel, EmailAddress, Reminder, Unit
from services import audit, months
from services.access import Actor, Permission
from services.clock import now, today
from services.reminders import texts
from services.reminders.owing import Group, owing
from services.reminders.stages import is_reminder_day
from services.vietnamese import month as in_words


@dataclass(frozen=True)
class Digest:
    """A letter that is to be sent; its line in the log is stored before it goes out."""

    reminder_id: UUID
    address: str
    subject: str
    text: str


def reserve(session: Session) -> list[Digest]:
    """The letters of today, each with its line in the log, so that nobody gets two.

    A letter that could not be sent today is offered again. Only on the days of ``stages``; nothing goes to accounts
    that are disabled or expired, nor about cells that have reported.
    """
    found = []
    for actor, address in _readers(session):
        groups = _due_today(session, actor)
        if groups and (digest := _reserved(session, actor, address, groups)):
            found.append(digest)
    session.flush()
    return found


def note_sent(session: Session, reminder_id: UUID, error: str = "") -> None:
    """Write down how sending went; an empty error says that the server took the letter."""
    reminder = session.get(Reminder, reminder_id)
    if reminder is None:
        return
    reminder.error, reminder.sent_at = error[:500], now()
    action = "reminder:failed" if error else "reminder:sent"
    audit.record(session, None, action, reminder, entity_id=reminder.id, unit_id=reminder.unit_id, error=error[:500])
    session.flush()


UNSENT = "chưa gửi xong"
"""Stands in the log while a letter is on its way: a letter whose sending was cut off is offered again."""


def _readers(session: Session) -> list[tuple[Actor, str]]:
    query = (
        select(Account, EmailAddress.address, Unit.path)
        .join(EmailAddress, col(EmailAddress.account_id) == col(Account.id))
        .join(Unit, col(Unit.id) == col(Account.unit_id))
        .where(col(Account.is_disabled).is_(False))
        .order_by(col(Account.username))
    )
    actors = [
        (Actor(row.id, row.username, row.display_name, row.role, row.unit_id, path), address)
        for row, address, path in session.exec(query)
        if row.expires_on is None or row.expires_on > today()
    ]
    return [(actor, address) for actor, address in actors if actor.may(Permission.MEETINGS_WRITE)]


def _due_today(session: Session, actor: Actor) -> list[Group]:
    """The groups of the last whole month, and of this one, whose day is today."""
    this = months.month_of(today())
    for month in (months.after(this, -1), this):
        groups = [group for group in owing(session, actor, month) if is_reminder_day(group.due_on, today())]
        if groups:
            return groups
    return []


def _reserved(session: Session, actor: Actor, address: str, groups: list[Group]) -> Digest | None:
    text = texts.digest(groups)
    known = session.exec(
        select(Reminder)
        .where(
            Reminder.account_id == actor.account_id,
            Reminder.channel == Channel.EMAIL,
            Reminder.sent_on == today(),
            Reminder.unit_id == actor.unit_id,
        )
        .with_for_update()
    ).one_or_none()
    if known is not None and not known.error:
        return None
    reminder = known or Reminder(
        unit_id=actor.unit_id,
        account_id=actor.account_id,
        channel=Channel.EMAIL,
        sent_on=today(),
        sent_at=now(),
        text=text,
    )
    reminder.text, reminder.error = text, UNSENT
    session.add(reminder)
    return Digest(reminder.id, address, _subject(groups[0].month), text)


def _subject(month: date) -> str:
    return texts.SUBJECT.format(month=in_words(month))

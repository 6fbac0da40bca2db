"""What was said to whom: one line per day, channel, account and unit."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Account, Channel, Reminder, UnitEra
from services import audit
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now, today
from services.errors import Invalid
from services.vietnamese import clean_lines

SHOWN = 100
CHANNELS = {Channel.CHAT: "Tin nhắn", Channel.EMAIL: "Thư điện tử"}


@dataclass(frozen=True)
class ReminderRow:
    """One line of the log."""

    sent_at: datetime
    channel: Channel
    unit_name: str
    by: str
    """Who copied the text, or whose digest it was."""
    text: str
    error: str


def note_chat(session: Session, actor: Actor, unit_id: UUID, text: str) -> None:
    """Write down that the actor has passed a text on to the cells below a unit; once a day, the newest text counts.

    NotFound out of reach; NotAllowed for whoever only reads.
    """
    require_reach(session, actor, unit_id)
    actor.require(Permission.MEETINGS_WRITE)
    words = clean_lines(text)
    if not words:
        raise Invalid("Không có nội dung để ghi lại.")
    known = session.exec(
        select(Reminder).where(
            Reminder.account_id == actor.account_id,
            Reminder.channel == Channel.CHAT,
            Reminder.sent_on == today(),
            Reminder.unit_id == unit_id,
        )
    ).one_or_none()
    if known is not None and known.text == words:
        return
    reminder = known or Reminder(
        unit_id=unit_id, account_id=actor.account_id, channel=Channel.CHAT, sent_on=today(), sent_at=now(), text=words
    )
    reminder.text, reminder.sent_at = words, now()
    session.add(reminder)
    audit.record(session, actor, "reminder:noted", reminder, entity_id=reminder.id, unit_id=unit_id)
    session.flush()


def log(session: Session, actor: Actor, *, since: date | None = None) -> list[ReminderRow]:
    """The newest lines about units in reach, newest first. One statement."""
    query = (
        sa.select(
            col(Reminder.sent_at),
            col(Reminder.channel),
            sa.func.coalesce(col(UnitEra.name), ""),
            col(Account.display_name),
            col(Reminder.text),
            col(Reminder.error),
        )
        .join(Account, col(Account.id) == col(Reminder.account_id))
        .join(UnitEra, (col(UnitEra.unit_id) == col(Reminder.unit_id)) & col(UnitEra.ends_on).is_(None), isouter=True)
        .where(within_reach(actor, Reminder.unit_id))
        .order_by(col(Reminder.sent_at).desc(), col(Reminder.id).desc())
        .limit(SHOWN)
    )
    if since is not None:
        query = query.where(col(Reminder.sent_on) >= since)
    return [ReminderRow(*row) for row in session.execute(query)]

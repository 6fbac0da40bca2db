"""Reminders: what was said to whom about a period that is running out."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference


class Channel(StrEnum):
    """How somebody was reminded: a text to paste into a chat, or an e-mail."""

    CHAT = "chat"
    EMAIL = "email"


class EmailAddress(Table, table=True):
    """Where an account wants its digest; without one it gets none."""

    account_id: UUID = reference("account.id", primary_key=True, index=False)
    address: str = Field(max_length=254)
    changed_at: datetime = instant()


class Reminder(Table, table=True):
    """One reminder that was sent or copied. A digest goes out once a day and account."""

    __table_args__ = (sa.UniqueConstraint("account_id", "channel", "sent_on", "unit_id"),)

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    """What it was about: the unit and everything below it."""
    account_id: UUID = reference("account.id")
    """Who received the digest, or who copied the text."""
    channel: Channel = choice(Channel)
    period_id: UUID | None = reference("period.id", nullable=True, index=False)
    sent_on: date
    sent_at: datetime = instant()
    text: str = Field(sa_type=sa.Text)
    error: str = Field(default="", max_length=500)
    """Why it could not be sent; empty when it was."""

"""Reminders that know the state: who still owes a month's record, what to say to them, and what was said.

Read: ``owing`` by commune, ``for_chat`` a text to paste, ``log`` what was sent, ``address_of`` the own address.
Change: ``note_chat`` that a text was passed on, ``write_address``. ``manage.py remind`` sends the digests (``mail``).
"""

from models import Channel
from services.reminders.addresses import address_of, write_address
from services.reminders.log import CHANNELS, ReminderRow, log, note_chat
from services.reminders.owing import Group, Owing, owing
from services.reminders.stages import REMINDED_AT, Stage, is_reminder_day, reminder_days, stage
from services.reminders.texts import digest, for_chat

__all__ = [
    "CHANNELS",
    "REMINDED_AT",
    "Channel",
    "Group",
    "Owing",
    "ReminderRow",
    "Stage",
    "address_of",
    "digest",
    "for_chat",
    "is_reminder_day",
    "log",
    "note_chat",
    "owing",
    "reminder_days",
    "stage",
    "write_address",
]

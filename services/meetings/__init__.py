"""Meetings of cells: their records written field by field, handed in, listed.

Read: ``sheet`` one record, ``gaps`` what it lacks, ``due`` a month over many cells,
``reported_month`` which month that is now, ``book`` a span of months.
Change: ``write`` one field, ``give_task``, ``withdraw_task``, ``open_another``, ``submit``, ``take_back``.
"""

from models import MeetingKind, MeetingState, Presence, SuspensionKind, TaskOutcome
from services.meetings.gaps import gaps
from services.meetings.listing import book, due, reported_month
from services.meetings.records import open_another
from services.meetings.rows import (
    BookRow,
    DueRow,
    Gap,
    MeetingRef,
    MeetingSheet,
    RecordState,
    ReviewRow,
    RollEntry,
    Submission,
    TaskDraft,
    TaskRow,
    moment,
)
from services.meetings.sheets import sheet
from services.meetings.submission import submit, take_back
from services.meetings.tasks import give_task, withdraw_task
from services.meetings.words import FIELDS, KINDS, OUTCOMES, STATES
from services.meetings.writing import write

__all__ = [
    "FIELDS",
    "KINDS",
    "OUTCOMES",
    "STATES",
    "BookRow",
    "DueRow",
    "Gap",
    "MeetingKind",
    "MeetingRef",
    "MeetingSheet",
    "MeetingState",
    "Presence",
    "RecordState",
    "ReviewRow",
    "RollEntry",
    "Submission",
    "SuspensionKind",
    "TaskDraft",
    "TaskOutcome",
    "TaskRow",
    "book",
    "due",
    "gaps",
    "give_task",
    "moment",
    "open_another",
    "reported_month",
    "sheet",
    "submit",
    "take_back",
    "withdraw_task",
    "write",
]

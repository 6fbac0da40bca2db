"""Meetings of cells: their records written field by field, handed in, listed.

Read: ``sheet`` one record, ``parts`` its lists, ``gaps`` what it lacks, ``due`` a month over many cells,
``reported_month`` which month that is now, ``book`` a span of months, ``expected_cells`` who had to meet in it.
Change: ``write`` one field, ``give_task``, ``withdraw_task``, ``give_target``, ``withdraw_target``,
``open_another``, ``submit``, ``take_back``; ``file_minutes`` also once it has been handed in.
"""

from models import MeetingKind, MeetingState, Presence, SuspensionKind, TargetOutcome, TaskOutcome
from services.meetings.amounts import amount, written
from services.meetings.expected import ExpectedCell
from services.meetings.expected import cells as expected_cells
from services.meetings.gaps import gaps
from services.meetings.listing import book, due, reported_month
from services.meetings.parts import AgendaRow, FileRow, GuestRow, MeetingParts, MentionRow, VoteRow, parts
from services.meetings.records import open_another
from services.meetings.rows import (
    BookRow,
    DueRow,
    Gap,
    MeetingRef,
    MeetingSheet,
    RecordState,
    RollEntry,
    Submission,
    moment,
)
from services.meetings.sheets import sheet
from services.meetings.submission import submit, take_back
from services.meetings.targets import give_target, withdraw_target
from services.meetings.tasks import give_task, withdraw_task
from services.meetings.words import FIELDS, KINDS, OUTCOMES, STATES, TARGET_OUTCOMES
from services.meetings.work import ReviewRow, TargetDraft, TargetReviewRow, TargetRow, TaskDraft, TaskRow
from services.meetings.writing import file_minutes, write

__all__ = [
    "FIELDS",
    "KINDS",
    "OUTCOMES",
    "STATES",
    "TARGET_OUTCOMES",
    "AgendaRow",
    "BookRow",
    "DueRow",
    "ExpectedCell",
    "FileRow",
    "Gap",
    "GuestRow",
    "MeetingKind",
    "MeetingParts",
    "MeetingRef",
    "MeetingSheet",
    "MeetingState",
    "MentionRow",
    "Presence",
    "RecordState",
    "ReviewRow",
    "RollEntry",
    "Submission",
    "SuspensionKind",
    "TargetDraft",
    "TargetOutcome",
    "TargetReviewRow",
    "TargetRow",
    "TaskDraft",
    "TaskOutcome",
    "TaskRow",
    "VoteRow",
    "amount",
    "book",
    "due",
    "expected_cells",
    "file_minutes",
    "gaps",
    "give_target",
    "give_task",
    "moment",
    "open_another",
    "parts",
    "reported_month",
    "sheet",
    "submit",
    "take_back",
    "withdraw_target",
    "withdraw_task",
    "write",
    "written",
]

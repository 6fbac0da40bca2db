"""Meetings of cells: their records written field by field, handed in, listed.

Read: ``sheet`` one record, ``parts`` its lists, ``gaps`` what it lacks, ``due`` a month over many cells,
``reported_month`` which month that is now, ``book`` a span of months, ``expected_cells`` who had to meet in it.
``ballot`` who votes, ``usual_agenda`` what a meeting begins with, ``templates`` what units wrote of it.
``rule_of`` a kind, ``plans`` and ``chairs`` of a month to come, ``schedule`` of a month with its clashes.
Change: ``plan`` one field of a meeting to come, ``postpone``, ``cancel``, ``revive``;
``write`` one field, ``give_task``, ``withdraw_task``, ``give_target``, ``withdraw_target``,
``find_tasks_done`` and ``find_targets_met`` for all that nobody has looked at, ``take_times``, ``take_agenda``, ``add_…`` and ``remove_…``
for agenda items, guests, mentions and votes, ``put_up`` and ``take_down`` for documents,
``open_another``, ``submit``, ``take_back``, ``amend``; ``file_minutes`` also once it has been handed in.
"""

from models import MeetingKind, MeetingState, MentionKind, Presence, SuspensionKind, TargetOutcome, TaskOutcome
from services.meetings.agenda import add_agenda_item, move_agenda_item, remove_agenda_item, take_agenda
from services.meetings.amounts import amount, written
from services.meetings.cells import AHEAD
from services.meetings.clashes import Clash, ClashKind
from services.meetings.expected import ExpectedCell
from services.meetings.expected import cells as expected_cells
from services.meetings.files import put_up, take_down, take_file
from services.meetings.gaps import gaps
from services.meetings.guests import GuestDraft, add_guest, proposed_supervisors, remove_guest
from services.meetings.kinds import OF_MEMBERS, SCORED, KindRule, held_by, rule_of
from services.meetings.lines import BookRow, DueRow, RecordState
from services.meetings.listing import book, due, reported_month
from services.meetings.mentions import MentionDraft, add_mention, remove_mention
from services.meetings.notices import announcement, kind_name, notice, remarks, schedule_table, warnings, when
from services.meetings.one_click import find_targets_met, find_tasks_done, take_times
from services.meetings.parts import AgendaRow, FileRow, GuestRow, MeetingParts, MentionRow, VoteRow, parts
from services.meetings.planning import Postponement, cancel, chairs, plan, postpone, revive
from services.meetings.plans import PlanLine, plans
from services.meetings.records import open_another
from services.meetings.rows import (
    Gap,
    MeetingRef,
    MeetingSheet,
    PartCounts,
    RollEntry,
    Submission,
    Times,
    moment,
)
from services.meetings.schedule import Schedule, ScheduleRow, schedule
from services.meetings.sheets import newest, sheet
from services.meetings.submission import amend, submit, take_back
from services.meetings.targets import give_target, withdraw_target
from services.meetings.tasks import give_task, withdraw_task
from services.meetings.templates import TemplateRow, UsualAgenda, templates, usual_agenda, write_template
from services.meetings.voting import Ballot, VoteDraft, add_vote, ballot, remove_vote
from services.meetings.words import FIELDS, KINDS, MENTIONS, OUTCOMES, STATES, TARGET_OUTCOMES
from services.meetings.work import ReviewRow, TargetDraft, TargetReviewRow, TargetRow, TaskDraft, TaskRow
from services.meetings.writing import file_minutes, write

__all__ = [
    "AHEAD",
    "FIELDS",
    "KINDS",
    "MENTIONS",
    "OF_MEMBERS",
    "OUTCOMES",
    "SCORED",
    "STATES",
    "TARGET_OUTCOMES",
    "AgendaRow",
    "Ballot",
    "BookRow",
    "Clash",
    "ClashKind",
    "DueRow",
    "ExpectedCell",
    "FileRow",
    "Gap",
    "GuestDraft",
    "GuestRow",
    "KindRule",
    "MeetingKind",
    "MeetingParts",
    "MeetingRef",
    "MeetingSheet",
    "MeetingState",
    "MentionDraft",
    "MentionKind",
    "MentionRow",
    "PartCounts",
    "PlanLine",
    "Postponement",
    "Presence",
    "RecordState",
    "ReviewRow",
    "RollEntry",
    "Schedule",
    "ScheduleRow",
    "Submission",
    "SuspensionKind",
    "TargetDraft",
    "TargetOutcome",
    "TargetReviewRow",
    "TargetRow",
    "TaskDraft",
    "TaskOutcome",
    "TaskRow",
    "TemplateRow",
    "Times",
    "UsualAgenda",
    "VoteDraft",
    "VoteRow",
    "add_agenda_item",
    "add_guest",
    "add_mention",
    "add_vote",
    "amend",
    "amount",
    "announcement",
    "ballot",
    "book",
    "cancel",
    "chairs",
    "due",
    "expected_cells",
    "file_minutes",
    "find_targets_met",
    "find_tasks_done",
    "gaps",
    "give_target",
    "give_task",
    "held_by",
    "kind_name",
    "moment",
    "move_agenda_item",
    "newest",
    "notice",
    "open_another",
    "parts",
    "plan",
    "plans",
    "postpone",
    "proposed_supervisors",
    "put_up",
    "remarks",
    "remove_agenda_item",
    "remove_guest",
    "remove_mention",
    "remove_vote",
    "reported_month",
    "revive",
    "rule_of",
    "schedule",
    "schedule_table",
    "sheet",
    "submit",
    "take_agenda",
    "take_back",
    "take_down",
    "take_file",
    "take_times",
    "templates",
    "usual_agenda",
    "warnings",
    "when",
    "withdraw_target",
    "withdraw_task",
    "write",
    "write_template",
    "written",
]

"""Whether a draft is a record that somebody is writing, or no more than the plan of a meeting to come.

The plan of a meeting is its day, hour, place, chair, minutes secretary and theme, planned or opened with; its agenda
and its documents prepare it. A draft that holds nothing else is not begun: lists show it as missing, with the day that
it is planned for. It is begun with the first thing that only a meeting leaves behind: its day, its times, a text, a
mark on the roll, a guest, a task, a target, what was found of earlier ones, a mention, a vote.
"""

from functools import cache

import sqlalchemy as sa
from sqlmodel import col

from models import Attendance, Guest, Meeting, MeetingState, Mention, Target, TargetReview, Task, TaskReview, Vote

DAYS = (Meeting.held_on, Meeting.started_at, Meeting.ended_at, Meeting.premeeting_on, Meeting.minutes_on)
TEXTS = (
    *(Meeting.premeeting_content, Meeting.content, Meeting.results),
    *(Meeting.weaknesses, Meeting.directions, Meeting.conclusion),
)
ROWS = (
    *(Attendance.meeting_id, Guest.meeting_id, Task.meeting_id, Target.meeting_id),
    *(TaskReview.meeting_id, TargetReview.meeting_id, Mention.meeting_id, Vote.meeting_id),
)


@cache
def is_begun() -> sa.ColumnElement[bool]:
    """True for a row of ``Meeting`` that is more than a plan."""
    return sa.or_(
        col(Meeting.state) != MeetingState.DRAFT,
        *[col(day).is_not(None) for day in DAYS],
        *[col(text) != "" for text in TEXTS],
        *[sa.exists().where(col(of) == col(Meeting.id)).correlate(Meeting) for of in ROWS],
    )

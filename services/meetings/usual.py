"""When a meeting usually takes place: as it was planned, or else like the last one. Proposed, never stored unasked."""

from datetime import date, datetime, time

from models import Meeting
from services import months
from services.clock import today
from services.meetings.rows import Times


def proposed_times(meeting: Meeting, last: Meeting | None) -> Times:
    """What is proposed where the record says nothing yet; ``last`` is the meeting before it, where there was one.

    A day only as it was planned and not before it has come; times only while neither is known. Nothing for a record
    that was handed in.
    """
    if meeting.state.is_handed_in:
        return Times()
    on = _planned_day(meeting) if meeting.held_on is None else None
    if meeting.started_at or meeting.ended_at:
        return Times(on)
    began, ended = (last.started_at, last.ended_at) if last else (None, None)
    if meeting.planned_at is None:
        return Times(on, began, ended)
    return Times(on, meeting.planned_at, _later(meeting.planned_at, began, ended) if began and ended else None)


def _planned_day(meeting: Meeting) -> date | None:
    on = meeting.planned_on
    return on if on and on <= today() and months.month_of(on) == meeting.month else None


def _later(start: time, began: time, ended: time) -> time | None:
    """As long after ``start`` as the last meeting lasted; None where that is another day."""
    day = date(2000, 1, 1)
    end = datetime.combine(day, start) + (datetime.combine(day, ended) - datetime.combine(day, began))
    return end.time() if end.date() == day else None

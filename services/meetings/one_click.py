"""What takes many clicks and is nearly always the same, in one: the usual times, all tasks done, all targets met."""

from sqlmodel import Session

from models import TargetOutcome, TaskOutcome
from services.access import Actor
from services.meetings import records, reviews, target_reviews
from services.meetings.rows import MeetingRef, Times
from services.meetings.usual import proposed_times
from services.meetings.writing import changed

WRITTEN = "meeting:written"


def take_times(session: Session, actor: Actor, ref: MeetingRef) -> Times:
    """Write what is proposed into the fields that are still empty, and return it. A second click changes nothing."""
    record = records.draft(session, actor, ref)
    proposed = proposed_times(record.meeting, records.last_before(session, ref))
    for field in ("held_on", "started_at", "ended_at"):
        value = getattr(proposed, field)
        if value is not None:
            changed(record, field, value, None, WRITTEN)
    return proposed


def find_tasks_done(session: Session, actor: Actor, ref: MeetingRef) -> int:
    """Find every task of the last meeting done that nobody has looked at here yet, and say how many those were.

    What was found already stays as it is, so a second click changes nothing.
    """
    record = records.draft(session, actor, ref)
    _, found = reviews.of_meeting(session, ref, record.meeting.id)
    open_ = [row for row in found if row.is_of_last_meeting and row.outcome is None]
    for row in open_:
        changed(record, f"outcome:{row.task_id}", TaskOutcome.DONE, None, WRITTEN)
    return len(open_)


def find_targets_met(session: Session, actor: Actor, ref: MeetingRef) -> int:
    """Find every target of the last resolution met that nobody has looked at here yet, and say how many those were."""
    record = records.draft(session, actor, ref)
    _, found = target_reviews.of_meeting(session, ref, record.meeting.id)
    open_ = [row for row in found if row.outcome is None]
    for row in open_:
        changed(record, f"target_outcome:{row.target_id}", TargetOutcome.MET, None, WRITTEN)
    return len(open_)

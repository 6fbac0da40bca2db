"""Figures of one meeting: who came, how long it took, how it was prepared, what became of the last resolution."""

from datetime import date, datetime

from models import Presence, TargetOutcome, TaskOutcome
from services import rates
from services.clock import local
from services.metrics import behind_meetings as behind
from services.metrics import behind_people
from services.metrics.figures import Figures, share
from services.metrics.people import COMMITTEE_FROM
from services.metrics.sources import Sources
from services.metrics.subjects import Placed, Sitting
from services.metrics.targets import COMPLETED
from services.rates import AttendanceFormula
from services.scoring.facts import Share

REGULAR_MINUTES = 90
COMBINED_MINUTES = 120
"""What a regular meeting takes at least, alone and with a theme (HD 42-HD/BTCTW)."""

MEETING = Figures()


def _sitting(placed: Placed) -> Sitting:
    if placed.sitting is None:
        message = "a figure of a meeting was asked about something else"
        raise TypeError(message)
    return placed.sitting


# Who came


@MEETING.add(behind.roll)
def attendance_rate(sources: Sources, placed: Placed) -> Share | None:
    counts = sources.counts(placed)
    return share(counts.present_due, rates.base(counts, AttendanceFormula.MEMBERS))


@MEETING.add(behind.roll)
def attendance_rate_less_excused(sources: Sources, placed: Placed) -> Share | None:
    counts = sources.counts(placed)
    return share(counts.present_due, rates.base(counts, AttendanceFormula.MEMBERS_LESS_EXCUSED))


@MEETING.add(behind.absent(Presence.UNEXCUSED))
def unexcused_absences(sources: Sources, placed: Placed) -> int | None:
    return sources.counts(placed).unexcused if sources.roll(placed) else None


@MEETING.add(behind.absent(Presence.EXCUSED))
def excused_absences(sources: Sources, placed: Placed) -> int | None:
    return sources.counts(placed).excused if sources.roll(placed) else None


@MEETING.add(behind.excused_runs)
def longest_excused_streak(sources: Sources, placed: Placed) -> int | None:
    is_counted = bool(sources.roll(placed)) and _sitting(placed).is_regular
    if not is_counted and not sources.year_of_meetings(placed.unit_id, placed):
        return None
    return max(sources.excused_runs(placed.unit_id, placed).values(), default=0)


@MEETING.add(behind.roll)
def speaking_rate(sources: Sources, placed: Placed) -> Share | None:
    counts = sources.counts(placed)
    return share(counts.spoke, counts.attendees)


# When, and how it was prepared and filed


@MEETING.add(behind.record)
def duration_minutes(_: Sources, placed: Placed) -> int | None:
    started_at, ended_at = _sitting(placed).started_at, _sitting(placed).ended_at
    if started_at is None or ended_at is None or ended_at <= started_at:
        return None
    took = datetime.combine(date.min, ended_at) - datetime.combine(date.min, started_at)
    return int(took.total_seconds()) // 60


@MEETING.add(behind.record)
def duration_shortfall(sources: Sources, placed: Placed) -> int | None:
    minutes = duration_minutes(sources, placed)
    if minutes is None or not _sitting(placed).is_regular:
        return None
    asked = COMBINED_MINUTES if _sitting(placed).is_combined else REGULAR_MINUTES
    return max(0, asked - minutes)


@MEETING.add(behind.record)
def documents_days_before(_: Sources, placed: Placed) -> int | None:
    held_on, documents_on = _sitting(placed).held_on, _sitting(placed).documents_on
    return (held_on - documents_on).days if held_on and documents_on else None


@MEETING.add(behind.record)
def minutes_days_after(_: Sources, placed: Placed) -> int | None:
    sitting = _sitting(placed)
    submitted_on = local(sitting.submitted_at).date() if sitting.submitted_at else None
    filed_on = sitting.minutes_on or submitted_on
    return (filed_on - sitting.held_on).days if sitting.held_on and filed_on else None


@MEETING.add(behind.record)
def premeeting_held(sources: Sources, placed: Placed) -> bool | None:
    sitting = _sitting(placed)
    if sitting.premeeting_on is not None:
        return sitting.held_on is None or sitting.premeeting_on <= sitting.held_on
    # A draft may still be given the day; a secretary alone has nobody to meet with.
    return False if sitting.is_handed_in and sources.has_helpers(placed) else None


@MEETING.add(behind.record)
def is_combined(_: Sources, placed: Placed) -> bool:
    return _sitting(placed).is_combined


@MEETING.add(behind.thematic)
def thematic_in_month(sources: Sources, placed: Placed) -> bool:
    sitting = _sitting(placed)
    return sitting.has_theme or bool(sources.records.thematic.get((sitting.unit_id, sitting.month)))


# The cell on the day


@MEETING.add(behind_people.members())
def members(sources: Sources, placed: Placed) -> int | None:
    return len(sources.members(placed)) or None


@MEETING.add(behind_people.members(are_official=True))
def official_members(sources: Sources, placed: Placed) -> int | None:
    return sources.officials(placed, are_official=True)


@MEETING.add(behind_people.members(are_official=False))
def probationary_members(sources: Sources, placed: Placed) -> int | None:
    return sources.officials(placed, are_official=False)


@MEETING.add(behind_people.members(are_official=True))
def has_cell_committee(sources: Sources, placed: Placed) -> bool | None:
    official = official_members(sources, placed)
    return None if official is None else official >= COMMITTEE_FROM


@MEETING.add(behind_people.helpers)
def has_deputy_or_committee(sources: Sources, placed: Placed) -> bool | None:
    return sources.has_helpers(placed)


# What became of the last resolution, and what this one gives


@MEETING.add(behind.reviewed_tasks)
def tasks_done_rate(sources: Sources, placed: Placed) -> Share | None:
    found = sources.reviewed_tasks.get(_sitting(placed).meeting_id, ())
    # While one has not been looked at, a share of the others would flatter or punish.
    if any(task.outcome is None for task in found):
        return None
    return share(sum(task.outcome is TaskOutcome.DONE for task in found), len(found))


@MEETING.add(behind.late_tasks)
def tasks_late(sources: Sources, placed: Placed) -> int | None:
    sitting = _sitting(placed)
    return len(sources.late_tasks.get(sitting.meeting_id, ())) if sitting.held_on else None


@MEETING.add(behind.given_tasks)
def tasks_given(sources: Sources, placed: Placed) -> int:
    return len(sources.given_tasks.get(_sitting(placed).meeting_id, ()))


@MEETING.add(behind.reviewed_targets)
def targets_completed_rate(sources: Sources, placed: Placed) -> Share | None:
    found = sources.reviewed_targets.get(_sitting(placed).meeting_id, ())
    if any(target.outcome is None for target in found):
        return None
    return share(sum(target.outcome in COMPLETED for target in found), len(found))


@MEETING.add(behind.reviewed_targets)
def targets_exceeded(sources: Sources, placed: Placed) -> int | None:
    found = sources.reviewed_targets.get(_sitting(placed).meeting_id, ())
    if not found or any(target.outcome is None for target in found):
        return None
    return sum(target.outcome is TargetOutcome.EXCEEDED for target in found)

"""Figures of one member of a cell over a span, at that cell's regular meetings and of the tasks that it gave."""

from models import Presence
from services.metrics import behind_members as behind
from services.metrics import behind_people, behind_units, counted
from services.metrics.figures import Figures, share
from services.metrics.rolls import Mark
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.scoring.facts import Share
from services.streaks.counting import longest_run

MEMBER = Figures()


@MEMBER.add(behind.marks)
def attendance_rate(sources: Sources, placed: Placed) -> Share | None:
    due = [mark for mark in counted.marks(sources, placed) if mark.is_due]
    return share(sum(mark.presence is Presence.PRESENT for mark in due), len(due))


@MEMBER.add(behind.absent(Presence.UNEXCUSED))
def unexcused_absences(sources: Sources, placed: Placed) -> int | None:
    return _absent(sources, placed, Presence.UNEXCUSED)


@MEMBER.add(behind.absent(Presence.EXCUSED))
def excused_absences(sources: Sources, placed: Placed) -> int | None:
    return _absent(sources, placed, Presence.EXCUSED)


@MEMBER.add(behind.year)
def longest_excused_streak(sources: Sources, placed: Placed) -> int | None:
    meetings = sources.year_of_meetings(placed.unit_id, placed)
    marks = counted.all_marks(sources, placed)
    if not {mark.month for mark in marks} & set(meetings):
        return None
    return longest_run(meetings, {mark.month for mark in marks if _is_excused(mark)})


@MEMBER.add(behind.marks)
def times_spoken(sources: Sources, placed: Placed) -> int | None:
    marks = counted.marks(sources, placed)
    return sum(mark.spoke and mark.presence is Presence.PRESENT for mark in marks) if marks else None


@MEMBER.add(behind_units.tasks(counted.tasks))
def tasks_done_rate(sources: Sources, placed: Placed) -> Share | None:
    found = counted.tasks(sources, placed)
    return share(sum(task.done_on is not None for task in found), len(found))


@MEMBER.add(behind_units.tasks(counted.tasks))
def tasks_done_on_time_rate(sources: Sources, placed: Placed) -> Share | None:
    found = counted.tasks(sources, placed)
    return share(sum(task.done_on is not None and task.done_on <= task.due_on for task in found), len(found))


@MEMBER.add(behind_units.tasks(counted.overdue))
def tasks_overdue(sources: Sources, placed: Placed) -> int:
    return len(counted.overdue(sources, placed))


@MEMBER.add(behind_people.disciplined)
def is_disciplined(sources: Sources, placed: Placed) -> bool:
    return bool(counted.disciplined(sources, placed))


@MEMBER.add(behind.person)
def is_official(sources: Sources, placed: Placed) -> bool | None:
    stay = counted.stay(sources, placed)
    return stay.is_official_on(placed.on) if stay and placed.on else None


def _absent(sources: Sources, placed: Placed, presence: Presence) -> int | None:
    marks = counted.marks(sources, placed)
    return sum(mark.is_due and mark.presence is presence for mark in marks) if marks else None


def _is_excused(mark: Mark) -> bool:
    return mark.is_due and mark.presence is Presence.EXCUSED

"""Figures of a cell or a committee over a span: meetings, who came, work, people. A committee's are sums of its cells'.

A cell's meeting counts for whatever stood above the cell in that month; who is there now is asked at the span's end.
"""

from models import Presence, SubjectKind, TargetOutcome
from services import rates
from services.metrics import behind_people, counted
from services.metrics import behind_units as behind
from services.metrics.figures import Figures, share
from services.metrics.grades import FOUR_GOOD
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.metrics.targets import COMPLETED
from services.rates import AttendanceFormula
from services.scoring.facts import Share

UNIT = Figures()


# Who came


@UNIT.add(behind.meetings)
def attendance_rate(sources: Sources, placed: Placed) -> Share | None:
    heads = sources.heads_of(sources.held(placed))
    return share(heads.present_due, rates.base(heads, AttendanceFormula.MEMBERS))


@UNIT.add(behind.meetings)
def attendance_rate_less_excused(sources: Sources, placed: Placed) -> Share | None:
    heads = sources.heads_of(sources.held(placed))
    return share(heads.present_due, rates.base(heads, AttendanceFormula.MEMBERS_LESS_EXCUSED))


@UNIT.add(behind.meetings)
def speaking_rate(sources: Sources, placed: Placed) -> Share | None:
    heads = sources.heads_of(sources.held(placed))
    return share(heads.spoke, heads.attendees)


@UNIT.add(behind.absences(Presence.UNEXCUSED))
def unexcused_absences(sources: Sources, placed: Placed) -> int | None:
    held = sources.held(placed)
    return sources.heads_of(held).unexcused if held else None


@UNIT.add(behind.absences(Presence.EXCUSED))
def excused_absences(sources: Sources, placed: Placed) -> int | None:
    held = sources.held(placed)
    return sources.heads_of(held).excused if held else None


@UNIT.add(behind.of_members(counted.longest_runs, "Số lần vắng liên tiếp"))
def longest_excused_streak(sources: Sources, placed: Placed) -> int | None:
    runs = counted.longest_runs(sources, placed)
    return None if runs is None else max((run.times for run in runs), default=0)


@UNIT.add(behind.of_members(counted.often_excused, "Số lần vắng liên tiếp"))
def members_excused_over_3(sources: Sources, placed: Placed) -> int | None:
    return _number(counted.often_excused(sources, placed))


@UNIT.add(behind.of_members(counted.long_unexcused, "Số tháng vắng"))
def members_unexcused_3_months(sources: Sources, placed: Placed) -> int | None:
    return _number(counted.long_unexcused(sources, placed))


# Whether they met, and handed in


@UNIT.add(behind.months_held)
def meetings_held(sources: Sources, placed: Placed) -> int:
    return len(sources.held(placed))


@UNIT.add(behind.months_expected)
def meetings_expected(sources: Sources, placed: Placed) -> int:
    return len(counted.expected_months(sources, placed))


@UNIT.add(behind.months_expected)
def meetings_held_rate(sources: Sources, placed: Placed) -> Share | None:
    return share(len(sources.held(placed)), len(counted.expected_months(sources, placed)))


@UNIT.add(behind.reports)
def submitted_on_time_rate(sources: Sources, placed: Placed) -> Share | None:
    due = counted.due_reports(sources, placed)
    return share(sum(counted.is_on_time(sources, month) for month in due), len(due))


@UNIT.add(behind.quarters)
def thematic_expected_quarters(sources: Sources, placed: Placed) -> int | None:
    return _number(counted.quarters(sources, placed))


@UNIT.add(behind.quarters)
def thematic_held_quarters(sources: Sources, placed: Placed) -> int | None:
    found = counted.quarters(sources, placed)
    return None if found is None else sum(bool(quarter.held) for quarter in found)


@UNIT.add(behind.quarters)
def thematic_held_rate(sources: Sources, placed: Placed) -> Share | None:
    found = counted.quarters(sources, placed) or ()
    return share(sum(bool(quarter.held) for quarter in found), len(found))


# Tasks and targets


@UNIT.add(behind.tasks(counted.tasks))
def tasks_done_rate(sources: Sources, placed: Placed) -> Share | None:
    found = counted.tasks(sources, placed)
    return share(sum(task.done_on is not None for task in found), len(found))


@UNIT.add(behind.tasks(counted.overdue))
def tasks_overdue(sources: Sources, placed: Placed) -> int:
    return len(counted.overdue(sources, placed))


@UNIT.add(behind.targets)
def targets_completed_rate(sources: Sources, placed: Placed) -> Share | None:
    found = counted.targets(sources, placed)
    return share(sum(target.outcome in COMPLETED for target in found), len(found))


@UNIT.add(behind.targets)
def targets_exceeded(sources: Sources, placed: Placed) -> int | None:
    found = counted.targets(sources, placed)
    return sum(target.outcome is TargetOutcome.EXCEEDED for target in found) if found else None


# Members


@UNIT.add(behind_people.members())
def members(sources: Sources, placed: Placed) -> int | None:
    return len(sources.members(placed)) or None


@UNIT.add(behind_people.members(are_official=True))
def official_members(sources: Sources, placed: Placed) -> int | None:
    return sources.officials(placed, are_official=True)


@UNIT.add(behind_people.members(are_official=False))
def probationary_members(sources: Sources, placed: Placed) -> int | None:
    return sources.officials(placed, are_official=False)


@UNIT.add(behind_people.disciplined)
def members_disciplined(sources: Sources, placed: Placed) -> int:
    return len({found.member_id for found in counted.disciplined(sources, placed)})


@UNIT.add(behind_people.admitted)
def admissions(sources: Sources, placed: Placed) -> int:
    return len(counted.admitted(sources, placed))


@UNIT.add(behind_people.planned)
def admissions_planned(sources: Sources, placed: Placed) -> int | None:
    plans = counted.plans(sources, placed)
    return sum(plans.values()) if plans else None


@UNIT.add(behind_people.admitted)
def admissions_rate(sources: Sources, placed: Placed) -> Share | None:
    planned = admissions_planned(sources, placed)
    return share(len(counted.admitted(sources, placed)), planned) if planned else None


@UNIT.add(behind_people.registration)
def four_good_registered(sources: Sources, placed: Placed) -> bool:
    kind = FOUR_GOOD[placed.kind or SubjectKind.CELL]
    return (placed.unit_id, placed.year, kind) in sources.registered


def _number(found: list[counted.OfMember] | list[counted.Quarter] | None) -> int | None:
    return None if found is None else len(found)

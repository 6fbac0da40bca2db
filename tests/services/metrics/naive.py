"""Every figure once more, from all rows of the database, day by day and without a thought for speed."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from models import (
    AdmissionPlan,
    AnnualGrade,
    Assessment,
    Attendance,
    Discipline,
    Meeting,
    Member,
    Membership,
    Position,
    Recognition,
    Registration,
    Target,
    TargetReview,
    Task,
    TaskReview,
    UnitEra,
)
from services.clock import VIETNAM
from services.metrics import Subject
from services.scoring import Share

TABLES = (
    *(AdmissionPlan, AnnualGrade, Assessment, Attendance, Discipline, Meeting, Member, Membership, Position),
    *(Recognition, Registration, Target, TargetReview, Task, TaskReview, UnitEra),
)
TODAY = date(2026, 11, 20)
CELLS = {"cell", "grassroots_cell"}


class Raw:
    """All rows."""

    def __init__(self, session: Session) -> None:
        self.rows: dict[Any, list[Any]] = {table: list(session.exec(select(table)).all()) for table in TABLES}
        self._sorted: dict[Any, defaultdict[tuple[Any, ...], list[Any]]] = {}

    def all(self, table: Any, **facts: Any) -> list[Any]:
        """The rows with these facts; sorted into pigeonholes once, for Python must not take all day."""
        key = (table, tuple(facts))
        if key not in self._sorted:
            self._sorted[key] = defaultdict(list)
            for row in self.rows[table]:
                self._sorted[key][tuple(getattr(row, name) for name in facts)].append(row)
        return self._sorted[key].get(tuple(facts.values()), [])

    def era(self, unit_id: UUID | None, day: date) -> Any:
        for era in self.all(UnitEra, unit_id=unit_id):
            if era.starts_on <= day and (era.ends_on is None or day < era.ends_on):
                return era
        return None

    def is_cell(self, unit_id: UUID, day: date) -> bool:
        era = self.era(unit_id, day)
        return era is not None and era.kind in CELLS

    def is_under(self, unit_id: UUID | None, top: UUID, day: date) -> bool:
        while unit_id is not None and unit_id != top:
            era = self.era(unit_id, day)
            unit_id = era.parent_id if era else None
        return unit_id == top

    def cells(self) -> set[UUID]:
        return {era.unit_id for era in self.rows[UnitEra] if era.kind in CELLS}

    def cells_on(self, top: UUID, day: date) -> list[UUID]:
        return [cell for cell in self.cells() if self.is_cell(cell, day) and self.is_under(cell, top, day)]

    def was_here(self, cell: UUID, top: UUID, month: date) -> bool:
        for day in reversed(days_of(month)):
            if self.is_cell(cell, day):
                return self.is_under(cell, top, day)
        return False

    def held(self, **facts: Any) -> list[Any]:
        return [row for row in self.all(Meeting, is_cancelled=False, **facts) if row.state in {"submitted", "approved"}]

    def people(self, cell: UUID, day: date) -> list[Any]:
        there = {
            stay.member_id
            for stay in self.all(Membership, unit_id=cell, kind="full")
            if stay.joined_on <= day and (stay.left_on is None or day < stay.left_on)
        }
        return [member for member in self.rows[Member] if member.id in there]


def days_of(month: date) -> list[date]:
    days = [month + timedelta(days=number) for number in range(31)]
    return [day for day in days if day.month == month.month]


def months_of(first: date, last: date) -> list[date]:
    days = [first.replace(day=1) + timedelta(days=number) for number in range((last - first).days + 31)]
    return [day for day in days if day.day == 1 and day <= last]


def share(part: int, whole: int) -> Share | None:
    return Share(part, whole) if whole else None


def tally(grades: list[str]) -> dict[str, int] | None:
    return dict(Counter(grades)) or None


def longest(text: str) -> int:
    """The longest run of x: ``xx-x`` has two."""
    return max((len(run) for run in text.split("-")), default=0)


def _holds(row: Any, day: Any) -> bool:
    """Whether a membership or an office held on a day."""
    first = row.joined_on if isinstance(row, Membership) else row.starts_on
    end = row.left_on if isinstance(row, Membership) else row.ends_on
    return first <= day and (end is None or day < end)


class OfUnit:
    """The figures of a unit over a span."""

    def __init__(self, raw: Raw, subject: Subject) -> None:
        self.raw, self.top = raw, subject.unit_id
        self.first, self.last, self.year = subject.first, subject.last, subject.last.year
        self.months = months_of(self.first, self.last)
        there = [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]
        there = [day for day in there if day <= TODAY and raw.era(self.top, day)]
        self.on = there[-1] if there else None
        self.is_cell = self.on is not None and raw.is_cell(self.top, self.on)
        self._cells = raw.cells_on(self.top, self.on) if self.on else []
        self.places = [
            (cell, month) for cell in raw.cells() for month in self.months if raw.was_here(cell, self.top, month)
        ]
        self.meetings = [row for row in raw.held(kind="regular") if (row.unit_id, row.month) in self.places]
        self.held = {(row.unit_id, row.month): row for row in self.meetings}
        self.marks = [mark for row in self.meetings for mark in raw.all(Attendance, meeting_id=row.id)]

    def figure(self, name: str) -> Any:
        if self.on is None:
            return None
        function: Callable[[], Any] | None = getattr(self, name, None)
        only = {"cell": CELL_ONLY, "committee": COMMITTEE_ONLY}["committee" if self.is_cell else "cell"]
        return None if name in only or function is None else function()

    def _due(self) -> list[Any]:
        return [mark for mark in self.marks if mark.is_due]

    def attendance_rate(self) -> Any:
        return share(sum(mark.presence == "present" for mark in self._due()), len(self._due()))

    def attendance_rate_less_excused(self) -> Any:
        due = [mark for mark in self._due() if mark.presence != "excused"]
        return share(sum(mark.presence == "present" for mark in due), len(due))

    def speaking_rate(self) -> Any:
        came = [mark for mark in self.marks if mark.presence == "present"]
        return share(sum(mark.spoke for mark in came), len(came))

    def unexcused_absences(self) -> Any:
        return sum(mark.presence == "unexcused" for mark in self._due()) if self.meetings else None

    def excused_absences(self) -> Any:
        return sum(mark.presence == "excused" for mark in self._due()) if self.meetings else None

    def _lines(self, presence: str) -> dict[tuple[UUID, UUID], str] | None:
        """For each cell and member the year as a line with an x for each meeting of such an absence."""
        lines: dict[tuple[UUID, UUID], str] = {}
        met = False
        for cell in self._cells:
            year = [row for row in self.raw.held(kind="regular", unit_id=cell) if row.month.year == self.year]
            year = sorted((row for row in year if row.month <= self.last), key=lambda row: row.month)
            met = met or bool(year)
            for member in self.raw.rows[Member]:
                found = [self.raw.all(Attendance, meeting_id=row.id, member_id=member.id) for row in year]
                is_so = [bool(mark) and mark[0].is_due and mark[0].presence == presence for mark in found]
                lines[cell, member.id] = "".join("x" if one else "-" for one in is_so)
        return lines if met else None

    def longest_excused_streak(self) -> Any:
        lines = self._lines("excused")
        return None if lines is None else max((longest(line) for line in lines.values()), default=0)

    def members_excused_over_3(self) -> Any:
        lines = self._lines("excused")
        return None if lines is None else sum("xxxx" in line for line in lines.values())

    def members_unexcused_3_months(self) -> Any:
        lines = self._lines("unexcused")
        return None if lines is None else sum(line.count("x") >= 3 for line in lines.values())

    def _expected(self) -> list[tuple[UUID, date]]:
        return [place for place in self.places if self._is_over(*place) or place in self.held]

    def _is_over(self, cell: UUID, month: date) -> bool:
        end = days_of(month)[-1]
        return self.raw.is_cell(cell, end) and end < TODAY

    def meetings_held(self) -> Any:
        return len(self.meetings)

    def meetings_expected(self) -> Any:
        return len(self._expected())

    def meetings_held_rate(self) -> Any:
        return share(len(self.meetings), len(self._expected()))

    def submitted_on_time_rate(self) -> Any:
        due = in_time = 0
        for cell, month in self.places:
            limit = (month + timedelta(days=31)).replace(day=5)
            row = self.held.get((cell, month))
            if row is not None or (self.raw.is_cell(cell, days_of(month)[-1]) and limit < TODAY):
                due += 1
            if row is not None:
                in_time += datetime.astimezone(row.submitted_at, VIETNAM).date() <= limit
        return share(in_time, due)

    def _quarters(self) -> list[bool] | None:
        ends = [month for month in self.months if month.month in {3, 6, 9, 12}]
        whole = {end: [month for month in self.months if 0 <= (end - month).days <= 62] for end in ends}
        whole = {end: inside for end, inside in whole.items() if len(inside) == 3}
        if not whole:
            return None
        found = []
        for cell, month in self.places:
            end = days_of(month)[-1]
            if month in whole and self.raw.is_cell(cell, end):
                themes = [row for row in self.raw.held(unit_id=cell) if row.month in whole[month]]
                has_one = any(row.kind == "thematic" or (row.kind == "regular" and row.is_combined) for row in themes)
                if has_one or end < TODAY:
                    found.append(has_one)
        return found

    def thematic_held_quarters(self) -> Any:
        found = self._quarters()
        return None if found is None else sum(found)

    def thematic_expected_quarters(self) -> Any:
        found = self._quarters()
        return None if found is None else len(found)

    def thematic_held_rate(self) -> Any:
        found = self._quarters() or []
        return share(sum(found), len(found))

    def _tasks(self) -> list[tuple[Any, list[date]]]:
        found = []
        for task in self.raw.rows[Task]:
            gave = self.raw.held(id=task.meeting_id)
            here = (task.unit_id, task.due_on.replace(day=1)) in self.places and self.first <= task.due_on <= self.last
            if not gave or not here:
                continue
            done = [
                meeting.held_on
                for review in self.raw.all(TaskReview, task_id=task.id, outcome="done")
                for meeting in self.raw.held(id=review.meeting_id)
            ]
            if done or task.due_on < TODAY:
                found.append((task, done))
        return found

    def tasks_done_rate(self) -> Any:
        return share(sum(bool(done) for _, done in self._tasks()), len(self._tasks()))

    def tasks_overdue(self) -> Any:
        return sum(not done for _, done in self._tasks())

    def _targets(self) -> list[str | None]:
        found = []
        for target in self.raw.rows[Target]:
            for gave in self.raw.held(id=target.meeting_id):
                if (target.unit_id, gave.month) not in self.places:
                    continue
                reviews = self.raw.all(TargetReview, target_id=target.id)
                looked = [(self.raw.held(id=review.meeting_id, kind="regular"), review) for review in reviews]
                looks = [(rows[0].month, review.outcome) for rows, review in looked if rows]
                later = [row for row in self.raw.held(unit_id=target.unit_id, kind="regular") if row.month > gave.month]
                if looks or later:
                    found.append(max(looks)[1] if looks else None)
        return found

    def targets_completed_rate(self) -> Any:
        return share(sum(outcome in {"met", "exceeded"} for outcome in self._targets()), len(self._targets()))

    def targets_exceeded(self) -> Any:
        return self._targets().count("exceeded") if self._targets() else None

    def _people(self) -> list[Any]:
        return [member for cell in self._cells for member in self.raw.people(cell, self.on or TODAY)]

    def members(self) -> Any:
        return len(self._people()) or None

    def official_members(self) -> Any:
        people = self._people()
        return sum(member.confirmed_on <= self.on for member in people) if people else None

    def probationary_members(self) -> Any:
        people = self._people()
        return sum(member.confirmed_on > self.on for member in people) if people else None

    def has_cell_committee(self) -> Any:
        official = self.official_members()
        return None if official is None else official >= 9

    def has_deputy_or_committee(self) -> Any:
        there = {stay.member_id for stay in self.raw.all(Membership, unit_id=self.top) if _holds(stay, self.on)}
        offices = [row for row in self.raw.all(Position, unit_id=self.top) if row.kind != "secretary"]
        return any(row.member_id in there and _holds(row, self.on) for row in offices) if there else None

    def members_disciplined(self) -> Any:
        rows = [row for row in self.raw.rows[Discipline] if self.first <= row.decided_on <= self.last]
        return len({row.member_id for row in rows if (row.unit_id, row.decided_on.replace(day=1)) in self.places})

    def admissions(self) -> Any:
        found = set()
        for cell, month in self.places:
            for day in days_of(month):
                people = self.raw.people(cell, day) if self.first <= day <= self.last else []
                found |= {member.id for member in people if member.admitted_on == day}
        return len(found)

    def admissions_planned(self) -> Any:
        own = self.raw.all(AdmissionPlan, unit_id=self.top, year=self.year)
        below = [row for cell in self._cells for row in self.raw.all(AdmissionPlan, unit_id=cell, year=self.year)]
        return sum(row.planned for row in own or below) if own or below else None

    def admissions_rate(self) -> Any:
        planned = self.admissions_planned()
        return Share(self.admissions(), planned) if planned else None

    def _graded(self) -> dict[tuple[UUID, date], str]:
        found = {}
        for row in self.raw.all(Assessment, kind="meeting_quality"):
            (meeting,) = self.raw.all(Meeting, id=row.meeting_id)
            grade = {"submitted": row.grade, "accepted": row.review_grade or row.grade}.get(row.state)
            is_here = (meeting.unit_id, meeting.month) in self.places
            if grade and is_here and meeting.kind == "regular" and not meeting.is_cancelled:
                found[meeting.unit_id, meeting.month] = grade
        return found

    def months_graded(self) -> Any:
        return tally(list(self._graded().values()))

    cell_months_graded = months_graded

    def months_expected(self) -> Any:
        return len({*self._expected(), *self._graded()})

    def months_without_grade(self) -> Any:
        return len({*self._expected(), *self._graded()} - set(self._graded()))

    def _annual(self, unit_id: UUID, kind: str, year: int) -> str | None:
        found = self.raw.all(AnnualGrade, subject_id=unit_id, kind=kind, year=year)
        return found[0].grade if found else None

    def annual_grade(self) -> Any:
        return self._annual(self.top, "annual_cell" if self.is_cell else "annual_committee", self.year)

    def annual_grade_last_year(self) -> Any:
        return self._annual(self.top, "annual_cell" if self.is_cell else "annual_committee", self.year - 1)

    def members_graded(self) -> Any:
        rows = self.raw.all(AnnualGrade, kind="annual_member", year=self.year)
        return tally([row.grade for row in rows if row.grade and row.unit_id in self._cells])

    def _cell_grades(self) -> list[str]:
        found = [self._annual(cell, "annual_cell", self.year) for cell in self._cells]
        return [grade for grade in found if grade]

    def cells_graded(self) -> Any:
        return tally(self._cell_grades())

    def weak_cells(self) -> Any:
        return self._cell_grades().count("khtnv") if self._cell_grades() else None

    def four_good_registered(self) -> Any:
        kind = "four_good_cell" if self.is_cell else "four_good_committee"
        return bool(self.raw.all(Registration, unit_id=self.top, kind=kind, year=self.year))

    def cells(self) -> Any:
        return len(self._cells)

    def cells_registered_rate(self) -> Any:
        rows = [self.raw.all(Registration, unit_id=cell, kind="four_good_cell", year=self.year) for cell in self._cells]
        return share(sum(map(bool, rows)), len(rows))

    def cells_recognised_rate(self) -> Any:
        found = set()
        for row in self.raw.all(Recognition, revoked_on=None):
            (assessment,) = self.raw.all(Assessment, id=row.assessment_id)
            if assessment.kind == "four_good_cell" and assessment.period_ends_on.year == self.year:
                found.add(row.unit_id)
        return share(len(found & set(self._cells)), len(self._cells))


CELL_ONLY = {
    *("months_graded", "months_expected", "months_without_grade", "has_cell_committee", "has_deputy_or_committee"),
}
COMMITTEE_ONLY = {
    *("cell_months_graded", "cells", "cells_graded", "weak_cells", "cells_registered_rate", "cells_recognised_rate"),
}


class OfMember:
    """The figures of a member of a cell over a span."""

    def __init__(self, raw: Raw, subject: Subject) -> None:
        self.unit, self.raw, self.member_id = OfUnit(raw, subject), raw, subject.member_id
        self.cell, self.year, self.last = subject.unit_id, subject.last.year, subject.last
        rows = [row for row in raw.held(kind="regular", unit_id=self.cell) if row.month in self.unit.months]
        self.marks = [mark for row in rows for mark in raw.all(Attendance, meeting_id=row.id, member_id=self.member_id)]

    def figure(self, name: str) -> Any:
        return getattr(self, name)() if self.unit.on is not None and hasattr(self, name) else None

    def attendance_rate(self) -> Any:
        due = [mark for mark in self.marks if mark.is_due]
        return share(sum(mark.presence == "present" for mark in due), len(due))

    def unexcused_absences(self) -> Any:
        return sum(mark.is_due and mark.presence == "unexcused" for mark in self.marks) if self.marks else None

    def excused_absences(self) -> Any:
        return sum(mark.is_due and mark.presence == "excused" for mark in self.marks) if self.marks else None

    def times_spoken(self) -> Any:
        return sum(mark.spoke and mark.presence == "present" for mark in self.marks) if self.marks else None

    def longest_excused_streak(self) -> Any:
        rows = [row for row in self.raw.held(kind="regular", unit_id=self.cell) if row.month.year == self.year]
        rows = sorted((row for row in rows if row.month <= self.last), key=lambda row: row.month)
        found = [self.raw.all(Attendance, meeting_id=row.id, member_id=self.member_id) for row in rows]
        is_so = [bool(mark) and mark[0].is_due and mark[0].presence == "excused" for mark in found]
        return longest("".join("x" if one else "-" for one in is_so)) if any(found) else None

    def _tasks(self) -> list[tuple[Any, list[date]]]:
        return [(task, done) for task, done in self.unit._tasks() if task.owner_id == self.member_id]

    def tasks_done_rate(self) -> Any:
        return share(sum(bool(done) for _, done in self._tasks()), len(self._tasks()))

    def tasks_done_on_time_rate(self) -> Any:
        return share(sum(any(day <= task.due_on for day in done) for task, done in self._tasks()), len(self._tasks()))

    def tasks_overdue(self) -> Any:
        return sum(not done for _, done in self._tasks())

    def is_disciplined(self) -> Any:
        rows = self.raw.all(Discipline, member_id=self.member_id, unit_id=self.cell)
        return any(
            self.unit.first <= row.decided_on <= self.last
            and (self.cell, row.decided_on.replace(day=1)) in self.unit.places
            for row in rows
        )

    def is_official(self) -> Any:
        (member,) = self.raw.all(Member, id=self.member_id)
        return member.confirmed_on <= self.unit.on


class OfMeeting:
    """The figures of a meeting of which the roll was handed in."""

    def __init__(self, raw: Raw, subject: Subject) -> None:
        self.raw = raw
        (self.row,) = raw.all(Meeting, id=subject.meeting_id)
        self.marks = raw.all(Attendance, meeting_id=self.row.id)
        self.on = self.row.held_on or min(TODAY, days_of(self.row.month)[-1])

    def figure(self, name: str) -> Any:
        return getattr(self, name)() if hasattr(self, name) else None

    def attendance_rate(self) -> Any:
        due = [mark for mark in self.marks if mark.is_due]
        return share(sum(mark.presence == "present" for mark in due), len(due))

    def attendance_rate_less_excused(self) -> Any:
        due = [mark for mark in self.marks if mark.is_due and mark.presence != "excused"]
        return share(sum(mark.presence == "present" for mark in due), len(due))

    def speaking_rate(self) -> Any:
        came = [mark for mark in self.marks if mark.presence == "present"]
        return share(sum(mark.spoke for mark in came), len(came))

    def unexcused_absences(self) -> Any:
        return sum(mark.is_due and mark.presence == "unexcused" for mark in self.marks) if self.marks else None

    def excused_absences(self) -> Any:
        return sum(mark.is_due and mark.presence == "excused" for mark in self.marks) if self.marks else None

    def longest_excused_streak(self) -> Any:
        rows = [row for row in self.raw.held(kind="regular", unit_id=self.row.unit_id) if row.month <= self.row.month]
        rows = sorted((row for row in rows if row.month.year == self.row.month.year), key=lambda row: row.month)
        lines = []
        for member in self.raw.rows[Member]:
            found = [self.raw.all(Attendance, meeting_id=row.id, member_id=member.id) for row in rows]
            is_so = [bool(mark) and mark[0].is_due and mark[0].presence == "excused" for mark in found]
            lines.append("".join("x" if one else "-" for one in is_so))
        return max(map(longest, lines), default=0) if rows else None

    def duration_minutes(self) -> Any:
        if self.row.started_at is None or self.row.ended_at is None:
            return None
        start, end = (at.hour * 60 + at.minute for at in (self.row.started_at, self.row.ended_at))
        return end - start if end > start else None

    def duration_shortfall(self) -> Any:
        minutes = self.duration_minutes()
        if minutes is None or self.row.kind != "regular":
            return None
        return max(0, (120 if self.row.is_combined else 90) - minutes)

    def documents_days_before(self) -> Any:
        return (self.row.held_on - self.row.documents_on).days if self.row.documents_on and self.row.held_on else None

    def minutes_days_after(self) -> Any:
        handed_in = datetime.astimezone(self.row.submitted_at, VIETNAM).date() if self.row.submitted_at else None
        filed_on = self.row.minutes_on or handed_in
        return (filed_on - self.row.held_on).days if filed_on and self.row.held_on else None

    def premeeting_held(self) -> Any:
        if self.row.premeeting_on:
            return self.row.held_on is None or self.row.premeeting_on <= self.row.held_on
        return False if self.row.state in {"submitted", "approved"} and self.has_deputy_or_committee() else None

    def is_combined(self) -> Any:
        return self.row.is_combined

    def thematic_in_month(self) -> Any:
        handed_in = self.raw.held(unit_id=self.row.unit_id, month=self.row.month)
        return any(row.kind == "thematic" or row.is_combined for row in [*handed_in, self.row])

    def _people(self) -> list[Any]:
        is_cell = self.raw.is_cell(self.row.unit_id, self.on)
        return self.raw.people(self.row.unit_id, self.on) if is_cell else []

    def members(self) -> Any:
        return len(self._people()) or None

    def official_members(self) -> Any:
        people = self._people()
        return sum(member.confirmed_on <= self.on for member in people) if people else None

    def probationary_members(self) -> Any:
        people = self._people()
        return sum(member.confirmed_on > self.on for member in people) if people else None

    def has_cell_committee(self) -> Any:
        return self.official_members() >= 9 if self._people() else None

    def has_deputy_or_committee(self) -> Any:
        there = [stay for stay in self.raw.all(Membership, unit_id=self.row.unit_id) if _holds(stay, self.on)]
        offices = [row for row in self.raw.all(Position, unit_id=self.row.unit_id) if row.kind != "secretary"]
        holders = {row.member_id for row in offices if _holds(row, self.on)}
        return bool(holders & {stay.member_id for stay in there}) if there else None

    def _earlier(self) -> list[Any]:
        rows = self.raw.all(Meeting, unit_id=self.row.unit_id, is_cancelled=False)
        return [row for row in rows if row.month < self.row.month]

    def tasks_done_rate(self) -> Any:
        last = max((row.month for row in self._earlier()), default=None)
        gave = [row for row in self._earlier() if row.month == last]
        tasks = [task for row in gave for task in self.raw.all(Task, meeting_id=row.id)]
        reviews = [self.raw.all(TaskReview, task_id=task.id, meeting_id=self.row.id) for task in tasks]
        return share(sum(found[0].outcome == "done" for found in reviews), len(reviews)) if all(reviews) else None

    def tasks_late(self) -> Any:
        if self.row.held_on is None:
            return None
        looked = {row.id for row in [*self._earlier(), self.row]}
        tasks = [task for row in self._earlier() for task in self.raw.all(Task, meeting_id=row.id)]
        done = {row.task_id for row in self.raw.all(TaskReview, outcome="done") if row.meeting_id in looked}
        return sum(task.due_on < self.row.held_on and task.id not in done for task in tasks)

    def tasks_given(self) -> Any:
        return len(self.raw.all(Task, meeting_id=self.row.id))

    def _targets(self) -> list[str] | None:
        """What was found of the targets to look back at; None while one has not been looked at."""
        sets = [(row.month, target) for row in self._earlier() for target in self.raw.all(Target, meeting_id=row.id)]
        last = max((month for month, _ in sets), default=None)
        found = [
            self.raw.all(TargetReview, target_id=target.id, meeting_id=self.row.id)
            for month, target in sets
            if month == last
        ]
        return [reviews[0].outcome for reviews in found] if all(found) else None

    def targets_completed_rate(self) -> Any:
        found = self._targets() or []
        return share(sum(outcome in {"met", "exceeded"} for outcome in found), len(found))

    def targets_exceeded(self) -> Any:
        return self._targets().count("exceeded") if self._targets() else None

"""Two years of meetings: complete rolls, rates that look like life, the current month under way."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import (
    Attendance,
    CellType,
    Meeting,
    MeetingKind,
    MeetingState,
    Member,
    Membership,
    Presence,
    Suspension,
    SuspensionKind,
    Task,
    TaskOutcome,
    TaskReview,
)
from models.members import MembershipKind
from services import months, rates
from services.clock import VIETNAM
from services.members import roster
from services.sample import Summary
from tests.services.sample.looking import UNTIL, cell_eras, reader, unit_named

pytestmark = pytest.mark.xdist_group("sample")

THIS_MONTH = date(2026, 11, 1)
MONTHS = months.span(date(2024, 11, 1), date(2026, 10, 1))
Line = sa.Row[Any]
"""A line of a roll, read as columns: 150,000 tracked objects would make every test here slow."""
Rolls = dict[UUID, list[Line]]


@pytest.fixture(scope="module")
def submitted(built: tuple[sa.Engine, Summary]) -> list[Meeting]:
    with Session(built[0]) as session:
        handed_in = select(Meeting).where(col(Meeting.version) > 0)
        return list(session.exec(handed_in.where(Meeting.kind.in_((MeetingKind.REGULAR, MeetingKind.THEMATIC)))))


@pytest.fixture(scope="module")
def rolls(built: tuple[sa.Engine, Summary]) -> Rolls:
    query = sa.select(*Attendance.metadata.tables["attendance"].columns)
    found: Rolls = defaultdict(list)
    with Session(built[0]) as session:
        for line in session.execute(query):
            found[line.meeting_id].append(line)
    return dict(found)


def test_every_submitted_roll_is_the_roster_of_its_day(
    district: Session, submitted: list[Meeting], rolls: Rolls
) -> None:
    members = {member.id: member for member in district.exec(select(Member))}
    stays, away = defaultdict(list), defaultdict(list)
    for stay in district.exec(select(Membership)):
        stays[stay.unit_id].append(stay)
    for suspension in district.exec(select(Suspension)):
        away[suspension.member_id].append(suspension)
    for meeting in submitted:
        day = meeting.held_on
        assert day is not None
        expected = {
            stay.member_id: (_is_due(stay, away[stay.member_id], day), _is_official(members[stay.member_id], day))
            for stay in stays[meeting.unit_id]
            if stay.joined_on <= day and (stay.left_on is None or day < stay.left_on)
        }
        assert {row.member_id: (row.is_due, row.is_official) for row in rolls[meeting.id]} == expected


def test_the_rosters_that_the_portal_shows_say_the_same(
    district: Session, submitted: list[Meeting], rolls: Rolls
) -> None:
    actor = reader(district)
    for meeting in submitted[::40]:
        assert meeting.held_on is not None
        shown = roster(district, actor, meeting.unit_id, meeting.held_on)
        assert {(entry.member_id, entry.is_due, entry.is_official) for entry in shown} == {
            (row.member_id, row.is_due, row.is_official) for row in rolls[meeting.id]
        }


def test_rosters_differ_by_date(submitted: list[Meeting], rolls: Rolls) -> None:
    seen = defaultdict(set)
    for meeting in submitted:
        seen[meeting.unit_id].add(frozenset(row.member_id for row in rolls[meeting.id]))
    assert sum(len(rosters) > 1 for rosters in seen.values()) > 100


def test_marks_do_not_contradict_each_other(rolls: Rolls) -> None:
    for row in (row for roll in rolls.values() for row in roll):
        assert row.presence is Presence.PRESENT or not row.spoke
        assert bool(row.reason) == (row.presence is Presence.EXCUSED)
        assert (row.presence is Presence.NOT_DUE) <= (not row.is_due)
        assert (row.presence in {Presence.EXCUSED, Presence.UNEXCUSED}) <= row.is_due


def test_every_rate_lies_between_0_and_1(submitted: list[Meeting], rolls: Rolls) -> None:
    for meeting in submitted:
        counts = rates.counted(rolls[meeting.id])
        for rate in (rates.attendance(counts), rates.speaking(counts)):
            assert rate is not None
            assert 0 <= rate <= 1


def test_speaking_rates_look_like_life(submitted: list[Meeting], rolls: Rolls) -> None:
    for meeting in submitted:
        counts = rates.counted(rolls[meeting.id])
        # One speaker more or less is all that rounding may do.
        assert counts.attendees * 0.25 - 1 <= counts.spoke <= counts.attendees * 0.6 + 1


def test_attendance_looks_like_life(district: Session, submitted: list[Meeting], rolls: Rolls) -> None:
    types = {era.unit_id: era.cell_type for era in cell_eras(district)}
    by_cell = {unit_id: _attendance(group, rolls) for unit_id, group in _grouped(submitted, "unit_id").items()}
    weak = [rate for rate in by_cell.values() if rate < Fraction(88, 100)]
    assert 3 <= len(weak) <= 12
    assert all(rate >= Fraction(70, 100) for rate in weak)
    villages = [rate for unit_id, rate in by_cell.items() if types[unit_id] is CellType.VILLAGE and rate not in weak]
    others = [rate for unit_id, rate in by_cell.items() if types[unit_id] is not CellType.VILLAGE and rate not in weak]
    assert Fraction(93, 100) <= sum(villages) / len(villages) <= Fraction(98, 100)
    assert sum(others) / len(others) > sum(villages) / len(villages)


def test_attendance_dips_at_tet_and_harvest(submitted: list[Meeting], rolls: Rolls) -> None:
    by_month = {month: _attendance(group, rolls) for month, group in _grouped(submitted, "month").items()}
    for year in (2025, 2026):
        assert by_month[date(year, 2, 1)] < by_month[date(year, 3, 1)] - Fraction(2, 100)
        assert by_month[date(year, 6, 1)] < by_month[date(year, 5, 1)]


def test_regular_meetings_are_held_nearly_every_month(district: Session, submitted: list[Meeting]) -> None:
    cells = {era.unit_id for era in cell_eras(district)}
    held = {(meeting.unit_id, meeting.month) for meeting in submitted if meeting.kind is MeetingKind.REGULAR}
    expected = {(unit_id, month) for unit_id in cells for month in MONTHS}
    assert 0 < len(expected - held) < len(expected) * 0.03
    assert {month for _, month in expected - held} > set(MONTHS[::6])


def test_most_cells_hold_a_thematic_meeting_each_quarter(district: Session, submitted: list[Meeting]) -> None:
    thematic = [meeting for meeting in submitted if meeting.kind is MeetingKind.THEMATIC]
    quarters = Counter((meeting.unit_id, meeting.month.year, (meeting.month.month - 1) // 3) for meeting in thematic)
    assert set(quarters.values()) == {1}
    assert len(quarters) > len(cell_eras(district)) * 8 * 0.8
    assert all(meeting.theme for meeting in thematic)


def test_a_meeting_lasts_90_to_150_minutes_and_is_complete(submitted: list[Meeting], rolls: Rolls) -> None:
    for meeting in submitted:
        assert meeting.held_on
        assert meeting.started_at
        assert meeting.ended_at
        assert meeting.place
        assert meeting.content
        assert meeting.conclusion
        assert meeting.held_on.replace(day=1) == meeting.month
        assert 90 <= _minutes(meeting.ended_at) - _minutes(meeting.started_at) <= 150
        came = {row.member_id for row in rolls[meeting.id] if row.presence is Presence.PRESENT}
        assert {meeting.chair_id, meeting.minutes_secretary_id} <= came
        assert meeting.chair_id != meeting.minutes_secretary_id


def test_no_text_is_left_with_a_placeholder(submitted: list[Meeting]) -> None:
    assert not any(
        mark in meeting.content + meeting.conclusion + meeting.place for meeting in submitted for mark in "{}"
    )


def test_records_come_in_mostly_by_the_5th_of_the_next_month(submitted: list[Meeting]) -> None:
    late = 0
    for meeting in submitted:
        if meeting.state is MeetingState.RETURNED:
            continue
        assert meeting.submitted_at is not None
        assert meeting.submitted_at > meeting.created_at
        due_on = months.after(meeting.month).replace(day=5)
        late += meeting.submitted_at.astimezone(VIETNAM).date() > due_on
    assert 0 < late < len(submitted) * 0.1


def test_nothing_happens_on_the_day_until_or_later(district: Session) -> None:
    end = datetime.combine(UNTIL, time.min, VIETNAM)
    for meeting in district.exec(select(Meeting)):
        assert meeting.held_on or meeting.planned_on
        assert meeting.held_on is None or meeting.held_on < UNTIL
        assert meeting.changed_at < end


def test_the_current_month_is_under_way(district: Session) -> None:
    query = select(Meeting).where(Meeting.month == THIS_MONTH)
    states = Counter(meeting.state for meeting in district.exec(query))
    assert states[MeetingState.SUBMITTED] > 80
    assert states[MeetingState.DRAFT] > 30
    assert states.total() < 205
    bang_van = [era.unit_id for era in cell_eras(district, unit_named(district, "Đảng bộ xã Bằng Vân"))]
    here = Counter(meeting.state for meeting in district.exec(query.where(col(Meeting.unit_id).in_(bang_van))))
    assert here[MeetingState.SUBMITTED]
    assert here[MeetingState.DRAFT]


def test_a_draft_holds_exceptions_only(district: Session, rolls: Rolls) -> None:
    drafts = district.exec(select(Meeting.id).where(Meeting.state == MeetingState.DRAFT)).all()
    marks = Counter(row.presence for meeting_id in drafts for row in rolls.get(meeting_id, []))
    assert marks[Presence.EXCUSED]
    assert set(marks) <= {Presence.EXCUSED, Presence.UNEXCUSED}


def test_khuoi_ngoa_has_handed_in_every_month_but_the_current_one(district: Session) -> None:
    cell = unit_named(district, "Chi bộ Khuổi Ngọa")
    held = select(Meeting).where(Meeting.unit_id == cell.id, col(Meeting.held_on).is_not(None))
    found = district.exec(held).all()
    assert sorted(meeting.month for meeting in found if meeting.kind is MeetingKind.REGULAR) == MONTHS
    assert all(meeting.state.is_handed_in for meeting in found)
    assert all(meeting.month < THIS_MONTH for meeting in found)


def test_every_meeting_gives_tasks_that_the_next_one_reviews(district: Session, submitted: list[Meeting]) -> None:
    given = Counter(task.meeting_id for task in district.exec(select(Task)))
    assert all(1 <= given[meeting.id] <= 3 for meeting in submitted if meeting.kind is MeetingKind.REGULAR)
    reviewed = {review.task_id for review in district.exec(select(TaskReview))}
    met_since = defaultdict(date.min.replace)
    for meeting in submitted:
        if meeting.kind is MeetingKind.REGULAR:
            met_since[meeting.unit_id] = max(met_since[meeting.unit_id], meeting.month)
    gave = {meeting.id: meeting for meeting in submitted}
    for task in district.exec(select(Task)):
        assert (task.id in reviewed) == (gave[task.meeting_id].month < met_since[task.unit_id])


def test_a_task_is_looked_at_until_it_is_done_and_no_longer(district: Session) -> None:
    query = select(TaskReview, Meeting.month).where(TaskReview.meeting_id == Meeting.id).order_by(col(Meeting.month))
    outcomes = defaultdict(list)
    for review, _ in district.exec(query):
        outcomes[review.task_id].append(review.outcome)
    assert max(len(found) for found in outcomes.values()) > 1
    for found in outcomes.values():
        assert TaskOutcome.DONE not in found[:-1]


def test_most_tasks_are_done_and_what_is_not_done_says_why(district: Session) -> None:
    reviews = district.exec(select(TaskReview)).all()
    outcomes = Counter(review.outcome for review in reviews)
    assert outcomes[TaskOutcome.DONE] > 0.8 * outcomes.total()
    assert all(outcomes[outcome] for outcome in TaskOutcome)
    assert all(bool(review.note) == (review.outcome is not TaskOutcome.DONE) for review in reviews)


def test_a_task_is_given_to_somebody_who_was_there_and_is_due_later(
    district: Session, submitted: list[Meeting], rolls: Rolls
) -> None:
    held = {meeting.id: meeting.held_on for meeting in submitted}
    for task in district.exec(select(Task)):
        came = {row.member_id for row in rolls[task.meeting_id] if row.presence is Presence.PRESENT}
        assert task.owner_id in came
        assert task.due_on > (held[task.meeting_id] or date.max)


def _is_due(stay: Membership, suspensions: list[Suspension], day: date) -> bool:
    is_guest = stay.kind is MembershipKind.TEMPORARY_IN
    return not any(
        each.starts_on <= day and (each.ends_on is None or day < each.ends_on)
        for each in suspensions
        if not (is_guest and each.kind is SuspensionKind.TEMPORARY_OUT)
    )


def _is_official(member: Member, day: date) -> bool:
    return member.confirmed_on is not None and member.confirmed_on <= day


def _grouped(meetings: Iterable[Meeting], attribute: str) -> dict[object, list[Meeting]]:
    groups = defaultdict(list)
    for meeting in meetings:
        groups[getattr(meeting, attribute)].append(meeting)
    return groups


def _attendance(meetings: Iterable[Meeting], rolls: Rolls) -> Fraction:
    counts = sum((rates.counted(rolls[meeting.id]) for meeting in meetings), rates.Roll())
    return rates.attendance(counts) or Fraction(0)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute

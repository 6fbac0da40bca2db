"""Figures of one meeting, by hand-made rows."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from models import Meeting, MeetingKind, MeetingState, PositionKind, SuspensionKind, TargetOutcome, TaskOutcome
from services import meetings, metrics
from services.metrics import METRICS
from services.scoring import Share
from tests.factories import a_cell, a_member, a_membership, a_position, a_suspension, a_unit, an_actor, some_members
from tests.factories_meetings import NOVEMBER, OCTOBER, SEPTEMBER, a_cast, fill, put
from tests.services.metrics.rows import (
    EXCUSED,
    NOT_DUE,
    PRESENT,
    UNEXCUSED,
    a_meeting,
    a_target,
    a_task,
    figure,
    looked_at,
    marks,
    measured,
    month,
    of_meeting,
)

DRAFT = MeetingState.DRAFT


@pytest.fixture
def commune(session):
    return a_unit(session)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def people(session, cell):
    return some_members(session, cell, 6)


@pytest.fixture
def officer(session, commune):
    return an_actor(session, commune)


def said(session, officer, meeting, *names):
    found = metrics.facts(session, officer, [of_meeting(meeting)], names)[of_meeting(meeting)]
    return tuple(found[name] for name in names)


# Who came


def test_attendance_is_present_over_due_without_those_who_are_not_due(session, cell, people, officer):
    meeting = a_meeting(session, cell, OCTOBER, marks(people, EXCUSED, UNEXCUSED, NOT_DUE))
    assert said(session, officer, meeting, "attendance_rate", "attendance_rate_less_excused") == (
        Share(3, 5),
        Share(3, 4),
    )


def test_who_came_without_being_due_counts_for_speaking_only(session, cell, people, officer):
    meeting = a_meeting(
        session, cell, OCTOBER, marks(people, EXCUSED), guests=[people[5].id], spoke=[people[5].id, people[1].id]
    )
    assert said(session, officer, meeting, "attendance_rate", "speaking_rate") == (Share(4, 5), Share(2, 5))


def test_absences_are_counted_by_their_kind(session, cell, people, officer):
    meeting = a_meeting(session, cell, OCTOBER, marks(people, EXCUSED, UNEXCUSED, UNEXCUSED))
    assert said(session, officer, meeting, "excused_absences", "unexcused_absences") == (1, 2)


def test_without_a_roll_there_is_no_figure_about_it(session, cell, officer):
    meeting = a_meeting(session, cell, OCTOBER)
    names = (
        *("attendance_rate", "attendance_rate_less_excused", "speaking_rate"),
        *("unexcused_absences", "excused_absences"),
    )
    assert said(session, officer, meeting, *names) == (None,) * 5


def test_the_longest_streak_goes_up_to_the_meeting_and_is_of_one_member(session, cell, people, officer):
    for number, absent in ((1, 1), (2, 2), (3, 1), (5, 1), (6, 0)):
        a_meeting(session, cell, month(number), marks(people, *[EXCUSED] * absent))
    # January, February, March and May follow one another: no meeting was held in April.
    july = a_meeting(session, cell, month(7), marks(people, EXCUSED))
    assert figure(session, officer, of_meeting(july), "longest_excused_streak") == 4


def test_the_streak_begins_anew_each_year_and_breaks_where_the_member_was_not_due(session, cell, people, officer):
    for number in (11, 12):
        a_meeting(session, cell, month(number, 2025), marks(people, EXCUSED))
    a_meeting(session, cell, month(1), marks(people, EXCUSED))
    a_meeting(session, cell, month(2), marks(people, NOT_DUE))
    march = a_meeting(session, cell, month(3), marks(people, EXCUSED))
    assert figure(session, officer, of_meeting(march), "longest_excused_streak") == 1


def test_the_streak_knows_nothing_of_later_meetings_drafts_and_cancelled_ones(session, cell, people, officer):
    a_meeting(session, cell, month(1), marks(people, EXCUSED))
    february = a_meeting(session, cell, month(2), marks(people, EXCUSED))
    a_meeting(session, cell, month(3), marks(people, EXCUSED))
    assert figure(session, officer, of_meeting(february), "longest_excused_streak") == 2
    a_meeting(session, cell, month(4), marks(people), is_cancelled=True)
    a_meeting(session, cell, month(5), marks(people), state=DRAFT)
    june = a_meeting(session, cell, month(6), marks(people, EXCUSED))
    assert figure(session, officer, of_meeting(june), "longest_excused_streak") == 4


# The record


@pytest.mark.parametrize(
    ("facts", "minutes", "shortfall"),
    [
        ({"started_at": time(14, 0), "ended_at": time(15, 29)}, 89, 1),
        ({"started_at": time(14, 0), "ended_at": time(15, 30)}, 90, 0),
        ({"started_at": time(14, 0), "ended_at": time(15, 59), "is_combined": True}, 119, 1),
        ({"started_at": time(14, 0), "ended_at": time(16, 30), "is_combined": True}, 150, 0),
        ({"started_at": time(14, 0), "ended_at": time(14, 30), "kind": MeetingKind.THEMATIC}, 30, None),
        ({"started_at": time(14, 0)}, None, None),
        ({"started_at": time(14, 0), "ended_at": time(14, 0)}, None, None),
    ],
    ids=["too short", "just enough", "combined too short", "combined", "thematic", "no end", "no time at all"],
)
def test_duration_and_what_it_lacks(session, cell, officer, facts, minutes, shortfall):
    meeting = a_meeting(session, cell, OCTOBER, **facts)
    assert said(session, officer, meeting, "duration_minutes", "duration_shortfall") == (minutes, shortfall)


def test_days_of_documents_and_minutes(session, cell, officer):
    held = {"held_on": date(2026, 10, 5)}
    early = a_meeting(session, cell, OCTOBER, **held, documents_on=date(2026, 10, 2), minutes_on=date(2026, 10, 9))
    names = ("documents_days_before", "minutes_days_after")
    assert said(session, officer, early, *names) == (3, 4)
    late = a_meeting(session, cell, SEPTEMBER, held_on=date(2026, 9, 5), documents_on=date(2026, 9, 6))
    assert said(session, officer, late, "documents_days_before") == (-1,)


def test_minutes_count_as_filed_on_the_local_day_of_submission_where_no_day_is_written(session, cell, officer):
    meeting = a_meeting(session, cell, OCTOBER, submitted_at=datetime(2026, 10, 6, 17, 0, tzinfo=UTC))
    assert said(session, officer, meeting, "minutes_days_after", "documents_days_before") == (2, None)
    draft = a_meeting(session, cell, NOVEMBER, state=DRAFT, submitted_at=None)
    assert said(session, officer, draft, "minutes_days_after") == (None,)


@pytest.mark.parametrize(
    ("facts", "held"),
    [
        ({"premeeting_on": date(2026, 10, 5)}, True),
        ({"premeeting_on": date(2026, 10, 6)}, False),
        ({}, False),
        ({"state": DRAFT}, None),
        ({"state": DRAFT, "held_on": None, "premeeting_on": date(2026, 10, 1)}, True),
    ],
    ids=["the same day", "after the meeting", "not written", "not written yet", "draft"],
)
def test_the_premeeting(session, cell, people, officer, facts, held):
    a_position(session, people[1], cell, PositionKind.DEPUTY_SECRETARY)
    assert said(session, officer, a_meeting(session, cell, OCTOBER, **facts), "premeeting_held") == (held,)


def test_a_secretary_alone_has_nobody_to_meet_with(session, cell, people, officer):
    a_position(session, people[0], cell)
    a_position(session, people[1], cell, PositionKind.DEPUTY_SECRETARY, until=date(2026, 10, 5))
    meeting = a_meeting(session, cell, OCTOBER, held_on=date(2026, 10, 5))
    assert said(session, officer, meeting, "premeeting_held", "has_deputy_or_committee") == (None, False)
    earlier = a_meeting(session, cell, SEPTEMBER)
    assert said(session, officer, earlier, "premeeting_held", "has_deputy_or_committee") == (False, True)


def test_a_theme_in_the_month(session, cell, officer):
    regular = a_meeting(session, cell, OCTOBER)
    names = ("is_combined", "thematic_in_month")
    assert said(session, officer, regular, *names) == (False, False)
    theme = a_meeting(session, cell, OCTOBER, kind=MeetingKind.THEMATIC, state=DRAFT)
    assert said(session, officer, regular, *names) == (False, False)
    theme.state = MeetingState.SUBMITTED
    session.flush()
    assert said(session, officer, regular, *names) == (False, True)
    combined = a_meeting(session, cell, SEPTEMBER, is_combined=True, state=DRAFT)
    assert said(session, officer, combined, *names) == (True, True)


# The cell on the day


def test_members_are_those_of_the_day_and_a_guest_is_none(session, cell, officer):
    some_members(session, cell, 7)
    probationary = a_member(session, cell, official=False, admitted_on=date(2026, 1, 1))
    a_member(session, cell, left_on=date(2026, 10, 5))
    a_membership(session, a_member(session), cell, kind="temporary_in")
    meeting = a_meeting(session, cell, OCTOBER, held_on=date(2026, 10, 5))
    names = ("members", "official_members", "probationary_members", "has_cell_committee")
    assert said(session, officer, meeting, *names) == (8, 7, 1, False)
    probationary.confirmed_on = date(2026, 10, 5)
    a_member(session, cell)
    session.flush()
    assert said(session, officer, meeting, *names) == (9, 9, 0, True)


def test_without_a_roster_nothing_is_said_about_it(session, cell, officer):
    meeting = a_meeting(session, cell, OCTOBER)
    names = ("members", "official_members", "probationary_members", "has_cell_committee", "has_deputy_or_committee")
    assert said(session, officer, meeting, *names) == (None,) * 5


# The last resolution


def test_tasks_of_the_last_resolution_that_were_done(session, cell, people, officer):
    last, meeting = a_meeting(session, cell, SEPTEMBER), a_meeting(session, cell, OCTOBER)
    tasks = [a_task(session, last, people[0], date(2026, 9, 30)) for _ in range(3)]
    older = a_task(session, a_meeting(session, cell, month(8)), people[0], date(2026, 8, 30))
    looked_at(session, older, meeting, TaskOutcome.NOT_DONE)
    for task, outcome in zip(tasks, TaskOutcome, strict=True):
        assert said(session, officer, meeting, "tasks_done_rate") == (None,)
        looked_at(session, task, meeting, outcome)
    assert said(session, officer, meeting, "tasks_done_rate") == (Share(1, 3),)


def test_the_last_resolution_is_that_of_the_last_month_with_a_meeting(session, cell, people, officer):
    a_task(session, a_meeting(session, cell, month(7)), people[0], date(2026, 8, 30))
    cancelled = a_meeting(session, cell, SEPTEMBER, is_cancelled=True)
    a_task(session, cancelled, people[0], date(2026, 9, 30))
    meeting = a_meeting(session, cell, OCTOBER)
    done = a_task(session, a_meeting(session, cell, month(8)), people[0], date(2026, 9, 30))
    looked_at(session, done, meeting)
    assert said(session, officer, meeting, "tasks_done_rate", "tasks_given") == (Share(1, 1), 0)


def test_late_tasks_are_those_whose_day_had_passed_and_that_nobody_found_done(session, cell, people, officer):
    august, september = a_meeting(session, cell, month(8)), a_meeting(session, cell, SEPTEMBER)
    meeting = a_meeting(session, cell, OCTOBER, held_on=date(2026, 10, 5))
    due = {day: a_task(session, august, people[0], date(2026, 10, day)) for day in (1, 2, 3, 4, 5)}
    a_task(session, meeting, people[0], date(2026, 10, 1))
    looked_at(session, due[1], september)
    looked_at(session, due[2], meeting)
    looked_at(session, due[3], meeting, TaskOutcome.PARTLY_DONE)
    looked_at(session, due[4], a_meeting(session, cell, NOVEMBER))
    assert said(session, officer, meeting, "tasks_late", "tasks_given") == (2, 1)
    draft = a_meeting(session, cell, month(11, 2025), state=DRAFT, held_on=None)
    assert said(session, officer, draft, "tasks_late") == (None,)


def test_targets_of_the_last_meeting_that_set_any(session, cell, officer):
    for number, targets in ((7, 1), (8, 4), (9, 0)):
        meeting = a_meeting(session, cell, month(number))
        found = [a_target(session, meeting, place) for place in range(1, targets + 1)]
        if number == 8:
            to_measure = found
    meeting = a_meeting(session, cell, OCTOBER)
    names = ("targets_completed_rate", "targets_exceeded")
    for target, outcome in zip(to_measure, TargetOutcome, strict=True):
        assert said(session, officer, meeting, *names) == (None, None)
        measured(session, target, meeting, outcome)
    assert said(session, officer, meeting, *names) == (Share(2, 4), 1)
    assert said(session, officer, a_meeting(session, cell, month(7, 2025)), *names) == (None, None)


# Which meeting


def test_a_draft_is_read_as_its_form_shows_it(session):
    cast = a_cast(session)
    ref = fill(session, cast.officer, cast.ref, excused=cast.ids(2, 3), unexcused=cast.ids(4), speakers=cast.ids(0))
    put(session, cast.officer, ref, "attending", [cast.elder.id])
    a_member(session, cast.cell, joined_on=date(2026, 11, 6))
    stranger = a_member(session)
    a_membership(session, stranger, cast.cell, kind="temporary_in")
    a_suspension(session, stranger, SuspensionKind.TEMPORARY_OUT)
    sheet = meetings.sheet(session, cast.officer, ref)
    draft = session.exec(select(Meeting).where(Meeting.unit_id == cast.cell.id)).one()
    names = ("attendance_rate", "speaking_rate", "excused_absences", "unexcused_absences", "longest_excused_streak")
    counts = sheet.counts
    assert (counts.due, counts.attendees, counts.excused) == (7, 5, 2)
    assert said(session, cast.officer, draft, *names) == (
        Share(counts.present_due, counts.due),
        Share(counts.spoke, counts.attendees),
        2,
        1,
        1,
    )
    for member_id in cast.ids(2, 3):
        put(session, cast.officer, ref, f"reason:{member_id}", "Ốm")
    meetings.submit(session, cast.officer, ref)
    assert said(session, cast.officer, draft, *names)[0] == Share(counts.present_due, counts.due)


def test_a_draft_goes_on_with_the_streak(session, cell, people, officer):
    a_meeting(session, cell, SEPTEMBER, marks(people, EXCUSED))
    a_meeting(session, cell, OCTOBER, marks(people, EXCUSED))
    draft = a_meeting(session, cell, NOVEMBER, {people[0].id: EXCUSED}, state=DRAFT)
    theme = a_meeting(session, cell, NOVEMBER, {people[0].id: EXCUSED}, state=DRAFT, kind=MeetingKind.THEMATIC)
    assert figure(session, officer, of_meeting(draft), "longest_excused_streak") == 3
    assert figure(session, officer, of_meeting(theme), "longest_excused_streak") == 2


def test_a_cancelled_meeting_and_one_of_another_cell_are_no_subject(session, cell, commune, officer):
    cancelled = a_meeting(session, cell, OCTOBER, is_cancelled=True)
    elsewhere = of_meeting(a_meeting(session, a_cell(session, commune), OCTOBER))
    pretended = type(elsewhere)(cell.id, elsewhere.first, elsewhere.last, meeting_id=elsewhere.meeting_id)
    found = metrics.facts(session, officer, [of_meeting(cancelled), pretended, elsewhere], ["is_combined"])
    assert found == {elsewhere: {"is_combined": False}}


def test_every_metric_of_a_meeting_can_be_asked_for_at_once(session, cell, people, officer):
    meeting = a_meeting(session, cell, OCTOBER, marks(people, PRESENT))
    names = [name for name, metric in METRICS.items() if "meeting" in metric.about and metric.has_data]
    assert set(metrics.facts(session, officer, [of_meeting(meeting)], names)[of_meeting(meeting)]) == set(names)

"""Figures of one member, by hand-made rows."""

from datetime import date

import pytest

from models import MeetingKind, MeetingState, TaskOutcome
from services import metrics
from services.metrics import METRICS, Subject
from services.scoring import Share
from tests.factories import a_cell, a_member, a_membership, a_unit, an_actor, some_members
from tests.services.metrics.rows import (
    EXCUSED,
    NOT_DUE,
    PRESENT,
    UNEXCUSED,
    a_discipline,
    a_meeting,
    a_task,
    looked_at,
    month,
    of_member,
)

STANDING = ("attendance_rate", "unexcused_absences", "excused_absences", "longest_excused_streak", "times_spoken")
TASKS = ("tasks_done_rate", "tasks_done_on_time_rate", "tasks_overdue")


@pytest.fixture
def commune(session):
    return a_unit(session)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def people(session, cell):
    return some_members(session, cell, 2)


@pytest.fixture
def officer(session, commune):
    return an_actor(session, commune)


def said(session, officer, subject, *names):
    found = metrics.facts(session, officer, [subject], names)[subject]
    return tuple(found[name] for name in names)


def test_a_member_who_stood_on_no_roll_has_no_figure_about_it(session, cell, people, officer):
    a_meeting(session, cell, month(1), {people[1].id: PRESENT})
    assert said(session, officer, of_member(people[0], cell), *STANDING) == (None,) * 5


def test_presence_is_counted_where_the_member_was_due(session, cell, people, officer):
    member = people[0].id
    for number, presence in enumerate((PRESENT, EXCUSED, EXCUSED, UNEXCUSED, NOT_DUE, EXCUSED), 1):
        a_meeting(session, cell, month(number), {member: presence}, spoke=[member] if number == 1 else [])
    a_meeting(session, cell, month(7), {member: PRESENT}, guests=[member], spoke=[member])
    assert said(session, officer, of_member(people[0], cell), *STANDING) == (Share(1, 5), 1, 3, 2, 2)


def test_only_the_cells_own_regular_meetings_of_the_span_count(session, commune, cell, people, officer):
    member = people[0].id
    other = a_cell(session, commune)
    a_membership(session, people[0], other)
    a_meeting(session, other, month(1), {member: UNEXCUSED})
    for number, facts in (
        (2, {"kind": MeetingKind.THEMATIC}),
        (3, {"state": MeetingState.DRAFT}),
        (4, {"is_cancelled": True}),
    ):
        a_meeting(session, cell, month(number), {member: UNEXCUSED}, **facts)
    a_meeting(session, cell, month(5), {member: PRESENT})
    a_meeting(session, cell, month(12, 2025), {member: UNEXCUSED})
    assert said(session, officer, of_member(people[0], cell), *STANDING) == (Share(1, 1), 0, 0, 0, 0)


def test_the_streak_is_that_of_the_year_up_to_the_end_of_the_span(session, cell, people, officer):
    for number in (1, 2, 3):
        a_meeting(session, cell, month(number), {people[0].id: EXCUSED})
    february = of_member(people[0], cell, date(2026, 2, 1), date(2026, 2, 28))
    assert said(session, officer, february, "longest_excused_streak", "excused_absences") == (2, 1)


def test_a_members_tasks_are_the_own_ones(session, cell, people, officer):
    assert said(session, officer, of_member(people[0], cell), *TASKS) == (None, None, 0)
    gave, looked = a_meeting(session, cell, month(1)), a_meeting(session, cell, month(2), held_on=date(2026, 2, 5))
    in_time = a_task(session, gave, people[0], date(2026, 2, 5))
    too_late = a_task(session, gave, people[0], date(2026, 2, 4))
    partly = a_task(session, gave, people[0], date(2026, 2, 28))
    for task, outcome in ((in_time, TaskOutcome.DONE), (too_late, TaskOutcome.DONE), (partly, TaskOutcome.PARTLY_DONE)):
        looked_at(session, task, looked, outcome)
    a_task(session, gave, people[1], date(2026, 2, 28))
    assert said(session, officer, of_member(people[0], cell), *TASKS) == (Share(2, 3), Share(1, 3), 1)


def test_a_task_is_in_time_by_the_first_meeting_that_found_it_done(session, cell, people, officer):
    gave = a_meeting(session, cell, month(1))
    task = a_task(session, gave, people[0], date(2026, 2, 28))
    for number in (3, 2):
        looked_at(session, task, a_meeting(session, cell, month(number)))
    assert said(session, officer, of_member(people[0], cell), *TASKS) == (Share(1, 1), Share(1, 1), 0)


def test_discipline_and_standing_at_the_end_of_the_span(session, cell, officer):
    member = a_member(session, cell, admitted_on=date(2025, 3, 1), confirmed_on=date(2026, 3, 1))
    names = ("is_disciplined", "is_official")
    assert said(session, officer, of_member(member, cell), *names) == (False, True)
    before = of_member(member, cell, date(2026, 1, 1), date(2026, 2, 28))
    a_discipline(session, member, cell, date(2026, 3, 1))
    assert said(session, officer, before, *names) == (False, False)
    assert said(session, officer, of_member(member, cell), *names) == (True, True)


def test_whoever_was_not_in_the_cell_in_the_span_is_no_subject(session, commune, cell, officer):
    left = a_member(session, cell, left_on=date(2026, 1, 1))
    came = a_member(session, cell, joined_on=date(2026, 12, 31))
    stranger = a_member(session, a_cell(session, commune))
    subjects = [of_member(member, cell) for member in (left, came, stranger)]
    assert list(metrics.facts(session, officer, subjects, ["is_official"])) == [of_member(came, cell)]


def test_every_metric_of_a_member_can_be_asked_for_at_once(session, cell, people, officer):
    names = [name for name, metric in METRICS.items() if "member" in metric.about and metric.has_data]
    subject = Subject(cell.id, date(2026, 1, 1), date(2026, 12, 31), member_id=people[0].id)
    assert set(metrics.facts(session, officer, [subject], names)[subject]) == set(names)

"""Figures of a cell and of a committee over a span, by hand-made rows."""

from datetime import UTC, date, datetime

import pytest

from models import MeetingKind, MeetingState, TargetOutcome, TaskOutcome, UnitKind
from services import clock, metrics
from services.scoring import Share
from tests.factories import a_cell, a_member, a_membership, a_unit, an_actor, an_era, some_members
from tests.services.metrics.rows import (
    EXCUSED,
    NOT_DUE,
    UNEXCUSED,
    a_discipline,
    a_meeting,
    a_plan,
    a_target,
    a_task,
    figure,
    looked_at,
    marks,
    measured,
    month,
    of_unit,
)

DRAFT = MeetingState.DRAFT
FIRST_QUARTER = (date(2026, 1, 1), date(2026, 3, 31))
HEADS = ("attendance_rate", "attendance_rate_less_excused", "speaking_rate", "unexcused_absences", "excused_absences")


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, parent=district)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def people(session, cell):
    return some_members(session, cell, 6)


@pytest.fixture
def officer(session, district):
    return an_actor(session, district)


def said(session, officer, subject, *names):
    found = metrics.facts(session, officer, [subject], names)[subject]
    return tuple(found[name] for name in names)


# Who came


def test_heads_are_added_up_so_that_meetings_weigh_by_size(session, commune, cell, people, officer):
    a_meeting(session, cell, month(1), marks(people, EXCUSED, UNEXCUSED, NOT_DUE), spoke=[people[3].id])
    a_meeting(session, cell, month(2), marks(people[:2]))
    other = a_cell(session, commune)
    a_meeting(session, other, month(3), marks(some_members(session, other, 10), UNEXCUSED))
    assert said(session, officer, of_unit(cell), *HEADS) == (Share(5, 7), Share(5, 6), Share(1, 5), 1, 1)
    assert said(session, officer, of_unit(commune), *HEADS) == (Share(14, 17), Share(14, 16), Share(1, 14), 2, 1)


def test_only_regular_meetings_that_were_handed_in_and_not_cancelled_count(session, cell, people, officer):
    unattended = marks(people, *[UNEXCUSED] * 6)
    a_meeting(session, cell, month(1), unattended, state=DRAFT)
    a_meeting(session, cell, month(2), unattended, is_cancelled=True)
    a_meeting(session, cell, month(3), unattended, kind=MeetingKind.THEMATIC)
    a_meeting(session, cell, month(12, 2025), unattended)
    assert said(session, officer, of_unit(cell), *HEADS) == (None,) * 5
    a_meeting(session, cell, month(4), marks(people))
    assert said(session, officer, of_unit(cell), *HEADS) == (Share(6, 6), Share(6, 6), Share(0, 6), 0, 0)


def test_too_often_excused_and_long_absent_are_counted_by_member(session, cell, people, officer):
    names = ("longest_excused_streak", "members_excused_over_3", "members_unexcused_3_months")
    assert said(session, officer, of_unit(cell), *names) == (None, None, None)
    for number in range(1, 4):
        a_meeting(session, cell, month(number), marks(people, EXCUSED, EXCUSED, UNEXCUSED))
    assert said(session, officer, of_unit(cell), *names) == (3, 0, 1)
    a_meeting(session, cell, month(4), marks(people, EXCUSED))
    assert said(session, officer, of_unit(cell), *names) == (4, 1, 1)


def test_the_year_begins_in_january_whatever_the_span(session, cell, people, officer):
    for number in (10, 11, 12):
        a_meeting(session, cell, month(number, 2025), marks(people, EXCUSED, UNEXCUSED))
    for number in range(1, 5):
        a_meeting(session, cell, month(number), marks(people, EXCUSED, UNEXCUSED))
    names = ("longest_excused_streak", "members_excused_over_3", "members_unexcused_3_months")
    assert said(session, officer, of_unit(cell, date(2026, 3, 1), date(2026, 3, 31)), *names) == (3, 0, 1)
    assert said(session, officer, of_unit(cell, date(2025, 10, 1), date(2026, 2, 28)), *names) == (2, 0, 0)
    assert said(session, officer, of_unit(cell, date(2026, 4, 1), date(2026, 4, 30)), *names) == (4, 1, 1)


# Whether they met


def test_a_month_is_expected_once_it_is_over_or_the_cell_has_met(session, cell, officer):
    names = ("meetings_expected", "meetings_held", "meetings_held_rate")
    assert said(session, officer, of_unit(cell), *names) == (10, 0, Share(0, 10))
    a_meeting(session, cell, month(10))
    a_meeting(session, cell, month(11))
    assert said(session, officer, of_unit(cell), *names) == (11, 2, Share(2, 11))


def test_a_month_is_expected_only_where_the_cell_was_there_at_its_end(session, commune, officer):
    cell = a_cell(session, commune, since=date(2026, 3, 31), until=date(2026, 8, 31))
    names = ("meetings_expected", "meetings_held_rate")
    assert said(session, officer, of_unit(cell), *names) == (5, Share(0, 5))
    a_meeting(session, cell, month(8))
    assert said(session, officer, of_unit(cell), *names) == (6, Share(1, 6))
    assert said(session, officer, of_unit(commune), *names) == (6, Share(1, 6))


def test_where_nothing_was_expected_there_is_no_rate(session, commune, officer):
    empty = a_unit(session, "Đảng bộ xã mới", parent=None)
    leader = an_actor(session, empty)
    names = ("meetings_expected", "meetings_held_rate", "submitted_on_time_rate", "attendance_rate", "cells")
    assert said(session, leader, of_unit(empty), *names) == (0, None, None, None, 0)


def test_a_record_is_on_time_until_the_end_of_the_due_day(session, cell, officer):
    a_meeting(session, cell, month(1), submitted_at=datetime(2026, 2, 5, 16, 59, 59, tzinfo=UTC))
    a_meeting(session, cell, month(2), submitted_at=datetime(2026, 3, 5, 17, 0, 0, tzinfo=UTC))
    span = (date(2026, 1, 1), date(2026, 3, 31))
    assert said(session, officer, of_unit(cell, *span), "submitted_on_time_rate") == (Share(1, 3),)
    october = (date(2026, 10, 1), date(2026, 11, 30))
    assert said(session, officer, of_unit(cell, *october), "submitted_on_time_rate") == (Share(0, 1),)
    a_meeting(session, cell, month(11), submitted_at=datetime(2026, 11, 6, tzinfo=UTC))
    assert said(session, officer, of_unit(cell, *october), "submitted_on_time_rate") == (Share(1, 2),)


def test_a_record_is_missing_only_after_its_due_day(session, cell, officer):
    october = of_unit(cell, date(2026, 10, 1), date(2026, 10, 31))
    with clock.set_to(datetime(2026, 11, 5, 16, 59, 59, tzinfo=UTC)):
        assert figure(session, officer, october, "submitted_on_time_rate") is None
    with clock.set_to(datetime(2026, 11, 5, 17, tzinfo=UTC)):
        assert figure(session, officer, october, "submitted_on_time_rate") == Share(0, 1)


def test_a_theme_once_a_quarter(session, cell, officer):
    names = ("thematic_held_quarters", "thematic_expected_quarters", "thematic_held_rate")
    assert said(session, officer, of_unit(cell), *names) == (0, 3, Share(0, 3))
    for number in (1, 2):
        a_meeting(session, cell, month(number), kind=MeetingKind.THEMATIC)
    a_meeting(session, cell, month(6), is_combined=True)
    a_meeting(session, cell, month(8), kind=MeetingKind.THEMATIC, state=DRAFT)
    a_meeting(session, cell, month(9), kind=MeetingKind.EXTRAORDINARY)
    a_meeting(session, cell, month(10), kind=MeetingKind.THEMATIC)
    assert said(session, officer, of_unit(cell), *names) == (3, 4, Share(3, 4))


def test_a_span_without_a_whole_quarter_says_nothing_of_themes(session, cell, officer):
    a_meeting(session, cell, month(3), kind=MeetingKind.THEMATIC)
    names = ("thematic_held_quarters", "thematic_expected_quarters", "thematic_held_rate")
    assert said(session, officer, of_unit(cell, date(2026, 2, 1), date(2026, 5, 31)), *names) == (None, None, None)
    assert said(session, officer, of_unit(cell, *FIRST_QUARTER), *names) == (1, 1, Share(1, 1))


# Tasks and targets


def test_tasks_count_once_their_day_has_passed_or_they_are_done(session, cell, people, officer):
    names = ("tasks_done_rate", "tasks_overdue")
    assert said(session, officer, of_unit(cell), *names) == (None, 0)
    gave, looked = a_meeting(session, cell, month(1)), a_meeting(session, cell, month(2))
    done = a_task(session, gave, people[0], date(2026, 2, 28))
    looked_at(session, done, looked)
    partly = a_task(session, gave, people[0], date(2026, 11, 19))
    looked_at(session, partly, looked, TaskOutcome.PARTLY_DONE)
    a_task(session, gave, people[0], date(2026, 11, 20))
    early = a_task(session, gave, people[0], date(2026, 12, 31))
    looked_at(session, early, looked)
    a_task(session, gave, people[0], date(2025, 12, 31))
    assert said(session, officer, of_unit(cell), *names) == (Share(2, 3), 1)
    assert said(session, officer, of_unit(cell, date(2026, 2, 1), date(2026, 2, 27)), *names) == (None, 0)


def test_what_a_draft_or_a_cancelled_meeting_says_of_tasks_does_not_count(session, cell, people, officer):
    held = a_meeting(session, cell, month(1))
    draft, cancelled = (
        a_meeting(session, cell, month(2), state=DRAFT),
        a_meeting(session, cell, month(3), is_cancelled=True),
    )
    for gave in (draft, cancelled):
        a_task(session, gave, people[0], date(2026, 5, 1))
    task = a_task(session, held, people[0], date(2026, 5, 1))
    for looked in (draft, cancelled):
        looked_at(session, task, looked)
    assert said(session, officer, of_unit(cell), "tasks_done_rate", "tasks_overdue") == (Share(0, 1), 1)


def test_a_target_counts_by_the_newest_look_once_there_was_time_for_one(session, cell, officer):
    names = ("targets_completed_rate", "targets_exceeded")
    first, second, third = (a_meeting(session, cell, month(number)) for number in (1, 2, 3))
    found = [a_target(session, first, number) for number in (1, 2, 3)]
    a_target(session, third)
    measured(session, found[0], second, TargetOutcome.EXCEEDED)
    measured(session, found[0], third, TargetOutcome.PARTLY_MET)
    measured(session, found[1], second, TargetOutcome.NOT_MET)
    measured(session, found[1], third, TargetOutcome.EXCEEDED)
    assert said(session, officer, of_unit(cell), *names) == (Share(1, 3), 1)
    assert said(session, officer, of_unit(cell, date(2026, 3, 1), date(2026, 3, 31)), *names) == (None, None)


def test_a_look_by_a_draft_counts_neither_as_a_look_nor_as_time(session, cell, officer):
    target = a_target(session, a_meeting(session, cell, month(1)))
    measured(session, target, a_meeting(session, cell, month(2), state=DRAFT), TargetOutcome.MET)
    assert said(session, officer, of_unit(cell), "targets_completed_rate") == (None,)
    a_meeting(session, cell, month(3))
    assert said(session, officer, of_unit(cell), "targets_completed_rate") == (Share(0, 1),)


# Members


def test_members_are_those_at_the_end_of_the_span_as_far_as_it_has_come(session, commune, cell, officer):
    some_members(session, cell, 8)
    a_member(session, cell, official=False, admitted_on=date(2026, 2, 1))
    a_member(session, cell, left_on=date(2026, 11, 20))
    a_member(session, cell, joined_on=date(2026, 11, 21))
    a_membership(session, a_member(session), cell, kind="temporary_in")
    names = ("members", "official_members", "probationary_members")
    assert said(session, officer, of_unit(cell), *names, "has_cell_committee") == (9, 8, 1, False)
    assert said(session, officer, of_unit(cell, *FIRST_QUARTER), *names, "has_cell_committee") == (10, 9, 1, True)
    some_members(session, a_cell(session, commune), 3)
    assert said(session, officer, of_unit(commune), *names, "has_cell_committee") == (12, 11, 1, None)


def test_a_cell_that_is_gone_is_seen_on_its_last_day(session, commune, officer):
    cell = a_cell(session, commune, until=date(2026, 6, 1))
    some_members(session, cell, 3)
    assert said(session, officer, of_unit(cell), "members") == (3,)
    assert said(session, officer, of_unit(commune), "members", "cells") == (None, 0)
    assert said(session, officer, of_unit(cell, date(2026, 6, 1), date(2026, 12, 31)), "members") == (None,)


def test_a_disciplined_member_counts_once_whatever_the_number_of_decisions(session, commune, cell, people, officer):
    other = a_cell(session, commune)
    for place, on in ((0, date(2026, 3, 1)), (0, date(2026, 5, 1)), (1, date(2026, 12, 31)), (2, date(2025, 12, 31))):
        a_discipline(session, people[place], cell, on)
    a_discipline(session, people[0], other, date(2026, 7, 1))
    assert said(session, officer, of_unit(cell), "members_disciplined") == (2,)
    assert said(session, officer, of_unit(cell, *FIRST_QUARTER), "members_disciplined") == (1,)
    assert said(session, officer, of_unit(cell, date(2026, 3, 2), date(2026, 4, 30)), "members_disciplined") == (0,)
    assert said(session, officer, of_unit(commune), "members_disciplined") == (2,)


def test_admissions_are_counted_where_the_member_was_admitted(session, commune, cell, officer):
    admitted = a_member(session, cell, official=False, admitted_on=date(2026, 3, 3), left_on=date(2026, 8, 1))
    other = a_cell(session, commune)
    a_membership(session, admitted, other, joined_on=date(2026, 8, 1))
    a_membership(session, admitted, other, joined_on=date(2026, 2, 1), kind="temporary_in")
    a_member(session, cell, official=False, admitted_on=date(2025, 12, 31))
    names = ("admissions", "admissions_planned", "admissions_rate")
    assert said(session, officer, of_unit(cell), *names) == (1, None, None)
    assert said(session, officer, of_unit(other), *names) == (0, None, None)
    assert said(session, officer, of_unit(commune), *names) == (1, None, None)


def test_a_committee_without_a_plan_of_its_own_adds_up_those_of_its_cells(session, commune, cell, officer):
    a_member(session, cell, official=False, admitted_on=date(2026, 3, 3))
    names = ("admissions_planned", "admissions_rate")
    a_plan(session, cell, 0)
    a_plan(session, cell, 7, year=2025)
    assert said(session, officer, of_unit(cell), *names) == (0, None)
    a_plan(session, a_cell(session, commune), 2)
    assert said(session, officer, of_unit(commune), *names) == (2, Share(1, 2))
    a_plan(session, commune, 3)
    assert said(session, officer, of_unit(commune), *names) == (3, Share(1, 3))


# The tree of the day


def test_a_cell_counts_for_what_stood_above_it_in_each_month(session, district, officer):
    old, new = a_unit(session, "Đảng bộ xã cũ", parent=district), a_unit(session, "Đảng bộ xã mới", parent=district)
    cell = a_cell(session, new, since=date(2026, 4, 10))
    an_era(session, cell, "Chi bộ Nặm Nộc", parent=old, since=date(2020, 1, 1), until=date(2026, 4, 10))
    people = some_members(session, cell, 4)
    for number in (3, 4, 5):
        meeting = a_meeting(session, cell, month(number), marks(people, *[UNEXCUSED] * number)) if number < 5 else None
        if meeting:
            a_task(session, meeting, people[0], date(2026, number, 28))
        a_discipline(session, people[number - 3], cell, date(2026, number, 1))
    names = ("attendance_rate", "meetings_expected", "tasks_overdue", "members_disciplined", "cells", "members")
    assert said(session, officer, of_unit(old), *names) == (Share(1, 4), 3, 1, 1, 0, None)
    assert said(session, officer, of_unit(new), *names) == (Share(0, 4), 7, 1, 2, 1, 4)
    assert said(session, officer, of_unit(district), *names) == (Share(1, 8), 10, 2, 3, 1, 4)


def test_cells_under_a_sub_committee_count_for_the_committee(session, commune, officer):
    section = a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
    cell = a_cell(session, section)
    a_meeting(session, cell, month(1), marks(some_members(session, cell, 2), UNEXCUSED))
    for unit in (section, commune):
        assert said(session, officer, of_unit(unit), "attendance_rate", "cells") == (Share(1, 2), 1)


def test_a_unit_that_was_not_there_in_the_span_has_no_figures(session, commune, officer):
    cell = a_cell(session, commune, since=date(2026, 12, 1))
    for span in ((date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 12, 31))):
        assert said(session, officer, of_unit(cell, *span), "meetings_expected", "four_good_registered") == (None, None)
    assert figure(session, officer, of_unit(commune, date(2027, 1, 1), date(2027, 12, 31)), "cells") is None

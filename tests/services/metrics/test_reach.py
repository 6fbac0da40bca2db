"""Who may see figures, and what asking for many of them costs."""

from datetime import date
from uuid import uuid4

import pytest

from models import MeetingState, Role, UnitKind
from services import metrics, months
from services.errors import Invalid, NotFound
from services.metrics import METRICS, Subject
from services.scoring import Share
from tests.factories import a_cell, a_member, a_unit, an_actor, an_era, some_members
from tests.services.metrics.rows import (
    EXCUSED,
    UNEXCUSED,
    YEAR,
    a_meeting,
    a_target,
    a_task,
    looked_at,
    marks,
    month,
    of_meeting,
    of_member,
    of_unit,
)
from tests.statements import counted


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, parent=district)


def a_busy_cell(session, parent):
    """A cell with people, a meeting that is handed in, a draft, a task and a target."""
    cell = a_cell(session, parent)
    people = some_members(session, cell, 3)
    held = a_meeting(session, cell, month(9), marks(people, UNEXCUSED))
    later = a_meeting(session, cell, month(10), marks(people), state=MeetingState.DRAFT)
    looked_at(session, a_task(session, held, people[0], date(2026, 9, 30)), later)
    a_target(session, held)
    return [of_unit(cell), of_meeting(held), of_meeting(later), *(of_member(member, cell) for member in people)]


def test_out_of_reach_there_is_no_subject_and_its_figures_are_not_found(session, district, commune):
    subjects = a_busy_cell(session, commune)
    stranger = an_actor(session, a_unit(session, "Đảng bộ xã khác", parent=district))
    assert metrics.facts(session, stranger, subjects, ["attendance_rate", "tasks_done_rate"]) == {}
    for subject in [*subjects, of_unit(commune), Subject(uuid4(), *YEAR)]:
        with pytest.raises(NotFound):
            metrics.rows(session, stranger, subject, "attendance_rate")


def test_a_meeting_or_a_member_does_not_come_into_reach_through_another_unit(session, district, commune):
    _, meeting, _, member, *_ = a_busy_cell(session, commune)
    own = a_unit(session, "Đảng bộ xã khác", parent=district)
    stranger = an_actor(session, own)
    subjects = [
        Subject(own.id, *YEAR, meeting_id=meeting.meeting_id),
        Subject(own.id, *YEAR, member_id=member.member_id),
    ]
    assert metrics.facts(session, stranger, subjects, ["attendance_rate"]) == {}


def test_subjects_in_reach_come_in_their_order_and_the_others_are_left_out(session, district, commune):
    inside, outside = a_busy_cell(session, commune), a_busy_cell(session, a_unit(session, "Xã khác", parent=district))
    leader = an_actor(session, commune, Role.LEADER)
    mixed = [fact for pair in zip(outside, inside, strict=True) for fact in pair]
    assert list(metrics.facts(session, leader, mixed, ["attendance_rate"])) == inside


def test_a_committee_does_not_count_a_cell_that_is_out_of_reach_today(session, district, commune):
    a_busy_cell(session, commune)
    moved = a_cell(session, a_unit(session, "Đảng bộ xã khác", parent=district), since=date(2026, 7, 1))
    an_era(session, moved, "Chi bộ Nặm Nộc", parent=commune, since=date(2010, 1, 1), until=date(2026, 7, 1))
    a_meeting(session, moved, month(3))
    officer, leader = an_actor(session, commune), an_actor(session, district)
    subject, names = of_unit(commune), ["cells", "meetings_held", "meetings_expected"]
    assert list(metrics.facts(session, officer, [subject], names)[subject].values()) == [1, 1, 10]
    assert list(metrics.facts(session, leader, [subject], names)[subject].values()) == [1, 2, 16]


def test_a_name_that_is_no_metric_or_not_about_the_subject_has_no_value(session, commune):
    cell, *_ = a_busy_cell(session, commune)
    officer = an_actor(session, commune)
    names = ["nothing", "duration_minutes", "cells", "fees_paid_rate"]
    assert metrics.facts(session, officer, [cell], names)[cell] == dict.fromkeys(names)
    for name in names:
        with pytest.raises(Invalid):
            metrics.rows(session, officer, cell, name)


def test_the_rows_of_a_unit_that_was_not_there_are_refused_in_words(session, commune):
    cell = of_unit(a_cell(session, commune, since=date(2026, 12, 1)))
    with pytest.raises(Invalid):
        metrics.rows(session, an_actor(session, commune), cell, "attendance_rate")


def test_nothing_is_asked_of_the_database_about_nobody(session, commune):
    officer = an_actor(session, commune)
    with counted(session) as sent:
        assert metrics.facts(session, officer, [], METRICS) == {}
    assert not sent


@pytest.mark.parametrize(
    ("kind", "most"), [("unit", 16), ("meeting", 13), ("member", 8), ("committee", 16), ("all", 26)]
)
def test_statements_do_not_grow_with_the_number_of_cells(session, district, commune, kind, most):
    officer = an_actor(session, district)

    def statements(cells):
        subjects = [subject for _ in range(cells) for subject in a_busy_cell(session, commune)]
        of_kind = {
            "unit": [subject for subject in subjects if not subject.meeting_id and not subject.member_id],
            "meeting": [subject for subject in subjects if subject.meeting_id],
            "member": [subject for subject in subjects if subject.member_id],
            "committee": [of_unit(commune), of_unit(district)],
            "all": [*subjects, of_unit(commune)],
        }
        with counted(session) as sent:
            found = metrics.facts(session, officer, of_kind[kind], METRICS)
        assert len(found) == len(of_kind[kind])
        return len(sent)

    few, many = statements(1), statements(7)
    assert few == many <= most


def test_a_figure_costs_only_the_facts_that_it_needs(session, commune):
    cell, *_ = a_busy_cell(session, commune)
    officer = an_actor(session, commune)
    with counted(session) as sent:
        assert metrics.facts(session, officer, [cell], ["tasks_overdue"])[cell] == {"tasks_overdue": 1}
    assert len(sent) == 2


def test_a_span_of_one_subject_does_not_reach_into_another(session, commune):
    cell = a_cell(session, commune)
    member = a_member(session, cell)
    for year in (2024, 2025, 2026):
        a_meeting(session, cell, month(1, year), marks([member], *[UNEXCUSED] * (year == 2025)))
    spans = [of_unit(cell, date(year, 1, 1), date(year, 12, 31)) for year in (2024, 2025, 2026)]
    found = metrics.facts(session, an_actor(session, commune), spans, ["attendance_rate", "members_unexcused_3_months"])
    assert [found[span]["attendance_rate"] for span in spans] == [Share(1, 1), Share(0, 1), Share(1, 1)]


def test_a_streak_ends_with_the_span_of_its_subject(session, commune):
    cell = a_cell(session, commune)
    member = a_member(session, cell)
    held = [a_meeting(session, cell, month(number), marks([member], EXCUSED)) for number in (1, 2, 3)]
    subjects = [
        *(of_meeting(meeting) for meeting in held),
        *(of_unit(cell, month(number), months.last_day(month(number))) for number in (1, 2, 3)),
        *(of_member(member, cell, month(number), months.last_day(month(number))) for number in (1, 2, 3)),
    ]
    found = metrics.facts(session, an_actor(session, commune), subjects, ["longest_excused_streak"])
    assert [values["longest_excused_streak"] for values in found.values()] == [1, 2, 3] * 3

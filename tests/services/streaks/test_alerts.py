"""Whom the secretary and the superior are to speak with: over stored rows, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from models import MeetingKind, MeetingState, Membership, Presence
from services import clock, metrics, streaks
from services.streaks import ConcernKind
from tests.factories import a_cell, a_stranger, a_unit, an_actor, some_members
from tests.services.metrics.rows import EXCUSED, NOT_DUE, PRESENT, UNEXCUSED, a_meeting, marks, month, of_unit
from tests.statements import counted

RUN, MONTHS, FEW = ConcernKind.EXCUSED_RUN, ConcernKind.UNEXCUSED_MONTHS, ConcernKind.UNEXCUSED


@pytest.fixture
def commune(session):
    return a_unit(session)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def people(session, cell):
    return some_members(session, cell, 4)


@pytest.fixture
def officer(session, commune):
    return an_actor(session, commune)


def held(session, cell, people, *months_of_marks):
    """One regular meeting a month from January on, each with how its members stood."""
    for number, presences in enumerate(months_of_marks, 1):
        a_meeting(session, cell, month(number), marks(people, *presences))


def found(session, actor, year=None):
    return [(alert.member_id, alert.concern.kind) for alert in streaks.alerts(session, actor, year)]


def test_everybody_stands_there_with_the_meetings_behind_it_the_gravest_first(session, cell, people, officer):
    held(session, cell, people, *[(PRESENT, EXCUSED, UNEXCUSED)] * 3, (UNEXCUSED, EXCUSED))
    alerts = streaks.alerts(session, officer)
    assert [(alert.member_id, alert.concern.kind) for alert in alerts] == [
        (people[2].id, MONTHS),
        (people[1].id, RUN),
        (people[0].id, FEW),
    ]
    assert [sitting.month for sitting in alerts[1].concern.sittings] == [month(number) for number in range(1, 5)]
    assert {alert.cell.name for alert in alerts} == {"Chi bộ Khuổi Ngọa"}
    assert {alert.cell.commune_name for alert in alerts} == {"Đảng bộ xã Bằng Vân"}


def test_the_alerts_are_those_that_the_figures_of_criteria_sets_count(session, commune, cell, people, officer):
    held(session, cell, people, *[(EXCUSED, UNEXCUSED, NOT_DUE, EXCUSED)] * 4, (EXCUSED, PRESENT, EXCUSED, NOT_DUE))
    names = ("members_excused_over_3", "members_unexcused_3_months")
    figures = metrics.facts(session, officer, [of_unit(commune)], names)[of_unit(commune)]
    kinds = [kind for _, kind in found(session, officer)]
    assert (kinds.count(RUN), kinds.count(MONTHS)) == tuple(figures[name] for name in names) == (2, 1)


def test_drafts_cancelled_and_other_meetings_and_other_years_do_not_count(session, cell, people, officer):
    held(session, cell, people, *[(EXCUSED,)] * 3)
    a_meeting(session, cell, month(4), marks(people, EXCUSED), state=MeetingState.DRAFT)
    a_meeting(session, cell, month(5), marks(people, EXCUSED), is_cancelled=True)
    a_meeting(session, cell, month(6), marks(people, UNEXCUSED), kind=MeetingKind.THEMATIC)
    a_meeting(session, cell, month(12, 2025), marks(people, EXCUSED, UNEXCUSED))
    assert found(session, officer) == []
    assert found(session, officer, 2025) == [(people[1].id, FEW)]
    a_meeting(session, cell, month(7), marks(people, EXCUSED), state=MeetingState.APPROVED)
    assert found(session, officer) == [(people[0].id, RUN)]


def test_whoever_is_no_longer_there_needs_no_talk(session, cell, people, officer):
    held(session, cell, people, (UNEXCUSED, UNEXCUSED))
    membership = session.exec(select(Membership).where(Membership.member_id == people[0].id)).one()
    membership.left_on = date(2026, 11, 20)
    session.flush()
    assert found(session, officer) == [(people[1].id, FEW)]


def test_out_of_reach_nobody_is_an_alert(session, commune, cell, people):
    held(session, cell, people, (UNEXCUSED,))
    elsewhere = a_unit(session, "Đảng bộ xã Thượng Quan")
    assert found(session, a_stranger(elsewhere)) == []
    assert found(session, a_stranger(cell)) == found(session, a_stranger(commune)) == [(people[0].id, FEW)]


def test_in_january_the_year_that_has_ended_still_counts(session, cell, people, officer):
    a_meeting(session, cell, month(12), marks(people, UNEXCUSED))
    with clock.set_to(datetime(2027, 1, 20, tzinfo=UTC)):
        assert found(session, officer) == [(people[0].id, FEW)]
    with clock.set_to(datetime(2027, 2, 20, tzinfo=UTC)):
        assert found(session, officer) == []


def test_an_alert_is_fresh_for_two_months(session, cell, people, officer):
    held(session, cell, people, *[()] * 8, (UNEXCUSED,), (PRESENT, UNEXCUSED))
    fresh = {alert.member_id: alert.is_fresh for alert in streaks.alerts(session, officer)}
    assert fresh == {people[0].id: False, people[1].id: True}


def test_two_statements_however_many_members(session, commune, cell, people, officer):
    held(session, cell, people, (UNEXCUSED, EXCUSED))
    for number in range(3):
        other = a_cell(session, commune, f"Chi bộ {number}")
        held(session, other, some_members(session, other, 3), (UNEXCUSED, UNEXCUSED))
    with counted(session) as sent:
        assert len(streaks.alerts(session, officer)) == 7
    assert len(sent) == 2


class TestOneMember:
    def test_the_year_is_there_cell_by_cell_with_reasons_and_words(self, session, cell, people, officer):
        held(session, cell, people, *[(EXCUSED,)] * 4)
        a_meeting(session, cell, month(5), marks(people), spoke=[people[0].id], kind=MeetingKind.THEMATIC)
        [year] = streaks.attendance(session, officer, people[0].id, 2026)
        assert (year.unit_id, len(year.seats), len(year.due), year.present) == (cell.id, 5, 4, 0)
        assert [concern.kind for concern in year.concerns] == [RUN]
        assert [seat.month for seat in year.spoken] == [month(5)]

    def test_a_meeting_without_the_member_on_its_roll_breaks_the_run(self, session, cell, people, officer):
        held(session, cell, people, (EXCUSED,), (EXCUSED,))
        a_meeting(session, cell, month(3), marks(people[1:]))
        for number in (4, 5):
            a_meeting(session, cell, month(number), marks(people, EXCUSED))
        [year] = streaks.attendance(session, officer, people[0].id, 2026)
        assert year.concerns == []
        assert found(session, officer) == []

    def test_out_of_reach_there_is_no_year(self, session, cell, people):
        held(session, cell, people, (UNEXCUSED,))
        assert streaks.attendance(session, a_stranger(a_unit(session, "Xã khác")), people[0].id, 2026) == []

    def test_what_is_not_due_is_no_absence(self, session, cell, people, officer):
        held(session, cell, people, *[(NOT_DUE,)] * 5)
        [year] = streaks.attendance(session, officer, people[0].id, 2026)
        assert (year.due, year.concerns) == ([], [])
        assert {seat.presence for seat in year.seats} == {Presence.NOT_DUE}

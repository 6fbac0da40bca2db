"""Day and times that a record is offered: as it was planned, as long as the last one; written with one click."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Meeting, MeetingKind, MeetingState, Role
from services import clock, meetings
from services.errors import Conflict, NotAllowed
from services.meetings.usual import proposed_times
from tests.factories import an_actor
from tests.factories_meetings import NOVEMBER, NOW, OCTOBER, a_submitted_meeting, put


def times(session, cast):
    found = meetings.sheet(session, cast.officer, cast.ref).times
    return found.held_on, found.started_at, found.ended_at


@pytest.fixture
def last(session, cast):
    """The meeting of October, from 14:00 to 15:45."""
    return a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))


class TestProposed:
    def test_without_a_last_meeting_nothing_is(self, session, cast):
        assert times(session, cast) == (None, None, None)

    def test_the_times_of_the_last_meeting_are_and_no_day(self, session, cast, last):
        assert times(session, cast) == (None, time(14), time(15, 45))

    @pytest.mark.parametrize("field", ["started_at", "ended_at"])
    def test_no_times_once_one_of_them_is_known(self, session, cast, last, field):
        put(session, cast.officer, cast.ref, field, time(9))
        assert times(session, cast) == (None, None, None)

    def test_what_was_planned_goes_before_and_lasts_as_long(self, session, cast, last):
        meetings.plan(session, cast.officer, cast.ref, "planned_on", date(2026, 11, 5), None)
        meetings.plan(session, cast.officer, cast.ref, "planned_at", time(19, 30), None)
        assert times(session, cast) == (date(2026, 11, 5), time(19, 30), time(21, 15))

    def test_nothing_for_a_record_that_was_handed_in(self, session, cast, last):
        found = meetings.sheet(session, cast.officer, last).times
        assert (found.held_on, found.started_at, found.ended_at) == (None, None, None)


class TestTaken:
    def test_empty_fields_are_filled_once_and_others_kept(self, session, cast, last):
        put(session, cast.officer, cast.ref, "held_on", date(2026, 11, 6))
        for _ in range(2):
            meetings.take_times(session, cast.officer, cast.ref)
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.held_on, sheet.started_at, sheet.ended_at) == (date(2026, 11, 6), time(14), time(15, 45))

    def test_only_by_those_who_may_write_while_it_is_open(self, session, cast, last):
        with pytest.raises(NotAllowed):
            meetings.take_times(session, an_actor(session, cast.district, Role.LEADER), cast.ref)
        with pytest.raises(Conflict):
            meetings.take_times(session, cast.officer, last)


moments = st.times().map(lambda at: at.replace(microsecond=0, fold=0))
maybe = st.none() | moments


@given(
    planned_on=st.none() | st.dates(date(2026, 9, 1), date(2027, 1, 31)),
    planned_at=maybe,
    span=st.none() | st.tuples(moments, moments),
    held_on=st.none() | st.just(date(2026, 11, 6)),
)
def test_a_proposal_could_always_be_written(planned_on, planned_at, span, held_on):
    """The day lies in the month and not ahead, the end after the start; a known day is never proposed anew."""
    with clock.set_to(NOW):
        meeting = Meeting(month=NOVEMBER, kind=MeetingKind.REGULAR, state=MeetingState.DRAFT, held_on=held_on)
        meeting.planned_on, meeting.planned_at = planned_on, planned_at
        begin, end = sorted(span) if span else (None, None)
        last = Meeting(started_at=begin, ended_at=end) if begin != end else None
        found = proposed_times(meeting, last)
        assert found.held_on is None or (held_on is None and NOVEMBER <= found.held_on <= clock.today())
        if found.started_at and found.ended_at:
            assert found.started_at < found.ended_at
        assert found.started_at == (planned_at or (last.started_at if last else None))

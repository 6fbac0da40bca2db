"""The check compares the facts with records and audit trail, reports and repairs nothing."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from models import Meeting, MeetingState
from services import clock, meetings, periods
from services.clock import now
from tests.factories_meetings import NOVEMBER, OCTOBER, a_submitted_meeting
from tests.factories_periods import at, expected, opened

WHERE = "Tháng 10/2026, Chi bộ Khuổi Ngọa"


@pytest.fixture
def found(session, cast):
    """What was expected of the cell for October, received late."""
    period_id = opened(session, OCTOBER)
    a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
    return expected(session, period_id, cast.cell)


def the_meeting(session):
    return session.exec(select(Meeting)).one()


def test_what_the_portal_wrote_itself_agrees(session, cast, edith, found):
    opened(session, NOVEMBER)
    assert periods.differences(session) == []
    with clock.set_to(now() + timedelta(hours=1)):
        meetings.take_back(session, cast.officer, cast.in_month(OCTOBER))
        assert periods.differences(session) == []
        periods.extend(session, edith, found.id, date(2026, 11, 29), "Bí thư ốm")
    with clock.set_to(now() + timedelta(hours=2)):
        meetings.submit(session, cast.officer, cast.in_month(OCTOBER))
        assert periods.differences(session) == []


def test_a_period_that_was_opened_after_the_record_agrees(session, cast):
    a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
    opened(session, OCTOBER)
    assert periods.differences(session) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"received_at": None, "is_on_time": None}, "đã có biên bản nộp nhưng chưa ghi là đã nhận"),
        ({"received_at": at(date(2026, 11, 19)), "is_on_time": False}, "không có lần nộp nào vào lúc đó"),
        ({"is_on_time": True}, "không khớp với hạn nộp"),
        ({"is_complete": False}, "không ghi là đang đủ"),
        ({"approved_at": at(date(2026, 11, 20))}, "chưa biên bản nào được duyệt"),
        ({"changed_after_approval_at": at(date(2026, 11, 20))}, "chưa từng duyệt"),
    ],
)
def test_a_fact_that_says_something_else_is_told(session, found, change, words):
    for name, value in change.items():
        setattr(found, name, value)
    session.flush()
    [sentence] = periods.differences(session)
    assert sentence.startswith(WHERE)
    assert words in sentence
    assert {name: getattr(found, name) for name in change} == change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": MeetingState.DRAFT}, "không có biên bản nào đang nộp"),
        ({"state": MeetingState.APPROVED, "approved_at": at(date(2026, 11, 20))}, "chưa ghi là đã duyệt"),
    ],
)
def test_a_record_that_says_something_else_is_told(session, found, change, words):
    meeting = the_meeting(session)
    for name, value in change.items():
        setattr(meeting, name, value)
    session.flush()
    [sentence] = periods.differences(session)
    assert words in sentence

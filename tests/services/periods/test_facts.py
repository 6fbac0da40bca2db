"""The four facts of an expectation: written when they happen, by the way of the record, to the second."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from models import Expectation, ExpectedKind, Period, PeriodKind
from services import approvals, clock, meetings, periods
from services.errors import Conflict
from services.meetings import MeetingKind
from tests import factories_approvals as at
from tests.factories_meetings import NOVEMBER, NOW, a_cast, a_submitted_meeting, fill

LAST_SECOND = datetime(2026, 12, 5, 16, 59, 59, tzinfo=UTC)
"""23:59:59 on 05/12/2026 in Vietnam."""
MIDNIGHT = datetime(2026, 12, 5, 17, 0, 0, tzinfo=UTC)


@pytest.fixture
def cast(session):
    with clock.set_to(NOW):
        return a_cast(session)


@pytest.fixture
def who(session, cast):
    return at.levels_of(session, cast)


@pytest.fixture(autouse=True)
def _opened(session, cast):
    """November, due on 05/12, and the fourth quarter."""
    with clock.set_to(NOW):
        for kind, start, end in (
            (PeriodKind.MONTH, NOVEMBER, date(2026, 11, 30)),
            (PeriodKind.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        ):
            period = Period(
                unit_id=cast.district.id,
                kind=kind,
                starts_on=start,
                ends_on=end,
                due_on=date(2026, 12, 5) if kind is PeriodKind.MONTH else date(2027, 1, 5),
                opened_at=NOW,
            )
            session.add(period)
            session.flush()
            what = ExpectedKind.REGULAR_MEETING if kind is PeriodKind.MONTH else ExpectedKind.THEMATIC_MEETING
            session.add(Expectation(period_id=period.id, unit_id=cast.cell.id, kind=what, due_on=period.due_on))
        session.flush()
        yield


def expected(session, what=ExpectedKind.REGULAR_MEETING):
    return session.exec(select(Expectation).where(Expectation.kind == what)).one()


@pytest.mark.parametrize(("moment", "is_on_time"), [(LAST_SECOND, True), (MIDNIGHT, False)])
def test_the_last_day_counts_to_its_last_second(session, cast, moment, is_on_time):
    fill(session, cast.secretary, cast.ref)
    with clock.set_to(moment):
        meetings.submit(session, cast.secretary, cast.ref)
    found = expected(session)
    assert (found.received_at, found.is_on_time, found.is_complete) == (moment, is_on_time, True)


@pytest.mark.parametrize(("until_on", "is_on_time"), [(date(2026, 12, 6), True), (date(2026, 12, 5), False)])
def test_an_extension_gives_its_days_and_ends_by_itself(session, cast, until_on, is_on_time):
    expected(session).extended_until = until_on
    fill(session, cast.secretary, cast.ref)
    with clock.set_to(MIDNIGHT):
        meetings.submit(session, cast.secretary, cast.ref)
    assert expected(session).is_on_time is is_on_time


def test_only_the_first_time_says_whether_it_was_in_time(session, cast):
    a_submitted_meeting(session, cast.secretary, cast.ref)
    meetings.take_back(session, cast.secretary, cast.ref)
    assert (expected(session).is_on_time, expected(session).is_complete) == (True, False)
    with clock.set_to(MIDNIGHT):
        meetings.submit(session, cast.secretary, cast.ref)
    assert (expected(session).received_at, expected(session).is_on_time) == (NOW, True)
    assert expected(session).is_complete


def test_a_returned_record_is_not_complete_any_more(session, cast, who):
    at.returned(session, who, cast.ref)
    assert (expected(session).is_complete, expected(session).is_on_time) == (False, True)


def test_approved_only_at_the_top(session, cast, who):
    at.waits_for_district(session, who, cast.ref)
    assert expected(session).approved_at is None
    at.approved_by(session, cast.ref, who.district)
    assert expected(session).approved_at.replace(microsecond=0) == NOW


def test_changed_after_approval_until_it_is_approved_anew(session, cast, who):
    at.amended(session, who, cast.ref)
    found = expected(session)
    assert found.approved_at.replace(microsecond=0) == NOW
    assert (found.changed_after_approval_at, found.is_complete) == (NOW, False)
    meetings.submit(session, who.secretary, cast.ref)
    assert expected(session).changed_after_approval_at == NOW
    at.approved_by(session, cast.ref, who.officer, who.district)
    assert expected(session).changed_after_approval_at is None


def test_a_withdrawn_approval_is_none(session, cast, who):
    at.approved(session, who, cast.ref)
    assert any("tháng 11/2026" in said for said in approvals.effects(session, who.district, cast.ref))
    approvals.withdraw(session, who.district, cast.ref, "Duyệt nhầm.")
    assert expected(session).approved_at is None


def test_a_thematic_meeting_settles_the_quarter_and_another_keeps_it_complete(session, cast):
    first = cast.in_month(NOVEMBER, MeetingKind.THEMATIC)
    second = cast.in_month(NOVEMBER, MeetingKind.THEMATIC, 2)
    for ref in (first, second):
        a_submitted_meeting(session, cast.secretary, ref, theme="Bảo vệ rừng")
    meetings.take_back(session, cast.secretary, first)
    assert expected(session, ExpectedKind.THEMATIC_MEETING).is_complete
    meetings.take_back(session, cast.secretary, second)
    assert not expected(session, ExpectedKind.THEMATIC_MEETING).is_complete
    assert expected(session).received_at is None


def test_a_combined_meeting_settles_both(session, cast):
    a_submitted_meeting(session, cast.secretary, cast.ref, is_combined=True, theme="Bảo vệ rừng")
    assert expected(session).is_complete
    assert expected(session, ExpectedKind.THEMATIC_MEETING).is_complete


def test_a_closed_period_refuses_with_rule_day_and_whom_to_ask(session, cast, who):
    a_submitted_meeting(session, cast.secretary, cast.ref)
    period = session.exec(select(Period).where(Period.kind == PeriodKind.MONTH)).one()
    with clock.set_to(MIDNIGHT):
        periods.close(session, who.district, period.id, "Đã tổng hợp báo cáo.")
        for change in (
            lambda: meetings.take_back(session, cast.secretary, cast.ref),
            lambda: approvals.return_(session, who.officer, cast.ref, 1, "Sửa lại."),
            lambda: fill(session, cast.secretary, cast.in_month(NOVEMBER, MeetingKind.EXTRAORDINARY)),
        ):
            with pytest.raises(Conflict, match=r"đã chốt ngày 06/12/2026.*liên hệ"):
                change()
        approvals.approve(session, who.officer, cast.ref, 1)
        periods.reopen(session, who.district, period.id, "Xã xin sửa.")
        approvals.withdraw(session, who.officer, cast.ref, "Xem lại.")
        meetings.take_back(session, cast.secretary, cast.ref)

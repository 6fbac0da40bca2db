"""The queue: what waits for whom, the clean ones on top, and what is worth a look in the others."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import new_id
from services import approvals, clock, meetings
from services.approvals.concerns import Waiting, clean_first
from services.errors import NotAllowed
from services.meetings import MeetingRef
from services.rates import Roll
from tests import factories_approvals as at
from tests.factories import a_cell, a_position, a_unit, an_actor, some_members
from tests.factories_meetings import NOVEMBER, a_submitted_meeting, fill
from tests.statements import counted

HEADS = Roll(due=10, present_due=10, attendees=10, excused=0, unexcused=0, spoke=4)


def a_waiting(**changes):
    """A clean record, or what is said instead."""
    facts = {
        "ref": MeetingRef(new_id(), NOVEMBER),
        "meeting_id": new_id(),
        "unit_name": "Chi bộ Khuổi Ngọa",
        "commune_name": "Đảng bộ xã Bằng Vân",
        "version": 1,
        "submitted_at": datetime(2026, 12, 5, 16, 59, 59, tzinfo=UTC),
        "submitted_by": "Đồng chí An",
        "held_on": date(2026, 11, 5),
        "started_at": time(14),
        "ended_at": time(15, 30),
        "is_combined": False,
        "roll": HEADS,
        "due_on": date(2026, 12, 5),
        "last": None,
        "approved_version": None,
        "waits_for_me": True,
        "refusal": "",
    }
    return Waiting(**(facts | changes))


@pytest.mark.parametrize(
    ("changes", "concern"),
    [
        ({"submitted_at": datetime(2026, 12, 5, 17, tzinfo=UTC)}, "Nộp sau hạn ngày 05/12/2026"),
        ({"version": 2}, "Nộp lại lần 2"),
        ({"version": 2, "approved_version": 1}, "Đã thay đổi sau khi duyệt (lần nộp 1)"),
        (
            {"roll": Roll(10, 8, 8, 2, 0, 4)},
            "Tỷ lệ dự họp 80,0 % (8/10), yêu cầu từ 90 % trở lên và không có đảng viên vắng không lý do",
        ),
        ({"roll": Roll(10, 9, 9, 0, 1, 4)}, "1 đảng viên vắng không lý do"),
        ({"roll": Roll(10, 10, 10, 0, 0, 0)}, "Không ghi ai phát biểu"),
        ({"ended_at": time(15, 29)}, "Họp 89 phút, quy định ít nhất 90 phút"),
        ({"ended_at": time(15, 59), "is_combined": True}, "Họp 119 phút, quy định ít nhất 120 phút"),
    ],
)
def test_each_rule_that_is_missed_has_its_sentence(changes, concern):
    assert a_waiting(**changes).concerns == (concern,)


def test_attendance_that_fell_much_is_worth_a_question():
    row = a_waiting(roll=Roll(10, 7, 7, 3, 0, 4), last=Roll(10, 9, 9, 1, 0, 4))
    assert row.concerns[-1] == "Tỷ lệ dự họp giảm từ 90,0 % xuống 70,0 % so với tháng trước"


def test_a_clean_record_is_handed_in_in_the_last_second_of_its_day():
    assert a_waiting().is_clean


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3)), max_size=12))
def test_ones_own_come_first_and_clean_ones_on_top(facts):
    rows = clean_first(a_waiting(waits_for_me=mine, version=version) for mine, version in facts)
    assert len(rows) == len(facts)
    order = [(not row.waits_for_me, not row.is_clean) for row in rows]
    assert order == sorted(order)


def names(session, actor):
    return [(row.unit_name, row.waits_for_me) for row in approvals.waiting(session, actor)]


def test_it_waits_for_the_commune_then_for_the_district(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    assert names(session, who.officer) == [("Chi bộ Khuổi Ngọa", True)]
    assert names(session, who.district) == [("Chi bộ Khuổi Ngọa", False)]
    assert (approvals.count(session, who.officer), approvals.count(session, who.district)) == (1, 0)
    at.approved_by(session, cast.ref, who.officer)
    assert names(session, who.officer) == []
    assert names(session, who.district) == [("Chi bộ Khuổi Ngọa", True)]


def test_what_one_handed_in_oneself_is_shown_with_the_reason_and_not_counted(session, cast, who):
    at.by_district(session, who, cast.ref)
    [row] = approvals.waiting(session, who.district)
    assert "đã nộp" in row.refusal
    assert not row.is_clean
    assert approvals.count(session, who.district) == 0


def test_another_commune_sees_nothing_of_it(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    stranger = an_actor(session, a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district))
    assert approvals.waiting(session, stranger) == []


def test_whoever_reviews_nothing_has_no_queue(session, who):
    for actor in (who.secretary, who.leader):
        with pytest.raises(NotAllowed):
            approvals.waiting(session, actor)


def test_the_figures_are_those_of_the_record_and_the_month_before(session, cast, who):
    october = cast.in_month(NOVEMBER.replace(month=10))
    a_submitted_meeting(session, who.secretary, october)
    fill(session, who.secretary, cast.ref, excused=cast.ids(2, 3), speakers=cast.ids(0))
    for member_id in cast.ids(2, 3):
        meetings.write(session, who.secretary, cast.ref, f"reason:{member_id}", "Đi viện", "")
    with clock.set_to(datetime(2026, 12, 5, 17, tzinfo=UTC)):
        meetings.submit(session, who.secretary, cast.ref)
    row = next(row for row in approvals.waiting(session, who.officer) if row.ref == cast.ref)
    assert (row.roll.due, row.roll.present_due, row.roll.spoke) == (6, 4, 1)
    assert row.last is not None
    assert row.last.present_due == 6
    assert row.concerns[0] == "Nộp sau hạn ngày 05/12/2026"


def test_its_statements_do_not_grow_with_the_records(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    with counted(session) as one:
        approvals.waiting(session, who.officer)
    for number in range(3):
        cell = a_cell(session, cast.commune, f"Chi bộ {number}")
        a_position(session, some_members(session, cell, 4)[0], cell)
        a_submitted_meeting(session, who.district, MeetingRef(cell.id, NOVEMBER))
    at.approved_by(session, cast.ref, who.officer)
    with counted(session) as many:
        assert len(approvals.waiting(session, who.district)) == 4
    assert len(many) == len(one) <= 5

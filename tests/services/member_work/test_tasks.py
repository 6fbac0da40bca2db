"""Tasks across meetings: where they stand, what meetings found of them, who is to be reminded."""

from datetime import date

import pytest

from models import MeetingState, TaskOutcome
from services import member_work
from services.errors import NotFound
from services.member_work import TaskState
from tests.factories import a_cell, a_stranger, a_unit, some_members
from tests.services.metrics.rows import a_meeting, a_task, looked_at, month
from tests.statements import counted

DONE, PARTLY, NOT_DONE = TaskOutcome.DONE, TaskOutcome.PARTLY_DONE, TaskOutcome.NOT_DONE


@pytest.fixture
def september(session, cast):
    return a_meeting(session, cast.cell, month(9))


@pytest.fixture
def october(session, cast):
    return a_meeting(session, cast.cell, month(10))


def listed(session, actor, unit_id=None, year=2026, **more):
    return member_work.tasks(session, actor, unit_id, year, **more)


def test_a_task_is_late_after_its_day_open_until_then_and_done_once_found_so(session, cast, september, october):
    late = a_task(session, september, cast.people[0], date(2026, 11, 19))
    today = a_task(session, september, cast.people[0], date(2026, 11, 20))
    done = a_task(session, september, cast.people[0], date(2026, 9, 30))
    looked_at(session, done, october)
    states = {task.task_id: task.state for task in listed(session, cast.officer)}
    assert states == {late.id: TaskState.LATE, today.id: TaskState.OPEN, done.id: TaskState.DONE}


def test_every_review_is_there_in_order_and_says_which_meeting(session, cast, september, october):
    task = a_task(session, september, cast.people[0], date(2026, 9, 30))
    november = a_meeting(session, cast.cell, month(11), state=MeetingState.DRAFT)
    looked_at(session, task, november, DONE)
    looked_at(session, task, october, PARTLY)
    [row] = listed(session, cast.officer)
    assert [(review.month, review.outcome, review.is_final) for review in row.reviews] == [
        (month(10), PARTLY, True),
        (month(11), DONE, False),
    ]
    assert row.done_in == row.reviews[1]
    assert row.was_late


def test_a_task_found_done_before_its_day_was_not_late(session, cast, september, october):
    looked_at(session, a_task(session, september, cast.people[0], date(2026, 10, 5)), october)
    [row] = listed(session, cast.officer)
    assert not row.was_late


def test_what_a_cancelled_meeting_gave_or_found_is_nothing(session, cast, september):
    cancelled = a_meeting(session, cast.cell, month(10), is_cancelled=True)
    a_task(session, cancelled, cast.people[0], date(2026, 10, 30))
    looked_at(session, a_task(session, september, cast.people[0], date(2026, 9, 30)), cancelled)
    [row] = listed(session, cast.officer)
    assert (row.state, row.reviews) == (TaskState.LATE, ())


def test_a_year_holds_what_falls_due_in_it_and_what_the_years_before_left_open(session, cast):
    before = a_meeting(session, cast.cell, month(11, 2025))
    open_one = a_task(session, before, cast.people[0], date(2025, 12, 1))
    done_then = a_task(session, before, cast.people[1], date(2025, 12, 1))
    done_now = a_task(session, before, cast.people[2], date(2025, 12, 1))
    later = a_task(session, before, cast.people[3], date(2027, 1, 1))
    looked_at(session, done_then, a_meeting(session, cast.cell, month(12, 2025)))
    looked_at(session, done_now, a_meeting(session, cast.cell, month(1)))
    assert {task.task_id for task in listed(session, cast.officer)} == {open_one.id, done_now.id}
    assert later.id in {task.task_id for task in listed(session, cast.officer, year=2027)}


def test_a_unit_narrows_and_one_member_narrows_further(session, cast, september):
    other = a_cell(session, cast.commune, "Chi bộ Nặm Nộc")
    elsewhere = a_task(session, a_meeting(session, other, month(9)), some_members(session, other, 1)[0], month(10))
    mine = a_task(session, september, cast.people[0], month(10))
    a_task(session, september, cast.people[1], month(10))
    assert len(listed(session, cast.officer)) == 3
    assert [task.task_id for task in listed(session, cast.officer, other.id)] == [elsewhere.id]
    assert [task.task_id for task in listed(session, cast.officer, member_id=cast.people[0].id)] == [mine.id]


def test_out_of_reach_there_is_nothing(session, cast, september):
    a_task(session, september, cast.people[0], month(10))
    stranger = a_stranger(a_unit(session, "Đảng bộ xã Thượng Quan"))
    assert listed(session, stranger) == []
    with pytest.raises(NotFound):
        listed(session, stranger, cast.cell.id)


def test_two_statements_however_many_tasks(session, cast, september, october):
    for person in cast.people:
        looked_at(session, a_task(session, september, person, month(10)), october, NOT_DONE)
    with counted(session) as sent:
        assert len(listed(session, cast.officer)) == 6
    assert len(sent) == 2


class TestReminding:
    def test_everybody_with_late_tasks_gets_one_message_with_each_by_its_day(self, session, cast, september):
        a_task(session, september, cast.people[1], date(2026, 10, 20))
        a_task(session, september, cast.people[1], date(2026, 10, 10))
        a_task(session, september, cast.people[0], date(2026, 10, 15))
        a_task(session, september, cast.people[2], date(2026, 12, 31))
        found = member_work.reminding(listed(session, cast.officer))
        assert [one.full_name for one in found] == ["Hoàng Văn An", "Hoàng Văn Bình"]
        words = found[1].words
        assert "Kính gửi đồng chí Hoàng Văn Bình" in words
        assert "20/11/2026, đồng chí còn 2 nhiệm vụ" in words
        assert words.index("1. Vận động làm đường (hạn 10/10/2026)") < words.index("hạn 20/10/2026")

    def test_nobody_late_nobody_reminded(self):
        assert member_work.reminding([]) == []

"""Tasks: given once, taken back while nobody has looked at them, reviewed at later meetings."""

from datetime import date

import pytest
from sqlmodel import func, select

from models import AuditEntry, Role, Task, TaskReview
from models.base import new_id
from services import meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.meetings import MeetingKind, TaskDraft, TaskOutcome
from tests.factories import a_cell, a_member, a_stranger, a_unit, an_actor
from tests.factories_meetings import HELD_ON, NOVEMBER, OCTOBER, SEPTEMBER, a_submitted_meeting, a_task, put


def a_draft(cast, text="Vận động làm đường", owner=0, due_on=date(2026, 12, 31)):
    return TaskDraft(text, cast.people[owner].id, due_on)


def sheet(session, cast, ref=None):
    return meetings.sheet(session, cast.officer, ref or cast.ref)


class TestGiving:
    def test_a_task_stands_in_the_record_of_its_meeting(self, session, cast):
        token = new_id()
        assert meetings.give_task(session, cast.officer, cast.ref, a_draft(cast), token) == token
        [task] = sheet(session, cast).tasks
        assert (task.task_id, task.text, task.owner_name) == (token, "Vận động làm đường", "Hoàng Văn An")

    def test_a_double_click_gives_it_once(self, session, cast):
        token = new_id()
        for _ in range(2):
            meetings.give_task(session, cast.officer, cast.ref, a_draft(cast), token)
        assert session.exec(select(func.count()).select_from(Task)).one() == 1
        assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "task:given")).all()) == 1

    def test_the_id_of_another_meetings_task_is_refused(self, session, cast):
        token = a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        with pytest.raises(Conflict):
            meetings.give_task(session, cast.officer, cast.ref, a_draft(cast), token)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"text": " \u200b "}, "task.text"),
            ({"text": "ă" * 501}, "task.text"),
            ({"due_on": None}, "task.due_on"),
            ({"due_on": date(2026, 11, 4)}, "task.due_on"),
        ],
    )
    def test_text_and_day_are_checked(self, session, cast, changes, field):
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        with pytest.raises(Invalid) as refusal:
            meetings.give_task(session, cast.officer, cast.ref, a_draft(cast, **changes), new_id())
        assert refusal.value.field == field

    def test_it_is_given_to_a_member_of_the_cell(self, session, cast):
        stranger = a_member(session, a_cell(session, cast.commune, "Chi bộ Nặm Nộc"))
        for owner_id in (None, stranger.id):
            draft = TaskDraft("Vận động", owner_id, date(2026, 12, 1))
            with pytest.raises(Invalid) as refusal:
                meetings.give_task(session, cast.officer, cast.ref, draft, new_id())
            assert refusal.value.field == "task.owner_id"

    def test_a_submitted_record_takes_no_more_tasks(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        with pytest.raises(Conflict, match="Rút lại để sửa"):
            meetings.give_task(session, cast.officer, cast.ref, a_draft(cast), new_id())

    def test_who_may_not_write_gives_none(self, session, cast):
        leader = an_actor(session, cast.district, Role.LEADER)
        with pytest.raises(NotAllowed):
            meetings.give_task(session, leader, cast.ref, a_draft(cast), new_id())
        stranger = a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        with pytest.raises(NotFound):
            meetings.give_task(session, stranger, cast.ref, a_draft(cast), new_id())


class TestWithdrawing:
    def test_it_is_gone_and_the_audit_trail_keeps_it(self, session, cast):
        task_id = a_task(session, cast.officer, cast.ref, cast.people[0].id)
        meetings.withdraw_task(session, cast.officer, cast.ref, task_id)
        assert sheet(session, cast).tasks == ()
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "task:withdrawn")).one()
        assert entry.details["text"] == "Vận động làm đường"

    def test_a_second_click_changes_nothing(self, session, cast):
        task_id = a_task(session, cast.officer, cast.ref, cast.people[0].id)
        for _ in range(2):
            meetings.withdraw_task(session, cast.officer, cast.ref, task_id)
        assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "task:withdrawn")).all()) == 1

    def test_a_task_of_another_meeting_is_not_found(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        with pytest.raises(NotFound):
            meetings.withdraw_task(session, cast.officer, cast.ref, task_id)

    def test_a_task_that_a_later_meeting_has_reviewed_stays(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        put(session, cast.officer, cast.ref, f"outcome:{task_id}", "done")
        with pytest.raises(Conflict, match="đã được kiểm điểm"):
            meetings.withdraw_task(session, cast.officer, cast.in_month(OCTOBER), task_id)


class TestReviewing:
    def test_the_last_meetings_tasks_and_older_open_ones_are_on_the_table(self, session, cast):
        done, open_ = (
            a_task(session, cast.officer, cast.in_month(SEPTEMBER), cast.people[0].id, text) for text in ("Một", "Hai")
        )
        october = cast.in_month(OCTOBER)
        last = a_task(session, cast.officer, october, cast.people[1].id, "Ba")
        put(session, cast.officer, october, f"outcome:{done}", "done")
        put(session, cast.officer, october, f"outcome:{open_}", "partly_done")
        rows = sheet(session, cast).reviews
        assert [(row.task_id, row.is_of_last_meeting, row.earlier_outcome) for row in rows] == [
            (last, True, None),
            (open_, False, TaskOutcome.PARTLY_DONE),
        ]

    def test_what_a_meeting_found_stays_on_its_own_record(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(SEPTEMBER), cast.people[0].id)
        october = cast.in_month(OCTOBER)
        put(session, cast.officer, october, f"outcome:{task_id}", "not_done")
        put(session, cast.officer, october, f"note:{task_id}", "Do mưa lũ")
        put(session, cast.officer, cast.ref, f"outcome:{task_id}", "done")
        [then], [now] = sheet(session, cast, october).reviews, sheet(session, cast).reviews
        assert (then.outcome, then.note, then.earlier_outcome) == (TaskOutcome.NOT_DONE, "Do mưa lũ", None)
        assert (now.outcome, now.note, now.earlier_outcome) == (TaskOutcome.DONE, "", TaskOutcome.NOT_DONE)

    def test_an_outcome_can_be_taken_back(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        put(session, cast.officer, cast.ref, f"outcome:{task_id}", TaskOutcome.DONE)
        put(session, cast.officer, cast.ref, f"outcome:{task_id}", None)
        assert session.exec(select(TaskReview)).first() is None

    def test_two_reviewers_do_not_overwrite_each_other(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        meetings.write(session, cast.secretary, cast.ref, f"outcome:{task_id}", "done", None)
        with pytest.raises(Conflict, match=r"“Kết quả thực hiện” vừa được .* đổi thành “Hoàn thành”"):
            meetings.write(session, cast.officer, cast.ref, f"outcome:{task_id}", "not_done", None)

    def test_a_month_without_a_meeting_is_stepped_over(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(SEPTEMBER), cast.people[0].id)
        [row] = sheet(session, cast).reviews
        assert (row.task_id, row.is_of_last_meeting, row.given_in) == (task_id, True, SEPTEMBER)

    def test_a_thematic_meeting_reviews_nothing_and_its_tasks_are_reviewed_next_month(self, session, cast):
        thematic = cast.in_month(OCTOBER, MeetingKind.THEMATIC)
        a_task(session, cast.officer, thematic, cast.people[0].id)
        assert sheet(session, cast, cast.in_month(NOVEMBER, MeetingKind.THEMATIC)).reviews == ()
        assert len(sheet(session, cast).reviews) == 1

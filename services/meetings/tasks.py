"""Tasks (phân công nhiệm vụ): given at a meeting and, while its record is a draft, taken back."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, select

from models import Task, TaskReview
from services.access import Actor
from services.clock import now
from services.errors import Conflict, Invalid
from services.meetings import giving, records
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef
from services.meetings.work import TaskDraft
from services.vietnamese import day


def give_task(session: Session, actor: Actor, ref: MeetingRef, draft: TaskDraft, token: UUID) -> UUID:
    """Give a member a task at this meeting; the first write stores the meeting's draft.

    ``token`` is made by the screen and becomes the task's id, so that a double click gives it once.
    """
    record = records.draft(session, actor, ref)
    text = giving.line(draft.text, "nhiệm vụ", "task.text")
    owner_id, due_on = _owner(record, draft), _due_on(record, draft)
    task = Task(
        id=token,
        unit_id=ref.unit_id,
        meeting_id=record.meeting.id,
        owner_id=owner_id,
        text=text,
        due_on=due_on,
        created_at=now(),
    )
    if giving.is_new(session, task, "Nhiệm vụ", "tasks"):
        giving.note(record, "task:given", task, owner_id=str(owner_id), due_on=due_on.isoformat(), text=text)
    return token


def withdraw_task(session: Session, actor: Actor, ref: MeetingRef, task_id: UUID) -> None:
    """Take back a task given at this meeting while its record is a draft. A second click changes nothing."""
    record = records.draft(session, actor, ref)
    task = giving.given(record, Task, task_id, "task:withdrawn")
    if task is None:
        return
    if session.exec(select(TaskReview).where(TaskReview.task_id == task_id)).first():
        raise Conflict("Nhiệm vụ này đã được kiểm điểm ở buổi sinh hoạt sau nên không bỏ được.", field="tasks")
    facts = {"text": task.text, "owner_id": str(task.owner_id), "due_on": task.due_on.isoformat()}
    giving.take_back(record, "task:withdrawn", task, **facts)


def _owner(record: OpenRecord, draft: TaskDraft) -> UUID:
    if draft.owner_id is None:
        raise Invalid("Đồng chí chọn đảng viên được giao nhiệm vụ.", field="task.owner_id")
    if all(entry.member_id != draft.owner_id for entry in record.roster()):
        raise Invalid(
            f"Người được giao không có trong danh sách đảng viên của chi bộ ngày {day(record.roster_on)}.",
            field="task.owner_id",
        )
    return draft.owner_id


def _due_on(record: OpenRecord, draft: TaskDraft) -> date:
    if draft.due_on is None:
        raise Invalid("Đồng chí chọn hạn hoàn thành nhiệm vụ.", field="task.due_on")
    if draft.due_on < (record.meeting.held_on or record.ref.month):
        raise Invalid(f"Hạn hoàn thành {day(draft.due_on)} ở trước ngày họp.", field="task.due_on")
    return draft.due_on

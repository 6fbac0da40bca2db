"""Tasks (phân công nhiệm vụ): given at a meeting and, while its record is a draft, taken back."""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import AuditEntry, Task, TaskReview
from services import audit
from services.access import Actor
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.meetings import records
from services.meetings.records import OpenDraft
from services.meetings.rows import MeetingRef, TaskDraft
from services.vietnamese import clean, day, number

LONGEST = 500


def give_task(session: Session, actor: Actor, ref: MeetingRef, draft: TaskDraft, token: UUID) -> UUID:
    """Give a member a task at this meeting; the first write stores the meeting's draft.

    ``token`` is made by the screen and becomes the task's id, so that a double click gives it once.
    """
    record = records.draft(session, actor, ref)
    text, owner_id, due_on = _text(draft), _owner(record, draft), _due_on(record, draft)
    meeting = record.meeting
    task = Task(
        id=token,
        unit_id=ref.unit_id,
        meeting_id=meeting.id,
        owner_id=owner_id,
        text=text,
        due_on=due_on,
        created_at=now(),
    )
    if not _is_new(session, task):
        return token
    meeting.changed_at = now()
    facts = {"meeting_id": str(meeting.id), "owner_id": str(owner_id), "due_on": due_on.isoformat(), "text": text}
    audit.record(session, actor, "task:given", task, entity_id=task.id, unit_id=ref.unit_id, **facts)
    session.flush()
    return token


def withdraw_task(session: Session, actor: Actor, ref: MeetingRef, task_id: UUID) -> None:
    """Take back a task given at this meeting while its record is a draft. A second click changes nothing."""
    meeting = records.draft(session, actor, ref).meeting
    task = session.exec(select(Task).where(Task.id == task_id, Task.meeting_id == meeting.id)).one_or_none()
    if task is None:
        _require_withdrawn(session, ref, task_id)
        return
    if session.exec(select(TaskReview).where(TaskReview.task_id == task_id)).first():
        raise Conflict("Nhiệm vụ này đã được kiểm điểm ở buổi sinh hoạt sau nên không bỏ được.", field="tasks")
    session.delete(task)
    meeting.changed_at = now()
    facts = {"text": task.text, "owner_id": str(task.owner_id), "due_on": task.due_on.isoformat()}
    audit.record(session, actor, "task:withdrawn", task, entity_id=task_id, unit_id=ref.unit_id, **facts)
    session.flush()


def _text(draft: TaskDraft) -> str:
    text = clean(draft.text)
    if not text:
        raise Invalid("Đồng chí ghi nội dung nhiệm vụ.", field="task.text")
    if len(text) > LONGEST:
        raise Invalid(
            f"Nội dung nhiệm vụ dài {number(len(text))} ký tự, tối đa là {number(LONGEST)}.", field="task.text"
        )
    return text


def _owner(record: OpenDraft, draft: TaskDraft) -> UUID:
    if draft.owner_id is None:
        raise Invalid("Đồng chí chọn đảng viên được giao nhiệm vụ.", field="task.owner_id")
    if all(entry.member_id != draft.owner_id for entry in record.roster()):
        raise Invalid(
            f"Người được giao không có trong danh sách đảng viên của chi bộ ngày {day(record.roster_on)}.",
            field="task.owner_id",
        )
    return draft.owner_id


def _due_on(record: OpenDraft, draft: TaskDraft) -> date:
    if draft.due_on is None:
        raise Invalid("Đồng chí chọn hạn hoàn thành nhiệm vụ.", field="task.due_on")
    if draft.due_on < (record.meeting.held_on or record.ref.month):
        raise Invalid(f"Hạn hoàn thành {day(draft.due_on)} ở trước ngày họp.", field="task.due_on")
    return draft.due_on


def _is_new(session: Session, task: Task) -> bool:
    """Store the task unless this very task is stored already; an id that names something else is refused."""
    try:
        with session.begin_nested():
            session.add(task)
    except IntegrityError:
        known = session.get(Task, task.id)
        if known is None or known.meeting_id != task.meeting_id:
            raise Conflict("Nhiệm vụ chưa lưu được. Đồng chí tải lại trang rồi nhập lại.", field="tasks") from None
        return False
    return True


def _require_withdrawn(session: Session, ref: MeetingRef, task_id: UUID) -> None:
    entry = select(AuditEntry).where(
        AuditEntry.entity_id == str(task_id), AuditEntry.action == "task:withdrawn", AuditEntry.unit_id == ref.unit_id
    )
    if session.exec(entry).first() is None:
        raise NotFound

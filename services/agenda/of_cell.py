"""What a cell has to look after beside its records: tasks that fall due, members who miss meetings."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Meeting, Member, Task, TaskOutcome, TaskReview
from services import streaks
from services.access import Actor, within_reach
from services.agenda.rows import Duty, DutyKind
from services.clock import today
from services.vietnamese import number

TASK_NOTICE = timedelta(days=14)
"""How long before its day a task is shown."""
SHOWN_LETTERS = 80


def tasks(session: Session, actor: Actor) -> list[Duty]:
    """The tasks of the cell that no meeting found done and that are late or due soon, as one duty."""
    is_done = sa.exists().where(col(TaskReview.task_id) == col(Task.id), col(TaskReview.outcome) == TaskOutcome.DONE)
    query = (
        select(Task, Member.full_name)
        .join(Member, col(Member.id) == col(Task.owner_id))
        .join(Meeting, col(Meeting.id) == col(Task.meeting_id))
        .where(within_reach(actor, Task.unit_id), col(Meeting.is_cancelled).is_(False), ~is_done)
        .where(col(Task.due_on) <= today() + TASK_NOTICE)
        .order_by(col(Task.due_on), col(Task.id))
    )
    found = session.exec(query).all()
    if not found:
        return []
    first, owner = found[0]
    text = first.text if len(first.text) <= SHOWN_LETTERS else f"{first.text[:SHOWN_LETTERS].rstrip()}…"
    named = f"“{text}” (đồng chí {owner})"
    sentence = f"Nhiệm vụ {named} chưa được ghi nhận hoàn thành."
    if len(found) > 1:
        sentence = f"{number(len(found))} nhiệm vụ đã giao chưa được ghi nhận hoàn thành; đến hạn sớm nhất: {named}."
    return [Duty(DutyKind.TASKS, sentence, first.due_on, cell_id=actor.unit_id)]


def absences(session: Session, actor: Actor) -> list[Duty]:
    """Whom to speak with because they missed meetings, as one duty without a day."""
    pressing = [alert for alert in streaks.alerts(session, actor) if alert.is_pressing]
    return [Duty(DutyKind.ABSENCES, streaks.summary(pressing), None)] if pressing else []

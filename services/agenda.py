"""What is due next for an account, until when: the facts behind the first screen.

``duties`` are things that somebody has to do and has not done; an empty list means that nothing is due.
``headline`` is what a leader, who only reads, wants to know first; ``upkeep`` what an administrator does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Meeting, Member, Role, Task, TaskOutcome, TaskReview
from services import accounts, assessments, audit, figures, meetings, members, months
from services.access import Actor, Permission, within_reach
from services.assessments import AssessmentRow, AssessmentState
from services.clock import today
from services.figures import HeldState
from services.meetings import DueRow, RecordState
from services.vietnamese import month as written
from services.vietnamese import number

ASSESSING_FROM = 10
"""The month from which cells are expected to assess themselves (DOMAIN, section 6: October and November)."""
ASSESSED_UNTIL = (11, 30)
REVIEWED_UNTIL = (12, 31)
"""Month and day; recognition is in December."""
TASK_NOTICE = timedelta(days=14)
"""How long before its day a task is shown."""
SHOWN_LETTERS = 80
HANDED_IN = frozenset({AssessmentState.SUBMITTED, AssessmentState.ACCEPTED})


class DutyKind(StrEnum):
    """What has to be done, which decides where it is done."""

    ENTER_MEETING = "enter_meeting"
    FOLLOW_MEETINGS = "follow_meetings"
    ASSESS = "assess"
    FOLLOW_ASSESSMENTS = "follow_assessments"
    REVIEW = "review"
    TASKS = "tasks"


@dataclass(frozen=True)
class Duty:
    """One thing to do. ``due_on`` is the last day in time, None where no day is set."""

    kind: DutyKind
    sentence: str
    due_on: date | None
    cell_id: UUID | None = None
    """The cell that it is about, where it is about one."""
    month: date | None = None
    year: int | None = None
    drafts: int = 0
    """How many of those that are open have been begun."""
    shares: tuple[tuple[str, int], ...] = ()
    """Who still owes how many, for those who look after several communes: most first."""

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed."""
        return self.due_on is not None and self.due_on < today()


@dataclass(frozen=True)
class Headline:
    """The figures of the last complete month, and who there is today."""

    month: date
    members: int
    expected: int
    """Cells that were there at the end of the month."""
    submitted: int
    attendance: Fraction | None
    speaking: Fraction | None


@dataclass(frozen=True)
class Upkeep:
    """What an administrator looks at: how many accounts there are, and the latest change."""

    in_use: int
    disabled: int
    last_action: str
    last_at: datetime | None


def duties(session: Session, actor: Actor) -> list[Duty]:
    """Everything that waits for the actor, the most urgent first. At most nine statements."""
    if not actor.may(Permission.MEETINGS_WRITE):
        return []
    this_month = months.month_of(today())
    found: list[Duty] = []
    expected: Sequence[DueRow] = ()
    for month in (months.after(this_month, -1), this_month):
        expected = meetings.due(session, actor, month)
        found += _meetings(actor, month, expected)
    for year in (today().year - 1, today().year):
        found += _assessments(actor, year, assessments.queue(session, actor, year), expected)
    if actor.role is Role.CELL_SECRETARY:
        found += _tasks(session, actor)
    return sorted(found, key=lambda duty: duty.due_on or date.max)


def _meetings(actor: Actor, month: date, rows: Sequence[DueRow]) -> list[Duty]:
    open_rows = [row for row in rows if not row.is_done]
    if not open_rows:
        return []
    due_on = open_rows[0].due_on
    if actor.role is Role.CELL_SECRETARY:
        row = open_rows[0]
        return [Duty(DutyKind.ENTER_MEETING, _own_meeting(row, month), due_on, cell_id=row.ref.unit_id, month=month)]
    drafts = sum(row.state is RecordState.DRAFT for row in open_rows)
    begun = f" ({number(drafts)} đang nhập dở)" if drafts else ""
    share = f"{number(len(open_rows))}/{number(len(rows))}"
    sentence = f"Còn {share} chi bộ chưa nộp biên bản sinh hoạt tháng {written(month)}{begun}."
    kind = DutyKind.ENTER_MEETING if actor.role is Role.COMMUNE_OFFICER else DutyKind.FOLLOW_MEETINGS
    shares = _shares([row.commune_name for row in open_rows])
    return [Duty(kind, sentence, due_on, month=month, drafts=drafts, shares=shares)]


def _own_meeting(row: DueRow, month: date) -> str:
    if row.state is RecordState.DRAFT:
        return f"Biên bản sinh hoạt tháng {written(month)} đang nhập dở, chưa nộp."
    return f"Chi bộ chưa nhập biên bản sinh hoạt tháng {written(month)}."


def _shares(names: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """How often each name stands there; nothing where there is only one."""
    counts = Counter(name or "Trực thuộc" for name in names)
    return tuple(counts.most_common()) if len(counts) > 1 else ()


def _assessments(actor: Actor, year: int, rows: Sequence[AssessmentRow], expected: Sequence[DueRow]) -> list[Duty]:
    """``expected`` are the cells there are now, so a cell that has not begun is missed this year only."""
    is_asked_for = year == today().year and today().month >= ASSESSING_FROM
    if actor.role is Role.CELL_SECRETARY:
        return _own_assessment(actor, year, rows[0].state if rows else None, is_asked_for=is_asked_for)
    kind = DutyKind.ASSESS if actor.role is Role.COMMUNE_OFFICER else DutyKind.FOLLOW_ASSESSMENTS
    outstanding = _outstanding(kind, year, rows, expected) if is_asked_for else _returned(kind, year, rows)
    return [duty for duty in (outstanding, _waiting(year, rows)) if duty]


def _own_assessment(actor: Actor, year: int, state: AssessmentState | None, *, is_asked_for: bool) -> list[Duty]:
    sentences = {
        AssessmentState.DRAFT: f"Bản tự chấm “chi bộ bốn tốt” năm {year} đang chấm dở, chưa nộp.",
        AssessmentState.RETURNED: f"Bản tự chấm “chi bộ bốn tốt” năm {year} được trả lại để sửa, chưa nộp lại.",
    }
    unbegun = f"Chi bộ chưa tự chấm “chi bộ bốn tốt” năm {year}." if is_asked_for else None
    sentence = sentences.get(state) if state else unbegun
    due_on = date(year, *ASSESSED_UNTIL)
    return [Duty(DutyKind.ASSESS, sentence, due_on, cell_id=actor.unit_id, year=year)] if sentence else []


def _outstanding(kind: DutyKind, year: int, rows: Sequence[AssessmentRow], expected: Sequence[DueRow]) -> Duty | None:
    handed_in = {row.ref.unit_id for row in rows if row.state in HANDED_IN}
    communes = [row.commune_name for row in expected if row.ref.unit_id not in handed_in]
    if not communes:
        return None
    returned = _count(rows, AssessmentState.RETURNED)
    back = f" ({number(returned)} bản trả lại để sửa)" if returned else ""
    sentence = f"Còn {number(len(communes))}/{number(len(expected))} chi bộ chưa nộp bản tự chấm năm {year}{back}."
    return Duty(kind, sentence, date(year, *ASSESSED_UNTIL), year=year, shares=_shares(communes))


def _returned(kind: DutyKind, year: int, rows: Sequence[AssessmentRow]) -> Duty | None:
    communes = [row.commune_name for row in rows if row.state is AssessmentState.RETURNED]
    sentence = f"{number(len(communes))} bản tự chấm năm {year} đã trả lại để sửa, chi bộ chưa nộp lại."
    due_on = date(year, *ASSESSED_UNTIL)
    return Duty(kind, sentence, due_on, year=year, shares=_shares(communes)) if communes else None


def _waiting(year: int, rows: Sequence[AssessmentRow]) -> Duty | None:
    communes = [row.commune_name for row in rows if row.state is AssessmentState.SUBMITTED]
    sentence = f"{number(len(communes))} bản tự chấm năm {year} đang chờ thẩm định."
    due_on = date(year, *REVIEWED_UNTIL)
    return Duty(DutyKind.REVIEW, sentence, due_on, year=year, shares=_shares(communes)) if communes else None


def _count(rows: Sequence[AssessmentRow], state: AssessmentState) -> int:
    return sum(row.state is state for row in rows)


def _tasks(session: Session, actor: Actor) -> list[Duty]:
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


def headline(session: Session, actor: Actor) -> Headline:
    """The figures of everything in reach, of the last complete month."""
    month = months.after(months.month_of(today()), -1)
    counts = members.census(session, actor, None, today())
    found = figures.meeting_figures(session, actor, actor.unit_id, month, month)
    return Headline(
        month=month,
        members=sum(count.members for count in counts.values()),
        expected=len(found.held),
        submitted=sum(row.state is HeldState.SUBMITTED for row in found.held),
        attendance=found.rates[0].attendance,
        speaking=found.rates[0].speaking,
    )


def upkeep(session: Session, actor: Actor) -> Upkeep:
    """Accounts and the latest change in reach; NotAllowed for anyone but an administrator."""
    rows = accounts.accounts(session, actor)
    latest = audit.entries(session, actor, limit=1)
    disabled = sum(row.is_disabled for row in rows)
    return Upkeep(
        in_use=len(rows) - disabled,
        disabled=disabled,
        last_action=audit.ACTION_NAMES.get(latest[0].action, "") if latest else "",
        last_at=latest[0].at if latest else None,
    )

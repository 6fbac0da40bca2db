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
from services import accounts, audit, figures, four_good, meetings, members, months, quality
from services.access import Actor, Permission, within_reach
from services.assessments import AssessmentRef, AssessmentState
from services.clock import today
from services.figures import HeldState
from services.four_good import CELL, KIND_NAMES, UNIT_WORDS, Outstanding, Owed, Stage, StageState
from services.meetings import DueRow, RecordState
from services.vietnamese import month as written
from services.vietnamese import number

TASK_NOTICE = timedelta(days=14)
"""How long before its day a task is shown."""
SHOWN_LETTERS = 80
SHOWN_CHECKS = 3


class DutyKind(StrEnum):
    """What has to be done, which decides where it is done."""

    ENTER_MEETING = "enter_meeting"
    FOLLOW_MEETINGS = "follow_meetings"
    REGISTER = "register"
    CHECK = "check"
    FOLLOW_CHECKS = "follow_checks"
    ASSESS = "assess"
    FOLLOW_ASSESSMENTS = "follow_assessments"
    REVIEW = "review"
    RECOGNISE = "recognise"
    TASKS = "tasks"
    REVIEW_QUALITY = "review_quality"


@dataclass(frozen=True)
class Duty:
    """One thing to do. ``due_on`` is the last day in time, None where no day is set."""

    kind: DutyKind
    sentence: str
    due_on: date | None
    cell_id: UUID | None = None
    """The cell that it is about, where it is about one."""
    month: date | None = None
    assessment: AssessmentRef | None = None
    """The assessment that it is about; of the actor's unit where it is about those of many."""
    drafts: int = 0
    """How many of those that are open have been begun."""
    shares: tuple[tuple[str, int], ...] = ()
    """Who still owes how many, for those who look after several communes: most first."""

    @property
    def year(self) -> int | None:
        """The year of the assessment that it is about."""
        return self.assessment.year if self.assessment else None

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
    """Everything that waits for the actor, the most urgent first. At most thirteen statements."""
    if not actor.may(Permission.MEETINGS_WRITE):
        return []
    this_month = months.month_of(today())
    found: list[Duty] = []
    for month in (months.after(this_month, -1), this_month):
        found += _meetings(actor, month, meetings.due(session, actor, month))
    found += [_four_good(actor, waiting) for waiting in four_good.outstanding(session, actor)]
    found += [_quality(month, count) for month, count in quality.waiting(session, actor).items()]
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


def _quality(month: date, count: int) -> Duty:
    sentence = f"{number(count)} bản chấm chất lượng sinh hoạt tháng {written(month)} đang chờ đánh giá."
    return Duty(DutyKind.REVIEW_QUALITY, sentence, None, month=month)


def _own_meeting(row: DueRow, month: date) -> str:
    if row.state is RecordState.DRAFT:
        return f"Biên bản sinh hoạt tháng {written(month)} đang nhập dở, chưa nộp."
    return f"Chi bộ chưa nhập biên bản sinh hoạt tháng {written(month)}."


def _shares(names: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """How often each name stands there; nothing where there is only one."""
    counts = Counter(name or "Trực thuộc" for name in names)
    return tuple(counts.most_common()) if len(counts) > 1 else ()


_OWN_KINDS = {Owed.REGISTER: DutyKind.REGISTER, Owed.CHECK: DutyKind.CHECK, Owed.ASSESS: DutyKind.ASSESS}
_KINDS = {
    Owed.REGISTER: DutyKind.REGISTER,
    Owed.CHECK: DutyKind.FOLLOW_CHECKS,
    Owed.ASSESS: DutyKind.FOLLOW_ASSESSMENTS,
    Owed.REVIEW: DutyKind.REVIEW,
    Owed.RECOGNISE: DutyKind.RECOGNISE,
}


def _four_good(actor: Actor, waiting: Outstanding) -> Duty:
    """One thing of a four-good year: about the own unit, or about how many of those below."""
    kind, first = _KINDS[waiting.owed], waiting.rows[0]
    if waiting.is_own:
        kind = _OWN_KINDS[waiting.owed]
    elif waiting.owed is Owed.ASSESS and actor.role is Role.COMMUNE_OFFICER:
        kind = DutyKind.ASSESS
    is_own_check = waiting.is_own and waiting.owed is Owed.CHECK
    everybody = AssessmentRef(actor.unit_id, waiting.year, waiting.kind)
    return Duty(
        kind,
        _own_sentence(waiting) if waiting.is_own else _sentence(waiting),
        waiting.due_on,
        cell_id=actor.unit_id if waiting.is_own else None,
        assessment=first.owed_checks(today())[0].ref if is_own_check else everybody,
        shares=() if waiting.is_own else _shares([row.group_name for row in waiting.rows]),
    )


def _own_sentence(waiting: Outstanding) -> str:
    [row], year = waiting.rows, waiting.year
    who, named = UNIT_WORDS[waiting.kind].capitalize(), f"“{KIND_NAMES[waiting.kind].lower()}”"
    if waiting.owed is Owed.REGISTER:
        return f"{who} chưa đăng ký {named} năm {year}."
    if waiting.owed is Owed.CHECK:
        spans = [check.ref.when for check in row.owed_checks(today())]
        more = f" và {number(len(spans) - SHOWN_CHECKS)} kỳ khác" if len(spans) > SHOWN_CHECKS else ""
        return f"{who} chưa nộp bản tự kiểm tra {named} {', '.join(spans[:SHOWN_CHECKS])}{more}."
    sentences = {
        AssessmentState.DRAFT: f"Bản tự chấm {named} năm {year} đang chấm dở, chưa nộp.",
        AssessmentState.RETURNED: f"Bản tự chấm {named} năm {year} được trả lại để sửa, chưa nộp lại.",
    }
    unbegun = f"{who} chưa tự chấm {named} năm {year}."
    return sentences.get(row.state, unbegun) if row.state else unbegun


def _sentence(waiting: Outstanding) -> str:
    year, count = waiting.year, number(len(waiting.rows))
    who, named = UNIT_WORDS[waiting.kind], f"“{KIND_NAMES[waiting.kind].lower()}”"
    some = f"Còn {count}/{number(waiting.of)} {who}"
    of_kind = "" if waiting.kind == CELL else f" {named}"
    return {
        Owed.REGISTER: f"{some} chưa đăng ký {named} năm {year}.",
        Owed.CHECK: f"{some} chưa nộp đủ các bản tự kiểm tra {named} năm {year}.",
        Owed.ASSESS: _assessing(waiting, some, of_kind),
        Owed.REVIEW: f"{count} bản tự chấm{of_kind} năm {year} đang chờ thẩm định.",
        Owed.RECOGNISE: f"{count} bản tự chấm{of_kind} năm {year} đã thông qua, đang chờ quyết định công nhận.",
    }[waiting.owed]


def _assessing(waiting: Outstanding, some: str, of_kind: str) -> str:
    """How many are not handed in; out of season only those that were sent back are counted."""
    year, who = waiting.year, UNIT_WORDS[waiting.kind]
    returned = sum(row.state is AssessmentState.RETURNED for row in waiting.rows)
    is_season = any(row.stands(Stage.ASSESS, today()) is not StageState.NOT_YET for row in waiting.rows)
    if year < today().year or not is_season:
        return f"{number(returned)} bản tự chấm{of_kind} năm {year} đã trả lại để sửa, {who} chưa nộp lại."
    back = f" ({number(returned)} bản trả lại để sửa)" if returned else ""
    return f"{some} chưa nộp bản tự chấm{of_kind} năm {year}{back}."


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

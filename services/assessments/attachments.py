"""What stands beside an item: files, rows of the portal that are pointed to, and remarks; each kind in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from models import Account, Assessment, Evidence, EvidenceLink, Meeting, Remark, Target, Task
from services import criteria
from services.assessments.references import AssessmentRef, ref_of
from services.assessments.subjects import meeting_name
from services.meetings import MeetingRef
from services.vietnamese import day, month

SHOWN_DIGITS = 12
SHOWN_LETTERS = 120
GONE = "Nội dung này không còn trên cổng"


class LinkKind(StrEnum):
    """What a link can point to."""

    MEETING = "meeting"
    TASK = "task"
    TARGET = "target"
    ASSESSMENT = "assessment"


@dataclass(frozen=True)
class EvidenceRow:
    """A file beside an item; its content is handed out by ``services.evidence``."""

    evidence_id: UUID
    item_id: str
    file_name: str
    size: int
    """Bytes."""
    uploaded_at: datetime
    sha256: str
    effective_on: date | None = None
    """The day that the file is about."""

    @property
    def digest(self) -> str:
        """The beginning of the SHA-256, enough to tell two files apart."""
        return self.sha256[:SHOWN_DIGITS]


@dataclass(frozen=True)
class LinkRow:
    """A row of the portal beside an item, as it reads now."""

    link_id: UUID
    item_id: str
    kind: LinkKind
    label: str
    place: MeetingRef | AssessmentRef | None
    """Where it is read; None when it is gone."""


@dataclass(frozen=True)
class RemarkRow:
    """A reviewer's words at an item."""

    remark_id: UUID
    item_id: str
    text: str
    written_at: datetime
    written_by: str
    resolved_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the unit has not dealt with it yet."""
        return self.resolved_at is None


def files(session: Session, assessment_id: UUID) -> list[EvidenceRow]:
    """The files of an assessment, in the order of their upload, without their content."""
    query = (
        select(Evidence)
        .options(defer(Evidence.content, raiseload=True))  # type: ignore[arg-type]
        .where(Evidence.assessment_id == assessment_id)
        .order_by(col(Evidence.uploaded_at), col(Evidence.id))
    )
    return [
        EvidenceRow(row.id, row.item_id, row.file_name, row.size, row.uploaded_at, row.sha256, row.effective_on)
        for row in session.exec(query)
    ]


def links(session: Session, assessment_id: UUID) -> list[LinkRow]:
    """What is pointed to, in the order of linking, with its label of today."""
    pointed = col(EvidenceLink.entity_id)
    query = (
        sa.select(EvidenceLink, Meeting, Task, Target, Assessment)
        .outerjoin(Task, _is(LinkKind.TASK, Task.id))
        .outerjoin(Target, _is(LinkKind.TARGET, Target.id))
        .outerjoin(Assessment, _is(LinkKind.ASSESSMENT, Assessment.id))
        .outerjoin(Meeting, col(Meeting.id) == sa.func.coalesce(Task.meeting_id, Target.meeting_id, pointed))
        .where(col(EvidenceLink.assessment_id) == assessment_id)
        .order_by(col(EvidenceLink.linked_at), col(EvidenceLink.id))
    )
    return [_link(session, *row) for row in session.execute(query)]


def remarks(session: Session, assessment_id: UUID) -> list[RemarkRow]:
    """The remarks, in the order of their writing."""
    query = (
        select(Remark, Account.display_name)
        .join(Account, col(Account.id) == Remark.written_by)
        .where(Remark.assessment_id == assessment_id)
        .order_by(col(Remark.written_at), col(Remark.id))
    )
    return [
        RemarkRow(row.id, row.item_id, row.text, row.written_at, name, row.resolved_at)
        for row, name in session.exec(query)
    ]


def meeting_label(row: Meeting) -> str:
    """``Sinh hoạt thường kỳ ngày 05/11/2026``."""
    return meeting_name(row.kind, row.held_on, row.month)


def task_label(row: Task) -> str:
    """The task with its last day."""
    return f"Nhiệm vụ: {_shortened(row.text)} (hạn {day(row.due_on)})"


def target_label(row: Target, given_at: Meeting | None) -> str:
    """The target with the month of its resolution."""
    of = f" (nghị quyết tháng {month(given_at.month)})" if given_at else ""
    return f"Chỉ tiêu {row.number}: {_shortened(row.text)}{of}"


def assessment_label(session: Session, row: Assessment) -> str:
    """``Bản tự chấm chi bộ bốn tốt quý III/2026``."""
    return f"Bản tự chấm {criteria.name_of(session, row.kind)} {ref_of(row).when}"


def _is(kind: LinkKind, key: Any) -> sa.ColumnElement[bool]:
    return sa.and_(col(EvidenceLink.entity) == kind, col(key) == col(EvidenceLink.entity_id))


def _link(  # noqa: PLR0913, PLR0917 - a link and the one row of four that it points to
    session: Session,
    link: EvidenceLink,
    meeting: Meeting | None,
    task: Task | None,
    target: Target | None,
    assessment: Assessment | None,
) -> LinkRow:
    place: MeetingRef | AssessmentRef | None = None
    label = GONE
    if assessment is not None:
        place, label = ref_of(assessment), assessment_label(session, assessment)
    elif meeting is not None:
        place = MeetingRef(meeting.unit_id, meeting.month, meeting.kind, meeting.number)
        label = task_label(task) if task else target_label(target, meeting) if target else meeting_label(meeting)
    return LinkRow(link.id, link.item_id, LinkKind(link.entity), label, place)


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS].rsplit(' ', 1)[0]}…"

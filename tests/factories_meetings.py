"""Meetings for tests: a cell with its people, and records filled in as a secretary would."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session

from models import Member, Role, SuspensionKind, Unit, UnitKind
from models.base import new_id
from services import meetings
from services.access import Actor
from services.meetings import MeetingKind, MeetingRef, TargetDraft, TargetReviewRow, TaskDraft
from tests.factories import a_cell, a_member, a_position, a_suspension, a_unit, actor_of, an_account, some_members

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""09:00 on 20/11/2026 in Vietnam."""
NOVEMBER, OCTOBER, SEPTEMBER = date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)
HELD_ON = date(2026, 11, 5)


TARGET_FIELDS: dict[str, Callable[[TargetReviewRow], object]] = {
    "target_outcome": lambda row: row.outcome,
    "achieved": lambda row: "" if row.achieved is None else meetings.written(row.achieved),
    "target_note": lambda row: row.note,
}
"""What a screen shows in the fields of a target's review."""


@dataclass(frozen=True)
class Cast:
    """A commune with one cell of seven: six due (the secretary among them), one exempt; and who works on it."""

    district: Unit
    commune: Unit
    cell: Unit
    people: tuple[Member, ...]
    """In Vietnamese order: An (secretary), Bình, Chung, Dung, Đào, Giang."""
    elder: Member
    """Exempt from meetings."""
    officer: Actor
    secretary: Actor

    @property
    def ref(self) -> MeetingRef:
        """The cell's regular meeting of November."""
        return self.in_month(NOVEMBER)

    def in_month(self, month: date, kind: MeetingKind = MeetingKind.REGULAR, number: int = 1) -> MeetingRef:
        """A meeting of the cell."""
        return MeetingRef(self.cell.id, month, kind, number)

    def ids(self, *places: int) -> list[UUID]:
        """The members at these places of ``people``."""
        return [self.people[place].id for place in places]


def a_cast(session: Session) -> Cast:
    """The people of Khuổi Ngọa and those who work with them."""
    district = a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)
    commune = a_unit(session, parent=district)
    cell = a_cell(session, commune)
    people = tuple(some_members(session, cell, 6))
    a_position(session, people[0], cell)
    elder = a_member(session, cell, "Nông Thị Yên")
    a_suspension(session, elder, SuspensionKind.EXEMPT)
    officer = actor_of(an_account(session, commune), commune)
    secretary = actor_of(an_account(session, cell, Role.CELL_SECRETARY), cell)
    return Cast(district, commune, cell, people, elder, officer, secretary)


def fill(session: Session, actor: Actor, ref: MeetingRef, **changes: object) -> MeetingRef:
    """Write everything a record needs, or what is said instead; reviews every task and target of the last meeting."""
    opened = meetings.sheet(session, actor, ref)
    people = [entry.member_id for entry in opened.roll if entry.is_due]
    values: dict[str, object] = {
        "held_on": ref.month.replace(day=5),
        "started_at": time(14, 0),
        "ended_at": time(15, 45),
        "place": "Nhà văn hóa thôn Khuổi Ngọa",
        "chair_id": people[0],
        "minutes_secretary_id": people[1],
        "content": "Thông báo thời sự; kiểm điểm nghị quyết tháng trước.",
        "conclusion": "Thống nhất các nội dung đã bàn.",
    }
    for field, value in (values | changes).items():
        put(session, actor, ref, field, value)
    for review in opened.reviews:
        put(session, actor, ref, f"outcome:{review.task_id}", "done")
    for target in opened.target_reviews:
        put(session, actor, ref, f"target_outcome:{target.target_id}", "met")
    return ref


def put(session: Session, actor: Actor, ref: MeetingRef, field: str, value: object) -> object:
    """Write one field after looking at what is stored."""
    return meetings.write(session, actor, ref, field, value, seen(session, actor, ref, field))


def seen(session: Session, actor: Actor, ref: MeetingRef, field: str) -> object:
    """What a screen shows as stored in a field."""
    sheet = meetings.sheet(session, actor, ref)
    kind, _, subject = field.partition(":")
    if kind in {"excused", "unexcused", "attending", "speakers"}:
        return sheet.marked(kind)
    if kind == "reason":
        return next((entry.reason for entry in sheet.roll if str(entry.member_id) == subject), "")
    if kind in {"outcome", "note"}:
        return next((getattr(row, kind) for row in sheet.reviews if str(row.task_id) == subject), None)
    if kind in TARGET_FIELDS:
        return next((TARGET_FIELDS[kind](row) for row in sheet.target_reviews if str(row.target_id) == subject), None)
    return getattr(sheet, kind)


def a_submitted_meeting(session: Session, actor: Actor, ref: MeetingRef, **changes: object) -> MeetingRef:
    """A record that has been handed in."""
    fill(session, actor, ref, **changes)
    meetings.submit(session, actor, ref)
    return ref


def a_task(session: Session, actor: Actor, ref: MeetingRef, owner_id: UUID, text: str = "Vận động làm đường") -> UUID:
    """A task given at a meeting, due at the end of its year."""
    draft = TaskDraft(text, owner_id, ref.month.replace(month=12, day=31))
    return meetings.give_task(session, actor, ref, draft, new_id())


def a_target(
    session: Session, actor: Actor, ref: MeetingRef, text: str = "Trồng rừng mới", planned: str | None = "20"
) -> UUID:
    """A target set at a meeting."""
    draft = TargetDraft(text, Decimal(planned) if planned else None, "ha" if planned else "")
    return meetings.give_target(session, actor, ref, draft, new_id())

"""Writing programmes: made, changed and removed by those who write criteria, for the units in their reach."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models import AuditEntry, Programme, Unit
from services import audit
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now, today
from services.errors import Conflict, Invalid, NotFound
from services.four_good.checking import LONGEST_NOTE, line_of_text, lines_of_text
from services.four_good.kinds import KIND_NAMES
from services.four_good.stages import day_from

EARLIEST, LATEST = 2000, 2100
LONGEST_TITLE, LONGEST_NUMBER = 300, 80
_STAGES = {
    "registered_until": "đăng ký",
    "assessed_until": "tự chấm",
    "reviewed_until": "thẩm định",
    "recognised_until": "công nhận",
}
"""The last days in the order in which they come."""


@dataclass(frozen=True)
class ProgrammeDraft:
    """A programme as it was typed: the last days of the stages as ``31/3``."""

    kind: str
    title: str
    first_year: int
    last_year: int
    registered_until: str
    assessed_until: str
    reviewed_until: str
    recognised_until: str
    document_number: str = ""
    document_date: date | None = None
    note: str = ""


def create_programme(session: Session, actor: Actor, unit_id: UUID, draft: ProgrammeDraft, token: UUID) -> UUID:
    """Keep a programme for a unit and everything below it; ``token`` becomes its id, so a second click makes no other.

    Raises Invalid with the field and the rule it breaks, Conflict where the unit has one for some of the years.
    """
    _require_steward(session, actor, unit_id)
    if session.get(Programme, token):
        return token
    facts = _checked(draft)
    _require_free_years(session, unit_id, facts, token)
    row = Programme(id=token, unit_id=unit_id, created_at=now(), changed_at=now(), **facts)
    session.add(row)
    session.flush()
    _record(session, actor, "programme:created", row)
    return token


def change_programme(
    session: Session, actor: Actor, programme_id: UUID, draft: ProgrammeDraft, seen: datetime | None
) -> None:
    """Write a programme anew; its kind stays. ``seen`` is ``changed_at`` as it was read. The same again changes nothing.

    Raises Conflict when somebody else has changed it since.
    """
    row = _stored(session, actor, programme_id)
    facts = _checked(draft)
    if all(getattr(row, name) == value for name, value in facts.items()):
        return
    _require_seen(row, seen)
    if facts["kind"] != row.kind:
        raise Invalid("Không đổi được loại của chương trình đã lập; đồng chí lập chương trình khác.", field="kind")
    _require_free_years(session, row.unit_id, facts, row.id)
    for name, value in facts.items():
        setattr(row, name, value)
    row.changed_at = now()
    session.flush()
    _record(session, actor, "programme:changed", row)


def remove_programme(session: Session, actor: Actor, programme_id: UUID, seen: datetime | None) -> None:
    """Take a programme away: the one of the level above holds again. What was registered or recognised stays.

    ``seen`` is ``changed_at`` as it was read; a second click changes nothing. Raises Conflict when somebody else has
    changed it since.
    """
    if _locked(session, programme_id) is None and _is_removed(session, actor, programme_id):
        actor.require(Permission.CRITERIA_WRITE)
        return
    row = _stored(session, actor, programme_id)
    _require_seen(row, seen)
    session.delete(row)
    session.flush()
    _record(session, actor, "programme:removed", row)


def _is_removed(session: Session, actor: Actor, programme_id: UUID) -> bool:
    """Whether there was one in reach, which was taken away: only the trail still knows of it."""
    query = select(AuditEntry.sequence).where(
        AuditEntry.entity_id == str(programme_id),
        AuditEntry.action == "programme:removed",
        within_reach(actor, AuditEntry.unit_id),
    )
    return session.exec(query).first() is not None


def _require_seen(row: Programme, seen: datetime | None) -> None:
    if row.changed_at != seen:
        raise Conflict("Chương trình này vừa được người khác sửa. Đồng chí xem bản mới rồi sửa lại nếu cần.")


def _require_steward(session: Session, actor: Actor, unit_id: UUID) -> None:
    require_reach(session, actor, unit_id)
    actor.require(Permission.CRITERIA_WRITE)
    # Two who write programmes of one unit take turns: no constraint can see that their years overlap.
    session.exec(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True)).one()


def _locked(session: Session, programme_id: UUID) -> Programme | None:
    return session.exec(select(Programme).where(Programme.id == programme_id).with_for_update()).one_or_none()


def _stored(session: Session, actor: Actor, programme_id: UUID) -> Programme:
    row = _locked(session, programme_id)
    if row is None:
        raise NotFound
    _require_steward(session, actor, row.unit_id)
    return row


def _checked(draft: ProgrammeDraft) -> dict[str, Any]:
    """The columns of a draft; Invalid names the field and the rule it breaks."""
    facts = asdict(draft)
    if draft.kind not in KIND_NAMES:
        raise Invalid("Đồng chí chọn loại chương trình.", field="kind")
    facts["title"] = line_of_text(draft.title, "Tên chương trình", "title", LONGEST_TITLE)
    if not facts["title"]:
        raise Invalid("Đồng chí ghi tên chương trình.", field="title")
    facts["document_number"] = line_of_text(draft.document_number, "Số văn bản", "document_number", LONGEST_NUMBER)
    facts["note"] = lines_of_text(draft.note, "Ghi chú", "note", LONGEST_NOTE)
    if draft.document_date and draft.document_date > today():
        raise Invalid("Ngày văn bản không được sau hôm nay.", field="document_date")
    _require_years(draft)
    return facts | _last_days(draft)


def _require_years(draft: ProgrammeDraft) -> None:
    if not (EARLIEST <= draft.first_year <= LATEST and EARLIEST <= draft.last_year <= LATEST):
        raise Invalid(f"Năm của chương trình phải từ {EARLIEST} đến {LATEST}.", field="first_year")
    if draft.last_year < draft.first_year:
        raise Invalid("Năm kết thúc phải bằng hoặc sau năm bắt đầu.", field="last_year")


def _last_days(draft: ProgrammeDraft) -> dict[str, str]:
    days = {name: day_from(getattr(draft, name), name) for name in _STAGES}
    for before, after in pairwise(_STAGES):
        if days[after] < days[before]:
            raise Invalid(
                f"Hạn {_STAGES[after]} phải bằng hoặc sau hạn {_STAGES[before]} trong cùng một năm.", field=after
            )
    return days


def _require_free_years(session: Session, unit_id: UUID, facts: dict[str, Any], own: UUID) -> None:
    query = select(Programme).where(
        Programme.unit_id == unit_id,
        Programme.kind == facts["kind"],
        Programme.id != own,
        col(Programme.first_year) <= facts["last_year"],
        col(Programme.last_year) >= facts["first_year"],
    )
    other = session.exec(query.limit(1)).one_or_none()
    if other:
        raise Conflict(
            f"Đơn vị đã có chương trình “{other.title}” cho các năm {other.first_year}–{other.last_year}. "
            "Đồng chí sửa chương trình ấy; nếu hai văn bản nêu khác nhau thì ghi cả hai vào phần ghi chú.",
            field="first_year",
        )


def _record(session: Session, actor: Actor, action: str, row: Programme) -> None:
    facts = {"kind": row.kind, "title": row.title, "years": f"{row.first_year}-{row.last_year}"}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)

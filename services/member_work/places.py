"""What every change begins with: the cell reached, permitted and locked, the member found on its roster."""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import AuditEntry, Pledge, Presentation, Unit
from services import members, months
from services.access import Actor, Permission, require_reach
from services.clock import today
from services.errors import Conflict, Invalid, NotFound, Overtaken
from services.members import RosterEntry
from services.vietnamese import clean_lines, day, number


def cell_for_change(session: Session, actor: Actor, unit_id: UUID) -> None:
    """Reach and permission for one cell. Whoever writes about its members has its row meanwhile, so that two who

    are the first to write about somebody come one after the other.
    """
    require_reach(session, actor, unit_id)
    actor.require(Permission.MEETINGS_WRITE)
    session.exec(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True)).one()


def path_of(session: Session, actor: Actor, unit_id: UUID | None) -> str:
    """The path of a unit in reach, or that of the whole reach; NotFound out of reach."""
    return actor.unit_path if unit_id is None else require_reach(session, actor, unit_id).path


def roster_of_month(session: Session, actor: Actor, unit_id: UUID, month: date) -> list[RosterEntry]:
    """The members at the end of a month, or today while it is not over."""
    return members.roster(session, actor, unit_id, min(today(), months.last_day(month)))


def roster_of_year(session: Session, actor: Actor, unit_id: UUID, year: int) -> list[RosterEntry]:
    """The members at the end of a year, or today while it is not over."""
    return members.roster(session, actor, unit_id, min(today(), date(year, 12, 31)))


def require_member(roster: list[RosterEntry], member_id: UUID | None, on: date) -> RosterEntry:
    """The member's entry; Invalid for nobody, and for somebody who does not belong to the cell."""
    if member_id is None:
        raise Invalid("Đồng chí chọn đảng viên.", field="member_id")
    entry = next((entry for entry in roster if entry.member_id == member_id), None)
    if entry is None:
        raise Invalid(
            f"Người được chọn không có trong danh sách đảng viên của chi bộ ngày {day(min(today(), on))}.",
            field="member_id",
        )
    return entry


def text(value: object, what: str, field: str, longest: int, *, may_be_empty: bool = True) -> str:
    """The text tidied; Invalid where it is too long, or empty and must not be."""
    tidied = clean_lines(value) if isinstance(value, str) else ""
    if not tidied and not may_be_empty:
        raise Invalid(f"Đồng chí ghi {what}.", field=field)
    if len(tidied) > longest:
        raise Invalid(
            f"{what[:1].upper()}{what[1:]} dài {number(len(tidied))} ký tự, tối đa là {number(longest)}.", field=field
        )
    return tidied


def overtaken(label: str, stands: str, field: str) -> Overtaken:
    """Somebody else was there first; ``stands`` is what is stored now, empty for nothing."""
    words = f"“{stands}”" if stands else "để trống"
    return Overtaken(
        f"{label} vừa được người khác đổi thành {words}.",
        field=field,
    )


def is_new(session: Session, row: Pledge | Presentation, again: str) -> bool:
    """Store the row unless this very row is stored already; Conflict, with ``again``, where another one is in its place."""
    known: Pledge | Presentation | None
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = session.get(Pledge, row.id) if isinstance(row, Pledge) else session.get(Presentation, row.id)
        if known is None or (known.unit_id, known.member_id) != (row.unit_id, row.member_id):
            raise Conflict(again) from None
        return False
    return True


def require_withdrawn(session: Session, unit_id: UUID, row_id: UUID, action: str) -> None:
    """Raise NotFound unless the audit trail says that it was there and was taken back."""
    entry = select(AuditEntry).where(
        AuditEntry.entity_id == str(row_id), AuditEntry.action == action, AuditEntry.unit_id == unit_id
    )
    if session.exec(entry).first() is None:
        raise NotFound

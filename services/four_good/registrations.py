"""Registrations (đăng ký): a unit puts itself down for a year, late too; whether it was late is said by the programme."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models import Assessment, Recognition, Registration
from services import audit, units
from services.access import Actor, Permission
from services.clock import now
from services.errors import Conflict, Invalid
from services.four_good.checking import LONGEST_NOTE, lines_of_text, past_day
from services.four_good.kinds import KIND_NAMES, UNIT_WORDS, takes_part
from services.four_good.places import last_day
from services.four_good.reaching import locked_units, named

EARLIEST = 2000


def register(  # noqa: PLR0913, PLR0917 - what a registration consists of
    session: Session,
    actor: Actor,
    unit_ids: Collection[UUID],
    kind: str,
    year: int,
    registered_on: date | None,
    note: str = "",
) -> int:
    """Put units down for a kind and a year; those that are down already stay as they are. Returns how many are new.

    ``registered_on`` is the day of the meeting that resolved it: from December of the year before to today. Raises
    NotFound where a unit is out of reach, Invalid for a day, a year or a unit that cannot be.
    """
    locked_units(session, actor, unit_ids)
    actor.require(Permission.ASSESSMENTS_WRITE)
    _require_kind(kind, year)
    day = _day(registered_on, year)
    words = lines_of_text(note, "Ghi chú", "note", LONGEST_NOTE)
    _require_taking_part(session, actor, unit_ids, kind, year)
    new = set(unit_ids) - {row.unit_id for row in _standing(session, unit_ids, kind, year)}
    for unit_id in sorted(new):
        row = Registration(
            unit_id=unit_id,
            kind=kind,
            year=year,
            registered_on=day,
            note=words,
            created_at=now(),
            created_by=actor.account_id,
        )
        session.add(row)
        _record(session, actor, "registration:made", row)
    session.flush()
    return len(new)


def withdraw_registration(session: Session, actor: Actor, unit_ids: Collection[UUID], kind: str, year: int) -> int:
    """Take units off the list of a year again; what is not on it is passed over. Returns how many went.

    Raises Conflict for a unit that has been recognised.
    """
    locked_units(session, actor, unit_ids)
    actor.require(Permission.ASSESSMENTS_WRITE)
    rows = _standing(session, unit_ids, kind, year)
    if recognised := _recognised(session, [row.unit_id for row in rows], kind, year):
        raise Conflict(
            f"Không rút được đăng ký năm {year}: {named(session, actor, recognised)} đã có quyết định công nhận."
        )
    for row in rows:
        session.delete(row)
        _record(session, actor, "registration:withdrawn", row)
    session.flush()
    return len(rows)


def _standing(session: Session, unit_ids: Collection[UUID], kind: str, year: int) -> list[Registration]:
    query = select(Registration).where(
        col(Registration.unit_id).in_(set(unit_ids)), Registration.kind == kind, Registration.year == year
    )
    return list(session.exec(query.order_by(col(Registration.unit_id))))


def _recognised(session: Session, unit_ids: Iterable[UUID], kind: str, year: int) -> list[UUID]:
    query = (
        select(Recognition.unit_id)
        .join(Assessment, col(Assessment.id) == Recognition.assessment_id)
        .where(col(Recognition.unit_id).in_(list(unit_ids)), Assessment.kind == kind)
        .where(col(Assessment.period_starts_on) == date(year, 1, 1), col(Recognition.revoked_on).is_(None))
    )
    return list(session.exec(query))


def _require_kind(kind: str, year: int) -> None:
    if kind not in KIND_NAMES:
        raise Invalid("Đồng chí chọn loại cần đăng ký.", field="kind")
    latest = now().year + 1
    if not EARLIEST <= year <= latest:
        raise Invalid(f"Năm đăng ký phải từ {EARLIEST} đến {latest}.", field="year")


def _day(given: date | None, year: int) -> date:
    day = past_day(given, date(year - 1, 12, 1), "Ngày họp đăng ký", "registered_on")
    if day.year > year:
        raise Invalid(f"Ngày họp đăng ký năm {year} phải trong năm {year} trở về trước.", field="registered_on")
    return day


def _require_taking_part(session: Session, actor: Actor, unit_ids: Collection[UUID], kind: str, year: int) -> None:
    found = units.by_id(session, actor, unit_ids, last_day(year))
    absent = set(unit_ids) - found.keys()
    if absent:
        raise Invalid(f"Năm {year} có đơn vị chưa thành lập hoặc đã thôi hoạt động: {named(session, actor, absent)}.")
    strange = [row.name for row in found.values() if not takes_part(row.kind, kind)]
    if strange:
        raise Invalid(
            f"Chỉ {UNIT_WORDS[kind]} mới đăng ký “{KIND_NAMES[kind].lower()}”; {strange[0]} không đăng ký được."
        )


def _record(session: Session, actor: Actor, action: str, row: Registration) -> None:
    facts = {"kind": row.kind, "year": row.year, "on": str(row.registered_on)}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)

"""What is typed about follow-up, as it is kept: texts without stray characters, days that have come, telephone numbers."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import AuditEntry, Unit
from services.access import Actor, is_of_higher_level, within_reach
from services.clock import today
from services.errors import Conflict, Invalid, NotAllowed, Overtaken
from services.vietnamese import clean, clean_lines, day

_PHONE = re.compile(r"\+?[0-9][0-9 .()-]{5,18}")
HIGHER_LEVEL = "Nội dung này do cấp trên ghi; đồng chí liên hệ cấp trên để sửa."
"""What a lower level hears that wants to undo it."""


def line(text: object, field: str, called: str, longest: int, *, is_required: bool = False) -> str:
    """One line of text; ``called`` begins the sentence that refuses it."""
    return _fitting(clean(str(text or "")), field, called, longest, is_required=is_required)


def lines(text: object, field: str, called: str, longest: int, *, is_required: bool = False) -> str:
    """Text of several lines."""
    return _fitting(clean_lines(str(text or "")), field, called, longest, is_required=is_required)


def past_day(value: object, field: str, called: str) -> date:
    """A day that has come."""
    found = any_day(value, field, called)
    if found > today():
        raise Invalid(f"{called} {day(found)} ở sau hôm nay.", field=field)
    return found


def any_day(value: object, field: str, called: str) -> date:
    """A day."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Invalid(f"Đồng chí chọn {called[:1].lower()}{called[1:]}.", field=field)
    return value


def phone(text: object) -> str | None:
    """A telephone number as it was typed; None where there is none."""
    found = clean(str(text or ""))
    if found and not _PHONE.fullmatch(found):
        raise Invalid("Số điện thoại chỉ gồm chữ số, ví dụ 0912 345 678.", field="phone")
    return found or None


def lock_units(session: Session, unit_ids: Sequence[UUID]) -> None:
    """Keep others who would write follow-up of these units waiting, so that two cannot both be the first."""
    query = select(Unit.id).where(col(Unit.id).in_(unit_ids)).order_by(col(Unit.id))
    session.exec(query.with_for_update(key_share=True)).all()


def was_recorded(session: Session, actor: Actor, action: str, entity_id: UUID) -> bool:
    """Whether the audit trail knows of this act on something in reach: a second click finds it done."""
    entry = select(AuditEntry.sequence).where(
        AuditEntry.entity_id == str(entity_id), AuditEntry.action == action, within_reach(actor, AuditEntry.unit_id)
    )
    return session.exec(entry.limit(1)).first() is not None


def require_level(session: Session, actor: Actor, account_id: UUID | None) -> None:
    """NotAllowed where a higher level has recorded what the actor wants to undo."""
    if is_of_higher_level(session, actor, [account_id]):
        raise NotAllowed(HIGHER_LEVEL)


def require_seen(stored: str, seen: object, wanted: str, field: str, called: str) -> None:
    """Overtaken where the database holds neither what the screen showed nor what is wanted."""
    if stored not in {str(seen or ""), wanted}:
        raise Overtaken(f"{called} vừa được người khác sửa thành “{stored}”.", field=field)


def is_new(session: Session, row: Any, owner: str) -> bool:
    """Store a row under the id that the screen made for it; False where it is stored: a second click is no second row.

    Conflict where that id is taken by a row with another ``owner`` (the column that says whose it is). Another broken
    rule of the database is passed on as IntegrityError.
    """
    table, row_id, wanted = type(row), row.id, getattr(row, owner)
    known = session.get(table, row_id)
    if known is None:
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # the first click may have been stored between our look and our writing
            known = session.get(table, row_id)
            if known is None:
                raise
    if known is not None and getattr(known, owner) != wanted:
        raise Conflict("Nội dung này đã được ghi ở nơi khác. Đồng chí tải lại trang.")
    return known is None


def in_days(starts_on: Any, ends_on: Any, on: Any) -> sa.ColumnElement[bool]:
    """What held on a day: the first day is inside, the last one the first outside."""
    return sa.and_(starts_on <= on, sa.or_(ends_on.is_(None), ends_on > on))


def _fitting(text: str, field: str, called: str, longest: int, *, is_required: bool) -> str:
    if is_required and not text:
        raise Invalid(f"Đồng chí ghi {called[:1].lower()}{called[1:]}.", field=field)
    if len(text) > longest:
        raise Invalid(f"{called} dài quá {longest} ký tự.", field=field)
    return text

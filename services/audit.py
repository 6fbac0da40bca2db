"""The audit trail: one entry per change, in the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, AuditEntry, Table, UnitEra
from models.base import snake_case
from services.access import Actor, Permission, within_reach
from services.clock import now

ACTION_NAMES = {
    "account:signed_in": "Đăng nhập",
    "account:created": "Tạo tài khoản",
    "account:disabled": "Khóa tài khoản",
    "account:enabled": "Mở khóa tài khoản",
    "account:role_changed": "Đổi vai trò",
    "account:password_reset": "Cấp lại mật khẩu",
    "account:password_changed": "Tự đổi mật khẩu",
    "meeting:begun": "Mở biên bản",
    "meeting:written": "Ghi biên bản",
    "meeting:submitted": "Nộp biên bản",
    "meeting:taken_back": "Rút lại biên bản",
    "task:given": "Giao nhiệm vụ",
    "task:withdrawn": "Bỏ nhiệm vụ",
    "assessment:created": "Mở bản tự chấm",
    "assessment:answered": "Chấm tiêu chí",
    "assessment:submitted": "Nộp bản tự chấm",
    "assessment:taken_back": "Rút lại bản tự chấm",
    "assessment:sent_back": "Trả lại bản tự chấm",
    "assessment:accepted": "Thông qua kết quả chấm",
    "evidence:attached": "Thêm minh chứng",
    "evidence:detached": "Bỏ minh chứng",
    "criteria_set:stored": "Lưu bộ tiêu chí",
    "criteria_set:published": "Ban hành bộ tiêu chí",
    "criteria_kind:added": "Thêm loại đánh giá",
    "export:made": "Tải dữ liệu",
    "sample:built": "Nạp dữ liệu mẫu",
}
"""What an action is called on the screen. A test compares it with the actions that services record."""


def record(  # noqa: PLR0913 - an entry has this many facts
    session: Session,
    actor: Actor | UUID | None,
    action: str,
    entity: Table | str,
    *,
    entity_id: object,
    unit_id: UUID | None,
    **details: Any,
) -> None:
    """Write who did ``action`` (``noun:verb-in-past``) to what.

    ``actor`` is an account's id while that account is only signing in, and None for the operator at the command line.
    """
    session.add(
        AuditEntry(
            at=now(),
            account_id=actor.account_id if isinstance(actor, Actor) else actor,
            action=action,
            entity=entity if isinstance(entity, str) else snake_case(type(entity).__name__),
            entity_id=str(entity_id),
            unit_id=unit_id,
            details=details,
        )
    )


@dataclass(frozen=True)
class AuditRow:
    """An entry as it is read: who, what, to what, when."""

    sequence: int
    at: datetime
    username: str | None
    action: str
    entity: str
    unit_name: str | None
    details: dict[str, Any]


def entries(
    session: Session, actor: Actor, *, action: str = "", before: int | None = None, limit: int = 100
) -> list[AuditRow]:
    """The latest entries about units in reach, newest first; ``before`` continues after a sequence number."""
    actor.require(Permission.AUDIT_READ)
    query = (
        select(AuditEntry, Account.username, UnitEra.name)
        .join(Account, col(Account.id) == col(AuditEntry.account_id), isouter=True)
        .join(UnitEra, (col(UnitEra.unit_id) == col(AuditEntry.unit_id)) & col(UnitEra.ends_on).is_(None), isouter=True)
        .where(within_reach(actor, AuditEntry.unit_id))
        .order_by(col(AuditEntry.sequence).desc())
        .limit(limit)
    )
    if action:
        query = query.where(col(AuditEntry.action).startswith(action, autoescape=True))
    if before is not None:
        query = query.where(col(AuditEntry.sequence) < before)
    return [_row(entry, username, unit_name) for entry, username, unit_name in session.exec(query)]


def _row(entry: AuditEntry, username: str | None, unit_name: str | None) -> AuditRow:
    return AuditRow(entry.sequence or 0, entry.at, username, entry.action, entry.entity, unit_name, entry.details)

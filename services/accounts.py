"""Accounts: who signs in, with which role, bound to which unit.

Whatever changes what an account may do ends all its open sessions (``epoch`` grows): the new state holds at
the next click in every tab.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import Account, Role, Unit, UnitEra
from services import audit, credentials
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.sign_in import normal_username
from services.vietnamese import clean

ROLE_NAMES = {
    Role.ADMINISTRATOR: "Quản trị",
    Role.DISTRICT_STAFF: "Cán bộ huyện",
    Role.COMMUNE_OFFICER: "Cán bộ xã",
    Role.CELL_SECRETARY: "Bí thư chi bộ",
    Role.LEADER: "Lãnh đạo",
}


class AccountDraft(BaseModel):
    """A new account as it was typed."""

    username: str
    display_name: str
    role: Role
    unit_id: UUID
    password: str


@dataclass(frozen=True)
class AccountRow:
    """An account as it is listed."""

    account_id: UUID
    username: str
    display_name: str
    role: Role
    unit_name: str
    is_disabled: bool


def create(session: Session, actor: Actor | None, draft: AccountDraft) -> UUID:
    """Make an account; ``actor`` None is the operator at the command line.

    Raises NotFound (unit out of reach), NotAllowed, Invalid (name, password), Conflict (name taken).
    """
    if actor is not None:
        require_reach(session, actor, draft.unit_id)
        actor.require(Permission.ACCOUNTS_WRITE)
    elif session.get(Unit, draft.unit_id) is None:
        raise NotFound
    account = _account(draft)
    _insert(session, account)
    audit.record(
        session,
        actor,
        "account:created",
        account,
        entity_id=account.id,
        unit_id=account.unit_id,
        username=account.username,
        role=account.role,
    )
    return account.id


def _account(draft: AccountDraft) -> Account:
    username = normal_username(draft.username)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{2,59}", username):
        raise Invalid("Tên đăng nhập gồm 3–60 chữ cái không dấu, chữ số, dấu _ . -", field="username")
    display_name = clean(draft.display_name)
    if not 1 <= len(display_name) <= 120:  # noqa: PLR2004 - the column's width
        raise Invalid("Họ tên không được để trống và không quá 120 ký tự.", field="display_name")
    return Account(
        username=username,
        display_name=display_name,
        role=draft.role,
        unit_id=draft.unit_id,
        password_hash=credentials.hashed(draft.password),
        created_at=now(),
    )


def _insert(session: Session, account: Account) -> None:
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        raise Conflict(f"Tên đăng nhập “{account.username}” đã có người dùng.", field="username") from error


def disable(session: Session, actor: Actor, account_id: UUID) -> None:
    """Shut an account out from the next click on."""
    account = _reached(session, actor, account_id)
    if account.id == actor.account_id:
        raise Invalid("Không thể tự khóa tài khoản đang dùng.")
    account.is_disabled = True
    _end_sessions(session, actor, account, "account:disabled")


def enable(session: Session, actor: Actor, account_id: UUID) -> None:
    """Let an account sign in again."""
    account = _reached(session, actor, account_id)
    account.is_disabled = False
    _end_sessions(session, actor, account, "account:enabled")


def change_role(session: Session, actor: Actor, account_id: UUID, role: Role) -> None:
    """Give an account another role; its open sessions end."""
    account = _reached(session, actor, account_id)
    if account.id == actor.account_id:
        raise Invalid("Không thể tự đổi vai trò của tài khoản đang dùng.")
    account.role = role
    _end_sessions(session, actor, account, "account:role_changed", role=role)


def reset_password(session: Session, actor: Actor | None, account_id: UUID, password: str) -> None:
    """Give an account a new password (administrator or command line); its open sessions end."""
    account = session.get_one(Account, account_id) if actor is None else _reached(session, actor, account_id)
    account.password_hash = credentials.hashed(password)
    _end_sessions(session, actor, account, "account:password_reset")


def change_own_password(session: Session, actor: Actor, new: str) -> Account:
    """Change the actor's own password after the old one was checked; every session of the account ends."""
    account = session.exec(select(Account).where(Account.id == actor.account_id).with_for_update()).one()
    account.password_hash = credentials.hashed(new)
    _end_sessions(session, actor, account, "account:password_changed")
    return account


def accounts(session: Session, actor: Actor) -> list[AccountRow]:
    """Every account bound to a unit in reach, by name."""
    actor.require(Permission.ACCOUNTS_WRITE)
    query = (
        select(Account, UnitEra.name)
        .join(UnitEra, (col(UnitEra.unit_id) == col(Account.unit_id)) & col(UnitEra.ends_on).is_(None))
        .where(within_reach(actor, Account.unit_id))
        .order_by(col(Account.username))
    )
    return [
        AccountRow(account.id, account.username, account.display_name, account.role, unit_name, account.is_disabled)
        for account, unit_name in session.exec(query)
    ]


def _reached(session: Session, actor: Actor, account_id: UUID) -> Account:
    query = select(Account).where(Account.id == account_id, within_reach(actor, Account.unit_id))
    account = session.exec(query.with_for_update()).one_or_none()
    if account is None:
        raise NotFound
    actor.require(Permission.ACCOUNTS_WRITE)
    return account


def _end_sessions(session: Session, actor: Actor | None, account: Account, action: str, **details: str) -> None:
    account.epoch += 1
    session.flush()
    audit.record(session, actor, action, account, entity_id=account.id, unit_id=account.unit_id, **details)

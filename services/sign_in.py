"""Signing in: three steps, because checking a password is slow and must not hold a transaction open.

``claim`` (counts the attempt, refuses when there were too many) → ``credentials.matches`` → ``admit``.
An attempt counts from the moment it is claimed, so a thousand guesses at once are counted too.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Account, BrowserSession, SignInAttempt
from services import audit, browser_sessions
from services.clock import now
from services.errors import Refusal
from services.vietnamese import clean

FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
"""From one address to one account: five attempts are free, then the wait doubles. Never a lock for good."""
ADDRESS_LIMIT = 20
ACCOUNT_LIMIT = 20
WINDOW = timedelta(hours=1)
"""At most so many open attempts an hour; an address that has signed in to the account before is let through,
so that a guesser elsewhere cannot lock the owner out."""

IN_SECONDS = 90
"""Shorter waits are said in seconds, longer ones in minutes."""

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


class TooMany(Refusal):
    """Too many attempts: the password was not even looked at."""


@dataclass(frozen=True)
class Claim:
    """Somebody says to be this account. ``password_hash`` is None when there is none such."""

    username: str
    address: str
    account_id: UUID | None
    password_hash: str | None


def claim(session: Session, username: str, address: str) -> Claim:
    """Count an attempt and look the account up; raises TooMany when attempts came too fast."""
    name = normal_username(username)
    account = session.exec(select(Account).where(Account.username == name).with_for_update()).one_or_none()
    _require_patience(session, name, address)
    session.add(SignInAttempt(username=name, address=address, tried_at=now()))
    session.flush()
    if account is None or account.is_disabled:
        return Claim(name, address, None, None)
    return Claim(name, address, account.id, account.password_hash)


def admit(session: Session, proven: Claim) -> str:
    """Open a browser session for a claim whose password matched; returns the cookie's token."""
    account = session.get_one(Account, proven.account_id)
    _forget_attempts(session, proven)
    audit.record(session, account.id, "account:signed_in", account, entity_id=account.id, unit_id=account.unit_id)
    return browser_sessions.start(session, account, proven.address)


def normal_username(username: str) -> str:
    """How names of accounts are compared: lower case, without spaces, at most 60 characters."""
    return re.sub(r"\s", "", clean(username)).lower()[:60]


def _require_patience(session: Session, username: str, address: str) -> None:
    by_pair = _attempts(session, SignInAttempt.username == username, SignInAttempt.address == address)
    by_address = _attempts(session, SignInAttempt.address == address)
    by_account = _attempts(session, SignInAttempt.username == username)
    wait = _wait(by_pair)
    if len(by_address) >= ADDRESS_LIMIT:
        wait = max(wait, by_address[0] + WINDOW - now())
    if len(by_account) >= ACCOUNT_LIMIT and not _is_known(session, username, address):
        wait = max(wait, by_account[0] + WINDOW - now())
    if wait > timedelta(0):
        raise TooMany(f"Đã đăng nhập sai nhiều lần. Hãy thử lại sau {_spoken(wait)}.")


def _wait(attempts: list[datetime]) -> timedelta:
    extra = len(attempts) - FREE_ATTEMPTS
    if extra < 0:
        return timedelta(0)
    pause = min(FIRST_WAIT * 2 ** min(extra, 10), LONGEST_WAIT)
    left: timedelta = attempts[-1] + pause - now()
    return left


def _attempts(session: Session, *conditions: bool) -> list[datetime]:
    """Moments of the open attempts of the last hour, oldest first."""
    query = select(SignInAttempt.tried_at).where(*conditions, col(SignInAttempt.tried_at) > now() - WINDOW)
    return list(session.exec(query.order_by(col(SignInAttempt.tried_at))))


def _is_known(session: Session, username: str, address: str) -> bool:
    query = select(BrowserSession.id).join(Account, col(Account.id) == col(BrowserSession.account_id))
    return (
        session.exec(query.where(Account.username == username, BrowserSession.address == address)).first() is not None
    )


def _forget_attempts(session: Session, proven: Claim) -> None:
    session.exec(
        sa.delete(SignInAttempt).where(
            col(SignInAttempt.username) == proven.username, col(SignInAttempt.address) == proven.address
        )
    )


def _spoken(wait: timedelta) -> str:
    seconds = max(1, round(wait.total_seconds()))
    return f"{seconds} giây" if seconds < IN_SECONDS else f"{round(seconds / 60)} phút"

"""Browser sessions: what a signed-in browser's cookie stands for.

The cookie carries a random token; the database keeps its hash. A session is alive while its account is
enabled, unexpired and of the same epoch, it was used lately and it is not older than a working day.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Account, BrowserSession, Unit
from services.access import Actor
from services.clock import now, today
from services.errors import SignedOut
from settings import settings

SEEN_EVERY = timedelta(minutes=1)
"""How stale ``seen_at`` may be: writing it on every click would make reading a write."""


@dataclass(frozen=True)
class Visit:
    """A living browser session: who it is, and whether its use should be noted."""

    session_id: UUID
    actor: Actor
    is_stale: bool


def start(session: Session, account: Account, address: str) -> str:
    """Open a session for an account whose password was right; the token is for the cookie and is kept nowhere."""
    token = secrets.token_urlsafe(32)
    moment = now()
    session.add(
        BrowserSession(
            token_hash=_hash(token),
            account_id=account.id,
            epoch=account.epoch,
            address=address,
            created_at=moment,
            seen_at=moment,
            ends_at=moment + timedelta(hours=settings().session_hours),
        )
    )
    session.flush()
    return token


def visit_of_token(session: Session, token: str) -> Visit | None:
    """The living session behind a cookie, or None."""
    return _alive(session, col(BrowserSession.token_hash) == _hash(token))


def visit(session: Session, session_id: UUID) -> Visit | None:
    """The living session with this public id, or None."""
    return _alive(session, col(BrowserSession.id) == session_id)


def actor(session: Session, session_id: UUID) -> Actor:
    """Who acts in this session now; SignedOut when it has ended."""
    found = visit(session, session_id)
    if found is None:
        raise SignedOut
    return found.actor


def note_use(session: Session, session_id: UUID) -> None:
    """Remember that the session was used just now."""
    session.exec(sa.update(BrowserSession).where(col(BrowserSession.id) == session_id).values(seen_at=now()))


def end(session: Session, session_id: UUID) -> None:
    """Sign out: the cookie is worthless from here on."""
    session.exec(sa.delete(BrowserSession).where(col(BrowserSession.id) == session_id))


def _alive(session: Session, condition: sa.ColumnElement[bool]) -> Visit | None:
    moment = now()
    row = session.exec(
        select(BrowserSession, Account, Unit.path)
        .join(Account, col(Account.id) == col(BrowserSession.account_id))
        .join(Unit, col(Unit.id) == col(Account.unit_id))
        .where(
            condition,
            col(BrowserSession.epoch) == col(Account.epoch),
            col(BrowserSession.ends_at) > moment,
            col(BrowserSession.seen_at) > moment - timedelta(minutes=settings().idle_minutes),
            col(Account.is_disabled).is_(False),
            sa.or_(col(Account.expires_on).is_(None), col(Account.expires_on) > today()),
        )
    ).one_or_none()
    if row is None:
        return None
    browser_session, account, path = row
    return Visit(browser_session.id, _actor(account, path), browser_session.seen_at < moment - SEEN_EVERY)


def _actor(account: Account, path: str) -> Actor:
    return Actor(
        account_id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        unit_id=account.unit_id,
        unit_path=path,
    )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()

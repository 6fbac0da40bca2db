"""Accounts that sign in, and their browser sessions."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference


class Role(StrEnum):
    """What an account may do; what it may see is its unit and everything below."""

    ADMINISTRATOR = "quan_tri"
    DISTRICT_STAFF = "huyen"
    COMMUNE_OFFICER = "xa"
    CELL_SECRETARY = "chi_bo"
    LEADER = "lanh_dao"


class Account(Table, table=True):
    """Somebody who signs in. ``epoch`` grows when every open session of it must end."""

    __table_args__ = (sa.CheckConstraint("username = lower(username)", name="username_is_lower_case"),)

    id: UUID = key()
    username: str = Field(max_length=60, unique=True)
    display_name: str = Field(max_length=120)
    role: Role = choice(Role)
    unit_id: UUID = reference("unit.id")
    password_hash: str = Field(max_length=200)
    is_disabled: bool = False
    expires_on: date | None = None
    """First day on which it no longer signs in."""
    epoch: int = 0
    created_at: datetime = instant()


class BrowserSession(Table, table=True):
    """A signed-in browser. The cookie holds the token, the row only its hash."""

    id: UUID = key()
    """Public: handed to the page script through a header that only the gate can set."""
    token_hash: str = Field(max_length=64, unique=True)
    account_id: UUID = reference("account.id")
    epoch: int
    address: str = Field(default="", max_length=60)
    created_at: datetime = instant()
    seen_at: datetime = instant()
    ends_at: datetime = instant()


class SignInAttempt(Table, table=True):
    """A sign-in that has not succeeded, kept to slow down the next ones. Never a password."""

    id: UUID = key()
    username: str = Field(max_length=60, index=True)
    address: str = Field(max_length=60, index=True)
    tried_at: datetime = instant(index=True)

"""Who may see and do what: the actor, the permissions of a role, and reach over the tree.

Every command checks reach first (out of reach is *not found*), then permission (*not allowed*), then works.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import Session, col, select

from models import Account, Role, Unit
from services.errors import NotAllowed, NotFound


class Permission(StrEnum):
    """What a role may do inside its reach. Reading needs reach alone, except where a permission says so."""

    MEETINGS_WRITE = "meetings:write"
    MEETINGS_REVIEW = "meetings:review"
    MEMBERS_WRITE = "members:write"
    ASSESSMENTS_WRITE = "assessments:write"
    ASSESSMENTS_REVIEW = "assessments:review"
    ACCOUNTS_WRITE = "accounts:write"
    AUDIT_READ = "audit:read"
    CRITERIA_WRITE = "criteria:write"
    PERIODS_WRITE = "periods:write"
    FOLLOWUP_WRITE = "followup:write"
    LIBRARY_WRITE = "library:write"
    PAPERS_WRITE = "papers:write"
    EXPORT = "export"


_OFFICER = frozenset(
    {
        Permission.MEETINGS_WRITE,
        Permission.MEETINGS_REVIEW,
        Permission.MEMBERS_WRITE,
        Permission.ASSESSMENTS_WRITE,
        Permission.ASSESSMENTS_REVIEW,
        Permission.CRITERIA_WRITE,
        Permission.FOLLOWUP_WRITE,
        Permission.LIBRARY_WRITE,
        Permission.EXPORT,
    }
)
"""Every district and commune issues forms of its own (DOMAIN, section 6); reach says for whom."""

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.ACCOUNTS_WRITE,
            Permission.AUDIT_READ,
            Permission.CRITERIA_WRITE,
            Permission.PERIODS_WRITE,
            Permission.LIBRARY_WRITE,
            Permission.PAPERS_WRITE,
            Permission.EXPORT,
        }
    ),
    Role.DISTRICT_STAFF: _OFFICER | {Permission.PERIODS_WRITE},
    Role.COMMUNE_OFFICER: _OFFICER,
    Role.CELL_SECRETARY: frozenset({Permission.MEETINGS_WRITE, Permission.ASSESSMENTS_WRITE, Permission.EXPORT}),
    Role.LEADER: frozenset({Permission.EXPORT}),
}
"""DOMAIN: officers enter and review, secretaries enter, leaders read, administrators keep accounts and rules."""


@dataclass(frozen=True)
class Actor:
    """Who acts, as the database says now. Rebuilt on every run and in every callback; never kept."""

    account_id: UUID
    username: str
    display_name: str
    role: Role
    unit_id: UUID
    unit_path: str

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission."""
        return permission in PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless the role has the permission."""
        if not self.may(permission):
            raise NotAllowed


def below(path: str, unit: type[Unit] = Unit) -> sa.ColumnElement[bool]:
    """The units at and below a path, as a range over ``Unit.path`` (never LIKE: it ignores case on SQLite).

    ``unit`` is the table or an alias of it.
    """
    return sa.and_(col(unit.path) >= path, col(unit.path) < f"{path[:-1]}0")


def within_reach(actor: Actor, unit_id: InstrumentedAttribute[UUID] | UUID | None) -> sa.ColumnElement[bool]:
    """The one row scope: the unit is the actor's or lies below it. Used in every query about units."""
    return col(unit_id).in_(select(Unit.id).where(below(actor.unit_path)))


def in_line(actor: Actor, unit_id: InstrumentedAttribute[UUID] | UUID | None) -> sa.ColumnElement[bool]:
    """The unit is the actor's or stands above it today: what a unit keeps for everybody below is read there too."""
    parts = actor.unit_path.split("/")[1:-1]
    ways = ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]
    return col(unit_id).in_(select(Unit.id).where(col(Unit.path).in_(ways)))


def require_reach(session: Session, actor: Actor, unit_id: UUID) -> Unit:
    """The unit, or NotFound when it does not exist or lies out of reach."""
    unit = session.exec(select(Unit).where(Unit.id == unit_id, below(actor.unit_path))).one_or_none()
    if unit is None:
        raise NotFound
    return unit


def is_of_higher_level(session: Session, actor: Actor, account_ids: Iterable[UUID | None]) -> bool:
    """Whether one of these accounts, who acted on something in the actor's reach, belongs to a unit outside of it.

    What a higher level has recorded, a lower one does not undo.
    """
    outside = select(Account.id).join(Unit, col(Unit.id) == Account.unit_id).where(~below(actor.unit_path))
    known = {account_id for account_id in account_ids if account_id}
    return session.exec(outside.where(col(Account.id).in_(known)).limit(1)).first() is not None

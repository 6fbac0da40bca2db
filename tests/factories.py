"""The cast: units with a place in the tree, members with a cell, accounts that reach a part of it.

Every factory flushes and returns the stored row; what is not said is plausible. People are invented.
"""

from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from models import (
    Account,
    CellType,
    Member,
    Membership,
    MembershipKind,
    Position,
    PositionKind,
    Role,
    Suspension,
    SuspensionKind,
    Unit,
    UnitEra,
    UnitKind,
)
from models.base import new_id
from services.access import Actor
from services.vietnamese import person_sort_key, search_key, sort_key

LONG_AGO = date(2015, 1, 1)
_numbers = count(1)
Row = TypeVar("Row")


def a_unit(
    session: Session,
    name: str = "Đảng bộ xã Bằng Vân",
    *,
    kind: UnitKind = UnitKind.COMMUNE,
    parent: Unit | None = None,
    cell_type: CellType | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Unit:
    """A unit under its parent (the root of a tree without one), in one era."""
    unit_id = new_id()
    unit = Unit(id=unit_id, path=f"{parent.path if parent else '/'}{unit_id.hex}/")
    session.add(unit)
    session.flush()
    an_era(session, unit, name, kind=kind, parent=parent, cell_type=cell_type, since=since, until=until)
    return unit


def a_cell(
    session: Session,
    parent: Unit | None = None,
    name: str = "Chi bộ Khuổi Ngọa",
    *,
    kind: UnitKind = UnitKind.CELL,
    cell_type: CellType | None = CellType.VILLAGE,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Unit:
    """A cell of a village."""
    return a_unit(session, name, kind=kind, parent=parent, cell_type=cell_type, since=since, until=until)


def an_era(
    session: Session,
    unit: Unit,
    name: str,
    *,
    kind: UnitKind = UnitKind.CELL,
    parent: Unit | None = None,
    cell_type: CellType | None = None,
    since: date,
    until: date | None = None,
) -> UnitEra:
    """A further stretch of a unit's life: another name, kind or parent."""
    era = UnitEra(
        unit_id=unit.id,
        starts_on=since,
        ends_on=until,
        name=name,
        search_key=search_key(name),
        sort_key=sort_key(name),
        kind=kind,
        cell_type=cell_type,
        parent_id=parent.id if parent else None,
    )
    return _kept(session, era)


def a_member(
    session: Session,
    cell: Unit | None = None,
    full_name: str = "Hoàng Văn Bình",
    *,
    official: bool = True,
    admitted_on: date = LONG_AGO,
    confirmed_on: date | None = None,
    joined_on: date | None = None,
    left_on: date | None = None,
    phone: str | None = None,
) -> Member:
    """A member, official a year after admission, in the cell (if one is given) since admission."""
    if official and confirmed_on is None:
        confirmed_on = admitted_on.replace(year=admitted_on.year + 1)
    member = _kept(
        session,
        Member(
            full_name=full_name,
            search_key=search_key(full_name),
            sort_key=person_sort_key(full_name),
            admitted_on=admitted_on,
            confirmed_on=confirmed_on,
            phone=phone,
        ),
    )
    if cell is not None:
        a_membership(session, member, cell, joined_on=joined_on or admitted_on, left_on=left_on)
    return member


def some_members(session: Session, cell: Unit, number: int) -> list[Member]:
    """So many official members of a cell, each with a name of their own."""
    return [a_member(session, cell, f"Hoàng Văn {letter}") for letter in _names(number)]


def a_membership(
    session: Session,
    member: Member,
    cell: Unit,
    *,
    kind: MembershipKind = MembershipKind.FULL,
    joined_on: date = LONG_AGO,
    left_on: date | None = None,
) -> Membership:
    """A member's time in a cell."""
    membership = Membership(
        member_id=member.id,
        unit_id=cell.id,
        kind=kind,
        joined_on=joined_on,
        left_on=left_on,
        joined_by="admission" if kind is MembershipKind.FULL else "transfer",
        left_by="transfer" if left_on else None,
    )
    return _kept(session, membership)


def a_suspension(
    session: Session,
    member: Member,
    kind: SuspensionKind = SuspensionKind.EXEMPT,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
    reason: str = "Tuổi cao",
) -> Suspension:
    """A time in which the member is not due at meetings."""
    return _kept(session, Suspension(member_id=member.id, kind=kind, starts_on=since, ends_on=until, reason=reason))


def a_position(
    session: Session,
    member: Member,
    unit: Unit,
    kind: PositionKind = PositionKind.SECRETARY,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Position:
    """An office that the member holds in the unit."""
    return _kept(session, Position(unit_id=unit.id, member_id=member.id, kind=kind, starts_on=since, ends_on=until))


def an_account(
    session: Session,
    unit: Unit,
    role: Role = Role.COMMUNE_OFFICER,
    *,
    username: str | None = None,
    password_hash: str = "no password opens this",
) -> Account:
    """An account bound to a unit; nobody signs in with it unless a real hash is given."""
    name = username or f"{role.value}_{next(_numbers)}"
    return _kept(
        session,
        Account(
            username=name,
            display_name=f"Đồng chí {name}",
            role=role,
            unit_id=unit.id,
            password_hash=password_hash,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        ),
    )


def an_actor(session: Session, unit: Unit, role: Role = Role.COMMUNE_OFFICER) -> Actor:
    """Somebody with an account who acts now."""
    return actor_of(an_account(session, unit, role), unit)


def actor_of(account: Account, unit: Unit) -> Actor:
    """The actor that this account is."""
    return Actor(
        account_id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        unit_id=unit.id,
        unit_path=unit.path,
    )


def a_stranger(unit: Unit, role: Role = Role.COMMUNE_OFFICER) -> Actor:
    """An actor without a stored account: for reads."""
    account_id: UUID = new_id()
    return Actor(account_id, "khach", "Đồng chí Khách", role, unit.id, unit.path)


def _names(number: int) -> list[str]:
    letters = ["An", "Bình", "Chung", "Dung", "Đào", "Giang", "Hòa", "Khánh", "Liên", "Minh", "Nga", "Oanh", "Phúc"]
    return [f"{letters[index % len(letters)]}{index // len(letters) or ''}" for index in range(number)]


def _kept(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row

"""Who belonged to a cell on a day, in what standing and office."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import Session, col, select

from models import Member, Membership, MembershipKind, Position, PositionKind, Suspension, SuspensionKind, Unit, UnitEra
from services import access
from services.access import Actor, require_reach, within_reach
from services.members.rows import Census, MemberRow, OfficerRow, RosterEntry
from services.units import LONGEST_SEARCH, in_force
from services.vietnamese import search_key

FEWEST_OFFICIAL = 3
MOST_FOUND = 50
"""Members that a search shows at most."""

MEMBERSHIP_ORDER = list(MembershipKind)
SUSPENSION_ORDER = list(SuspensionKind)
POSITION_ORDER = list(PositionKind)
"""Where several hold at once, the first of its list is shown."""

_Record = tuple[Member, Membership, Suspension | None, Position | None]


def roster(session: Session, actor: Actor, unit_id: UUID, on: date) -> list[RosterEntry]:
    """The members of a cell on a day, in Vietnamese order by given name; NotFound when the cell is out of reach."""
    query = (
        select(Member, Membership, Suspension, Position)
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .outerjoin(Suspension, _suspends(on))
        .outerjoin(Position, _holds(on))
        .where(Membership.unit_id == unit_id, within_reach(actor, Membership.unit_id), _belongs(on))
    )
    records = session.exec(query).all()
    if not records:
        require_reach(session, actor, unit_id)
    found: dict[UUID, RosterEntry] = {}
    for record in sorted(records, key=_precedence):
        found.setdefault(record[0].id, _entry(record, on))
    return sorted(found.values(), key=lambda entry: (entry.sort_key, entry.member_id))


def search(session: Session, actor: Actor, words: str, on: date) -> list[MemberRow]:
    """At most 50 members in reach whose name has every word, diacritics and case ignored, with their cell that day."""
    wanted = search_key(words)[:LONGEST_SEARCH].split()
    if not wanted:
        return []
    query = (
        select(Member, Membership, UnitEra.name)
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .join(UnitEra, sa.and_(col(UnitEra.unit_id) == col(Membership.unit_id), in_force(UnitEra, on)))
        .where(within_reach(actor, Membership.unit_id), _belongs(on))
        .where(*[col(Member.search_key).contains(word, autoescape=True) for word in wanted])
        .order_by(col(Member.sort_key), col(Member.id), col(Membership.id))
        .limit(MOST_FOUND)
    )
    rows = [_found(member, membership, name, on) for member, membership, name in session.exec(query)]
    return sorted(rows, key=lambda row: (row.sort_key, row.member_id, row.unit_name))


def census(session: Session, actor: Actor, unit_id: UUID | None, on: date) -> dict[UUID, Census]:
    """Counts on a day of each cell that has members, at and below a unit (None: everything in reach).

    One statement for all cells. Raises NotFound when the named unit is out of reach.
    """
    is_full = col(Membership.kind) == MembershipKind.FULL
    counts = [
        sa.and_(is_full, _is_official(on)),
        sa.and_(is_full, _is_probationary(on)),
        *[sa.and_(is_full, _is_suspended(kind, on)) for kind in SUSPENSION_ORDER],
        sa.not_(is_full),
    ]
    query = (
        sa.select(col(Membership.unit_id), *[sa.func.count().filter(condition) for condition in counts])
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(_belongs(on), in_scope(session, actor, unit_id, Membership.unit_id))
        .group_by(col(Membership.unit_id))
    )
    return {row[0]: Census(*row[1:]) for row in session.execute(query)}


def secretaries(session: Session, actor: Actor, unit_id: UUID | None, on: date) -> dict[UUID, OfficerRow]:
    """Who was secretary of each unit on a day, at and below a unit (None: everything in reach); one statement.

    Raises NotFound when the named unit is out of reach.
    """
    query = (
        select(Position.unit_id, Member)
        .join(Member, col(Member.id) == col(Position.member_id))
        .where(Position.kind == PositionKind.SECRETARY, in_force(Position, on))
        .where(in_scope(session, actor, unit_id, Position.unit_id))
        .order_by(col(Position.starts_on), col(Position.id))
    )
    return {place: OfficerRow(member.id, member.full_name, member.phone) for place, member in session.exec(query)}


def counted(entries: Iterable[RosterEntry]) -> Census:
    """The counts of one cell's roster."""
    rows = list(entries)
    full = [row for row in rows if not row.is_temporary]
    official = sum(row.is_official for row in full)
    exempt, away, special_duty = (sum(row.suspension is kind for row in full) for kind in SUSPENSION_ORDER)
    return Census(official, len(full) - official, exempt, away, special_duty, temporary=len(rows) - len(full))


def strength_warning(official: int) -> str | None:
    """What to say of a cell with too few official members; None when there are enough.

    A cell has at least three official members (Điều lệ Đảng, Điều 24).
    """
    if official >= FEWEST_OFFICIAL:
        return None
    have = f"chỉ có {official}" if official else "chưa có"
    return f"Chi bộ {have} đảng viên chính thức; Điều lệ Đảng (Điều 24) yêu cầu ít nhất {FEWEST_OFFICIAL}."


def in_scope(
    session: Session, actor: Actor, unit_id: UUID | None, column: InstrumentedAttribute[UUID] | UUID
) -> sa.ColumnElement[bool]:
    if unit_id is None:
        return within_reach(actor, column)
    path = require_reach(session, actor, unit_id).path
    return col(column).in_(select(Unit.id).where(access.below(path)))


def _belongs(on: date) -> sa.ColumnElement[bool]:
    has_not_left = sa.or_(col(Membership.left_on).is_(None), col(Membership.left_on) > on)
    return sa.and_(col(Membership.joined_on) <= on, has_not_left)


def _suspends(on: date) -> sa.ColumnElement[bool]:
    """Being away from the home cell is no reason to miss the cell one is away in."""
    return sa.and_(
        col(Suspension.member_id) == col(Membership.member_id),
        in_force(Suspension, on),
        sa.or_(col(Membership.kind) == MembershipKind.FULL, col(Suspension.kind) != SuspensionKind.TEMPORARY_OUT),
    )


def _holds(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Position.member_id) == col(Membership.member_id),
        col(Position.unit_id) == col(Membership.unit_id),
        in_force(Position, on),
    )


def _is_official(on: date) -> sa.ColumnElement[bool]:
    return col(Member.confirmed_on) <= on


def _is_probationary(on: date) -> sa.ColumnElement[bool]:
    return sa.or_(col(Member.confirmed_on).is_(None), col(Member.confirmed_on) > on)


def _is_suspended(kind: SuspensionKind, on: date) -> sa.ColumnElement[bool]:
    return sa.exists().where(_suspends(on), col(Suspension.kind) == kind)


def _precedence(record: _Record) -> tuple[int, int, int]:
    _, membership, suspension, position = record
    return (
        MEMBERSHIP_ORDER.index(membership.kind),
        SUSPENSION_ORDER.index(suspension.kind) if suspension else len(SUSPENSION_ORDER),
        POSITION_ORDER.index(position.kind) if position else len(POSITION_ORDER),
    )


def _entry(record: _Record, on: date) -> RosterEntry:
    member, membership, suspension, position = record
    return RosterEntry(
        member_id=member.id,
        full_name=member.full_name,
        sort_key=member.sort_key,
        is_official=_was_official(member, on),
        is_temporary=membership.kind is MembershipKind.TEMPORARY_IN,
        suspension=suspension.kind if suspension else None,
        position=position.kind if position else None,
        phone=member.phone,
        joined_on=membership.joined_on,
        suspension_reason=suspension.reason if suspension else "",
        suspended_since=suspension.starts_on if suspension else None,
    )


def _found(member: Member, membership: Membership, unit_name: str, on: date) -> MemberRow:
    return MemberRow(
        member_id=member.id,
        full_name=member.full_name,
        sort_key=member.sort_key,
        is_official=_was_official(member, on),
        is_temporary=membership.kind is MembershipKind.TEMPORARY_IN,
        unit_id=membership.unit_id,
        unit_name=unit_name,
    )


def _was_official(member: Member, on: date) -> bool:
    return member.confirmed_on is not None and member.confirmed_on <= on

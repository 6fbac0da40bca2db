"""The members of cells on 31 December, each with the reason for which they are not classified, if there is one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import Member, Membership, MembershipKind, Suspension, SuspensionKind
from services.classification import exclusions
from services.classification.exclusions import Exemption
from services.classification.references import last_day

GUEST = "sinh hoạt tạm thời đến, xếp loại tại chi bộ chính thức"


@dataclass(frozen=True)
class Person:
    """Somebody on the roster of a cell on 31 December."""

    member_id: UUID
    cell_id: UUID
    full_name: str
    sort_key: str
    is_official: bool
    left_out: str
    """Why they are not classified; empty when they are."""


def load(session: Session, year: int, cells: Collection[UUID]) -> list[Person]:
    """Everybody on the rosters of the cells, in Vietnamese order by given name. Two statements."""
    exempt = _exemptions(session, year, cells)
    facts = [
        *(Member.id, Membership.unit_id, Member.full_name, Member.sort_key, Member.admitted_on, Member.confirmed_on),
        Membership.kind,
    ]
    query = sa.select(*map(col, facts)).join(Member, col(Member.id) == col(Membership.member_id))
    people = []
    for member_id, cell_id, full_name, sort_key, admitted_on, confirmed_on, kind in session.execute(
        query.where(on_roster(year, cells))
    ):
        is_guest = kind is MembershipKind.TEMPORARY_IN
        left_out = GUEST if is_guest else exclusions.of_member(year, admitted_on, exempt.get(member_id, ()))
        is_official = confirmed_on is not None and confirmed_on <= last_day(year)
        people.append(Person(member_id, cell_id, full_name, sort_key, is_official, left_out))
    return sorted(people, key=lambda person: (person.sort_key, person.member_id))


def on_roster(year: int, cells: Collection[UUID]) -> sa.ColumnElement[bool]:
    """The memberships of the cells that cover 31 December."""
    has_not_left = sa.or_(col(Membership.left_on).is_(None), col(Membership.left_on) > last_day(year))
    return sa.and_(col(Membership.unit_id).in_(cells), col(Membership.joined_on) <= last_day(year), has_not_left)


def _exemptions(session: Session, year: int, cells: Collection[UUID]) -> dict[UUID, list[Exemption]]:
    members = sa.select(col(Membership.member_id)).where(on_roster(year, cells))
    touches = sa.or_(col(Suspension.ends_on).is_(None), col(Suspension.ends_on) > date(year, 1, 1))
    query = sa.select(col(Suspension.member_id), col(Suspension.starts_on), col(Suspension.ends_on)).where(
        col(Suspension.kind) == SuspensionKind.EXEMPT,
        col(Suspension.starts_on) <= last_day(year),
        touches,
        col(Suspension.member_id).in_(members),
    )
    found: defaultdict[UUID, list[Exemption]] = defaultdict(list)
    for member_id, starts_on, ends_on in session.execute(query):
        found[member_id].append((starts_on, ends_on))
    return found

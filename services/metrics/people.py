"""Who belonged to the cells: members on a day, the roster of a meeting that has not been handed in, offices."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from models import Member, Membership, MembershipKind, Position, PositionKind, Suspension, SuspensionKind
from services.access import within_reach
from services.members import RosterEntry
from services.metrics.subjects import Ground

COMMITTEE_FROM = 9
"""Official members from which a cell elects a cell committee (Điều lệ Đảng, Điều 24)."""


class Stay(NamedTuple):
    """A member's time in a cell, and what is known of the member."""

    unit_id: UUID
    member_id: UUID
    kind: MembershipKind
    joined_on: date
    left_on: date | None
    full_name: str
    sort_key: str
    admitted_on: date
    confirmed_on: date | None

    @property
    def is_full(self) -> bool:
        """A member of the cell, not somebody who is there for a while."""
        return self.kind is MembershipKind.FULL

    @property
    def is_admission(self) -> bool:
        """Whether the member was admitted to the Party in this cell (``services.admissions`` counts the same)."""
        return self.is_full and self.holds_on(self.admitted_on)

    def holds_on(self, day: date) -> bool:
        """Whether the member was there on that day."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)

    def is_official_on(self, day: date) -> bool:
        """Official since the confirmation."""
        return self.confirmed_on is not None and self.confirmed_on <= day


class Span(NamedTuple):
    """Something that held for a while about a member: ``what`` is the kind of a suspension or of an office."""

    starts_on: date
    ends_on: date | None
    what: StrEnum

    def holds_on(self, day: date) -> bool:
        """Whether it held on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class People:
    """The members of the units; suspensions of the members are those of the units with a draft among the subjects."""

    def __init__(self, stays: Mapping[UUID, Sequence[Stay]], suspensions: Mapping[UUID, Sequence[Span]]) -> None:
        self._stays = stays
        self._suspensions = suspensions

    def stays(self, unit_id: UUID) -> Sequence[Stay]:
        """Everybody's time in a cell."""
        return self._stays.get(unit_id, ())

    def members_on(self, unit_id: UUID, day: date) -> list[Stay]:
        """The members of a cell on a day, each once, in Vietnamese order."""
        found = {stay.member_id: stay for stay in self.stays(unit_id) if stay.is_full and stay.holds_on(day)}
        return sorted(found.values(), key=lambda stay: (stay.sort_key, stay.member_id))

    def roster_on(self, unit_id: UUID, day: date) -> list[RosterEntry]:
        """The roster of a meeting on a day, as ``members.roster`` has it, as far as a roll needs it."""
        there = [stay for stay in self.stays(unit_id) if stay.holds_on(day)]
        # A full membership comes before a temporary one of the same person.
        found = {stay.member_id: stay for stay in sorted(there, key=lambda stay: stay.is_full)}
        entries = [self._entry(stay, day) for stay in found.values()]
        return sorted(entries, key=lambda entry: (entry.sort_key, entry.member_id))

    def _entry(self, stay: Stay, day: date) -> RosterEntry:
        return RosterEntry(
            member_id=stay.member_id,
            full_name=stay.full_name,
            sort_key=stay.sort_key,
            is_official=stay.is_official_on(day),
            is_temporary=not stay.is_full,
            suspension=next(self._suspended(stay, day), None),
            position=None,
            phone=None,
        )

    def _suspended(self, stay: Stay, day: date) -> Iterator[SuspensionKind]:
        """Being away from the home cell is no reason to miss the cell one is away in."""
        for span in self._suspensions.get(stay.member_id, ()):
            if span.holds_on(day) and (stay.is_full or span.what is not SuspensionKind.TEMPORARY_OUT):
                yield SuspensionKind(span.what)


def load(ground: Ground) -> People:
    """Memberships that touch the days that figures look at, and suspensions where a roll must be called.

    At most two statements.
    """
    facts = [
        *(Membership.unit_id, Membership.member_id, Membership.kind, Membership.joined_on, Membership.left_on),
        *(Member.full_name, Member.sort_key, Member.admitted_on, Member.confirmed_on),
    ]
    query = (
        sa.select(*map(col, facts))
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(col(Membership.unit_id).in_(ground.units), within_reach(ground.actor, Membership.unit_id))
        .where(col(Membership.joined_on) <= ground.last)
        .where(sa.or_(col(Membership.left_on).is_(None), col(Membership.left_on) > ground.first))
    )
    stays: defaultdict[UUID, list[Stay]] = defaultdict(list)
    for row in ground.session.execute(query):
        stays[row[0]].append(Stay(*row))
    return People(stays, _suspensions(ground))


def _suspensions(ground: Ground) -> Mapping[UUID, Sequence[Span]]:
    drafts = {sitting.unit_id for sitting in ground.sittings.values() if not sitting.is_handed_in}
    if not drafts:
        return {}
    there = sa.select(col(Membership.member_id)).where(
        col(Membership.unit_id).in_(drafts), within_reach(ground.actor, Membership.unit_id)
    )
    facts = (Suspension.member_id, Suspension.starts_on, Suspension.ends_on, Suspension.kind)
    query = sa.select(*map(col, facts)).where(col(Suspension.member_id).in_(there))
    found: defaultdict[UUID, list[Span]] = defaultdict(list)
    for member_id, *span in ground.session.execute(query):
        found[member_id].append(Span(*span))
    return found


def helpers(ground: Ground) -> Mapping[UUID, Sequence[tuple[UUID, Span]]]:
    """The offices beside the secretary's (deputies, cell committees), by unit, each with who held it. One statement."""
    facts = (Position.unit_id, Position.member_id, Position.starts_on, Position.ends_on, Position.kind)
    query = sa.select(*map(col, facts)).where(
        col(Position.unit_id).in_(ground.units),
        within_reach(ground.actor, Position.unit_id),
        col(Position.kind) != PositionKind.SECRETARY,
    )
    found: defaultdict[UUID, list[tuple[UUID, Span]]] = defaultdict(list)
    for unit_id, member_id, *span in ground.session.execute(query):
        found[unit_id].append((member_id, Span(*span)))
    return found


def names(ground: Ground, member_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Full name and sort key of members that facts in reach speak of. One statement."""
    query = sa.select(col(Member.id), col(Member.full_name), col(Member.sort_key)).where(col(Member.id).in_(member_ids))
    return {member_id: (full_name, sort_key) for member_id, full_name, sort_key in ground.session.execute(query)}

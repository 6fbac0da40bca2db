"""Yearly commitments (bản cam kết) and registered deeds (đăng ký làm theo) of the members of a cell, to read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Meeting, Membership, MembershipKind, Pledge, PledgeKind, PledgeReview, Suspension, SuspensionKind
from services import meetings
from services.access import Actor, within_reach
from services.clock import today
from services.member_work import places
from services.member_work.tasks import Looked, looked, looked_at
from services.members import RosterEntry
from services.units import in_force

KINDS = {PledgeKind.COMMITMENT: "Bản cam kết", PledgeKind.DEED: "Việc đăng ký làm theo"}
"""What pledges are called on the screen."""


@dataclass(frozen=True)
class PledgeRow:
    """One pledge, and what meetings found of it, in order of time."""

    pledge_id: UUID
    unit_id: UUID
    member_id: UUID
    year: int
    kind: PledgeKind
    text: str
    signed_on: date | None
    reviews: tuple[Looked, ...] = ()


@dataclass(frozen=True)
class PledgeSheetRow:
    """One member of a cell in one year: the commitment, None while there is none, and the deeds."""

    entry: RosterEntry
    commitment: PledgeRow | None
    deeds: tuple[PledgeRow, ...]

    @property
    def signed_on(self) -> date | None:
        """The day on which the commitment was signed."""
        return self.commitment.signed_on if self.commitment else None

    @property
    def is_expected(self) -> bool:
        """Whether the member is to sign here: not a guest, not exempt."""
        return not self.entry.is_temporary and self.entry.suspension is not SuspensionKind.EXEMPT


@dataclass(frozen=True)
class Coverage:
    """One cell in one year: how many are to sign, how many of these have, how many deeds are registered."""

    unit_id: UUID
    unit_name: str
    commune_id: UUID | None
    commune_name: str
    expected: int
    signed: int
    deeds: int

    @property
    def share(self) -> Fraction | None:
        """Signed over expected, as a fraction of 1; None where nobody is to sign."""
        return Fraction(self.signed, self.expected) if self.expected else None


def pledges(session: Session, actor: Actor, unit_id: UUID, year: int) -> list[PledgeSheetRow]:
    """Everybody on the roster of a cell at the end of a year, or today. NotFound out of reach; four statements."""
    roster = places.roster_of_year(session, actor, unit_id, year)
    found: defaultdict[UUID, list[PledgeRow]] = defaultdict(list)
    for row in _rows(session, actor, [col(Pledge.unit_id) == unit_id, col(Pledge.year) == year]):
        found[row.member_id].append(row)
    return [_sheet_row(entry, found[entry.member_id]) for entry in roster]


def of_member(session: Session, actor: Actor, member_id: UUID, year: int) -> list[PledgeRow]:
    """The pledges of a member in a year in cells in reach, the commitment first. Two statements."""
    return _rows(session, actor, [col(Pledge.member_id) == member_id, col(Pledge.year) == year])


def coverage(session: Session, actor: Actor, unit_id: UUID | None, year: int) -> list[Coverage]:
    """How many have signed in each cell at and below a unit (None: everything in reach), by commune and cell.

    Counted over the members at the end of the year, or today: the full ones who are not exempt, each with what they
    signed in this cell. At most four statements; NotFound out of reach.
    """
    on = min(today(), date(year, 12, 31))
    path = places.path_of(session, actor, unit_id)
    cells = meetings.expected_cells(session, actor, path, on, on)
    counts = _signed(session, actor, year, on)
    deeds = _deeds(session, actor, year)
    return [
        Coverage(
            *(cell.unit_id, cell.name, cell.commune_id, cell.commune_name),
            *counts.get(cell.unit_id, (0, 0)),
            deeds.get(cell.unit_id, 0),
        )
        for cell in cells
    ]


def _sheet_row(entry: RosterEntry, found: Sequence[PledgeRow]) -> PledgeSheetRow:
    commitment = next((row for row in found if row.kind is PledgeKind.COMMITMENT), None)
    return PledgeSheetRow(entry, commitment, tuple(row for row in found if row.kind is PledgeKind.DEED))


def _rows(session: Session, actor: Actor, wanted: list[sa.ColumnElement[bool]]) -> list[PledgeRow]:
    wanted = [*wanted, within_reach(actor, Pledge.unit_id)]
    reviews = _reviews(session, wanted)
    query = select(Pledge).where(*wanted).order_by(col(Pledge.kind), col(Pledge.created_at), col(Pledge.id))
    return [
        PledgeRow(
            *(row.id, row.unit_id, row.member_id, row.year, row.kind, row.text, row.signed_on),
            reviews=tuple(reviews.get(row.id, ())),
        )
        for row in session.exec(query)
    ]


def _reviews(session: Session, wanted: list[sa.ColumnElement[bool]]) -> Mapping[UUID, list[Looked]]:
    query = (
        sa.select(col(PledgeReview.pledge_id), *looked_at(Meeting), col(PledgeReview.outcome), col(PledgeReview.note))
        .add_columns(sa.func.coalesce(col(Meeting.held_on), col(Meeting.month)))
        .join(Pledge, col(Pledge.id) == col(PledgeReview.pledge_id))
        .join(Meeting, col(Meeting.id) == col(PledgeReview.meeting_id))
        .where(col(Meeting.is_cancelled).is_(False), *wanted)
        .order_by(col(Meeting.month), col(Meeting.held_on), col(Meeting.id))
    )
    found: defaultdict[UUID, list[Looked]] = defaultdict(list)
    for row in session.execute(query):
        found[row[0]].append(looked(row[1:]))
    return found


def _signed(session: Session, actor: Actor, year: int, on: date) -> dict[UUID, tuple[int, int]]:
    """By cell: how many are to sign, and how many have."""
    has_not_left = sa.or_(col(Membership.left_on).is_(None), col(Membership.left_on) > on)
    is_exempt = sa.exists().where(
        col(Suspension.member_id) == col(Membership.member_id),
        col(Suspension.kind) == SuspensionKind.EXEMPT,
        in_force(Suspension, on),
    )
    has_signed = sa.exists().where(
        *(col(Pledge.member_id) == col(Membership.member_id), col(Pledge.unit_id) == col(Membership.unit_id)),
        *(col(Pledge.year) == year, col(Pledge.kind) == PledgeKind.COMMITMENT, col(Pledge.signed_on).is_not(None)),
    )
    query = (
        sa.select(col(Membership.unit_id), sa.func.count(), sa.func.count().filter(has_signed))
        .where(within_reach(actor, Membership.unit_id), col(Membership.kind) == MembershipKind.FULL)
        .where(col(Membership.joined_on) <= on, has_not_left, ~is_exempt)
        .group_by(col(Membership.unit_id))
    )
    return {unit_id: (expected, signed) for unit_id, expected, signed in session.execute(query)}


def _deeds(session: Session, actor: Actor, year: int) -> dict[UUID, int]:
    query = (
        sa.select(col(Pledge.unit_id), sa.func.count())
        .where(within_reach(actor, Pledge.unit_id), col(Pledge.year) == year, col(Pledge.kind) == PledgeKind.DEED)
        .group_by(col(Pledge.unit_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}

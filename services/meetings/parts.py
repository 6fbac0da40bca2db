"""The parts of a meeting beside its record: agenda, guests, praise and criticism, votes, files."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import AgendaItem, Guest, Meeting, MeetingFile, MeetingFileKind, Member, Mention, MentionKind, Vote
from services.access import Actor
from services.meetings import cells, records
from services.meetings.rows import MeetingRef, PartCounts

ALL = ("agenda", "guests", "mentions", "votes", "files")


@dataclass(frozen=True)
class AgendaRow:
    """One point of the agenda, 1, 2, …"""

    item_id: UUID
    number: int
    text: str


@dataclass(frozen=True)
class GuestRow:
    """Somebody who sat in the meeting and is no member of the cell."""

    guest_id: UUID
    full_name: str
    office: str
    is_supervisor: bool


@dataclass(frozen=True)
class MentionRow:
    """Praise, reminder or criticism of a member, or of all (no member)."""

    mention_id: UUID
    kind: MentionKind
    member_id: UUID | None
    full_name: str
    text: str


@dataclass(frozen=True)
class VoteRow:
    """A vote with the base that it was counted by (services.votes)."""

    vote_id: UUID
    number: int
    subject: str
    base: int
    present: int
    votes_for: int
    votes_against: int
    votes_abstained: int


@dataclass(frozen=True)
class FileRow:
    """A file beside the meeting, without its content."""

    file_id: UUID
    kind: MeetingFileKind
    file_name: str
    size: int
    uploaded_at: datetime

    @property
    def is_document(self) -> bool:
        """Whether it was put up for the members, rather than being the scan of the signed minutes."""
        return self.kind is MeetingFileKind.DOCUMENT


@dataclass(frozen=True)
class MeetingParts:
    """Everything that a record holds in lists."""

    agenda: tuple[AgendaRow, ...] = ()
    guests: tuple[GuestRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    votes: tuple[VoteRow, ...] = ()
    files: tuple[FileRow, ...] = ()


def parts(session: Session, actor: Actor, ref: MeetingRef, names: Collection[str] = ALL) -> MeetingParts:
    """The lists of one record, or those of them that are named: two statements and one for each.

    Empty while nothing is stored. NotFound out of reach.
    """
    cells.reached(session, actor, ref)
    meeting = records.found(session, ref)
    if meeting is None:
        return MeetingParts()
    return of_meeting(session, meeting, names)


def of_meeting(session: Session, meeting: Meeting, names: Collection[str] = ALL) -> MeetingParts:
    """The lists of a record that the caller has reached, one statement each."""
    return MeetingParts(**{name: _READERS[name](session, meeting.id) for name in names})


def counted(session: Session, meeting_id: UUID) -> PartCounts:
    """How many of each a record that the caller has reached holds. One statement."""
    is_document = col(MeetingFile.kind) == MeetingFileKind.DOCUMENT
    cast = col(Vote.votes_for) + col(Vote.votes_against) + col(Vote.votes_abstained)
    count = sa.func.count()
    columns = [
        sa.select(count).where(col(AgendaItem.meeting_id) == meeting_id),
        sa.select(count).where(col(Guest.meeting_id) == meeting_id),
        sa.select(count).where(col(Mention.meeting_id) == meeting_id),
        sa.select(count).where(col(Vote.meeting_id) == meeting_id),
        sa.select(count).where(col(MeetingFile.meeting_id) == meeting_id, is_document),
        sa.select(sa.func.coalesce(sa.func.max(cast), 0)).where(col(Vote.meeting_id) == meeting_id),
    ]
    return PartCounts(*session.execute(sa.select(*[column.scalar_subquery() for column in columns])).one())


def _agenda(session: Session, meeting_id: UUID) -> tuple[AgendaRow, ...]:
    found = session.exec(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(col(AgendaItem.number)))
    return tuple(AgendaRow(row.id, row.number, row.text) for row in found)


def _guests(session: Session, meeting_id: UUID) -> tuple[GuestRow, ...]:
    found = session.exec(
        select(Guest)
        .where(Guest.meeting_id == meeting_id)
        .order_by(col(Guest.is_supervisor).desc(), col(Guest.full_name), col(Guest.id))
    )
    return tuple(GuestRow(row.id, row.full_name, row.office, row.is_supervisor) for row in found)


def _mentions(session: Session, meeting_id: UUID) -> tuple[MentionRow, ...]:
    found = session.exec(
        select(Mention, Member.full_name)
        .join(Member, col(Member.id) == col(Mention.member_id), isouter=True)
        .where(Mention.meeting_id == meeting_id)
        .order_by(col(Mention.kind), col(Member.sort_key), col(Mention.id))
    )
    return tuple(MentionRow(row.id, row.kind, row.member_id, name or "", row.text) for row, name in found)


def _votes(session: Session, meeting_id: UUID) -> tuple[VoteRow, ...]:
    found = session.exec(select(Vote).where(Vote.meeting_id == meeting_id).order_by(col(Vote.number)))
    return tuple(
        VoteRow(
            row.id,
            row.number,
            row.subject,
            row.base,
            row.present,
            row.votes_for,
            row.votes_against,
            row.votes_abstained,
        )
        for row in found
    )


def _files(session: Session, meeting_id: UUID) -> tuple[FileRow, ...]:
    facts = (
        MeetingFile.id,
        MeetingFile.kind,
        MeetingFile.file_name,
        MeetingFile.size,
        MeetingFile.uploaded_at,
    )
    found = session.execute(
        sa.select(*map(col, facts))
        .where(col(MeetingFile.meeting_id) == meeting_id)
        .order_by(col(MeetingFile.uploaded_at), col(MeetingFile.id))
    )
    return tuple(FileRow(*row) for row in found)


_READERS: dict[str, Callable[[Session, UUID], tuple[Any, ...]]] = {
    "agenda": _agenda,
    "guests": _guests,
    "mentions": _mentions,
    "votes": _votes,
    "files": _files,
}

"""The parts of a meeting beside its record: agenda, guests, praise and criticism, votes, files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import AgendaItem, Guest, Meeting, MeetingFile, MeetingFileKind, Member, Mention, MentionKind, Vote
from services.access import Actor
from services.meetings import cells, records
from services.meetings.rows import MeetingRef


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


@dataclass(frozen=True)
class MeetingParts:
    """Everything that a record holds in lists."""

    agenda: tuple[AgendaRow, ...] = ()
    guests: tuple[GuestRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    votes: tuple[VoteRow, ...] = ()
    files: tuple[FileRow, ...] = ()


def parts(session: Session, actor: Actor, ref: MeetingRef) -> MeetingParts:
    """The lists of one record, in seven statements; empty while nothing is stored. NotFound out of reach."""
    cells.reached(session, actor, ref)
    meeting = records.found(session, ref)
    if meeting is None:
        return MeetingParts()
    return of_meeting(session, meeting)


def of_meeting(session: Session, meeting: Meeting) -> MeetingParts:
    """The lists of a record that the caller has reached. Five statements."""
    return MeetingParts(
        agenda=_agenda(session, meeting.id),
        guests=_guests(session, meeting.id),
        mentions=_mentions(session, meeting.id),
        votes=_votes(session, meeting.id),
        files=_files(session, meeting.id),
    )


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

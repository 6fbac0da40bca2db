"""Votes of a meeting (biểu quyết): who may vote comes from the roll, how they voted is written down.

Only official members vote. The base is everybody who was to be counted (services.votes); what was cast never exceeds
those who were there, and those never exceed the base.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from models import Attendance, Vote
from services import votes
from services.access import Actor
from services.errors import Invalid
from services.meetings import giving, records, roll
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef, RollEntry
from services.vietnamese import number

FIELD = "votes"
MOST = 30
"""Votes of one meeting."""


@dataclass(frozen=True)
class VoteDraft:
    """A vote about to be written down."""

    subject: str
    votes_for: int | None
    votes_against: int | None = 0
    votes_abstained: int | None = 0

    @property
    def cast(self) -> int:
        """How many voted."""
        return (self.votes_for or 0) + (self.votes_against or 0) + (self.votes_abstained or 0)


@dataclass(frozen=True)
class Ballot:
    """Who votes by the roll as it stands: ``present`` official members, out of a ``base``; ``words`` says the rule."""

    present: int
    base: int
    words: str


def ballot(entries: Iterable[RollEntry]) -> Ballot:
    """Who votes, by the roll of a draft (a roll that was handed in no longer knows who was away and why)."""
    known = tuple(entries)
    electorate = votes.electorate(known)
    came = frozenset(entry.member_id for entry in known if entry.came)
    base = electorate.base(came)
    present = len(came & (electorate.due | electorate.optional))
    words = f"{number(present)} đảng viên chính thức có mặt được biểu quyết. {votes.in_words(electorate, base)}"
    return Ballot(present, base, words)


def add_vote(session: Session, actor: Actor, ref: MeetingRef, draft: VoteDraft, token: UUID) -> UUID:
    """Write a vote down with its base by the roll as it stands; the first write stores the meeting's draft.

    ``token`` is made by the screen and becomes the vote's id, so that a double click adds it once.
    """
    record = records.draft(session, actor, ref)
    known = _votes(record)
    if any(vote.id == token for vote in known):
        return token
    subject = giving.line(draft.subject, "biểu quyết", "vote.subject")
    standing = ballot(_roll(record))
    _check(draft, standing)
    if len(known) >= MOST:
        raise Invalid(f"Buổi sinh hoạt đã ghi {MOST} lần biểu quyết, không thêm được nữa.", field=FIELD)
    vote = Vote(
        id=token,
        meeting_id=record.meeting.id,
        number=known[-1].number + 1 if known else 1,
        subject=subject,
        base=standing.base,
        present=standing.present,
        votes_for=draft.votes_for or 0,
        votes_against=draft.votes_against or 0,
        votes_abstained=draft.votes_abstained or 0,
    )
    if giving.is_new(session, vote, "Biểu quyết", FIELD):
        giving.note(record, "vote:added", vote, **_facts(vote))
    return token


def remove_vote(session: Session, actor: Actor, ref: MeetingRef, vote_id: UUID) -> None:
    """Take a vote back; those after it move up by one. A second click changes nothing."""
    record = records.draft(session, actor, ref)
    vote = giving.given(record, Vote, vote_id, "vote:removed")
    if vote is not None:
        giving.take_back(record, "vote:removed", vote, **_facts(vote))
        giving.number_from_one(session, _votes(record))


def _check(draft: VoteDraft, standing: Ballot) -> None:
    counts = {
        "votes_for": draft.votes_for,
        "votes_against": draft.votes_against,
        "votes_abstained": draft.votes_abstained,
    }
    for field, count in counts.items():
        if count is not None and count < 0:
            raise Invalid("Số phiếu phải là số nguyên từ 0 trở lên.", field=f"vote.{field}")
    if not draft.cast:
        raise Invalid("Đồng chí ghi số phiếu tán thành, không tán thành, không có ý kiến.", field="vote.votes_for")
    if not standing.present:
        raise Invalid("Chưa có đảng viên chính thức nào được ghi là có mặt để biểu quyết.", field=FIELD)
    if draft.cast > standing.present:
        raise Invalid(
            f"Tổng số phiếu ({number(draft.cast)}) nhiều hơn số đảng viên chính thức có mặt "
            f"({number(standing.present)}). Đảng viên dự bị không biểu quyết; đảng viên sinh hoạt tạm thời biểu quyết "
            "ở chi bộ chính thức.",
            field="vote.votes_for",
        )


def _roll(record: OpenRecord) -> tuple[RollEntry, ...]:
    rows = record.session.exec(select(Attendance).where(Attendance.meeting_id == record.meeting.id))
    return roll.called(record.roster(), {row.member_id: row for row in rows})


def _votes(record: OpenRecord) -> list[Vote]:
    query = select(Vote).where(Vote.meeting_id == record.meeting.id).order_by(col(Vote.number))
    return list(record.session.exec(query))


def _facts(vote: Vote) -> dict[str, object]:
    names = ("number", "subject", "base", "present", "votes_for", "votes_against", "votes_abstained")
    return {name: getattr(vote, name) for name in names}

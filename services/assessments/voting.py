"""The vote on an assessment, measured by the legal base of the day that it was held on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from models import Assessment, Attendance, Meeting, Presence, SubjectKind
from services import meetings, members, votes
from services.access import Actor
from services.assessments.references import AssessmentRef
from services.assessments.subjects import kind_of
from services.clock import today
from services.errors import Invalid
from services.scoring import Form
from services.vietnamese import day, listing, number
from services.votes import Electorate

VOTED_ON, PRESENT = "voted_on", "votes_present"
CAST = {
    "votes_for": "tán thành",
    "votes_against": "không tán thành",
    "votes_abstained": "không có ý kiến",
}
VOTE_LABELS = {
    VOTED_ON: "Ngày biểu quyết",
    PRESENT: "Đảng viên chính thức có mặt",
    **{field: f"Số {said}" for field, said in CAST.items()},
}
"""The fields of a vote, as the screen calls them."""

Votes = Mapping[str, int | None]
"""Numbers of people by field."""


@dataclass(frozen=True)
class VoteRow:
    """The vote as it stands, and what it is measured by."""

    voted_on: date | None = None
    numbers: tuple[tuple[str, int | None], ...] = tuple((field, None) for field in (PRESENT, *CAST))
    """Field and number of people."""
    is_required: bool = False
    base: int | None = None
    """The legal base; None before the day is known, and where the portal keeps no roster of those who vote."""
    base_in_words: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not written yet, in words."""
        unwritten = [VOTED_ON] if self.voted_on is None else []
        unwritten += [field for field, people in self.numbers if people is None]
        return tuple(VOTE_LABELS[field].lower() for field in unwritten)

    @property
    def is_written(self) -> bool:
        """Whether anything of it is known."""
        return len(self.missing) < len(VOTE_LABELS)

    @property
    def in_favour(self) -> int | None:
        """Votes for it."""
        return dict(self.numbers)["votes_for"]

    @property
    def result(self) -> str:
        """The outcome as a sentence; empty before the votes and their base are known."""
        if self.in_favour is None or not self.base:
            return ""
        share = (
            f"{number(self.in_favour)}/{number(self.base)} tán thành ({votes.percent_of(self.in_favour, self.base)})"
        )
        return f"{share}." if votes.is_carried(self.in_favour, self.base) else f"{share}, chưa quá nửa."


def vote_written(assessment: Assessment, form: Form) -> VoteRow:
    """The vote of a stored assessment, without its base."""
    people = tuple((field, getattr(assessment, field)) for field in (PRESENT, *CAST))
    return VoteRow(assessment.voted_on, people, is_required=form.vote == "required")


def with_base(session: Session, actor: Actor, ref: AssessmentRef, vote: VoteRow) -> VoteRow:
    """The vote with its base; at most three statements, none without a day."""
    found = electorate(session, actor, ref, vote.voted_on)
    if found is None:
        return vote
    base = _base(session, ref, found, vote)
    return replace(vote, base=base, base_in_words=votes.in_words(found, base))


def electorate(session: Session, actor: Actor, ref: AssessmentRef, on: date | None) -> Electorate | None:
    """Who may vote on the day; None without a day, and where nobody is on a roster (a committee, an empty cell)."""
    if on is None or kind_of(session, ref) is SubjectKind.COMMITTEE:
        return None
    found = votes.electorate(members.roster(session, actor, ref.unit_id, on))
    return found if found.most else None


def check_day(ref: AssessmentRef, on: date | None) -> None:
    """Raise Invalid for a day on which the vote cannot have been."""
    if on is None:
        return
    if on > today():
        raise Invalid(f"Ngày biểu quyết {day(on)} chưa tới.", field=VOTED_ON)
    if on < ref.starts_on:
        raise Invalid(f"Ngày biểu quyết {day(on)} ở trước {ref.when}.", field=VOTED_ON)


def check_numbers(people: Votes, on: date | None, found: Electorate | None, field: str) -> None:
    """Raise Invalid, on ``field``, unless for + against + abstained ≤ present ≤ who may vote, as far as they are known."""
    cast = {said: heads for name, said in CAST.items() if (heads := people[name]) is not None}
    present, given = people[PRESENT], sum(cast.values())
    if present is not None and given > present:
        said = listing(f"{number(heads)} {words}" for words, heads in cast.items())
        raise Invalid(
            f"Có {said}, cộng lại là {number(given)}, nhiều hơn {number(present)} đảng viên chính thức có mặt.",
            field=field,
        )
    there = present if present is not None else given
    if found and on and there > found.most:
        probationary = f" ({number(found.probationary)})" if found.probationary else ""
        raise Invalid(
            f"Ngày {day(on)} chi bộ có {number(found.most)} đảng viên chính thức, không thể có {number(there)} người biểu "
            f"quyết. Đảng viên dự bị{probationary} và đảng viên sinh hoạt tạm thời đến không biểu quyết.",
            field=field,
        )


def _base(session: Session, ref: AssessmentRef, found: Electorate, vote: VoteRow) -> int:
    """By the record of that day's meeting, where there is one; never smaller than what the number present says."""
    least = found.base_for(dict(vote.numbers)[PRESENT] or 0)
    if not found.optional:
        return least
    query = (
        select(Attendance.member_id)
        .join(Meeting, col(Meeting.id) == Attendance.meeting_id)
        .where(Meeting.unit_id == ref.unit_id, Meeting.held_on == vote.voted_on)
        .where(col(Meeting.kind).in_(meetings.OF_MEMBERS), col(Meeting.is_cancelled).is_(False))
        .where(Attendance.presence == Presence.PRESENT)
    )
    return max(least, found.base(session.exec(query).all()))

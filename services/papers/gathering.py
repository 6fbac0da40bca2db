"""Everything that the papers of one meeting are written from, read once."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlmodel import Session

from models import PaperKind, PositionKind
from services import assessments, meetings, members, quality
from services.access import Actor
from services.meetings import MeetingParts, MeetingSheet
from services.members import POSITION_NAMES, RosterEntry
from services.papers.issuers import Issuer, issuer
from services.papers.kinds import ABOUT, AFTER_MEETINGS
from services.papers.numbers import number_of
from services.papers.rows import IssuedNumber, PaperRef
from services.quality import MeetingGrade
from services.vietnamese import month as month_in_words

_ADOPTED = frozenset({PaperKind.RESOLUTION, PaperKind.CONCLUSION})


@dataclass(frozen=True)
class Held:
    """A meeting with its parts, the members of its day and who issues its papers."""

    ref: PaperRef
    sheet: MeetingSheet
    parts: MeetingParts
    roster: tuple[RosterEntry, ...]
    issuer: Issuer
    issued: IssuedNumber | None
    grade: MeetingGrade | None
    """How it was scored; None for a paper that does not say so, and while nobody has begun to."""
    scored: assessments.Sheet | None
    """The form behind the grade, for a resolution."""

    @property
    def about(self) -> str:
        """Which meeting it was."""
        return about(self.ref, is_combined=self.sheet.is_combined)

    @property
    def theme(self) -> str:
        """What the meeting was about, where it had a theme."""
        return self.sheet.theme if self.sheet.has_theme else ""

    @property
    def is_draft(self) -> bool:
        """Whether the paper may still change: it is written from a record that has not been handed in."""
        return self.ref.kind in AFTER_MEETINGS and not self.sheet.is_submitted

    @cached_property
    def offices(self) -> dict[UUID, str]:
        """Member → office in the cell on the day, in words: ``bí thư chi bộ``."""
        return {entry.member_id: office(entry.position) for entry in self.roster if entry.position}

    @property
    def secretary(self) -> str:
        """The name of the cell's secretary on the day; empty where there was none."""
        return next((entry.full_name for entry in self.roster if entry.position is PositionKind.SECRETARY), "")

    def name(self, member_id: UUID | None) -> str:
        """The name of somebody whom the record mentions."""
        return self.sheet.names.get(member_id, "") if member_id else ""

    def office(self, member_id: UUID | None) -> str:
        """The office of somebody whom the record mentions; empty for none."""
        return self.offices.get(member_id, "") if member_id else ""


def about(ref: PaperRef, *, is_combined: bool) -> str:
    """``sinh hoạt chi bộ thường kỳ tháng 11/2026``."""
    combined = " kết hợp chuyên đề" if is_combined else ""
    which = "" if ref.meeting_number == 1 else f" lần {ref.meeting_number}"
    return f"{ABOUT[ref.meeting_kind]}{combined}{which} tháng {month_in_words(ref.month)}"


def held(session: Session, actor: Actor, ref: PaperRef) -> Held:
    """The meeting of a paper. NotFound out of reach, Invalid where no meeting can be."""
    sheet = meetings.sheet(session, actor, ref.meeting)
    grade = _grade(session, actor, ref)
    return Held(
        ref=ref,
        sheet=sheet,
        parts=meetings.parts(session, actor, ref.meeting),
        roster=tuple(members.roster(session, actor, ref.unit_id, sheet.roster_on)),
        issuer=issuer(session, actor, ref.unit_id, sheet.roster_on),
        issued=number_of(session, actor, ref),
        grade=grade,
        scored=assessments.sheet(session, actor, grade.ref) if grade and ref.kind in _ADOPTED else None,
    )


def _grade(session: Session, actor: Actor, ref: PaperRef) -> MeetingGrade | None:
    if ref.kind not in _ADOPTED | {PaperKind.MINUTES}:
        return None
    found = quality.grade_of(session, actor, ref.meeting)
    return found if found and found.state else None


def office(position: PositionKind | None) -> str:
    """An office as it stands behind a name: ``bí thư chi bộ``; nothing for none."""
    if position is None:
        return ""
    words = POSITION_NAMES[position].lower()
    return words if position is PositionKind.CELL_COMMITTEE_MEMBER else f"{words} chi bộ"

"""Records on their way upward: who works at which level, and a record brought to a point of its way."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from models import Role, Unit
from services import approvals, meetings
from services.access import Actor
from services.meetings import MeetingRef
from tests.factories import actor_of, an_account
from tests.factories_meetings import Cast, a_submitted_meeting, put


@dataclass(frozen=True)
class Levels:
    """The cell's secretary, two officers of its commune, two of the district, and a leader who only reads."""

    secretary: Actor
    officer: Actor
    colleague: Actor
    district: Actor
    other_district: Actor
    leader: Actor


def levels_of(session: Session, cast: Cast) -> Levels:
    """Accounts at every level of the cast's tree."""

    def of(unit: Unit, role: Role) -> Actor:
        return actor_of(an_account(session, unit, role), unit)

    return Levels(
        secretary=cast.secretary,
        officer=cast.officer,
        colleague=of(cast.commune, Role.COMMUNE_OFFICER),
        district=of(cast.district, Role.DISTRICT_STAFF),
        other_district=of(cast.district, Role.DISTRICT_STAFF),
        leader=of(cast.district, Role.LEADER),
    )


def version_of(session: Session, actor: Actor, ref: MeetingRef) -> int:
    """The newest version, as a reviewer's screen shows it."""
    return meetings.sheet(session, actor, ref).version


def approved_by(session: Session, ref: MeetingRef, *actors: Actor) -> None:
    """Approved by these, one after the other."""
    for actor in actors:
        approvals.approve(session, actor, ref, version_of(session, actor, ref))


Stage = Callable[[Session, Levels, MeetingRef], object]


def draft(session: Session, who: Levels, ref: MeetingRef) -> None:
    """Begun and not handed in."""
    put(session, who.secretary, ref, "place", "Nhà văn hóa")


def waits_for_commune(session: Session, who: Levels, ref: MeetingRef) -> None:
    """Handed in by the cell."""
    a_submitted_meeting(session, who.secretary, ref)


def waits_for_district(session: Session, who: Levels, ref: MeetingRef) -> None:
    """Handed in by the cell, approved by the commune."""
    waits_for_commune(session, who, ref)
    approved_by(session, ref, who.officer)


def by_officer(session: Session, who: Levels, ref: MeetingRef) -> None:
    """Handed in by an officer of the commune: the commune does not judge it."""
    a_submitted_meeting(session, who.officer, ref)


def by_district(session: Session, who: Levels, ref: MeetingRef) -> None:
    """Handed in at the root: another account of the root judges it."""
    a_submitted_meeting(session, who.district, ref)


def returned(session: Session, who: Levels, ref: MeetingRef) -> None:
    """Handed in by the cell and sent back."""
    waits_for_commune(session, who, ref)
    approvals.return_(session, who.officer, ref, 1, "Ghi rõ ý kiến phát biểu.")


def approved(session: Session, who: Levels, ref: MeetingRef) -> None:
    """Through."""
    waits_for_district(session, who, ref)
    approved_by(session, ref, who.district)


def amended(session: Session, who: Levels, ref: MeetingRef) -> None:
    """Through, and opened again by the cell."""
    approved(session, who, ref)
    meetings.amend(session, who.secretary, ref, "Ghi thiếu một ý kiến.")

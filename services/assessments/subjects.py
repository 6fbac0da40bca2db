"""Who or what is assessed: the unit itself, one meeting of it, or one member."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select

from models import Meeting, MeetingKind, Member, Membership, SubjectKind
from services import criteria, meetings
from services.errors import Invalid, NotFound
from services.vietnamese import day, month

if TYPE_CHECKING:
    from services.assessments.references import AssessmentRef, Place

MINUTES_FIRST = "Biên bản của buổi sinh hoạt chưa nộp; đồng chí nộp biên bản trước, số liệu chấm điểm lấy từ đó."


def kind_of(session: Session, ref: AssessmentRef) -> SubjectKind:
    """What the kind of assessment is about; Invalid where the reference names something else."""
    kind = criteria.kind_of(session, ref.kind)
    if kind is None:
        raise NotFound
    if (ref.subject is not None) is not (kind.subject in {SubjectKind.MEETING, SubjectKind.MEMBER}):
        raise Invalid(f"Bộ tiêu chí “{kind.name}” không dùng để chấm đối tượng này.", field="unit")
    return kind.subject


def placed(session: Session, ref: AssessmentRef, kind: SubjectKind, unit: Place) -> Place:
    """The unit's place, narrowed to the meeting or member; NotFound where it is none of the unit's."""
    if kind is SubjectKind.MEETING:
        return _meeting(session, ref, unit)
    return _member(session, ref, unit) if kind is SubjectKind.MEMBER else unit


def meeting_name(kind: MeetingKind, held_on: date | None, of_month: date) -> str:
    """``Sinh hoạt thường kỳ ngày 05/11/2026``; its month while the day is not known."""
    return f"{meetings.KINDS[kind]} {f'ngày {day(held_on)}' if held_on else f'tháng {month(of_month)}'}"


def _meeting(session: Session, ref: AssessmentRef, unit: Place) -> Place:
    query = (
        select(Meeting)
        .where(Meeting.id == ref.subject, Meeting.unit_id == ref.unit_id, Meeting.month == ref.starts_on)
        .where(col(Meeting.kind).in_(meetings.SCORED))
    )
    meeting = session.exec(query).one_or_none()
    if meeting is None or ref.months[0] != ref.months[1]:
        raise NotFound
    name = meeting_name(meeting.kind, meeting.held_on, meeting.month)
    lacking = () if meeting.state.is_handed_in else (MINUTES_FIRST,)
    return replace(unit, name=name, on=meeting.held_on or unit.on, meeting_kind=meeting.kind, lacking=lacking)


def _member(session: Session, ref: AssessmentRef, unit: Place) -> Place:
    query = (
        select(Member.full_name)
        .join(Membership, col(Membership.member_id) == Member.id)
        .where(Member.id == ref.subject, Membership.unit_id == ref.unit_id, _during(ref.starts_on, unit.on))
        .limit(1)
    )
    full_name = session.exec(query).first()
    if full_name is None:
        raise NotFound
    return replace(unit, name=full_name)


def _during(first: date, last: date):  # type: ignore[no-untyped-def]
    return (col(Membership.joined_on) <= last) & or_(col(Membership.left_on).is_(None), col(Membership.left_on) > first)

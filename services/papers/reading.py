"""One paper as plain values, with the template that it is to be printed by."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlmodel import Session

from models import MeetingKind, PaperKind
from services import clock, meetings, months
from services.access import Actor, require_reach
from services.errors import Invalid
from services.papers import grades, minutes, notices, resolutions, schedules, task_lists
from services.papers.gathering import Held, held
from services.papers.issuers import Issuer, issuer
from services.papers.kinds import NAMES
from services.papers.numbers import number_of
from services.papers.rows import IssuedNumber, Paper, PaperRef, Value
from services.papers.templates import in_use
from services.papers.writing import DRAFT, stem

OfMeeting = Callable[[Held], dict[str, Value]]
Otherwise = Callable[[Session, Actor, PaperRef, Issuer, IssuedNumber | None], dict[str, Value]]

_OF_MEETINGS: Mapping[PaperKind, OfMeeting] = {
    PaperKind.MINUTES: minutes.values,
    PaperKind.RESOLUTION: resolutions.values,
    PaperKind.CONCLUSION: resolutions.values,
    PaperKind.TASK_LIST: task_lists.values,
}
_OTHERS: Mapping[PaperKind, Otherwise] = {
    PaperKind.NOTICE: notices.values,
    PaperKind.MONTHLY_GRADES: grades.values,
    PaperKind.MONTHLY_SCHEDULE: schedules.values,
}


def paper(session: Session, actor: Actor, ref: PaperRef) -> Paper:
    """Everything that a paper prints. NotFound out of reach; Invalid where there is no such paper.

    A paper of a record that has not been handed in is a draft and says so.
    """
    require_reach(session, actor, ref.unit_id)
    template = in_use(session, actor, ref.unit_id, ref.kind)
    write = _of_meeting if ref.kind in _OF_MEETINGS else _otherwise
    return write(session, actor, ref, template)


def _of_meeting(session: Session, actor: Actor, ref: PaperRef, template: bytes | None) -> Paper:
    found = held(session, actor, ref)
    _require_kind(ref, found)
    values = _OF_MEETINGS[ref.kind](found)
    return Paper(
        ref=ref,
        stem=_stem(ref, found.sheet.unit_name),
        values=values | {"draft": DRAFT if found.is_draft else ""},
        is_draft=found.is_draft,
        receipt=found.sheet.receipt or "" if ref.kind is PaperKind.MINUTES else "",
        template=template,
    )


def _otherwise(session: Session, actor: Actor, ref: PaperRef, template: bytes | None) -> Paper:
    on = _day_of(ref)
    issued = number_of(session, actor, ref)
    found = issuer(session, actor, ref.unit_id, on)
    values = _OTHERS[ref.kind](session, actor, ref, found, issued)
    return Paper(ref, _stem(ref, found.name), values | {"draft": ""}, is_draft=False, template=template)


def _day_of(ref: PaperRef) -> date:
    return min(months.last_day(ref.month), clock.today())


def _require_kind(ref: PaperRef, found: Held) -> None:
    both = {PaperKind.RESOLUTION, PaperKind.CONCLUSION}
    came_to = PaperKind.RESOLUTION if found.sheet.is_resolution else PaperKind.CONCLUSION
    if ref.kind in both and ref.kind is not came_to:
        other = NAMES[(both - {ref.kind}).pop()].lower()
        raise Invalid(f"Buổi sinh hoạt này ra {other}, không ra {NAMES[ref.kind].lower()}.")


def _stem(ref: PaperRef, unit_name: str) -> str:
    kind = "" if ref.meeting_kind is MeetingKind.REGULAR else f" {meetings.KINDS[ref.meeting_kind]}"
    which = "" if ref.meeting_number == 1 else f" {ref.meeting_number}"
    return stem(f"{NAMES[ref.kind]}{kind}{which}", unit_name, ref.month)

"""What meetings find of pledges: an outcome and a note, written while the meeting's record is open."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models import Pledge, PledgeReview, TaskOutcome
from services import audit
from services.access import Actor
from services.clock import now
from services.errors import NotFound
from services.meetings import OUTCOMES, MeetingRef, records
from services.member_work import places
from services.member_work.judging import Judgement, Value, named

_JUDGEMENT = Judgement("outcome", TaskOutcome, "Đồng chí chọn kết quả trước khi ghi chú.")


def review(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, ref: MeetingRef, field: str, value: object, seen: object
) -> Any:
    """Store what a meeting found of a pledge: ``outcome:<pledge id>`` (None: nothing) or ``note:<pledge id>``.

    Returns it as stored. ``seen`` is what the screen showed as stored; where the database holds neither that nor the
    new value, somebody else was there first: Conflict. The meeting's record must be open to writing; the first write
    stores its draft. A meeting looks at pledges of its own year and of the year before. Raises NotFound, NotAllowed.
    """
    meeting = records.draft(session, actor, ref).meeting
    kind, pledge_id = named(field)
    _require_pledge(session, ref, pledge_id)
    row = session.get(PledgeReview, (pledge_id, meeting.id), populate_existing=True)
    new, shown = _JUDGEMENT.parsed(kind, value, field), _JUDGEMENT.parsed(kind, seen, field)
    before = _JUDGEMENT.stored(row, kind)
    if before == new:
        return new
    if before != shown:
        raise places.overtaken("Kết quả kiểm điểm", _words(before), field)
    _JUDGEMENT.keep(session, row, PledgeReview(pledge_id=pledge_id, meeting_id=meeting.id), kind, new)
    meeting.changed_at = now()
    facts = {"meeting_id": str(meeting.id), "field": kind, "before": before, "after": new}
    audit.record(session, actor, "pledge:reviewed", "pledge", entity_id=pledge_id, unit_id=ref.unit_id, **facts)
    session.flush()
    return new


def _require_pledge(session: Session, ref: MeetingRef, pledge_id: UUID) -> None:
    years = (ref.month.year, ref.month.year - 1)
    wanted = (Pledge.id == pledge_id, Pledge.unit_id == ref.unit_id, col(Pledge.year).in_(years))
    if session.exec(select(Pledge.id).where(*wanted)).one_or_none() is None:
        raise NotFound


def _words(value: Value) -> str:
    return OUTCOMES[value] if isinstance(value, TaskOutcome) else value or ""

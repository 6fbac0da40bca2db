"""The agenda (chương trình) of one meeting: taken from the template of its cell, then changed point by point."""

from uuid import UUID

from sqlmodel import Session, col, select

from models import AgendaItem
from models.base import new_id
from services import audit
from services.access import Actor
from services.clock import now
from services.errors import Conflict, Invalid
from services.meetings import giving, records
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef
from services.meetings.templates import usual_agenda
from services.vietnamese import search_key

FIELD = "agenda"
WHAT = "điểm chương trình"
MOST = 40
"""Points of one agenda."""


def take_agenda(session: Session, actor: Actor, ref: MeetingRef) -> int:
    """Add the points of the cell's template that the agenda does not have yet, and say how many they were.

    A second click adds nothing. The first write stores the meeting's draft.
    """
    usual = usual_agenda(session, actor, ref)
    record = records.draft(session, actor, ref)
    items = _items(record)
    known = {search_key(item.text) for item in items}
    wanted = [line for line in usual.lines if search_key(line) not in known]
    wanted = wanted[: MOST - len(items)]
    if wanted:
        first = _after(items)
        session.add_all(
            AgendaItem(id=new_id(), meeting_id=record.meeting.id, number=place, text=text)
            for place, text in enumerate(wanted, first)
        )
        _note_taken(record, wanted, usual.source)
    return len(wanted)


def add_agenda_item(session: Session, actor: Actor, ref: MeetingRef, text: str, token: UUID) -> UUID:
    """Add a point at the end of the agenda; the first write stores the meeting's draft.

    ``token`` is made by the screen and becomes the point's id, so that a double click adds it once.
    """
    record = records.draft(session, actor, ref)
    tidied = giving.line(text, WHAT, "agenda.text")
    items = _items(record)
    if any(item.id == token for item in items):
        return token
    if len(items) >= MOST:
        raise Invalid(f"Chương trình đã có {MOST} điểm, không thêm được nữa.", field=FIELD)
    item = AgendaItem(id=token, meeting_id=record.meeting.id, number=_after(items), text=tidied)
    if giving.is_new(session, item, "Điểm chương trình", FIELD):
        giving.note(record, "agenda_item:added", item, number=item.number, text=tidied)
    return token


def move_agenda_item(session: Session, actor: Actor, ref: MeetingRef, item_id: UUID, before: UUID | None) -> None:
    """Put a point directly in front of another one (None: at the end). A second click changes nothing.

    Conflict when somebody has taken one of the two away meanwhile; NotFound for a point of another meeting.
    """
    record = records.draft(session, actor, ref)
    items = _items(record)
    order = [item.id for item in items]
    for wanted in (item_id, before):
        if wanted is not None and wanted not in order:
            giving.require_withdrawn(session, ref, wanted, "agenda_item:removed")
            raise Conflict("Điểm chương trình này vừa được người khác bỏ.", field=FIELD)
    if item_id == before:
        return
    rest = [item for item in items if item.id != item_id]
    place = len(rest) if before is None else next(at for at, item in enumerate(rest) if item.id == before)
    moved = items[order.index(item_id)]
    new_order = [*rest[:place], moved, *rest[place:]]
    if new_order != items:
        giving.number_from_one(session, new_order)
        giving.note(record, "agenda_item:moved", moved, number=moved.number, text=moved.text)


def remove_agenda_item(session: Session, actor: Actor, ref: MeetingRef, item_id: UUID) -> None:
    """Take a point off the agenda; those after it move up by one. A second click changes nothing."""
    record = records.draft(session, actor, ref)
    item = giving.given(record, AgendaItem, item_id, "agenda_item:removed")
    if item is not None:
        giving.take_back(record, "agenda_item:removed", item, text=item.text)
        giving.number_from_one(session, _items(record))


def _note_taken(record: OpenRecord, lines: list[str], source: str) -> None:
    meeting = record.meeting
    meeting.changed_at = now()
    about = {"lines": lines, "source": source}
    key, unit_id = meeting.id, meeting.unit_id
    audit.record(record.session, record.actor, "agenda:taken", meeting, entity_id=key, unit_id=unit_id, **about)
    record.session.flush()


def _items(record: OpenRecord) -> list[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.meeting_id == record.meeting.id).order_by(col(AgendaItem.number))
    return list(record.session.exec(query))


def _after(items: list[AgendaItem]) -> int:
    return items[-1].number + 1 if items else 1

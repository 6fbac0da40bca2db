"""Guests (khách mời, đại biểu) of a meeting: whoever sat in it and is no member of the cell, a supervisor too."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Guest, Supervision
from services.access import Actor
from services.errors import Invalid
from services.meetings import cells, giving, records
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef
from services.vietnamese import search_key

FIELD = "guests"
LONGEST_NAME, LONGEST_OFFICE = 120, 200
MOST = 50
"""Guests of one meeting."""


@dataclass(frozen=True)
class GuestDraft:
    """A guest about to be written down."""

    full_name: str
    office: str = ""
    is_supervisor: bool = False


def add_guest(session: Session, actor: Actor, ref: MeetingRef, draft: GuestDraft, token: UUID) -> UUID:
    """Write a guest down; the first write stores the meeting's draft. The same name and office again is the same guest.

    ``token`` is made by the screen and becomes the guest's id, so that a double click adds them once.
    """
    record = records.draft(session, actor, ref)
    name = giving.at_most(draft.full_name, "Họ tên khách mời", "guest.full_name", LONGEST_NAME)
    if not name:
        raise Invalid("Đồng chí ghi họ tên khách mời.", field="guest.full_name")
    office = giving.at_most(draft.office, "Chức vụ, đơn vị của khách mời", "guest.office", LONGEST_OFFICE)
    guests = _guests(record)
    same = next((guest for guest in guests if (guest.full_name, guest.office) == (name, office)), None)
    if same is not None:
        return same.id
    if len(guests) >= MOST:
        raise Invalid(f"Buổi sinh hoạt đã ghi {MOST} khách mời, không thêm được nữa.", field=FIELD)
    guest = Guest(
        id=token,
        meeting_id=record.meeting.id,
        full_name=name,
        office=office,
        is_supervisor=draft.is_supervisor,
    )
    if giving.is_new(session, guest, "Khách mời", FIELD):
        giving.note(record, "guest:added", guest, full_name=name, office=office, is_supervisor=draft.is_supervisor)
    return token


def remove_guest(session: Session, actor: Actor, ref: MeetingRef, guest_id: UUID) -> None:
    """Take a guest off the list. A second click changes nothing."""
    record = records.draft(session, actor, ref)
    guest = giving.given(record, Guest, guest_id, "guest:removed")
    if guest is not None:
        giving.take_back(record, "guest:removed", guest, full_name=guest.full_name, office=guest.office)


def proposed_supervisors(session: Session, actor: Actor, ref: MeetingRef) -> list[GuestDraft]:
    """Who was in charge of the cell on the meeting's day and is not among its guests yet; NotFound out of reach."""
    cells.reached(session, actor, ref)
    meeting = records.found(session, ref)
    on = records.roster_day(ref, meeting.held_on if meeting else None)
    in_charge = session.exec(
        select(Supervision)
        .where(Supervision.unit_id == ref.unit_id, Supervision.starts_on <= on)
        .where(sa.or_(col(Supervision.ends_on).is_(None), col(Supervision.ends_on) > on))
        .order_by(col(Supervision.starts_on), col(Supervision.id))
    ).all()
    query = select(Guest.full_name).where(Guest.meeting_id == (meeting.id if meeting else None))
    known = {search_key(name) for name in session.exec(query)}
    return [
        GuestDraft(row.supervisor_name, row.office, is_supervisor=True)
        for row in in_charge
        if search_key(row.supervisor_name) not in known
    ]


def _guests(record: OpenRecord) -> list[Guest]:
    return list(record.session.exec(select(Guest).where(Guest.meeting_id == record.meeting.id)))

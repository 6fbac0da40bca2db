"""Guests on the record of a meeting: whoever is in charge of the cell with one click, anybody else by name."""

from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings
from services.access import Actor
from services.meetings import GuestDraft, GuestRow, MeetingRef, MeetingSheet
from ui import actions, tokens
from ui.identity import current_actor
from ui.meeting_form import folded, name
from ui.transactions import plain, reading

IN_CHARGE = "cấp ủy viên phụ trách"


def guests(sheet: MeetingSheet) -> None:
    """Draw the guests, who is proposed, and a form for one more, while it stands open."""
    ref = sheet.ref
    box = folded("Đại biểu, khách mời", sheet.parts.guests, ref, "guests")
    if not box.open:
        return
    with reading() as session:
        actor = current_actor()
        proposed = meetings.proposed_supervisors(session, actor, ref)
        rows = meetings.parts(session, actor, ref, ("guests",)).guests
    with box:
        for row in rows:
            words, back = st.columns([4, 1], vertical_alignment="center")
            words.markdown(plain(line(row)))
            with back:
                work = partial(_remove, ref=ref, guest_id=row.guest_id)
                actions.button("Bỏ", _place(ref), work, key=f"guest:{row.guest_id}", icon=":material/delete:")
        for draft in proposed:
            _proposal(ref, draft)
        actions.said(_place(ref))
        _form(ref)


def line(row: GuestRow) -> str:
    """A guest with office, and whether they are in charge of the cell."""
    return ", ".join(filter(None, [row.full_name, row.office, IN_CHARGE if row.is_supervisor else ""]))


def _proposal(ref: MeetingRef, draft: GuestDraft) -> None:
    token = tokens.token(f"{_place(ref)}:{draft.full_name}:{draft.office}")
    work = partial(_add, ref=ref, draft=draft, token=token)
    label = plain(f"Thêm {IN_CHARGE}: {', '.join(filter(None, [draft.full_name, draft.office]))}")
    actions.button(label, _place(ref), work, key=f"supervisor:{token}", icon=":material/person_add:")


def _form(ref: MeetingRef) -> None:
    place = f"{_place(ref)}:new"
    token = tokens.token(place)
    with st.form(f"{place}:{token}", enter_to_submit=False):
        who, office = st.columns(2)
        who.text_input("Họ tên khách mời", key=f"{token}:guest", autocomplete="off")
        office.text_input("Chức vụ, đơn vị", key=f"{token}:office", autocomplete="off")
        st.checkbox("Là cấp ủy viên phụ trách chi bộ", key=f"{token}:in_charge")
        actions.form_button("Thêm khách mời", place, partial(_typed, ref=ref, token=token), icon=":material/add:")
        actions.said(place)


def _typed(session: Session, actor: Actor, ref: MeetingRef, token: UUID) -> str:
    state = st.session_state
    draft = GuestDraft(
        str(state[f"{token}:guest"]), str(state[f"{token}:office"]), is_supervisor=bool(state[f"{token}:in_charge"])
    )
    said = _add(session, actor, ref, draft, token)
    tokens.spend(f"{_place(ref)}:new")
    return said


def _add(session: Session, actor: Actor, ref: MeetingRef, draft: GuestDraft, token: UUID) -> str:
    meetings.add_guest(session, actor, ref, draft, token)
    return "Đã ghi khách mời."


def _remove(session: Session, actor: Actor, ref: MeetingRef, guest_id: UUID) -> str:
    meetings.remove_guest(session, actor, ref, guest_id)
    return "Đã bỏ khách mời."


def _place(ref: MeetingRef) -> str:
    return f"guests:{name(ref)}"

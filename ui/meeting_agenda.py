"""The agenda on the record of a meeting: one click takes the template, then it is changed point by point."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings
from services.access import Actor
from services.meetings import AgendaRow, MeetingRef, MeetingSheet
from ui import actions, tokens
from ui.identity import current_actor
from ui.meeting_form import RecordFields, folded, name
from ui.transactions import plain, reading

WIDE = 760
"""Pixels of a point: beside its buttons on a desk, above them on a phone."""


def agenda(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw the points of the agenda and what may be done with them, while it stands open."""
    ref = sheet.ref
    box = folded("Chương trình", sheet.parts.agenda, ref, "agenda")
    if not box.open:
        return
    with reading() as session:
        actor = current_actor()
        usual = meetings.usual_agenda(session, actor, ref)
        rows = meetings.parts(session, actor, ref, ("agenda",)).agenda
    with box:
        actions.said(_place(ref))
        for place, row in enumerate(rows):
            _point(fields, ref, rows, place, row)
        work = partial(_take, ref=ref)
        actions.button("Lấy theo mẫu", _place(ref), work, key=f"{_place(ref)}:take", icon=":material/playlist_add:")
        st.caption(plain(f"Gồm {len(usual.lines)} điểm, {usual.source}."))
        _form(ref)


def _point(fields: RecordFields, ref: MeetingRef, rows: Sequence[AgendaRow], place: int, row: AgendaRow) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        fields.text(f"agenda:{row.item_id}", f"Điểm {row.number}", row.text, width=WIDE)
        if place > 0:
            up = partial(_move, ref=ref, item_id=row.item_id, before=rows[place - 1].item_id)
            key = f"agenda:up:{row.item_id}"
            actions.button("Lên", _place(ref), up, key=key, icon=":material/arrow_upward:", type="tertiary")
        away = partial(_remove, ref=ref, item_id=row.item_id)
        key = f"agenda:away:{row.item_id}"
        actions.button("Bỏ", _place(ref), away, key=key, icon=":material/delete:", type="tertiary")


def _form(ref: MeetingRef) -> None:
    place = f"{_place(ref)}:new"
    token = tokens.token(place)
    with st.form(f"{place}:{token}", enter_to_submit=True):
        st.text_input("Điểm mới của chương trình", key=f"{token}:point", autocomplete="off")
        work = partial(_add, ref=ref, token=token)
        actions.form_button("Thêm điểm", place, work, icon=":material/add:")
        actions.said(place)


def _take(session: Session, actor: Actor, ref: MeetingRef) -> str:
    added = meetings.take_agenda(session, actor, ref)
    return f"Đã lấy {added} điểm theo mẫu." if added else "Chương trình đã có đủ các điểm của mẫu."


def _add(session: Session, actor: Actor, ref: MeetingRef, token: UUID) -> str:
    meetings.add_agenda_item(session, actor, ref, str(st.session_state[f"{token}:point"]), token)
    tokens.spend(f"{_place(ref)}:new")
    return "Đã thêm điểm vào chương trình."


def _move(session: Session, actor: Actor, ref: MeetingRef, item_id: UUID, before: UUID) -> str:
    meetings.move_agenda_item(session, actor, ref, item_id, before)
    return ""


def _remove(session: Session, actor: Actor, ref: MeetingRef, item_id: UUID) -> str:
    meetings.remove_agenda_item(session, actor, ref, item_id)
    return "Đã bỏ điểm khỏi chương trình."


def _place(ref: MeetingRef) -> str:
    return f"agenda:{name(ref)}"

"""Praise, reminders and criticism on the record of a meeting, and what each speaker said."""

from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings
from services.access import Actor
from services.meetings import MeetingRef, MeetingSheet, MentionDraft, MentionKind, MentionRow
from ui import actions, tokens
from ui.identity import current_actor
from ui.meeting_fields import labels
from ui.meeting_form import RecordFields, folded, name
from ui.transactions import plain, reading

ALL = "Cả chi bộ"


def gists(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw a field for the gist of what each speaker said, while it stands open."""
    speakers = [entry for entry in sheet.roll if entry.spoke]
    if not speakers:
        return
    written = sum(bool(entry.gist) for entry in speakers)
    box = folded("Ý kiến phát biểu", f"{written}/{len(speakers)}", sheet.ref, "gists")
    if box.open:
        names = labels(sheet.roll)
        with box:
            for entry in speakers:
                label = f"Ý kiến của {plain(names[entry.member_id])}"
                fields.area(f"gist:{entry.member_id}", label, entry.gist, height=90)


def mentions(sheet: MeetingSheet) -> None:
    """Draw who was praised, reminded or criticised for what, and a form for one more, while it stands open."""
    ref = sheet.ref
    box = folded("Biểu dương, nhắc nhở, phê bình", sheet.parts.mentions, ref, "mentions")
    if not box.open:
        return
    with reading() as session:
        rows = meetings.parts(session, current_actor(), ref, ("mentions",)).mentions
    with box:
        for row in rows:
            words, back = st.columns([4, 1], vertical_alignment="center")
            words.markdown(plain(line(row)))
            with back:
                work = partial(_remove, ref=ref, mention_id=row.mention_id)
                actions.button("Bỏ", _place(ref), work, key=f"mention:{row.mention_id}", icon=":material/delete:")
        actions.said(_place(ref))
        _form(sheet)


def line(row: MentionRow) -> str:
    """A mention as a line of the minutes."""
    whom = f"đồng chí {row.full_name}" if row.member_id else ALL.lower()
    return f"{meetings.MENTIONS[row.kind]} {whom}: {row.text}"


def _form(sheet: MeetingSheet) -> None:
    place = f"{_place(sheet.ref)}:new"
    token = tokens.token(place)
    names = labels(sheet.roll)
    with st.form(f"{place}:{token}", enter_to_submit=False):
        kind, whom = st.columns(2)
        said = meetings.MENTIONS.__getitem__
        kind.segmented_control("Hình thức", list(MentionKind), format_func=said, key=f"{token}:kind")
        options: list[UUID | None] = [None, *names]
        whom.selectbox("Đảng viên", options, format_func=lambda key: names[key] if key else ALL, key=f"{token}:whom")
        st.text_area("Nội dung biểu dương, nhắc nhở, phê bình", key=f"{token}:mention", height=90)
        actions.form_button("Ghi vào biên bản", place, partial(_add, ref=sheet.ref, token=token), icon=":material/add:")
        actions.said(place)


def _add(session: Session, actor: Actor, ref: MeetingRef, token: UUID) -> str:
    state = st.session_state
    draft = MentionDraft(state[f"{token}:kind"], state[f"{token}:whom"], str(state[f"{token}:mention"]))
    meetings.add_mention(session, actor, ref, draft, token)
    tokens.spend(f"{_place(ref)}:new")
    return "Đã ghi vào biên bản."


def _remove(session: Session, actor: Actor, ref: MeetingRef, mention_id: UUID) -> str:
    meetings.remove_mention(session, actor, ref, mention_id)
    return "Đã bỏ."


def _place(ref: MeetingRef) -> str:
    return f"mentions:{name(ref)}"

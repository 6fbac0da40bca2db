"""Votes on the record of a meeting: who may vote is said by the roll, how they voted is typed."""

from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings
from services.access import Actor
from services.meetings import Ballot, MeetingRef, MeetingSheet, VoteDraft, VoteRow
from services.vietnamese import month, number
from services.votes import percent_of
from ui import actions, tokens
from ui.identity import current_actor
from ui.meeting_form import folded, name
from ui.transactions import plain, reading

COUNTS = {"for": "Tán thành", "against": "Không tán thành", "abstained": "Không có ý kiến"}


def votes(sheet: MeetingSheet) -> None:
    """Draw the votes, who may vote, and a form for one more, while it stands open; nothing where there is no roll."""
    ref = sheet.ref
    if not sheet.roll:
        return
    box = folded("Biểu quyết", sheet.parts.votes, ref, "votes")
    if not box.open:
        return
    with reading() as session:
        rows = meetings.parts(session, current_actor(), ref, ("votes",)).votes
    with box:
        for row in rows:
            words, back = st.columns([4, 1], vertical_alignment="center")
            words.markdown(plain(line(row)))
            with back:
                work = partial(_remove, ref=ref, vote_id=row.vote_id)
                actions.button("Bỏ", _place(ref), work, key=f"vote:{row.vote_id}", icon=":material/delete:")
        actions.said(_place(ref))
        _form(sheet, meetings.ballot(sheet.roll))


def line(row: VoteRow) -> str:
    """A vote as a line of the minutes: every count over the base that was fixed with it."""
    counts = (row.votes_for, row.votes_against, row.votes_abstained)
    said = [f"{label.lower()} {number(count)}" for label, count in zip(COUNTS.values(), counts, strict=True)]
    of_base = f"{number(row.votes_for)}/{number(row.base)} ({percent_of(row.votes_for, row.base)})"
    return f"{row.number}. {row.subject}: {', '.join(said)}; đồng ý {of_base}, có mặt {number(row.present)}"


def _form(sheet: MeetingSheet, ballot: Ballot) -> None:
    place = f"{_place(sheet.ref)}:new"
    token = tokens.token(place)
    st.caption(plain(ballot.words))
    with st.form(f"{place}:{token}", enter_to_submit=False):
        what = "nghị quyết" if sheet.is_resolution else "kết luận"
        st.text_input("Biểu quyết về", f"Thông qua {what} tháng {month(sheet.ref.month)}", key=f"{token}:subject")
        for column, (field, label) in zip(st.columns(3), COUNTS.items(), strict=True):
            opening = None if field == "for" else 0
            column.number_input(label, 0, max(ballot.present, 0), opening, 1, key=f"{token}:{field}")
        work = partial(_add, ref=sheet.ref, token=token)
        actions.form_button("Ghi kết quả biểu quyết", place, work, icon=":material/how_to_vote:")
        actions.said(place)


def _add(session: Session, actor: Actor, ref: MeetingRef, token: UUID) -> str:
    state = st.session_state
    counts = [state[f"{token}:{field}"] for field in COUNTS]
    meetings.add_vote(session, actor, ref, VoteDraft(str(state[f"{token}:subject"]), *counts), token)
    tokens.spend(f"{_place(ref)}:new")
    return "Đã ghi kết quả biểu quyết."


def _remove(session: Session, actor: Actor, ref: MeetingRef, vote_id: UUID) -> str:
    meetings.remove_vote(session, actor, ref, vote_id)
    return "Đã bỏ biểu quyết."


def _place(ref: MeetingRef) -> str:
    return f"votes:{name(ref)}"

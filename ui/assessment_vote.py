"""The vote on an assessment: its fields, its legal base and its outcome."""

from typing import Any

import streamlit as st
from sqlmodel import Session

from services import assessments
from services.access import Actor
from services.assessments import VOTE_LABELS, AssessmentRef, Sheet
from services.vietnamese import day, number
from ui.assessment_words import capital, who
from ui.meeting_form import RecordFields
from ui.transactions import plain

NARROW = 145
"""Pixels: two fields beside each other on a phone."""


def vote(sheet: Sheet) -> None:
    """Draw the vote: with fields while it may be written, folded away where nobody asks for it."""
    row = sheet.vote
    if not sheet.course.is_editable and not row.is_written:
        return
    asked = row.is_required or row.is_written
    title = f"Biểu quyết của {who(sheet)}{'' if row.is_required else ' (nếu có)'}"
    with st.expander(title, icon=":material/how_to_vote:", expanded=asked, key=f"vote:{sheet.ref.name}"):
        if sheet.course.is_editable:
            _fields(sheet)
        else:
            _said(sheet)
        if row.base_in_words:
            st.caption(plain(row.base_in_words))
        if row.result:
            st.markdown(f"**{plain(row.result)}**")


def _fields(sheet: Sheet) -> None:
    fields, row = _form(sheet.ref), sheet.vote
    with st.container(horizontal=True, vertical_alignment="bottom"):
        fields.day("voted_on", VOTE_LABELS["voted_on"], row.voted_on, width=NARROW)
        for field, people in row.numbers:
            stored = "" if people is None else str(people)
            fields.text(field, VOTE_LABELS[field], stored, width=NARROW, placeholder="số người")
    st.caption("Chỉ đảng viên chính thức biểu quyết; đảng viên dự bị và sinh hoạt tạm thời đến không biểu quyết.")


def _said(sheet: Sheet) -> None:
    row = sheet.vote
    parts = [f"ngày {day(row.voted_on)}"] if row.voted_on else []
    parts += [f"{VOTE_LABELS[field].lower()}: {number(people)}" for field, people in row.numbers if people is not None]
    st.markdown(plain(capital("; ".join(parts))) + ".")


def _form(ref: AssessmentRef) -> RecordFields:
    def save(session: Session, actor: Actor, field: str, value: Any, seen: Any) -> Any:
        kept = assessments.write(session, actor, ref, field, value, seen)
        return kept if field == "voted_on" else "" if kept is None else str(kept)

    return RecordFields(f"vote:{ref.name}", save)

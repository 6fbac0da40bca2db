"""Reviewing pledges at a regular meeting: each pledge with an outcome and a note that store themselves."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from sqlmodel import Session

from services import meetings, member_work
from services.access import Actor
from services.meetings import MeetingRef, TaskOutcome
from services.member_work import Looked, PledgeRow, PledgeSheetRow
from services.vietnamese import month
from ui import filters, member_pledges, member_tasks, navigation
from ui.autosave import Autosave
from ui.meeting_form import name

STEPS = {"write": "Ghi cam kết", "review": "Kiểm điểm tại buổi sinh hoạt"}


def step() -> str:
    """Choose between writing pledges and reviewing them."""
    return filters.tab(STEPS, key="step")


def form(ref: MeetingRef, *, is_open: bool) -> Autosave:
    """The fields of one meeting."""

    def save(session: Session, actor: Actor, field: str, value: Any, seen: Any) -> Any:
        return member_work.review_pledge(session, actor, ref, field, value, seen)

    return Autosave(f"pledge_reviews:{name(ref)}", save, is_open=is_open)


def reviews(fields: Autosave, rows: Sequence[PledgeSheetRow], ref: MeetingRef, *, is_handed_in: bool) -> None:
    """Draw everybody who has pledged something, with what the meeting finds of it."""
    if is_handed_in:
        st.info("Biên bản buổi này đã nộp nên phần kiểm điểm chỉ để xem.", icon=":material/lock:")
    at = f"{ref.month:%Y-%m}"
    navigation.link("meetings.entry", f"Biên bản tháng {month(ref.month)}", cell=ref.unit_id, month=at)
    pledged = [row for row in rows if row.commitment or row.deeds]
    if not pledged:
        st.info("Chưa có bản cam kết hay việc đăng ký nào để kiểm điểm.", icon=":material/info:")
    for row in pledged:
        with st.container(border=True):
            member_tasks.link(row.entry.member_id, row.entry.full_name)
            for pledge in [*([row.commitment] if row.commitment else []), *row.deeds]:
                member_pledges.pledge(pledge)
                if fields.is_open:
                    _finding(fields, pledge, ref)


def _finding(fields: Autosave, row: PledgeRow, ref: MeetingRef) -> None:
    here = next((review for review in row.reviews if _is_of(review, ref)), None)
    words = {"format_func": meetings.OUTCOMES.__getitem__, "label_visibility": "collapsed"}
    outcome = here.outcome if here else None
    fields.segments(f"outcome:{row.pledge_id}", "Kết quả thực hiện", outcome, list(TaskOutcome), **words)
    if here:
        fields.text(f"note:{row.pledge_id}", "Ghi chú", here.note)


def _is_of(review: Looked, ref: MeetingRef) -> bool:
    return (review.month, review.kind, review.number) == (ref.month, ref.kind, ref.number)

"""Targets on the record of a meeting: those of the last resolution with their results, and new ones."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings
from services.access import Actor
from services.errors import Invalid
from services.meetings import MeetingRef, MeetingSheet, TargetDraft, TargetOutcome, TargetReviewRow, TargetRow
from services.vietnamese import month, percent
from ui import actions, tokens
from ui.meeting_form import RecordFields, card, folded, name
from ui.transactions import plain

OF_THE_LAST = "Chỉ tiêu của nghị quyết kỳ trước"
NEW = "Chỉ tiêu mới"


def reviews(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw the targets of the last meeting that set any, each with what was achieved and how it went."""
    if not sheet.target_reviews:
        return
    with card(OF_THE_LAST):
        if any(review.outcome is None for review in sheet.target_reviews):
            place = f"all_met:{name(sheet.ref)}"
            work = partial(_find_met, ref=sheet.ref)
            actions.button("Tất cả đều đạt", place, work, icon=":material/done_all:")
            actions.said(place)
        for review in sheet.target_reviews:
            _review(fields, review)


def targets(sheet: MeetingSheet) -> None:
    """Draw the targets set here, each with a way to take it back, and a form for one more, while it stands open."""
    box = folded(NEW, len(sheet.targets), sheet.ref, "targets")
    if not box.open:
        return
    with box:
        for target in sheet.targets:
            words, back = st.columns([4, 1], vertical_alignment="center")
            words.markdown(f"**{target.number}. {plain(target.text)}**  \n{plain(_planned(target))}")
            with back:
                work = partial(_withdraw, ref=sheet.ref, target_id=target.target_id)
                actions.button("Bỏ", f"withdraw:{target.target_id}", work, icon=":material/delete:")
        _form(sheet.ref)


def reviewed(sheet: MeetingSheet) -> None:
    """Draw, to be read, what was found of the targets of the last resolution."""
    if sheet.target_reviews:
        with card(OF_THE_LAST):
            st.markdown("\n".join(f"- {plain(line)}" for line in _findings(sheet)))


def given(sheet: MeetingSheet) -> None:
    """Draw, to be read, the targets set here."""
    if sheet.targets:
        lines = [f"{target.number}. {target.text}: {_planned(target)}" for target in sheet.targets]
        with card(NEW):
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _review(fields: RecordFields, review: TargetReviewRow) -> None:
    since = f"nghị quyết tháng {month(review.set_in)}"
    st.markdown(f"**{review.number}. {plain(review.text)}**  \n{plain(f'{_planned(review)} · {since}')}")
    if review.planned is not None or review.achieved is not None:
        _achieved(fields, review)
    options = list(TargetOutcome)
    words = {"format_func": meetings.TARGET_OUTCOMES.__getitem__, "label_visibility": "collapsed"}
    fields.segments(f"target_outcome:{review.target_id}", f"Kết quả: {review.text}", review.outcome, options, **words)
    if review.outcome:
        fields.text(f"target_note:{review.target_id}", "Ghi chú", review.note)


def _achieved(fields: RecordFields, review: TargetReviewRow) -> None:
    """The person chooses the result; what was typed is set against the plan at once, stored or not."""
    stored = "" if review.achieved is None else meetings.written(review.achieved)
    unit = f" ({review.unit_word})" if review.unit_word else ""
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        label = f"Đạt được{plain(unit)}"
        typed = fields.text(f"achieved:{review.target_id}", label, stored, placeholder="ví dụ 12,5")
    share = _share(review, typed)
    if share is not None:
        right.markdown(f"Bằng **{percent(share)}** mức đề ra")


def _share(review: TargetReviewRow, typed: str) -> Fraction | None:
    try:
        return replace(review, achieved=meetings.amount(typed)).share
    except Invalid:
        return None


def _findings(sheet: MeetingSheet) -> Iterator[str]:
    for review in sheet.target_reviews:
        outcome = meetings.TARGET_OUTCOMES[review.outcome].lower() if review.outcome else "chưa kiểm điểm"
        achieved = f", đạt được {_amount(review.achieved, review.unit_word)}" if review.achieved is not None else ""
        share = f" ({percent(review.share)})" if review.share is not None else ""
        note = f"; {review.note}" if review.note else ""
        yield f"{review.number}. {review.text}: {_planned(review)}{achieved}{share}: {outcome}{note}"


def _planned(target: TargetRow | TargetReviewRow) -> str:
    return "không nêu mức" if target.planned is None else f"đề ra {_amount(target.planned, target.unit_word)}"


def _amount(value: Decimal, unit_word: str) -> str:
    return f"{meetings.written(value)} {unit_word}".strip()


def _find_met(session: Session, actor: Actor, ref: MeetingRef) -> str:
    meetings.find_targets_met(session, actor, ref)
    return ""


def _withdraw(session: Session, actor: Actor, ref: MeetingRef, target_id: UUID) -> str:
    meetings.withdraw_target(session, actor, ref, target_id)
    return "Đã bỏ chỉ tiêu."


def _form(ref: MeetingRef) -> None:
    place = f"target:{name(ref)}"
    token = tokens.token(place)
    with st.form(f"{place}:{token}", enter_to_submit=False):
        st.text_area("Nội dung chỉ tiêu", key=f"{token}:target", height=90)
        planned, unit_word = st.columns(2)
        planned.text_input("Mức đề ra", key=f"{token}:planned", placeholder="ví dụ 12,5", autocomplete="off")
        unit_word.text_input("Đơn vị tính", key=f"{token}:unit", placeholder="ví dụ ha, hộ, %", autocomplete="off")
        work = partial(_give, ref=ref, token=token)
        actions.form_button("Thêm chỉ tiêu", place, work, icon=":material/add:")
        actions.said(place)


def _give(session: Session, actor: Actor, ref: MeetingRef, token: UUID) -> str:
    state = st.session_state
    planned = meetings.amount(str(state[f"{token}:planned"]), field="target.planned")
    draft = TargetDraft(str(state[f"{token}:target"]), planned, str(state[f"{token}:unit"]))
    meetings.give_target(session, actor, ref, draft, token)
    tokens.spend(f"target:{name(ref)}")
    return "Đã thêm chỉ tiêu."

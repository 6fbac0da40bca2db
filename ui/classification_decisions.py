"""Deciding and taking decisions back: grades beside the proposals, one number and day for all of them."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from services import classification
from services.access import Actor
from services.classification import LEVEL_NAMES, Choice, DecisionDraft, GroupRow, Row, Sheet
from services.clock import today
from services.vietnamese import number
from ui import actions
from ui.classification_sheet import BESIDE, decision, name, proposal
from ui.meeting_choice import unique
from ui.transactions import plain

NARROW = 260
"""Pixels of the number and the day of a decision."""


def deciding(sheet: Sheet) -> None:
    """Draw the proposals that wait, each with the grade to be decided, and the decision that will give them."""
    place = _place(sheet, "decide")
    actions.said(place)
    _why_not(sheet)
    if not sheet.decidable:
        return
    st.caption("Mức chọn sẵn là mức được đề xuất. Bấm lại vào mức đang chọn để chưa quyết định trường hợp đó.")
    for position, row in enumerate(sheet.decidable, 1):
        _choice(sheet, position, row)
    for group in sheet.groups:
        _after(sheet, group)
    _decision_fields(sheet, place)
    count = len(_chosen(sheet.decidable))
    st.button(
        f"Ra quyết định cho {number(count)} {LEVEL_NAMES[sheet.level]}",
        key=place,
        type="primary",
        icon=":material/gavel:",
        disabled=not count,
        on_click=_decide,
        args=(sheet, place),
    )


def withdrawing(sheet: Sheet) -> None:
    """Draw what was decided, and the way to take some of it back."""
    place = _place(sheet, "withdraw")
    actions.said(place)
    decided = [row for row in sheet.rows if row.decided is not None]
    if not decided:
        st.info(f"Năm {sheet.year} chưa có quyết định xếp loại nào ở đây.", icon=":material/info:")
        return
    for position, row in enumerate(decided, 1):
        left, right = st.columns(BESIDE, gap="xxsmall", vertical_alignment="center")
        left.markdown(name(sheet, position, row))
        right.markdown(decision(row))
    with st.expander("Rút quyết định", icon=":material/undo:"):
        labels = unique({row.ref.name: row.name for row in sheet.withdrawable})
        st.multiselect(
            "Rút quyết định xếp loại của",
            list(labels),
            format_func=labels.__getitem__,
            key=f"{place}:of",
            placeholder="",
            select_all=False,
        )
        st.text_input("Lý do rút", key=f"{place}:reason", max_chars=1000)
        st.button("Rút quyết định", key=place, icon=":material/undo:", on_click=_withdraw, args=(sheet, place))


def _place(sheet: Sheet, verb: str) -> str:
    return f"annual:{verb}:{sheet.level}:{sheet.year}:{sheet.unit_id}"


def _why_not(sheet: Sheet) -> None:
    """Say who cannot be decided here and now, and why."""
    open_rows = [row for row in sheet.rows if row.decided is None and row.may_decide]
    unproposed = [row for row in open_rows if row.proposal.grade is None]
    own = [row for row in open_rows if row.proposal.grade is not None and row.proposal.is_own]
    if not open_rows:
        st.success("Mọi trường hợp ở đây đã có quyết định.", icon=":material/check_circle:")
    if unproposed:
        st.info(f"{number(len(unproposed))} trường hợp chưa có đề xuất.", icon=":material/info:")
    if own:
        st.info(
            f"{number(len(own))} trường hợp do chính tài khoản này đề xuất; cần một đồng chí khác ra quyết định.",
            icon=":material/info:",
        )


def _choice(sheet: Sheet, position: int, row: Row) -> None:
    left, right = st.columns(BESIDE, gap="xxsmall", vertical_alignment="center")
    labels = dict(row.grades)
    with left:
        st.markdown(name(sheet, position, row))
        st.caption(proposal(row))
        if row.below and row.below.missing:
            who = LEVEL_NAMES[row.below.level]
            st.caption(f":orange[Còn {number(len(row.below.missing))} {who} chưa có quyết định.]")
    right.segmented_control(
        f"Quyết định xếp loại {plain(row.name)}",
        list(labels),
        default=row.proposal.grade,
        format_func=lambda grade: plain(classification.short_label(labels[grade])),
        key=_key(row),
        label_visibility="collapsed",
        wrap=True,
    )


def _key(row: Row) -> str:
    """A new field for every new proposal: what was chosen beside another one no longer counts."""
    return f"annual:choice:{row.ref.name}:{row.proposal.at}"


def _chosen(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """What is chosen now; where nothing has been touched yet, the proposal."""
    state = st.session_state
    found = ((row, state.get(_key(row), row.proposal.grade)) for row in rows)
    return [(row, grade) for row, grade in found if grade]


def _after(sheet: Sheet, group: GroupRow) -> None:
    """Say what the decision would make of a group, in red when that is too much."""
    counts = Counter(grade for row, grade in _chosen(sheet.decidable) if row.group == group.key)
    excellent, good = counts[group.room.cap.grade], counts[group.room.cap.good]
    if excellent:
        is_too_much = group.room.after(excellent, good).excess(is_exceptional=False) > 0
        words = plain(classification.after_in_words(group, excellent, good))
        st.markdown(f":red[**{words}.**]" if is_too_much else f":green[{words}.]")


def _decision_fields(sheet: Sheet, place: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Số quyết định", key=f"{place}:number", max_chars=80, width=NARROW, placeholder="ví dụ 15-QĐ/ĐU")
        st.date_input("Ngày quyết định", None, max_value=today(), format="DD/MM/YYYY", key=f"{place}:on", width=NARROW)
    st.text_input(
        "Cơ quan ra quyết định", key=f"{place}:authority", max_chars=200, placeholder="ví dụ Đảng ủy xã Bằng Vân"
    )
    if any(group.room.cap.exceptional_ratio is not None for group in sheet.groups):
        label = "Lý do đặc biệt (chỉ ghi khi số xuất sắc vượt tỷ lệ thường)"
        st.text_area(label, key=f"{place}:exception", max_chars=1000, height=80)


def _decide(sheet: Sheet, place: str) -> None:
    state = st.session_state
    choices = [Choice(row.ref, grade, row.proposal.at) for row, grade in _chosen(sheet.decidable)]
    draft = DecisionDraft(
        number=state[f"{place}:number"],
        decided_on=state[f"{place}:on"],
        authority=state[f"{place}:authority"],
        exception_reason=state.get(f"{place}:exception", ""),
    )

    def work(session: Session, actor: Actor) -> str:
        decided = classification.decide(session, actor, choices, draft)
        if not decided:
            return "Quyết định này đã được ghi trước đó."
        return f"Đã ghi quyết định xếp loại {number(decided)} {LEVEL_NAMES[sheet.level]}."

    actions.carry_out(place, work)


def _withdraw(sheet: Sheet, place: str) -> None:
    state = st.session_state
    names = set(state[f"{place}:of"])
    refs = [row.ref for row in sheet.withdrawable if row.ref.name in names]
    reason = state[f"{place}:reason"]

    def work(session: Session, actor: Actor) -> str:
        taken_back = classification.withdraw(session, actor, refs, reason)
        if not taken_back:
            return "Những quyết định này đã được rút trước đó."
        return f"Đã rút quyết định xếp loại của {number(taken_back)} {LEVEL_NAMES[sheet.level]}; đề xuất vẫn giữ."

    actions.carry_out(place, work)

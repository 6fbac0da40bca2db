"""A record on its way upward, as its cell sees it: with whom it is, what came back, what can still be done."""

from collections.abc import Mapping

import streamlit as st
from sqlmodel import Session

from services import approvals, meetings
from services.access import Actor
from services.approvals import RemarkRow, Standing
from services.meetings import MeetingRef, MeetingSheet, MeetingState, moment
from services.vietnamese import number
from ui import actions, navigation
from ui.meeting_form import name, return_to_draft
from ui.transactions import plain

CHANGED = ":red-badge[:material/history: Đã thay đổi sau khi duyệt]"


def standing(sheet: MeetingSheet, found: Standing | None) -> None:
    """Say who handed the record in and when, with its receipt, and with whom it is."""
    badge = ":blue-badge[:material/task_alt: Đã nộp]"
    if sheet.state is MeetingState.APPROVED:
        badge = ":green-badge[:material/verified: Đã duyệt]"
    at = f"lúc {moment(sheet.submitted_at)}" if sheet.submitted_at else ""
    by = f"{plain(sheet.submitted_by)} nộp" if sheet.submitted_by else "nộp"
    receipt = f" · mã biên nhận **{sheet.receipt}**" if sheet.receipt else ""
    waits = f" · đang chờ {plain(found.waits_for)} duyệt" if found and found.waits_for else ""
    changed = f" {CHANGED}" if sheet.is_changed_after_approval else ""
    st.markdown(f"{badge}{changed} {by} {plain(at)}{receipt}{waits}")


def way_to_review(sheet: MeetingSheet) -> None:
    """Draw the link to where the record is read by those who approve."""
    ref = sheet.ref
    about: dict[str, object] = {"cell": ref.unit_id, "month": f"{ref.month:%Y-%m}"}
    navigation.link(
        "meetings.review", "Xem, duyệt biên bản này", icon="approval", kind=ref.kind.value, number=ref.number, **about
    )


def change(sheet: MeetingSheet, found: Standing | None) -> None:
    """Draw what the cell can do to change a record that was handed in, or whom to ask."""
    if found is None:
        return
    if found.may_take_back:
        _take_back(sheet.ref)
    elif found.may_amend:
        _amend(sheet.ref)
    else:
        st.info(plain(found.why), icon=":material/lock:")


def returned(sheet: MeetingSheet, found: Standing | None) -> None:
    """Say that the record came back and why, each remark with a button to say that it is mended."""
    if found is None:
        return
    if sheet.is_changed_after_approval:
        st.warning(
            "Biên bản đã được duyệt trước đây và đang được sửa; nộp lại xong sẽ phải duyệt lại.",
            icon=":material/history:",
        )
    if found.returned_at is not None:
        note = f"  \n{plain(found.note)}".replace("\n", "  \n") if found.note else ""
        said = f"**{plain(found.returned_by)} trả lại lúc {plain(moment(found.returned_at))}.**{note}"
        st.warning(said, icon=":material/undo:")
    if not found.remarks:
        return
    place = f"{name(sheet.ref)}:remarks"
    with st.container(border=True):
        left = len(found.open_remarks)
        st.subheader(f"Ghi chú của cấp trên: còn {number(left)}/{number(len(found.remarks))} mục cần sửa", anchor=False)
        for row in found.remarks:
            _remark(sheet.ref, row, place)
        actions.said(place)


def notes(found: Standing | None) -> Mapping[str, tuple[str, ...]]:
    """Field → the open remarks pinned to it, to be drawn at the field."""
    pinned: dict[str, tuple[str, ...]] = {}
    for row in found.open_remarks if found else ():
        pinned[row.field] = (*pinned.get(row.field, ()), row.text)
    return pinned


def _remark(ref: MeetingRef, row: RemarkRow, place: str) -> None:
    words, action = st.columns([4, 1], vertical_alignment="center")
    mark = ":green[:material/check_circle:]" if row.is_resolved else ":orange[:material/comment:]"
    words.markdown(f"{mark} **{row.label}**: {plain(row.text)}".replace("\n", "  \n"))

    def work(session: Session, actor: Actor) -> str:
        approvals.resolve(session, actor, ref, row.remark_id, is_resolved=not row.is_resolved)
        return ""

    label, icon = ("Chưa xong", "undo") if row.is_resolved else ("Đã sửa", "check")
    with action:
        actions.button(label, place, work, key=f"{place}:{row.remark_id}", icon=f":material/{icon}:", type="tertiary")


def _take_back(ref: MeetingRef) -> None:
    def work(session: Session, actor: Actor) -> str:
        meetings.take_back(session, actor, ref)
        return "Đã rút lại biên bản. Sửa xong, đồng chí bấm “Nộp biên bản”."

    actions.button("Rút lại để sửa", return_to_draft(ref), work, icon=":material/undo:")
    actions.said(return_to_draft(ref))


def _amend(ref: MeetingRef) -> None:
    place = return_to_draft(ref)
    with st.expander("Mở lại để sửa", icon=":material/edit:", key=f"{place}:open"):
        st.caption(
            "Biên bản đã được duyệt. Mở lại thì biên bản được ghi là đã thay đổi sau khi duyệt và phải duyệt lại."
        )
        key = f"{place}:reason"
        st.text_area("Lý do mở lại", key=key, max_chars=1000, height=90)

        def work(session: Session, actor: Actor) -> str:
            meetings.amend(session, actor, ref, str(st.session_state.get(key) or ""))
            return "Đã mở lại biên bản. Sửa xong, đồng chí bấm “Nộp biên bản”."

        actions.button("Mở lại để sửa", place, work, key=f"{place}:do", icon=":material/lock_open:")
        actions.said(place)

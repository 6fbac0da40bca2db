"""The plans of a month as fields that store themselves: a line a meeting, or all of one meeting."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings, months
from services.access import Actor
from services.clock import today
from services.meetings import MeetingRef, PlanLine, Postponement
from services.members import RosterEntry
from services.vietnamese import day, number
from ui import actions, navigation
from ui.autosave import Autosave
from ui.meeting_choice import unique
from ui.meeting_form import name as record_name
from ui.transactions import plain

LINES = 20
"""Plans on one page: more fields than that make a phone wait."""
STEP = timedelta(minutes=15)


def lines(rows: Sequence[PlanLine]) -> None:
    """Draw day, hour and place of every meeting, a page of them at a time."""
    pages = -(-len(rows) // LINES)
    page = st.pagination(pages, key=f"plans:page:{pages}") if pages > 1 else 1
    set_on = sum(row.planned_on is not None and not row.is_cancelled for row in rows)
    st.caption(
        f"{number(set_on)}/{number(len(rows))} buổi đã có ngày dự kiến. Mỗi ô được lưu ngay khi đồng chí nhập xong."
    )
    for row in rows[(page - 1) * LINES : page * LINES]:
        with st.container(border=True):
            _line(row)


def whole(row: PlanLine, roster: Sequence[RosterEntry]) -> None:
    """Draw everything that is planned of one meeting."""
    with st.container(border=True):
        st.subheader(plain(_title(row)), anchor=False)
        _standing(row)
        if row.is_open:
            form = _form(row.ref)
            _day_and_place(form, row)
            _chair(form, row, roster)
            _theme(form, row)


def acts(row: PlanLine) -> None:
    """Draw the ways to put a meeting off, to call it off and to call it on again."""
    name = _name(row.ref)
    actions.said(name)
    if row.is_cancelled:
        work = partial(_reviving, ref=row.ref)
        actions.button("Khôi phục buổi này", name, work, key=f"{name}:revive", icon=":material/undo:")
        return
    if row.held_on or row.state.is_handed_in:
        return
    with st.container(horizontal=True):
        if row.planned_on and row.is_open:
            with st.popover("Hoãn", icon=":material/event_repeat:", key=f"{name}:postpone"):
                _postpone(row, row.planned_on)
        if row.is_stored or meetings.rule_of(row.ref.kind).is_monthly:
            with st.popover("Hủy", icon=":material/event_busy:", key=f"{name}:cancel"):
                _cancel(row)


def cancelled(ref: MeetingRef) -> None:
    """Say on the page of its record that a meeting was called off, and where it is called on again."""
    st.info("Buổi này đã hủy nên không nhập biên bản.", icon=":material/event_busy:")
    where = {"unit": ref.unit_id, "month": f"{ref.month:%Y-%m}", "kind": ref.kind.value, "view": "plan"}
    navigation.link("meetings.plan", "Mở Lịch sinh hoạt để khôi phục", icon="undo", **where)


def _line(row: PlanLine) -> None:
    who, when = st.columns([2, 5], vertical_alignment="center")
    with who:
        about = {"month": f"{row.ref.month:%Y-%m}", "kind": row.ref.kind.value, "number": row.ref.number}
        navigation.step(plain(_title(row)), "tune", type="tertiary", unit=row.ref.unit_id, **about)
        _standing(row)
    if row.is_open:
        with when:
            _day_and_place(_form(row.ref), row)


def _title(row: PlanLine) -> str:
    is_numbered = not meetings.rule_of(row.ref.kind).is_monthly and (row.ref.number > 1 or row.is_stored)
    return f"{row.unit_name} · buổi {row.ref.number}" if is_numbered else row.unit_name


def _standing(row: PlanLine) -> None:
    """Say what became of the plan, where there is something to say."""
    if row.is_cancelled:
        planned = f"ngày {day(row.planned_on)}, " if row.planned_on else ""
        st.markdown(f":gray-badge[Đã hủy] {plain(f'{planned}lý do: {row.cancelled_reason}')}")
    elif row.held_on:
        st.markdown(f":blue-badge[Đã họp] ngày {plain(day(row.held_on))}")
    elif row.postponed_from:
        words = f"từ ngày {day(row.postponed_from)}; lý do: {row.postponed_reason}"
        st.markdown(f":orange-badge[Đã hoãn] {plain(words)}")
    elif row.ref.month < months.month_of(today()):
        st.markdown(":gray-badge[Tháng đã qua] Không lập lịch nữa; đồng chí nhập biên bản hoặc hủy buổi này.")


def _name(ref: MeetingRef) -> str:
    return f"plan:{record_name(ref)}"


def _form(ref: MeetingRef) -> Autosave:
    def save(session: Session, actor: Actor, field: str, value: Any, seen: Any) -> Any:
        return meetings.plan(session, actor, ref, field, value, seen)

    return Autosave(_name(ref), save)


def _day_and_place(form: Autosave, row: PlanLine) -> None:
    on, at, place = st.columns([3, 2, 5])
    limits: dict[str, date] = {"min_value": row.ref.month, "max_value": months.last_day(row.ref.month)}
    with on:
        form.day("planned_on", "Ngày", row.planned_on, **limits)
    with at:
        form.clock_time("planned_at", "Giờ", row.planned_at, step=STEP)
    with place:
        form.text("place", "Địa điểm", row.place)


def _chair(form: Autosave, row: PlanLine, roster: Sequence[RosterEntry]) -> None:
    if not roster:
        return
    words: dict[UUID, str] = {
        UUID(member_id): label
        for member_id, label in unique({str(entry.member_id): entry.full_name for entry in roster}).items()
    }
    if row.chair_id and row.chair_id not in words:
        words[row.chair_id] = "Người không còn trong chi bộ"
    form.pick("chair_id", "Chủ trì", row.chair_id, list(words), format_func=words.__getitem__, placeholder="Chọn tên")


def _theme(form: Autosave, row: PlanLine) -> None:
    is_monthly = meetings.rule_of(row.ref.kind).is_monthly
    if is_monthly:
        form.toggle("is_combined", meetings.FIELDS["is_combined"], row.is_combined)
    if row.is_combined or not is_monthly:
        form.text("theme", "Chuyên đề, nội dung chính", row.theme)


def _postpone(row: PlanLine, planned_on: date) -> None:
    # The key holds the plan that is put off: once it is, the form is another one and empty again.
    key = f"{_name(row.ref)}:postpone:{planned_on}:{row.planned_at}"
    with st.form(key, border=False):
        st.markdown(f"Lịch cũ: {plain(meetings.when(planned_on, row.planned_at))}")
        limits: dict[str, Any] = {"min_value": row.ref.month, "max_value": months.last_day(row.ref.month)}
        st.date_input("Ngày mới", None, key=f"{key}:on", format="DD/MM/YYYY", **limits)
        st.time_input("Giờ mới", row.planned_at, key=f"{key}:at", step=STEP, format="24h")
        st.text_input("Lý do hoãn", key=f"{key}:reason", max_chars=500, autocomplete="off")
        st.form_submit_button("Hoãn buổi này", key=f"{key}:do", on_click=_on_postpone, args=(row.ref, key))


def _cancel(row: PlanLine) -> None:
    key = f"{_name(row.ref)}:cancel:form"
    with st.form(key, border=False):
        if meetings.rule_of(row.ref.kind).is_monthly:
            st.markdown(
                "Tháng này chi bộ sẽ không có buổi thường kỳ nào khác; muốn họp lại, đồng chí bấm “Khôi phục buổi này”."
            )
        st.text_input("Lý do hủy", key=f"{key}:reason", max_chars=500, autocomplete="off")
        st.form_submit_button("Hủy buổi này", key=f"{key}:do", on_click=_on_cancel, args=(row.ref, key))


def _on_postpone(ref: MeetingRef, key: str) -> None:
    state = st.session_state
    change = Postponement(state[f"{key}:on"], state[f"{key}:at"], state[f"{key}:reason"])
    actions.carry_out(_name(ref), partial(_postponing, ref=ref, change=change))


def _postponing(session: Session, actor: Actor, *, ref: MeetingRef, change: Postponement) -> str:
    meetings.postpone(session, actor, ref, change)
    return f"Đã hoãn buổi này sang {meetings.when(change.on, change.at)}."


def _on_cancel(ref: MeetingRef, key: str) -> None:
    reason = st.session_state[f"{key}:reason"]
    actions.carry_out(_name(ref), partial(_cancelling, ref=ref, reason=reason))


def _cancelling(session: Session, actor: Actor, *, ref: MeetingRef, reason: str) -> str:
    meetings.cancel(session, actor, ref, reason)
    return "Đã hủy buổi này."


def _reviving(session: Session, actor: Actor, *, ref: MeetingRef) -> str:
    meetings.revive(session, actor, ref)
    return "Đã khôi phục buổi này."

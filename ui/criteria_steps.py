"""What can be done with a set that is being read: copied, continued as a new version, compared, no longer used."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import criteria
from services.access import Actor
from services.clock import today
from services.criteria import CriteriaState, DraftRow, SetRow
from services.units import UnitRow
from ui import actions, navigation, tokens
from ui.criteria_fields import MIDDLE, place_of
from ui.transactions import plain

LONGEST_REASON = 500


def steps(row: SetRow, units: Sequence[UnitRow]) -> None:
    """Draw everything that the reader may do; ``units`` are those that a copy may be made for, none for readers."""
    name = f"{place_of(row.set_id)}:steps"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        navigation.step("Về danh mục", "arrow_back", set=None)
        if row.is_open:
            navigation.link("criteria.builder", "Soạn tiếp", icon="edit_note", set=row.set_id)
        navigation.link("criteria.compare", "So sánh", icon="compare", old=row.set_id)
        navigation.link("criteria.simulation", "Chấm thử theo năm", icon="science", set=row.set_id)
        if units:
            _copy(row, name, units)
        if row.is_kept_here and not row.is_open:
            _new_version(row, name)
        if row.is_kept_here and row.state is CriteriaState.PUBLISHED:
            _retire(row, name)
    actions.said(name)
    if made := st.session_state.pop(f"{name}:made", None):
        navigation.link("criteria.builder", "Mở bản nháp vừa tạo để soạn", icon="edit_note", set=made)


def discard(draft: DraftRow) -> None:
    """Draw how a draft is thrown away."""
    row = draft.row
    name = f"{place_of(row.set_id)}:discard"

    def work(session: Session, actor: Actor) -> str:
        criteria.discard(session, actor, row.set_id, revision=draft.revision)
        return "Đã bỏ bản nháp."

    with st.popover("Bỏ bản nháp này", icon=":material/delete:", type="tertiary"):
        st.markdown(f"Bỏ hẳn bản nháp “{plain(row.title or row.code)}”? Việc này không hoàn tác được trên màn hình.")
        st.button("Bỏ hẳn", key=name, icon=":material/delete:", on_click=_discard, args=(name, work))
    actions.said(name)


def _copy(row: SetRow, name: str, units: Sequence[UnitRow]) -> None:
    by_id = {unit.unit_id: unit.name for unit in units}
    with st.popover("Sao chép", icon=":material/content_copy:", type="tertiary"):
        st.selectbox("Thành bộ riêng của", list(by_id), format_func=by_id.__getitem__, key=f"{name}:unit", width=MIDDLE)
        args = (row.set_id, name, tokens.token(f"{name}:copy"))
        st.button("Tạo bản nháp", key=f"{name}:copy", on_click=_make_copy, args=args)


def _new_version(row: SetRow, name: str) -> None:
    args = (row.set_id, row.unit_id, name, tokens.token(f"{name}:version"))
    icon = ":material/upgrade:"
    st.button("Phiên bản mới", key=f"{name}:version", icon=icon, type="tertiary", on_click=_make_version, args=args)


def _retire(row: SetRow, name: str) -> None:
    with st.popover("Thôi dùng", icon=":material/event_busy:", type="tertiary"):
        st.caption("Bản đã chấm theo bộ này vẫn giữ nguyên.")
        st.date_input("Thôi dùng từ ngày", today(), format="DD/MM/YYYY", key=f"{name}:on")
        st.text_area("Lý do", key=f"{name}:reason", placeholder="ví dụ Có văn bản mới thay thế")
        st.button("Thôi dùng bộ này", key=f"{name}:retire", on_click=_retired, args=(row.set_id, name))


def _make_copy(set_id: UUID, name: str, token: UUID) -> None:
    unit_id = st.session_state[f"{name}:unit"]

    def work(session: Session, actor: Actor) -> str:
        criteria.copy(session, actor, set_id, unit_id, as_new_version=False, token=token)
        return "Đã sao chép thành bản nháp của đơn vị."

    _made(name, "copy", token, work)


def _make_version(set_id: UUID, unit_id: UUID, name: str, token: UUID) -> None:
    def work(session: Session, actor: Actor) -> str:
        criteria.copy(session, actor, set_id, unit_id, as_new_version=True, token=token)
        return "Đã tạo bản nháp của phiên bản mới. Đồng chí nhập văn bản và ngày có hiệu lực ở mục “Văn bản”."

    _made(name, "version", token, work)


def _made(name: str, what: str, token: UUID, work: actions.Work) -> None:
    if actions.carried_out(name, work):
        tokens.spend(f"{name}:{what}")
        st.session_state[f"{name}:made"] = str(token)


def _retired(set_id: UUID, name: str) -> None:
    asked: Any = st.session_state
    on, reason = asked[f"{name}:on"], asked[f"{name}:reason"]

    def work(session: Session, actor: Actor) -> str:
        criteria.retire(session, actor, set_id, on, reason)
        return "Đã ghi thôi dùng bộ tiêu chí."

    actions.carry_out(name, work)


def _discard(name: str, work: actions.Work) -> None:
    if actions.carried_out(name, work):
        for parameter in ("set", "at", "view"):
            st.query_params.pop(parameter, None)

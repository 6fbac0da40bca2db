"""The criteria sets that ship with the product: a list of them, one to read, and the way into a draft of one's own."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import criteria
from services.access import Actor
from services.criteria import ShippedRow
from services.units import UnitRow
from ui import actions, navigation, tokens
from ui.criteria_fields import MIDDLE, capital
from ui.criteria_view import body, document, validity
from ui.transactions import plain


def asked() -> str:
    """The name of the shipped set in the address; empty: none is asked for."""
    return str(st.query_params.get("shipped", ""))


def shelf(rows: Sequence[ShippedRow]) -> None:
    """Draw every shipped set, kind by kind."""
    st.caption(
        "Các bộ đi kèm cổng: khung của Trung ương và bản mẫu. Đồng chí xem, rồi sao chép thành bản nháp của đơn vị mình để sửa."
    )
    for kind, inside in groupby(rows, lambda row: row.kind):
        st.subheader(plain(capital(kind.name)), anchor=False)
        for row in inside:
            with st.container(border=True):
                st.markdown(f"**{plain(row.form.title)}**")
                st.caption(plain(_facts(row)))
                navigation.step("Xem mẫu", "visibility", type="tertiary", shipped=row.name)


def to_read(row: ShippedRow, units: Sequence[UnitRow]) -> None:
    """Draw one shipped set with the way into a draft; ``units`` are those that it may be copied for."""
    name = f"criteria:shipped:{row.name}"
    st.title(plain(row.form.title))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        navigation.step("Về danh mục", "arrow_back", shipped=None)
        _copy(row, name, units)
    actions.said(name)
    if made := st.session_state.pop(f"{name}:made", None):
        navigation.link("criteria.builder", "Mở bản nháp vừa tạo để soạn", icon="edit_note", set=made, view="document")
    st.markdown(plain(_facts(row)))
    body(row.examined)


def _facts(row: ShippedRow) -> str:
    return " · ".join(filter(None, (document(row.form), validity(row.form))))


def _copy(row: ShippedRow, name: str, units: Sequence[UnitRow]) -> None:
    by_id = {unit.unit_id: unit.name for unit in units}
    with st.popover("Sao chép", icon=":material/content_copy:", type="primary"):
        st.selectbox("Thành bộ riêng của", list(by_id), format_func=by_id.__getitem__, key=f"{name}:unit", width=MIDDLE)
        args = (row.name, name, tokens.token(f"{name}:copy"))
        st.button("Tạo bản nháp", key=f"{name}:copy", on_click=_make_copy, args=args)


def _make_copy(shipped_name: str, name: str, token: UUID) -> None:
    unit_id = st.session_state[f"{name}:unit"]

    def work(session: Session, actor: Actor) -> str:
        criteria.copy_shipped(session, actor, shipped_name, unit_id, token)
        return "Đã sao chép thành bản nháp của đơn vị."

    if actions.carried_out(name, work):
        tokens.spend(f"{name}:copy")
        st.session_state[f"{name}:made"] = str(token)

"""The list of criteria sets: by kind, with their state, validity and the units that they hold for; new ones."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import clock, criteria
from services.access import Actor
from services.criteria import CriteriaState, DraftRow, HoldingRow, Kind, SetRow, SubjectKind
from services.units import UnitRow
from services.vietnamese import number
from ui import actions, filters, navigation, tables, tokens
from ui.criteria_check import STATE_COLOURS, STATE_NAMES
from ui.criteria_fields import MIDDLE, capital, place_of, unplaced
from ui.criteria_view import document, validity
from ui.transactions import plain

SUBJECTS = {SubjectKind.CELL: "Một chi bộ", SubjectKind.COMMITTEE: "Một đảng bộ"}
"""Whom an added kind may be about. Meetings and members have pages of their own, for the kinds of the product only."""
VIEWS = {"current": "Đang và sắp hiệu lực", "drafts": "Bản nháp", "past": "Đã hết hiệu lực", "shipped": "Mẫu có sẵn"}
SHIPPED = "shipped"
BEGIN, KIND = "criteria:begin", "criteria:kind"


def sets(rows: Sequence[SetRow], holding: Mapping[str, Sequence[HoldingRow]]) -> None:
    """Draw every set, kind by kind."""
    for kind in dict.fromkeys(row.kind for row in rows):
        of_kind = [row for row in rows if row.kind == kind]
        st.subheader(plain(capital(of_kind[0].kind_name)), anchor=False)
        held = [row for row in holding.get(kind, ()) if row.set_id]
        for row in of_kind:
            _row(row, sum(found.set_id == row.set_id for found in held))
        _where(kind, holding.get(kind, ()))


def view(rows: Sequence[SetRow], *, with_shipped: bool) -> tuple[str, list[SetRow]]:
    """Choose what is listed: what holds or will hold, drafts, what holds no longer, or what ships with the product."""
    by_view: dict[str, list[SetRow]] = {name: [] for name in VIEWS}
    for row in rows:
        by_view["drafts" if row.is_open else "past" if _is_past(row) else "current"].append(row)
    shown = [name for name in VIEWS if by_view[name] or name == "current" or (name == SHIPPED and with_shipped)]
    chosen = filters.tab({name: VIEWS[name] for name in shown}, key="view")
    return chosen, by_view[chosen]


def state(row: SetRow) -> None:
    """Draw how far a set has come."""
    words, colour = STATE_NAMES[row.state], STATE_COLOURS[row.state]
    if row.state is CriteriaState.PUBLISHED and _is_past(row):
        words, colour = "Hết hiệu lực", "gray"
    elif row.state is CriteriaState.PUBLISHED and row.valid_from > clock.today():
        words, colour = "Sắp có hiệu lực", "blue"
    st.badge(words, color=colour)  # type: ignore[arg-type]


def _is_past(row: SetRow) -> bool:
    """Whether it holds no longer; one that was retired before it began never did."""
    return row.valid_to <= clock.today() if row.valid_to else row.state is CriteriaState.RETIRED


def draft_head(draft: DraftRow) -> None:
    """Draw which set is being worked on, how far it has come, and when it was stored."""
    row = draft.row
    st.title(plain(row.title or "Bộ tiêu chí chưa đặt tên"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        state(row)
        st.caption(plain(f"{capital(row.kind_name)} · {row.unit_name} · phiên bản {row.version}"), width="content")
        if wrong := len(draft.examined.faults) + len(draft.examined.errors):
            st.badge(f"{wrong} chỗ phải sửa", color="red", icon=":material/error:")
        if draft.changed_at:
            at = clock.local(draft.changed_at)
            st.caption(f":material/cloud_done: Đã lưu lúc {at:%H:%M ngày %d/%m/%Y}", width="content")
        navigation.link("criteria.list", "Xem như người đọc", icon="visibility", set=row.set_id)
    if row.state is CriteriaState.CHECKED:
        st.info("Bộ này đã kiểm tra xong, chờ ban hành. Nếu sửa, bộ này trở lại là bản nháp và phải kiểm tra lại.")
    elif draft.reopened:
        st.warning(plain(draft.reopened), icon=":material/history:")
    actions.said(place_of(row.set_id))
    unplaced(draft)


def drafts(rows: Sequence[SetRow]) -> None:
    """Draw the sets that are being worked on, each leading to where that is done."""
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            navigation.link("criteria.builder", plain(_title(row)), icon="edit_note", set=row.set_id)
            state(row)
            st.caption(plain(f"{capital(row.kind_name)} · {row.unit_name}"), width="content")


def begin(kinds: Sequence[Kind], units: Sequence[UnitRow]) -> None:
    """Draw how a new set is begun."""
    names = {kind.code: capital(kind.name) for kind in kinds}
    by_id = {unit.unit_id: unit.name for unit in units}
    with st.form(BEGIN, border=False):
        st.selectbox("Loại đánh giá", list(names), format_func=names.__getitem__, key=f"{BEGIN}:kind", width=MIDDLE)
        st.selectbox("Áp dụng cho", list(by_id), format_func=by_id.__getitem__, key=f"{BEGIN}:unit", width=MIDDLE)
        token = tokens.token(BEGIN)
        st.form_submit_button("Bắt đầu soạn", icon=":material/add:", type="primary", on_click=_begin, args=(token,))
    actions.said(BEGIN)


def add_kind(units: Sequence[UnitRow]) -> None:
    """Draw how an administrator adds a kind of assessment."""
    by_id = {unit.unit_id: unit.name for unit in units}
    with st.expander("Thêm loại đánh giá", icon=":material/category:"), st.form(KIND, border=False):
        st.caption(
            "Ví dụ một đợt kiểm tra riêng của địa phương. Loại mới dùng được ở đơn vị đã chọn và cấp dưới. Buổi sinh "
            "hoạt và đảng viên chỉ chấm theo loại của cổng (“Chất lượng sinh hoạt chi bộ”, “Xếp loại đảng viên hằng "
            "năm”), vì kết quả đi vào xếp loại tháng và năm; địa phương soạn bộ riêng của hai loại đó, không cần loại mới."
        )
        st.text_input("Tên loại, viết thường", key=f"{KIND}:name", placeholder="ví dụ kiểm tra quý", width=MIDDLE)
        st.text_input("Mã, không dấu", key=f"{KIND}:code", placeholder="ví dụ kiem_tra_quy", width=MIDDLE)
        subject = {"format_func": SUBJECTS.__getitem__, "width": MIDDLE}
        st.selectbox("Chấm cho", list(SUBJECTS), key=f"{KIND}:subject", **subject)  # type: ignore[call-overload]
        st.selectbox("Dùng ở", list(by_id), format_func=by_id.__getitem__, key=f"{KIND}:unit", width=MIDDLE)
        st.form_submit_button("Thêm loại", on_click=_add_kind)
    actions.said(KIND)


def _row(row: SetRow, units: int) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(_title(row))}**", width="content")
            state(row)
        used = f"Đang dùng cho {number(units)} đơn vị" if units else ""
        facts = [document(row), validity(row), row.unit_name, used]
        st.caption(plain(" · ".join(filter(None, facts))))
        navigation.step("Xem", "visibility", type="tertiary", set=row.set_id)


def _title(row: SetRow) -> str:
    return row.title or f"Chưa đặt tên ({row.code})"


def _where(kind: str, rows: Sequence[HoldingRow]) -> None:
    """Draw, folded away, which set each unit uses today, and why."""
    if not rows:
        return
    without = sum(row.set_id is None for row in rows)
    if without:
        st.caption(f":orange[:material/warning:] {number(without)}/{number(len(rows))} đơn vị chưa có bộ tiêu chí nào.")
    box = st.expander("Đơn vị nào đang dùng bộ nào", key=f"where:{kind}", on_change="rerun")
    if box.open:
        said = [[row.unit_name, _used(row), row.why] for row in rows]
        with box:
            tables.texts(["Đơn vị", "Bộ tiêu chí", "Vì sao"], said)


def _used(row: HoldingRow) -> str:
    return f"{row.title} (phiên bản {row.version})" if row.set_id else "chưa có"


def _begin(token: UUID) -> None:
    asked: Any = st.session_state
    kind, unit_id = asked[f"{BEGIN}:kind"], asked[f"{BEGIN}:unit"]

    def work(session: Session, actor: Actor) -> str:
        criteria.begin(session, actor, unit_id, kind, token)
        return "Đã mở bộ tiêu chí mới. Mọi nội dung được lưu ngay khi đồng chí nhập."

    if actions.carried_out(BEGIN, work):
        tokens.spend(BEGIN)
        st.query_params["set"] = str(token)


def _add_kind() -> None:
    asked: Any = st.session_state
    kind = Kind(asked[f"{KIND}:code"], asked[f"{KIND}:name"], asked[f"{KIND}:subject"])
    unit_id = asked[f"{KIND}:unit"]

    def work(session: Session, actor: Actor) -> str:
        criteria.add_kind(session, actor, kind, unit_id)
        return f"Đã thêm loại đánh giá “{kind.name}”."

    actions.carry_out(KIND, work)

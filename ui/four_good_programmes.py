"""Programmes on the screen: what each says and leaves open, and a form to write one."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import four_good
from services.access import Actor
from services.clock import today
from services.four_good import KIND_NAMES, USUAL, ProgrammeDraft, ProgrammeRow
from services.units import UnitRow
from ui import actions, tables, tokens
from ui.assessment_words import lines
from ui.meeting_choice import unique
from ui.transactions import plain

LAST_DAYS = {
    "registered_until": "Hạn đăng ký",
    "assessed_until": "Hạn tự chấm",
    "reviewed_until": "Hạn thẩm định",
    "recognised_until": "Hạn công nhận",
}
LAST_DAY_WIDTH = 140
"""Pixels: two beside each other on a phone."""
NEW, REMOVED = "programme:new", "programme:removed"


def removed() -> None:
    """Draw, once, how taking a programme away went: it is no longer there to say so beside it."""
    actions.said(REMOVED)


def show(row: ProgrammeRow, *, may_change: bool) -> None:
    """Draw one programme; whoever may write it gets the form and a way to take it away."""
    with st.container(border=True):
        st.markdown(f"**{plain(row.title)}**")
        document = f"Văn bản {row.document} · " if row.document else ""
        st.caption(plain(f"{document}{KIND_NAMES[row.kind]} · {row.unit_name} · {row.first_year}–{row.last_year}"))
        days = [four_good.shown(getattr(row.days, name)) for name in LAST_DAYS]
        tables.texts(list(LAST_DAYS.values()), [days])
        if row.note:
            st.warning(lines(row.note), icon=":material/rule:")
        if may_change and row.programme_id:
            _changes(row, row.programme_id)


def new(holders: Sequence[UnitRow]) -> None:
    """Draw the form of a new programme for one of some units."""
    box = st.expander("Lập chương trình mới", icon=":material/add:", key=f"{NEW}:box", on_change="rerun")
    if box.open:
        token = tokens.token(NEW)
        with box, st.form(f"{NEW}:{token}", border=False):
            words = unique({str(row.unit_id): row.name for row in holders})
            st.selectbox("Đơn vị ban hành", list(words), format_func=words.__getitem__, key=f"{token}:unit")
            st.selectbox("Loại", list(KIND_NAMES), format_func=KIND_NAMES.__getitem__, key=f"{token}:kind")
            _fields(str(token), ProgrammeRow("", "", today().year, today().year, USUAL))
            st.form_submit_button("Lập chương trình", type="primary", on_click=_create, args=(token,))
    actions.said(NEW)


def _changes(row: ProgrammeRow, programme_id: UUID) -> None:
    name = f"programme:{programme_id}"
    # Fields that were filled from an older state would offer it for storing: what has changed since is another form.
    key = f"{name}:{row.changed_at}"
    box = st.expander("Sửa chương trình", icon=":material/edit:", key=f"{name}:box", on_change="rerun")
    if box.open:
        with box:
            with st.form(key, border=False):
                _fields(key, row)
                args = (name, key, row, programme_id)
                st.form_submit_button("Lưu chương trình", type="primary", on_click=_change, args=args)
            work = partial(_removing, programme_id=programme_id, seen=row.changed_at)
            actions.button("Bỏ chương trình này", REMOVED, work, key=f"{name}:remove", icon=":material/delete:")
    actions.said(name)


def _fields(key: str, row: ProgrammeRow) -> None:
    st.text_input("Tên chương trình, kế hoạch", row.title, key=f"{key}:title", max_chars=300, autocomplete="off")
    with st.container(horizontal=True):
        st.text_input("Số văn bản", row.document_number, key=f"{key}:document_number", autocomplete="off")
        options: dict[str, Any] = {"format": "DD/MM/YYYY", "min_value": date(2000, 1, 1), "max_value": today()}
        st.date_input("Ngày văn bản", row.document_date, key=f"{key}:document_date", **options)
        for field, label in (("first_year", "Từ năm"), ("last_year", "Đến năm")):
            st.number_input(label, 2000, 2100, getattr(row, field), key=f"{key}:{field}")
    st.caption("Hạn của từng khâu trong năm, ghi ngày và tháng, ví dụ 31/3. Hết ngày ấy vẫn là đúng hạn.")
    with st.container(horizontal=True):
        for field, label in LAST_DAYS.items():
            stored = four_good.shown(getattr(row.days, field))
            st.text_input(label, stored, key=f"{key}:{field}", width=LAST_DAY_WIDTH, autocomplete="off")
    hint = "Ví dụ: một văn bản ghi 2023–2030, văn bản khác ghi 2023–2025."
    st.text_area("Điểm các văn bản còn nêu khác nhau", row.note, key=f"{key}:note", max_chars=1000, help=hint)


def _draft(key: str, kind: str) -> ProgrammeDraft:
    fields = ["title", "first_year", "last_year", "document_number", "document_date", "note", *LAST_DAYS]
    return ProgrammeDraft(kind=kind, **{field: st.session_state[f"{key}:{field}"] for field in fields})


def _create(token: UUID) -> None:
    unit_id, draft = UUID(st.session_state[f"{token}:unit"]), _draft(str(token), st.session_state[f"{token}:kind"])
    actions.carry_out(NEW, partial(_creating, unit_id=unit_id, draft=draft, token=token))


def _creating(session: Session, actor: Actor, *, unit_id: UUID, draft: ProgrammeDraft, token: UUID) -> str:
    four_good.create_programme(session, actor, unit_id, draft, token)
    tokens.spend(NEW)
    return "Đã lập chương trình."


def _change(name: str, key: str, row: ProgrammeRow, programme_id: UUID) -> None:
    work = partial(_changing, programme_id=programme_id, draft=_draft(key, row.kind), seen=row.changed_at)
    actions.carry_out(name, work)


def _changing(
    session: Session, actor: Actor, *, programme_id: UUID, draft: ProgrammeDraft, seen: datetime | None
) -> str:
    four_good.change_programme(session, actor, programme_id, draft, seen)
    return "Đã lưu chương trình."


def _removing(session: Session, actor: Actor, *, programme_id: UUID, seen: datetime | None) -> str:
    four_good.remove_programme(session, actor, programme_id, seen)
    return "Đã bỏ chương trình. Chương trình của cấp trên, nếu có, được áp dụng."

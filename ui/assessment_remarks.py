"""Remarks at items: written and taken away by the reviewer, read and dealt with by the unit."""

from collections.abc import Callable
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import assessments
from services.access import Actor
from services.assessments import AssessmentRef, ItemRow, RemarkRow, Sheet
from services.clock import local
from ui import actions, tokens
from ui.assessment_words import in_label, lines
from ui.transactions import plain

Act = Callable[[Session, Actor, AssessmentRef, UUID], object]


def listed(sheet: Sheet) -> None:
    """Say how many remarks there are, and list those that nobody has dealt with, with the items that they are at."""
    if not sheet.remarks:
        return
    waiting = [(row, remark) for row, remark in sheet.remarks if remark.is_open]
    said = f"**{len(sheet.remarks)} ghi chú thẩm định, còn {len(waiting)} chưa xử lý.**"
    each = [f"- Tiêu chí {plain(row.item.name)}: {plain(' '.join(remark.text.split()))}" for row, remark in waiting]
    draw = st.warning if waiting else st.success
    draw("\n".join([said, "", *each]), icon=":material/comment:")


def answered(sheet: Sheet, row: ItemRow) -> None:
    """Draw the remarks at an item for the unit, each with a button to say that it is mended."""
    for remark in row.beside.remarks:
        with _line(sheet, remark):
            if remark.is_open:
                _button("Đã sửa xong", "check", _resolve, sheet, remark)
            else:
                _button("Chưa sửa xong", "undo", _reopen, sheet, remark)
    actions.said(_name(sheet, row))


def written(sheet: Sheet, row: ItemRow) -> None:
    """Draw the remarks at an item for the reviewer, and room for one more."""
    for remark in row.beside.remarks:
        with _line(sheet, remark):
            if remark.is_open:
                _button("Bỏ ghi chú", "delete", assessments.withdraw_remark, sheet, remark)
    name = _name(sheet, row)
    label, icon = f"Ghi chú {in_label(row.item)}", ":material/add_comment:"
    place = st.popover(label, icon=icon, type="tertiary", key=f"{name}:open", on_change="rerun")
    if place.open:
        with place:
            _form(sheet, row, name)
    actions.said(name)


def shown(sheet: Sheet, row: ItemRow) -> None:
    """Draw the remarks at an item to be read."""
    for remark in row.beside.remarks:
        with _line(sheet, remark):
            pass


def _form(sheet: Sheet, row: ItemRow, name: str) -> None:
    # A fresh field after every remark; one that was refused stays to be mended.
    key = f"{name}:{tokens.token(name)}"
    st.text_area(f"Nội dung cần sửa ở tiêu chí {in_label(row.item)}", key=key, max_chars=2000)

    def write(session: Session, actor: Actor) -> str:
        words = str(st.session_state[key])
        assessments.remark(session, actor, sheet.ref, row.item.id, words, tokens.token(name))
        tokens.spend(name)
        return "Đã lưu ghi chú."

    actions.button("Lưu ghi chú", name, write, key=f"{name}:save", icon=":material/save:")


def _line(sheet: Sheet, remark: RemarkRow) -> st.delta_generator.DeltaGenerator:
    box = st.container(border=True, key=f"remark:{sheet.ref.name}:{remark.remark_id}", gap="xxsmall")
    state = ":orange-badge[Chưa xử lý]" if remark.is_open else ":green-badge[Đã sửa xong]"
    when = f"{local(remark.written_at):%H:%M ngày %d/%m/%Y}"
    box.markdown(f":material/comment: {state} {lines(remark.text)}")
    done = f" · đơn vị báo sửa xong lúc {local(remark.resolved_at):%H:%M ngày %d/%m/%Y}" if remark.resolved_at else ""
    box.caption(f"{plain(remark.written_by)}, {when}{done}")
    return box


def _button(label: str, icon: str, act: Act, sheet: Sheet, remark: RemarkRow) -> None:
    def work(session: Session, actor: Actor) -> str:
        act(session, actor, sheet.ref, remark.remark_id)
        return "Đã lưu."

    key = f"remark:{remark.remark_id}:{icon}"
    name = f"remarks:{sheet.ref.name}:{remark.item_id}"
    actions.button(label, name, work, key=key, icon=f":material/{icon}:", type="tertiary")


def _resolve(session: Session, actor: Actor, ref: AssessmentRef, remark_id: UUID) -> None:
    assessments.resolve_remark(session, actor, ref, remark_id)


def _reopen(session: Session, actor: Actor, ref: AssessmentRef, remark_id: UUID) -> None:
    assessments.resolve_remark(session, actor, ref, remark_id, is_resolved=False)


def _name(sheet: Sheet, row: ItemRow) -> str:
    return f"remarks:{sheet.ref.name}:{row.item.id}"

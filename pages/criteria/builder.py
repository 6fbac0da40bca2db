"""Soạn bộ tiêu chí: one draft, part by part, stored as it is typed; its check, its preview, its file."""

import streamlit as st

from services import criteria, units
from ui import (
    address,
    criteria_check,
    criteria_document,
    criteria_files,
    criteria_grades,
    criteria_list,
    criteria_outline,
    criteria_parts,
    criteria_preview,
    criteria_steps,
    criteria_year,
    filters,
    navigation,
)
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
set_id = address.asked_id("set")

if set_id is None:
    st.title("Soạn bộ tiêu chí")
    with reading() as session:
        rows = [row for row in criteria.sets(session, actor) if row.is_kept_here and row.is_open]
        kinds = criteria.kinds(session, actor)
        holders = [row for row in units.tree(session, actor) if not row.is_cell]
    st.subheader("Bản nháp đang soạn", anchor=False)
    criteria_list.drafts(rows)
    if not rows:
        st.caption("Chưa có bản nháp nào.")
    st.subheader("Soạn bộ mới", anchor=False)
    st.caption(
        "Muốn bắt đầu từ một bộ đã có, đồng chí mở bộ đó trong danh mục rồi chọn “Sao chép” hoặc “Phiên bản mới”."
    )
    navigation.link("criteria.list", "Xem các mẫu có sẵn", icon="library_books", view=criteria_list.SHIPPED)
    criteria_list.begin(kinds, holders)
    st.stop()

with reading() as session:
    draft = criteria.draft(session, actor, set_id)
    kinds = criteria.kinds(session, actor)
criteria_list.draft_head(draft)
if not draft.row.is_open:
    st.info(
        "Bộ tiêu chí này đã ban hành nên không sửa được nữa. Muốn thay đổi, đồng chí lập phiên bản mới từ danh mục."
    )
    navigation.link("criteria.list", "Xem bộ tiêu chí", set=set_id)
    st.stop()

view = filters.tab(criteria_check.VIEWS, key="view")
criteria_outline.undo(draft)

if view == "content":
    outline, fields = st.columns([2, 3], gap="medium")
    with outline:
        part = criteria_outline.outline(draft)
    with fields:
        if part:
            criteria_parts.part(draft, part)
elif view == "grades":
    criteria_grades.scoring(draft)
    criteria_grades.grades(draft)
elif view == "year":
    st.subheader("Xếp loại năm từ các tháng", anchor=False)
    criteria_year.roll_up(draft)
    st.subheader("Khống chế tỷ lệ mức cao nhất", anchor=False)
    criteria_year.cap(draft)
elif view == "document":
    criteria_document.document(draft, kinds)
    criteria_document.use(draft)
    criteria_steps.discard(draft)
elif view == "check":
    criteria_check.steps(draft)
    criteria_check.found(draft)
elif view == "preview":
    criteria_preview.preview(draft)
else:
    criteria_files.exchange(draft)

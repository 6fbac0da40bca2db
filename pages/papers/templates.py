"""Mẫu văn bản: by which template each kind of paper is printed; one's own put in its place, and taken back."""

import streamlit as st

from services import papers, units
from ui import paper_templates
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Mẫu văn bản")
st.markdown(
    "Tải mẫu có sẵn về, sửa trong Word rồi tải lên thay. Mẫu mới dùng cho đơn vị đã chọn và mọi đơn vị trực thuộc chưa "
    "có mẫu riêng. Cổng in thử từng mẫu trước khi nhận và nêu rõ chỗ chưa đúng."
)

with reading() as session:
    tree = [row for row in units.tree(session, actor) if not row.is_cell]
if not tree:
    st.info("Hiện không có tổ chức đảng nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
unit_id = paper_templates.unit(tree)
with reading() as session:
    rows = papers.templates(session, actor, unit_id)
for row in rows:
    paper_templates.template(unit_id, row)

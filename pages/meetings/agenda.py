"""Mẫu chương trình: the points that the regular meetings of a unit's cells begin with, by type of cell."""

import streamlit as st

from services import meetings, units
from ui import agenda_templates
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Mẫu chương trình")
st.markdown(
    "Người ghi biên bản bấm “Lấy theo mẫu” để có sẵn các điểm này, rồi sửa cho từng buổi. Mẫu của một tổ chức dùng cho "
    "các chi bộ trực thuộc; mẫu của cấp gần chi bộ nhất được dùng trước."
)

with reading() as session:
    tree = units.tree(session, actor)
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit_id = agenda_templates.unit(tree)
    with reading() as session:
        rows = meetings.templates(session, actor, unit_id)
    row = agenda_templates.cell_type(rows)

agenda_templates.template(unit_id, row)

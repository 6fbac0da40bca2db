"""Tự chấm: one cell's form of one year, drawn from its criteria set and written through as it is filled in."""

import streamlit as st

from services import assessments
from ui import assessment_choice, assessment_fields, assessment_steps
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
st.title("Tự chấm chi bộ bốn tốt")
choice = st.container(horizontal=True, vertical_alignment="bottom")

with choice:
    year = assessment_choice.year()
with reading() as session:
    cells = assessments.overview(session, actor, actor.unit_id, year)
if not cells:
    st.info(f"Năm {year} không có chi bộ nào trong phạm vi của đồng chí.")
    st.stop()
with choice:
    cell = assessment_choice.cell(cells)

with reading() as session:
    sheet = assessments.sheet(session, actor, cell.ref)

st.subheader(f"{plain(sheet.unit_name)}, năm {year}")
assessment_steps.standing(sheet)
assessment_steps.totals(sheet)
assessment_steps.criteria_set(sheet)

is_read_only = not sheet.course.is_editable
draw = assessment_fields.show if is_read_only else assessment_fields.edit
for section in sheet.sections:
    opened = assessment_steps.section(sheet, section, is_read_only=is_read_only)
    if opened.open:
        with opened:
            draw(cell.ref, section.items)

assessment_steps.result(sheet)
assessment_steps.reasons(sheet)
assessment_steps.missing(sheet)
assessment_steps.cell_steps(sheet)

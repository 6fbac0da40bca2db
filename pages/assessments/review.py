"""Thẩm định: what the cells have handed in; one is opened, read, and accepted or sent back with a note."""

import streamlit as st

from services import assessments
from services.assessments import AssessmentRef
from ui import address, assessment_choice, assessment_fields, assessment_steps
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
st.title("Thẩm định chi bộ bốn tốt")
asked = address.asked_id("cell")
year = assessment_choice.year()

if asked is None:
    with reading() as session:
        rows = assessments.queue(session, actor, year)
    assessment_choice.queue(rows, year)
    st.stop()

with reading() as session:
    sheet = assessments.sheet(session, actor, AssessmentRef(asked, year))
assessment_choice.way_back()
st.subheader(f"{plain(sheet.unit_name)}, năm {year}")
assessment_steps.standing(sheet)
assessment_steps.totals(sheet)
assessment_steps.criteria_set(sheet)
for section in sheet.sections:
    opened = assessment_steps.section(sheet, section, is_read_only=True)
    if opened.open:
        with opened:
            assessment_fields.show(sheet.ref, section.items)
assessment_steps.result(sheet)
assessment_steps.reasons(sheet)
assessment_steps.reviewer_steps(sheet)

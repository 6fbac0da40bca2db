"""Thẩm định: what has been handed in; one is opened, answered beside, and accepted or sent back with what to mend."""

import streamlit as st

from services import assessments
from services.assessments import AssessmentRef
from ui import address, assessment_choice, assessment_form, assessment_words
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
head = st.container()
asked = address.asked_id("cell")

with st.container(horizontal=True, vertical_alignment="bottom"):
    year = assessment_choice.year()
    with reading() as session:
        offered = assessments.offered(session, actor, year)
    if not offered:
        head.title("Thẩm định")
        st.info(f"Năm {year} chưa có bộ tiêu chí nào có hiệu lực trong phạm vi của đồng chí.")
        st.stop()
    kind = assessment_choice.kind(offered)
    months = assessment_choice.months(kind, year)
head.title(f"Thẩm định {plain(kind.kind.name)}")

if asked is None:
    with reading() as session:
        rows = assessments.queue(session, actor, year, kind.kind.code, months)
    assessment_choice.queue(rows, assessments.span_in_words(year, months))
    st.stop()

assessment_choice.way_back()
subject = None if kind.is_of_units else address.asked_id("subject")
with reading() as session:
    sheet = assessments.sheet(session, actor, AssessmentRef(asked, year, kind.kind.code, months, subject))
st.subheader(assessment_words.title(sheet))
assessment_form.reviewed(sheet)

"""Tự chấm: one unit's form of one span, drawn from its criteria set and written through as it is filled in."""

import streamlit as st

from services import assessments
from ui import assessment_choice, assessment_form, assessment_words
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
head = st.container()
choice = st.container(horizontal=True, vertical_alignment="bottom")

with choice:
    year = assessment_choice.year()
with reading() as session:
    offered = assessments.offered(session, actor, year)
if not offered:
    head.title("Tự chấm")
    st.info(f"Năm {year} chưa có bộ tiêu chí nào có hiệu lực cho đơn vị của đồng chí. Đồng chí báo quản trị ban hành.")
    st.stop()
with choice:
    kind = assessment_choice.kind(offered)
    months = assessment_choice.months(kind, year)
head.title(f"Tự chấm {plain(kind.kind.name)}")

who = assessment_words.WHO[kind.kind.subject]
with reading() as session:
    units = assessments.overview(session, actor, actor.unit_id, year, kind.kind.code, months)
if not units:
    st.info(f"Năm {year} không có {who} nào trong phạm vi của đồng chí.")
    st.stop()
with choice:
    chosen = assessment_choice.subject(units, who)

with reading() as session:
    sheet = assessments.sheet(session, actor, chosen.ref)

st.subheader(assessment_words.title(sheet))
assessment_form.own(sheet)

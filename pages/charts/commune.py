"""Biểu đồ theo xã: one commune and a span of months; every figure live from the rows."""

import streamlit as st

from charts import pictures
from charts.pictures import MEASURES
from services import clock, figures, months, units
from services.vietnamese import number, percent
from ui import filters
from ui import pictures as drawing
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Biểu đồ theo xã")

with reading() as session:
    choices = units.communes(session, actor) or units.cells(session, actor)
latest = months.month_of(clock.today())
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit = filters.unit("Đảng bộ, chi bộ", choices, key="unit")
    first, last = filters.month_span(latest, months_shown=12)

if unit is None:
    st.info("Chưa có đơn vị nào trong phạm vi của đồng chí.")
    st.stop()

view = filters.tab({"meetings": "Sinh hoạt", "ranking": "Xếp hạng", "grades": "Bốn tốt và xếp loại"}, key="view")

if view == "grades":
    with reading() as session:
        graded = figures.grade_figures(session, actor, unit.unit_id, first, last)
    for picture in pictures.of_grades(graded).values():
        drawing.draw(picture, unit.unit_id, first, last)
else:
    with reading() as session:
        found = figures.meeting_figures(session, actor, unit.unit_id, first, last)
    drawn = pictures.of_meetings(found)
    if view == "ranking":
        measure = filters.tab({name: words[0] for name, words in MEASURES.items()}, key="measure")
        drawing.draw(drawn[f"ranking-{measure}"], unit.unit_id, first, last)
    else:
        sums = figures.totals(found.ranking)
        with st.container(horizontal=True):
            st.metric("Chi bộ", number(sums.cells), border=True)
            st.metric("Biên bản đã nộp", f"{number(sums.submitted)}/{number(sums.expected)}", border=True)
            st.metric("Tỷ lệ dự họp", percent(sums.attendance), border=True)
            st.metric("Tỷ lệ phát biểu", percent(sums.speaking), border=True)
        drawing.draw(drawn["held"], unit.unit_id, first, last)
        drawing.draw(drawn["rates"], unit.unit_id, first, last)

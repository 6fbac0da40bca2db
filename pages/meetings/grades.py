"""Xếp loại sinh hoạt: the grades of a month's meetings, and what the months make of the year."""

from datetime import date

import streamlit as st

from services import clock, months, quality, units
from services.vietnamese import month as written
from ui import filters, meeting_book, meeting_grades
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Xếp loại sinh hoạt")

with reading() as session:
    tree = units.tree(session, actor)
if not tree:
    st.info("Hiện không có tổ chức đảng nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
this = months.month_of(clock.today())
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit_id = meeting_book.unit(tree)
    view = filters.tab({"month": "Theo tháng", "year": "Cả năm"}, key="view")
    if view == "month":
        choices = {f"{day:%Y-%m}": written(day) for day in reversed(months.span(months.after(this, -23), this))}
        newest = f"{months.after(this, -1):%Y-%m}"
        chosen = filters.one_of("Tháng", choices, key="month", default=newest, width=150)
    else:
        years = {str(year): str(year) for year in range(this.year, this.year - 6, -1)}
        chosen = filters.one_of("Năm", years, key="year", width=120)

if view == "month":
    month = date.fromisoformat(f"{chosen}-01")
    with reading() as session:
        grades = quality.month_grades(session, actor, unit_id, month)
    if not grades.rows:
        st.info(f"Tháng {written(month)} không có chi bộ nào trong phạm vi đã chọn.", icon=":material/info:")
        st.stop()
    meeting_grades.counts(grades)
    meeting_grades.month(grades, meeting_grades.which(grades))
    meeting_grades.files("xep-loai-sinh-hoat-thang", unit=unit_id, month=chosen)
else:
    with reading() as session:
        rows = quality.year_grades(session, actor, unit_id, int(chosen))
    if not rows:
        st.info(f"Năm {chosen} không có chi bộ nào trong phạm vi đã chọn.", icon=":material/info:")
        st.stop()
    meeting_grades.year(rows)
    meeting_grades.files("xep-loai-sinh-hoat-nam", unit=unit_id, year=chosen)

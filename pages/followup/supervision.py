"""Cấp ủy viên phụ trách: who looks after which cell, what they found there, and where nobody has been."""

import streamlit as st

from services import followup, months
from services.access import Permission
from services.clock import today
from ui import filters, followup_choice, followup_supervision, followup_visits
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
may_write = actor.may(Permission.FOLLOWUP_WRITE)
st.title("Cấp ủy viên phụ trách")
with reading() as session:
    rows = followup.coverage(session, actor, actor.unit_id)
if not rows:
    st.info("Hiện không có chi bộ nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()

view = filters.tab(followup_supervision.VIEWS, key="view") if len(rows) > 1 else "cells"
shown = followup_choice.commune(rows)
of_commune = shown or rows
if view != "visits" and len(rows) > 1:
    followup_supervision.summary(of_commune)

if view == "people":
    followup_supervision.people(of_commune)
    st.stop()

if view == "visits":
    first, last = filters.month_span(months.month_of(today()), months_shown=3)
    with reading() as session:
        noted = followup.visits(session, actor, None, first, months.last_day(last))
    names = followup_choice.cell_words(of_commune)
    followup_visits.visits([row for row in noted if str(row.unit_id) in names], names)
    st.stop()

if may_write:
    followup_supervision.assignment(of_commune)
if shown is None:
    followup_supervision.communes(rows)
    st.caption("Đồng chí chọn một tổ chức đảng để xem từng chi bộ.")
    st.stop()

if len(shown) > 1:
    followup_supervision.cells(shown)
cell = followup_choice.cell(shown)
with reading() as session:
    held = followup.supervisions(session, actor, cell.unit_id)
    noted = followup.visits(session, actor, cell.unit_id, months.after(months.month_of(today()), -12), today())
    meetings = followup.occasions(session, actor, cell.unit_id) if may_write else []
st.markdown("**Người phụ trách**")
followup_supervision.history(held, may_write=may_write)
st.markdown("**Buổi dự, kiểm tra trong 12 tháng**")
if may_write:
    followup_visits.form(cell, meetings)
followup_visits.visits(noted, may_write=may_write)

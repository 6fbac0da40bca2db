"""Văn bản: the papers of a meeting or of a month, their numbers, as Word and PDF; signed scans; archives."""

import streamlit as st

from services import clock, meetings, months, papers, units
from services.access import Permission
from services.vietnamese import month as written
from ui import actions, filters, meeting_book, paper_archives, paper_list, paper_scans, paper_settings
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Văn bản")

with reading() as session:
    tree = units.tree(session, actor)
if not tree:
    st.info("Hiện không có tổ chức đảng nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
may_write = actor.may(Permission.MEETINGS_WRITE)
this = months.month_of(clock.today())
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit_id = meeting_book.unit(tree)
    choices = {
        f"{day:%Y-%m}": written(day) for day in reversed(months.span(months.after(this, -23), months.after(this)))
    }
    chosen = filters.one_of("Tháng", choices, key="month", default=f"{this:%Y-%m}", width=150)
month = next(day for day in months.span(months.after(this, -23), months.after(this)) if f"{day:%Y-%m}" == chosen)
unit = next(row for row in tree if row.unit_id == unit_id)

with reading() as session:
    schedule = meetings.schedule(session, actor, unit_id, month)
own = [row for row in schedule.rows if row.ref.unit_id == unit_id]
ref = paper_list.meeting(own)
if not unit.is_cell:
    with reading() as session:
        of_month = papers.of_month(session, actor, unit_id, month)
    paper_list.listed(f"Văn bản của tháng {written(month)}", of_month, may_issue=may_write)
if ref is not None:
    with reading() as session:
        listed = papers.of_meeting(session, actor, ref)
        scans = papers.scans(session, actor, ref)
    paper_list.listed("Văn bản của buổi họp", listed, may_issue=may_write)
    paper_scans.scans(ref, scans, may_write=may_write)
elif unit.is_cell:
    st.info(f"Tháng {written(month)} chi bộ chưa có buổi họp nào.", icon=":material/info:")
actions.said(paper_list.NAME)

if not unit.is_cell and actor.may(Permission.EXPORT):
    paper_archives.archives_of(unit_id, month)
with reading() as session:
    settings = papers.settings(session, actor, unit_id)
paper_settings.settings(unit, settings, may_write=may_write)

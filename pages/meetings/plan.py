"""Lịch sinh hoạt: what is planned for a month, cell by cell, and the schedule that is sent out."""

import streamlit as st

from services import meetings, units
from services.access import Permission
from services.vietnamese import month
from ui import meeting_book, navigation, plan_choice, plan_fields, plan_schedule
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
st.title("Lịch sinh hoạt")

with reading() as session:
    tree = units.tree(session, actor)
if not tree:
    st.info("Hiện không có tổ chức đảng nào trong phạm vi của đồng chí.", icon=":material/info:")
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit_id = meeting_book.unit(tree)
    chosen_month = plan_choice.month()
view = plan_choice.view() if actor.may(Permission.MEETINGS_WRITE) else plan_choice.SCHEDULE
row = next(unit for unit in tree if unit.unit_id == unit_id)

with reading() as session:
    schedule = meetings.schedule(session, actor, unit_id, chosen_month)

if view == plan_choice.SCHEDULE:
    plan_schedule.warnings(schedule)
    plan_schedule.lines(schedule, may_take=actor.may(Permission.EXPORT))
    plan_schedule.announcement(schedule)
    st.stop()

kind = plan_choice.kind(tree, row)
with reading() as session:
    lines = meetings.plans(session, actor, unit_id, chosen_month, kind)
if not lines:
    st.info(f"Tháng {month(chosen_month)} không có chi bộ nào trong phạm vi đã chọn.", icon=":material/info:")
    st.stop()
plan_schedule.warnings(schedule)
if len({line.ref.unit_id for line in lines}) > 1:
    plan_fields.lines(lines)
    st.stop()

holder = next((unit for unit in tree if unit.unit_id == row.parent_id), None)
if holder:
    navigation.step(f"Xem cả {plain(holder.name)}", "arrow_back", type="tertiary", unit=holder.unit_id)
with reading() as session:
    roster = meetings.chairs(session, actor, lines[0].ref)
for line in lines:
    plan_fields.whole(line, roster)
    plan_fields.acts(line)
    found = [one for one in schedule.rows if one.ref == line.ref and one.on]
    for one in found:
        plan_schedule.notice(one)

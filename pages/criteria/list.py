"""Danh mục bộ tiêu chí: every set by kind, its state, its validity and the units that use it; one set to read."""

import streamlit as st

from services import clock, criteria, units
from services.access import Permission
from ui import address, criteria_files, criteria_list, criteria_shipped, criteria_steps, criteria_view, navigation
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
set_id = address.asked_id("set")
keeps_sets = actor.may(Permission.CRITERIA_WRITE)
holders = []
if keeps_sets:
    with reading() as session:
        holders = [row for row in units.tree(session, actor) if not row.is_cell]

if set_id is not None:
    with reading() as session:
        found = criteria.view(session, actor, set_id)
    st.title(plain(found.row.title or "Bộ tiêu chí chưa đặt tên"))
    criteria_list.state(found.row)
    criteria_steps.steps(found.row, holders)
    criteria_view.view(found)
    criteria_files.links(set_id, is_form=found.examined.form is not None)
    st.stop()

if keeps_sets and (name := criteria_shipped.asked()):
    with reading():
        shipped = criteria.shipped_set(actor, name)
    criteria_shipped.to_read(shipped, holders)
    st.stop()

st.title("Danh mục bộ tiêu chí")
with reading() as session:
    rows = criteria.sets(session, actor)
    kinds = dict.fromkeys(row.kind for row in rows if not row.is_open)
    holding = {kind: criteria.in_force_everywhere(session, actor, kind, clock.today()) for kind in kinds}

navigation.link("criteria.builder", "Soạn bộ tiêu chí mới", icon="add")
if not rows:
    st.info(
        "Chưa có bộ tiêu chí nào. Quản trị hoặc cán bộ cấp ủy soạn rồi ban hành thì hiện ở đây.", icon=":material/info:"
    )
view, chosen = criteria_list.view(rows, with_shipped=keeps_sets)
if view == criteria_list.SHIPPED:
    with reading():
        on_shelf = criteria.shipped(actor)
    criteria_shipped.shelf(on_shelf)
criteria_list.sets(chosen, holding)
if actor.may(Permission.ACCOUNTS_WRITE):
    criteria_list.add_kind(holders)

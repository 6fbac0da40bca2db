"""Chi bộ cần giúp đỡ: which cells need help by the rules and why, what is being done for them, what came of it."""

import streamlit as st

from services import followup
from services.access import Permission
from ui import filters, followup_choice, followup_coaching
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
may_write = actor.may(Permission.FOLLOWUP_WRITE)
st.title("Chi bộ cần giúp đỡ")
view = filters.tab(followup_coaching.VIEWS, key="view")

if view != "weak":
    with reading() as session:
        rows = followup.coachings(session, actor)
        cells = followup.coverage(session, actor, actor.unit_id)
    shown = [row for row in rows if row.is_open is (view == "open")]
    followup_coaching.coachings(shown, followup_choice.cell_words(cells), may_write=may_write)
    st.stop()

with reading() as session:
    found = followup.weak_cells(session, actor, actor.unit_id)
    others = followup.coverage(session, actor, actor.unit_id) if may_write else []
followup_coaching.rules(found)
if may_write:
    followup_coaching.opening(found.rows, followup_choice.cell_words(others))
followup_coaching.weak(found.rows)

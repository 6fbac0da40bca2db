"""Khen thưởng, mô hình hay: praise with its decision, and ways of working that others should know."""

import streamlit as st

from services import followup, units
from services.access import Permission
from ui import followup_commendations
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
may_write = actor.may(Permission.FOLLOWUP_WRITE)
st.title("Khen thưởng, mô hình hay")
words, kind = followup_commendations.sought()
with reading() as session:
    rows = followup.commendations(session, actor, words, kind)
    below = units.tree(session, actor) if may_write else []
if may_write:
    followup_commendations.form(below)
followup_commendations.commendations(rows, may_write=may_write)

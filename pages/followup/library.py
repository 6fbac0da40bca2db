"""Văn bản hướng dẫn: the documents that meetings, templates and criteria sets refer to, and who refers to one."""

import streamlit as st

from services import library, units
from services.access import Permission
from ui import address, followup_library
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
may_write = actor.may(Permission.LIBRARY_WRITE)
st.title("Văn bản hướng dẫn")
document_id = address.asked_id("document")

if document_id is not None:
    with reading() as session:
        row = library.document(session, actor, document_id)
        found = library.mentions(session, actor, row)
    followup_library.document(row, found)
    if may_write and row.is_reached:
        followup_library.changes(row)
    st.stop()

words, on = followup_library.sought()
with reading() as session:
    rows = library.documents(session, actor, words, on)
    holders = [unit for unit in units.tree(session, actor) if not unit.is_cell] if may_write else []
if holders:
    followup_library.form(holders)
followup_library.documents(rows)

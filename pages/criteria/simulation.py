"""Chấm thử theo năm: a set tried on a year that has been, before it is published; nothing is stored."""

import streamlit as st

from services import criteria, simulation, units
from ui import criteria_simulation as drawing
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Chấm thử theo năm")
st.caption(
    "Dùng một bộ tiêu chí, kể cả bản nháp, chấm lại số liệu của một năm để xem mức xếp loại thay đổi ra sao trước khi "
    "ban hành. Không ghi lại gì."
)
with reading() as session:
    sets = criteria.sets(session, actor)
    choices = units.communes(session, actor) or units.cells(session, actor)
    own = units.by_id(session, actor, [actor.unit_id])
if not sets:
    st.info("Chưa có bộ tiêu chí nào để chấm thử.", icon=":material/info:")
    st.stop()
chosen = drawing.chosen(sets, [*choices, *(row for row in own.values() if row not in choices)])
with st.spinner("Đang chấm thử…"):
    with reading() as session:
        found = simulation.run(session, actor, chosen.set_id, chosen.unit_id, chosen.year)
drawing.summary(found)
drawing.files(chosen)
drawing.moves(found)
drawing.years(found)

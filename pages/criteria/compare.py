"""So sánh bộ tiêu chí: two versions beside each other, every difference in words."""

import streamlit as st

from services import criteria
from ui import criteria_compare
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("So sánh bộ tiêu chí")
with reading() as session:
    rows = criteria.sets(session, actor)
if len(rows) < criteria_compare.FEWEST:
    st.info("Cần ít nhất hai bộ tiêu chí, hoặc hai phiên bản của một bộ, để so sánh.", icon=":material/info:")
    st.stop()
old_id, new_id = criteria_compare.chosen(rows)
if old_id == new_id:
    st.info("Đồng chí chọn hai bộ khác nhau.", icon=":material/info:")
    st.stop()
with reading() as session:
    found = criteria.compared(session, actor, old_id, new_id)
criteria_compare.comparison(found)

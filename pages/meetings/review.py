"""Duyệt biên bản: what waits for this level; clean records together, the others read and judged one by one."""

import streamlit as st

from services import approvals
from services.meetings import KINDS
from services.vietnamese import month, number
from ui import address, approval_queue, approval_reading
from ui.identity import current_actor
from ui.transactions import plain, reading

actor = current_actor()
st.title("Duyệt biên bản")

ref = address.asked_meeting()
if ref is not None:
    approval_reading.way_back()
    with reading() as session:
        found = approvals.reading(session, actor, ref)
        effects = approvals.effects(session, actor, ref) if found and found.may_withdraw else ()
        concerns = next((row.concerns for row in approvals.waiting(session, actor) if row.ref == ref), ())
    if found is None:
        st.info("Biên bản này chưa được nộp lần nào.", icon=":material/info:")
        st.stop()
    st.subheader(plain(f"{found.sheet.unit_name}: {KINDS[ref.kind].lower()} tháng {month(ref.month)}"), anchor=False)
    approval_reading.standing(found)
    approval_reading.concerns(concerns)
    approval_reading.changes(found.changes)
    approval_reading.beside(found)
    approval_reading.verdict(found)
    if found.may_withdraw:
        approval_reading.withdrawal(found, effects)
    st.stop()

with reading() as session:
    rows = approvals.waiting(session, actor)
if not rows:
    st.success("Không có biên bản nào đang chờ duyệt.", icon=":material/check_circle:")
    st.stop()
shown = approval_queue.scope(rows)
if not shown:
    st.info("Không có biên bản nào trong phần này.", icon=":material/info:")
elif shown[0].waits_for_me:
    st.caption(f"{number(len(shown))} biên bản chờ đơn vị của đồng chí duyệt.")
    approval_queue.clean(shown)
    approval_queue.exceptions(shown)
else:
    approval_queue.below(shown)

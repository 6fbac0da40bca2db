"""Nhắc việc: who still owes a month's record, a text to paste for them, and what was sent."""

import streamlit as st

from services import meetings, months, reminders
from services.vietnamese import month, number
from ui import reminding
from ui.identity import current_actor
from ui.meeting_choice import month as choose_month
from ui.transactions import reading

actor = current_actor()
st.title("Nhắc việc")

with reading() as session:
    proposed = meetings.reported_month(session, actor)
chosen = choose_month(months.month_of(proposed))
with reading() as session:
    groups = reminders.owing(session, actor, chosen)
    address = reminders.address_of(session, actor)
    rows = reminders.log(session, actor)

if groups:
    owed = sum(len(group.cells) for group in groups)
    st.markdown(
        f"**Còn {number(owed)} chi bộ chưa nộp biên bản sinh hoạt tháng {month(chosen)}.** "
        f"{min(groups, key=lambda group: group.due_on).stage.sentence(min(group.due_on for group in groups))}"
    )
    for group in groups:
        reminding.group(group, is_open=len(groups) == 1)
else:
    st.success(f"Không còn chi bộ nào nợ biên bản sinh hoạt tháng {month(chosen)}.", icon=":material/check_circle:")
reminding.own_address(address)
reminding.log(rows)

"""Chấm chất lượng: one meeting scored by its cell and, beside it, by the superior."""

from typing import Any

import streamlit as st

from services import assessments, clock, meetings, months, quality
from services.access import Permission
from services.meetings import MeetingKind
from services.vietnamese import month
from ui import assessment_form, assessment_words, meeting_choice, navigation
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Chấm chất lượng sinh hoạt")

proposed = months.month_of(clock.today())
if not meeting_choice.month_asked():
    with reading() as session:
        proposed = meetings.reported_month(session, actor)
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen_month = meeting_choice.month(proposed)
    with reading() as session:
        due = meetings.due(session, actor, chosen_month)
    if not due:
        st.info(f"Tháng {month(chosen_month)} không có chi bộ nào trong phạm vi của đồng chí.", icon=":material/info:")
        st.stop()
    ref = meeting_choice.cell(due).ref
    kind = meeting_choice.kind(meetings.SCORED)
    if kind is not MeetingKind.REGULAR:
        with reading() as session:
            next_one = meetings.open_another(session, actor, ref.unit_id, chosen_month, kind)
        ref = meeting_choice.numbered(next_one)

with reading() as session:
    found = quality.grade_of(session, actor, ref)
meeting: dict[str, Any] = {"kind": ref.kind.value, "number": ref.number}
where: dict[str, Any] = {"cell": ref.unit_id, "month": f"{chosen_month:%Y-%m}", **meeting}
if found is None:
    st.info(
        f"Tháng {month(chosen_month)} chi bộ chưa có biên bản của buổi này; chấm chất lượng khi đã có biên bản.",
        icon=":material/info:",
    )
    navigation.link("meetings.entry", "Nhập biên bản", **where)
    st.stop()

with reading() as session:
    sheet = assessments.sheet(session, actor, found.ref)
st.subheader(assessment_words.title(sheet))
navigation.link("meetings.entry", "Xem biên bản", icon="menu_book", **where)
if actor.may(Permission.ASSESSMENTS_REVIEW) and not sheet.course.is_editable and not sheet.review_refusal:
    assessment_form.reviewed(sheet)
else:
    assessment_form.own(sheet)

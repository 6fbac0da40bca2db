"""Nhập biên bản: one meeting's record, stored field by field as it is typed, then handed in."""

import streamlit as st

from services import clock, meetings, months, quality
from services.access import Permission
from services.meetings import MeetingKind
from services.vietnamese import day, month, number
from ui import (
    actions,
    meeting_choice,
    meeting_days,
    meeting_fields,
    meeting_form,
    meeting_grades,
    meeting_record,
    meeting_targets,
)
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
st.title("Nhập biên bản")

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
    row = meeting_choice.cell(due)
    kind = meeting_choice.kind()
    ref = row.ref
    if kind is not MeetingKind.REGULAR:
        with reading() as session:
            next_one = meetings.open_another(session, actor, row.ref.unit_id, chosen_month, kind)
        ref = meeting_choice.numbered(next_one)

with reading() as session:
    sheet = meetings.sheet(session, actor, ref)

done = sum(line.is_done for line in due)
st.caption(
    f"Hạn nộp biên bản tháng {month(chosen_month)}: hết ngày {day(sheet.due_on)}. "
    f"Đã nộp {number(done)}/{number(len(due))} chi bộ."
)

if sheet.is_submitted:
    actions.said(meeting_form.submission(ref))
    meeting_record.standing(sheet)
    meeting_fields.figures(sheet)
    meeting_record.record(sheet)
    with reading() as session:
        grade = quality.grade_of(session, actor, ref)
    meeting_grades.in_record(grade, ref)
    meeting_days.filing(meeting_form.filing(ref, is_open=actor.may(Permission.MEETINGS_WRITE)), sheet)
    if actor.may(Permission.MEETINGS_WRITE):
        meeting_record.take_back(sheet)
        meeting_choice.next_cell(due)
    st.stop()

actions.said(meeting_form.return_to_draft(ref))
fields = meeting_form.form(ref)
meeting_fields.when_and_where(fields, sheet)
meeting_days.preparation(fields, sheet)
meeting_fields.roll_call(fields, sheet)
meeting_fields.speakers(fields, sheet)
meeting_fields.figures(sheet)
meeting_fields.reviews(fields, sheet)
meeting_targets.reviews(fields, sheet)
meeting_fields.content(fields, sheet)
meeting_fields.tasks(sheet)
meeting_targets.targets(sheet)
meeting_fields.conclusion(fields, sheet)
meeting_days.filing(fields, sheet)
meeting_fields.hand_in(fields, sheet, meetings.gaps(sheet))
meeting_fields.saved_at(sheet)

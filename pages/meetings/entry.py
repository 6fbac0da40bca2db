"""Biên bản sinh hoạt: one meeting's record, stored field by field as it is typed, then handed in; to others, to read."""

import streamlit as st

from services import approvals, clock, meetings, months, quality, units
from services.access import Permission
from services.meetings import MeetingKind, MeetingRef
from services.vietnamese import day, month, number
from ui import (
    actions,
    meeting_agenda,
    meeting_choice,
    meeting_days,
    meeting_fields,
    meeting_form,
    meeting_grades,
    meeting_guests,
    meeting_mentions,
    meeting_record,
    meeting_targets,
    meeting_tasks,
    meeting_votes,
    meeting_way,
    plan_fields,
)
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
writes = actor.may(Permission.MEETINGS_WRITE)
st.title("Nhập biên bản" if writes else "Biên bản sinh hoạt")

proposed = months.month_of(clock.today())
if not meeting_choice.month_asked():
    with reading() as session:
        proposed = meetings.reported_month(session, actor)
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen_month = meeting_choice.month(proposed)
    with reading() as session:
        due = meetings.due(session, actor, chosen_month)
        own = units.by_id(session, actor, [actor.unit_id]).get(actor.unit_id)
    if not due:
        st.info(f"Tháng {month(chosen_month)} không có chi bộ nào trong phạm vi của đồng chí.", icon=":material/info:")
        st.stop()
    unit_id, is_cell = meeting_choice.holder(due, own)
    kind = meeting_choice.kind(meetings.held_by(is_cell=is_cell))
    ref = MeetingRef(unit_id, chosen_month, kind)
    if kind is not MeetingKind.REGULAR:
        with reading() as session:
            ref = meetings.newest(session, actor, ref)
            if writes:
                ref = meetings.open_another(session, actor, ref.unit_id, chosen_month, kind)
        ref = meeting_choice.numbered(ref, is_new=writes)

with reading() as session:
    sheet = meetings.sheet(session, actor, ref)
    stands = approvals.standing(session, actor, ref) if sheet.version else None

expected = [line for line in due if line.is_expected]
done = sum(line.is_done for line in expected)
st.caption(
    f"Hạn nộp biên bản tháng {month(chosen_month)}: hết ngày {day(sheet.due_on)}. "
    f"Đã nộp {number(done)}/{number(len(expected))} chi bộ."
)

if sheet.is_submitted:
    held = meeting_record.held_parts(sheet)
    with reading() as session:
        parts = meetings.parts(session, actor, ref, held)
        grade = quality.grade_of(session, actor, ref)
    actions.said(meeting_form.submission(ref))
    meeting_way.standing(sheet, stands)
    if sheet.has_roll:
        meeting_fields.figures(sheet)
    meeting_record.record(sheet, parts)
    meeting_way.way_to_review(sheet)
    meeting_grades.in_record(grade, ref)
    meeting_days.filing(meeting_form.filing(ref, is_open=writes), sheet)
    if writes:
        meeting_way.change(sheet, stands)
        meeting_choice.next_cell(due)
    st.stop()

if sheet.is_cancelled:
    plan_fields.cancelled(ref)
    st.stop()

if not writes:
    meeting_record.unfinished(sheet)
    st.stop()

actions.said(meeting_form.return_to_draft(ref))
meeting_way.returned(sheet, stands)
fields = meeting_form.form(ref, meeting_way.notes(stands))
meeting_fields.when_and_where(fields, sheet)
meeting_days.preparation(fields, sheet)
meeting_agenda.agenda(fields, sheet)
meeting_guests.guests(sheet)
if sheet.has_roll:
    meeting_fields.roll_call(fields, sheet)
    meeting_fields.speakers(fields, sheet)
    meeting_mentions.gists(fields, sheet)
    meeting_fields.figures(sheet)
meeting_tasks.reviews(fields, sheet)
meeting_targets.reviews(fields, sheet)
meeting_fields.content(fields, sheet)
meeting_fields.resolution(fields, sheet)
meeting_mentions.mentions(sheet)
if sheet.has_roll:
    meeting_tasks.tasks(sheet)
meeting_targets.targets(sheet)
meeting_fields.conclusion(fields, sheet)
meeting_votes.votes(sheet)
meeting_days.filing(fields, sheet)
meeting_fields.hand_in(fields, sheet, meetings.gaps(sheet))
meeting_fields.saved_at(sheet)

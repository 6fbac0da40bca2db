"""The days around a meeting: how it was prepared, when its minutes were sent."""

import streamlit as st

from services import meetings
from services.meetings import MeetingSheet
from ui import meeting_files
from ui.autosave import Autosave
from ui.meeting_form import RecordFields, card, folded


def preparation(fields: RecordFields, sheet: MeetingSheet) -> None:
    """Draw when the cell committee met and when the documents were put up."""
    with card("Chuẩn bị"):
        before, documents = st.columns(2)
        with before:
            if sheet.holds_premeeting:
                fields.day("premeeting_on", "Ngày họp chi ủy (hội ý) trước buổi sinh hoạt", sheet.premeeting_on)
            elif sheet.ref.kind in meetings.OF_MEMBERS:
                st.markdown("Chi bộ chỉ có bí thư nên không họp chi ủy.")
        with documents:
            fields.day("documents_on", meetings.FIELDS["documents_on"], sheet.documents_on)
        if sheet.holds_premeeting:
            _premeeting(fields, sheet)
        meeting_files.documents(sheet)


def _premeeting(fields: RecordFields, sheet: MeetingSheet) -> None:
    words = "đã ghi" if sheet.premeeting_content else "chưa ghi"
    box = folded("Nội dung họp chi ủy", words, sheet.ref, "premeeting")
    if box.open:
        with box:
            label = "Chi ủy đã đánh giá, thống nhất những gì"
            fields.area("premeeting_content", label, sheet.premeeting_content, height=120)


def filing(fields: Autosave, sheet: MeetingSheet) -> None:
    """Draw when the minutes were put up and sent, which is usually known only after the record was handed in."""
    with card("Lưu hồ sơ"):
        fields.day("minutes_on", meetings.FIELDS["minutes_on"], sheet.minutes_on)
        if fields.is_open and not sheet.is_submitted:
            st.caption("Nếu chưa gửi, đồng chí có thể ghi ngày này sau khi nộp biên bản.")

"""Documents beside the record of a meeting: put up, taken down, downloaded."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings, uploads
from services.access import Actor
from services.clock import local
from services.meetings import FileRow, MeetingRef, MeetingSheet
from services.vietnamese import day, number
from ui import actions
from ui.identity import current_actor
from ui.meeting_form import folded, name
from ui.transactions import plain, reading

LIMITS = "PDF, ảnh, Word hoặc Excel; mỗi tệp không quá 10 MB, mỗi buổi không quá 10 tệp."


def documents(sheet: MeetingSheet) -> None:
    """Draw the documents for the members and the place to put one up, while it stands open."""
    ref = sheet.ref
    box = folded("Tài liệu của buổi sinh hoạt", sheet.parts.documents, ref, "documents")
    if not box.open:
        return
    with reading() as session:
        rows = meetings.parts(session, current_actor(), ref, ("files",)).files
    documents = [row for row in rows if row.is_document]
    with box:
        for row in documents:
            words, back = st.columns([4, 1], vertical_alignment="center")
            words.markdown(link(row))
            with back:
                work = partial(_take_down, ref=ref, file_id=row.file_id)
                actions.button("Bỏ", _place(ref), work, key=f"document:{row.file_id}", icon=":material/delete:")
        actions.said(_place(ref))
        _day_of(sheet, documents)
        _upload(ref)


def link(row: FileRow) -> str:
    """A file as Markdown: a way to take it, with size and day."""
    size = f"{number(max(1, row.size // 1024))} KB"
    facts = plain(f"({size}, đăng ngày {day(local(row.uploaded_at).date())})")
    return f":material/attach_file: [{plain(row.file_name)}](/files/meetings/{row.file_id}) :gray[{facts}]"


def _day_of(sheet: MeetingSheet, documents: Sequence[FileRow]) -> None:
    """Propose the day of the first document as that on which they were put up."""
    if sheet.documents_on is not None or not documents:
        return
    on = local(documents[0].uploaded_at).date()
    work = partial(_date, ref=sheet.ref, on=on)
    label = f"Ghi {meetings.FIELDS['documents_on'].lower()} là {day(on)}"
    actions.button(label, _place(sheet.ref), work, key=f"{_place(sheet.ref)}:date", icon=":material/event:")


def _upload(ref: MeetingRef) -> None:
    place = _place(ref)
    # A fresh field after every upload: it keeps its files, and would put one up again that was taken down.
    key = f"{place}:{st.session_state.get(f'{place}:uploads', 0)}"
    st.file_uploader(
        "Thêm tài liệu",
        type=list(uploads.ENDINGS),
        max_upload_size=uploads.LARGEST // 1024 // 1024,
        accept_multiple_files=True,
        key=key,
        on_change=_put_up,
        args=(ref, key),
    )
    st.caption(LIMITS)


def _put_up(ref: MeetingRef, key: str) -> None:
    place = _place(ref)
    files = [(file.name, file.getvalue()) for file in st.session_state[key]]
    st.session_state[f"{place}:uploads"] = st.session_state.get(f"{place}:uploads", 0) + 1

    def work(session: Session, actor: Actor) -> str:
        for file_name, content in files:
            meetings.put_up(session, actor, ref, file_name, content)
        return "Đã lưu tài liệu."

    actions.carry_out(place, work)


def _take_down(session: Session, actor: Actor, ref: MeetingRef, file_id: UUID) -> str:
    meetings.take_down(session, actor, ref, file_id)
    return "Đã bỏ tài liệu."


def _date(session: Session, actor: Actor, ref: MeetingRef, on: date) -> str:
    meetings.write(session, actor, ref, "documents_on", on, None)
    return "Đã ghi ngày đăng tải tài liệu."


def _place(ref: MeetingRef) -> str:
    return f"documents:{name(ref)}"

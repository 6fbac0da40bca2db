"""The scans of what was signed: listed, added, taken away."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from services import papers
from services.access import Actor
from services.clock import local
from services.meetings import FileRow, MeetingRef
from services.uploads import LARGEST
from services.vietnamese import day, number
from ui import actions
from ui.transactions import plain


def scans(ref: MeetingRef, found: Sequence[FileRow], *, may_write: bool) -> None:
    """Draw the scans of a meeting, and where one is added."""
    name = f"scan:{ref.unit_id}:{ref.month:%Y-%m}:{ref.kind.value}:{ref.number}"
    st.subheader("Bản đã ký (quét)", anchor=False)
    if not found:
        st.caption("Chưa có bản đã ký nào được tải lên.")
    for file in found:
        _line(file, name, may_write=may_write)
    if may_write:
        _upload(ref, name)
    actions.said(name)


def _line(file: FileRow, name: str, *, may_write: bool) -> None:
    def work(session: Session, actor: Actor) -> str:
        papers.detach_scan(session, actor, file.file_id)
        return "Đã bỏ bản ký quét."

    facts = f"{number(max(1, file.size // 1024))} KB, tải lên {day(local(file.uploaded_at).date())}"
    left, right = st.columns([4, 1], gap="small", vertical_alignment="center")
    left.markdown(f":material/draw: [{plain(file.file_name)}](/files/meetings/{file.file_id}) :gray[({plain(facts)})]")
    if may_write:
        with right:
            actions.button("Bỏ", name, work, key=f"{name}:{file.file_id}", icon=":material/delete:", type="tertiary")


def _upload(ref: MeetingRef, name: str) -> None:
    # A fresh field after every upload: it keeps its file, and would attach one again that was taken away.
    key = f"{name}:{st.session_state.get(f'{name}:uploads', 0)}"
    st.file_uploader(
        "Tải bản đã ký lên (PDF hoặc ảnh)",
        type=list(papers.ENDINGS),
        max_upload_size=LARGEST // 1024 // 1024,
        key=key,
        on_change=_attach,
        args=(ref, name, key),
    )


def _attach(ref: MeetingRef, name: str, key: str) -> None:
    file = st.session_state[key]
    if file is None:
        return
    st.session_state[f"{name}:uploads"] = st.session_state.get(f"{name}:uploads", 0) + 1

    def work(session: Session, actor: Actor) -> str:
        papers.attach_scan(session, actor, ref, file.name, file.getvalue())
        return "Đã lưu bản ký quét."

    actions.carry_out(name, work)

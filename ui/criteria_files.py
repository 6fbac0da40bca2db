"""A draft as a file: taken out, and put in the place of what is there after it was said what that changes."""

from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import criteria, criteria_files
from services.access import Actor
from services.criteria import DraftRow, UploadRow
from services.errors import Refusal
from services.scoring import InvalidForm
from ui import actions, criteria_check
from ui.criteria_fields import place_of
from ui.identity import current_actor
from ui.transactions import plain, reading, refuse

MOST_SHOWN = 40
LARGEST = 1
"""Megabytes of a file."""


def links(set_id: UUID, *, is_form: bool) -> None:
    """Draw the ways to take a set out as a file; a workbook wants a set without faults."""
    yaml = f"[Tải tệp YAML](/downloads/criteria/{set_id}.yaml)"
    excel = f" · [Tải tệp Excel](/downloads/criteria/{set_id}.xlsx)" if is_form else ""
    st.markdown(f":material/download: {yaml}{excel}")


def exchange(draft: DraftRow) -> None:
    """Draw taking out and putting in."""
    links(draft.row.set_id, is_form=draft.examined.form is not None)
    name = f"{place_of(draft.row.set_id)}:file"
    # A fresh field after every upload: it keeps its file, and would offer one again that has been taken in.
    key = f"{name}:{st.session_state.get(f'{name}:uploads', 0)}"
    file = st.file_uploader(
        "Tải tệp lên thay bản nháp này (.yaml hoặc .xlsx)",
        type=["yaml", "yml", "xlsx"],
        max_upload_size=LARGEST,
        key=key,
    )
    actions.said(name)
    if file is None:
        st.caption(
            "Cổng sẽ nêu chỗ sai hoặc những thay đổi trước khi thay. Ghi chú riêng (#) trong tệp YAML không được giữ."
        )
        return
    text = _text(file.name, file.getvalue())
    if text is not None:
        _offer(draft, name, text)


def _text(name: str, content: bytes) -> str | None:
    """The text of an uploaded file; None after saying why there is none."""
    try:
        return criteria_files.text_in(name, content)
    except Refusal as refusal:
        _refused(refusal)
        return None


def _offer(draft: DraftRow, name: str, text: str) -> None:
    try:
        with reading() as session:
            found = criteria.upload(session, current_actor(), draft.row.set_id, text)
    except InvalidForm as refusal:
        _refused(refusal)
        return
    _said(found)
    args = (draft.row.set_id, name, text, draft.revision)
    st.button("Thay bản nháp bằng tệp này", key=f"{name}:replace", type="primary", on_click=_replace, args=args)


def _said(found: UploadRow) -> None:
    if found.examined.faults:
        st.warning(
            f"Tệp còn {len(found.examined.faults)} chỗ phải sửa; đồng chí có thể nhận vào rồi sửa tiếp trên cổng."
        )
        data = found.examined.data
        _bullets([f"{criteria_check.at(data, fault.address)}: {fault.sentence}" for fault in found.examined.faults])
    elif found.differences is None:
        st.info("Bản nháp hiện tại chưa đủ để so sánh; tệp này thì đọc được đầy đủ.")
    elif found.differences:
        st.markdown(f"**Tệp thay đổi {len(found.differences)} chỗ:**")
        _bullets([difference.sentence for difference in found.differences])
    else:
        st.info("Tệp giống hệt bản nháp hiện tại.")


def _bullets(sentences: list[str]) -> None:
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences[:MOST_SHOWN]))
    if len(sentences) > MOST_SHOWN:
        st.caption(f"Chỉ hiện {MOST_SHOWN} chỗ đầu trong {len(sentences)} chỗ.")


def _refused(refusal: Refusal) -> None:
    if isinstance(refusal, InvalidForm):
        st.error(f"Tệp có {len(refusal.faults)} chỗ chưa đọc được, đồng chí sửa trong tệp rồi tải lại:")
        _bullets([str(fault) for fault in refusal.faults])
    else:
        refuse(refusal)


def _replace(set_id: UUID, name: str, text: str, revision: int) -> None:
    def work(session: Session, actor: Actor) -> str:
        criteria.replace(session, actor, set_id, text, revision)
        return "Đã thay bản nháp bằng tệp. Đồng chí có thể hoàn tác."

    if actions.carried_out(name, work):
        st.session_state[f"{name}:uploads"] = st.session_state.get(f"{name}:uploads", 0) + 1

"""Templates of papers on the screen: which one is in use, the fields that it may print, replaced and taken back."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import papers, units
from services.access import Actor
from services.clock import local
from services.errors import Refusal
from services.papers import PaperKind, TemplateRow
from services.units import UnitRow
from services.vietnamese import day
from ui import actions, filters
from ui.meeting_choice import unique
from ui.transactions import plain, told

LARGEST = 2
"""Megabytes of a template."""


def unit(tree: Sequence[UnitRow]) -> UUID:
    """Choose whose templates; it opens on the top, whose templates are everybody's."""
    depth = units.depths(tree)
    words = unique({str(row.unit_id): "\u2003" * depth[row.unit_id] + row.name for row in tree})
    return UUID(filters.one_of("Tổ chức đảng", words, key="unit"))


def template(unit_id: UUID, row: TemplateRow) -> None:
    """Draw one kind of paper with its template; what is inside is drawn while it stands open."""
    name = f"paper-template:{unit_id}:{row.kind.value}"
    box = st.expander(
        f"**{plain(papers.NAMES[row.kind])}** {_badge(row)}",
        key=f"{name}:open",
        on_change="rerun",
    )
    if box.open:
        with box:
            _ways(row)
            _changes(unit_id, row, name)
            _fields(row.kind)
    actions.said(name)


def _badge(row: TemplateRow) -> str:
    if row.template_id is None:
        return ":gray-badge[Mẫu có sẵn]"
    return f":blue-badge[{plain(row.file_name)}]"


def _ways(row: TemplateRow) -> None:
    shipped = f"[Mẫu có sẵn](/files/paper-templates/{row.kind.value})"
    if row.template_id is None:
        st.markdown(f":material/download: {shipped}")
        return
    at = f", ngày {day(local(row.uploaded_at).date())}" if row.uploaded_at else ""
    own = f"[{plain(row.file_name)}](/files/paper-templates/{row.template_id})"
    st.markdown(f":material/download: {own} :gray[({plain(row.unit_name)}{at})] · {shipped}")


def _changes(unit_id: UUID, row: TemplateRow, name: str) -> None:
    # A fresh field after every upload: it keeps its file, and would put it to use again after it was taken back.
    key = f"{name}:{st.session_state.get(f'{name}:uploads', 0)}"
    st.file_uploader(
        "Tải mẫu lên thay (.docx)",
        type=["docx"],
        max_upload_size=LARGEST,
        key=key,
        on_change=_replace,
        args=(unit_id, row.kind, name, key),
    )
    if row.template_id is not None and row.unit_id == unit_id:

        def put_back(session: Session, actor: Actor) -> str:
            papers.put_back(session, actor, unit_id, row.kind)
            return "Đã bỏ mẫu riêng."

        actions.button("Bỏ mẫu riêng, dùng lại mẫu trước", name, put_back, key=f"{name}:back", icon=":material/undo:")


def _replace(unit_id: UUID, kind: PaperKind, name: str, key: str) -> None:
    file = st.session_state[key]
    if file is None:
        return
    st.session_state[f"{name}:uploads"] = st.session_state.get(f"{name}:uploads", 0) + 1

    def work(session: Session, actor: Actor) -> str:
        papers.put_to_use(session, actor, unit_id, examined)
        return "Đã thay mẫu. Văn bản in từ bây giờ theo mẫu mới."

    try:
        examined = papers.examine(kind, file.name, file.getvalue())
    except Refusal as refusal:
        st.session_state[f"{name}:said"] = (told(refusal), False)
        return
    actions.carry_out(name, work)


def _fields(kind: PaperKind) -> None:
    st.markdown("Trong mẫu, mỗi trường viết trong hai dấu ngoặc nhọn, ví dụ `{{ issuer }}`:")
    rows = [_field(found.name, found.meaning, found.parts) for found in papers.fields(kind)]
    st.dataframe(rows, hide_index=True)


def _field(name: str, meaning: str, parts: Sequence[str]) -> dict[str, str]:
    return {"Trường": name, "Ý nghĩa": meaning, "Trường của từng dòng": ", ".join(parts)}

"""Papers of all cells of a month in one archive: asked for, watched, taken away."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from documents import archives, pdf
from documents.archives import Archive, Order
from models.database import read_tx
from services import papers
from services.access import Actor
from services.errors import Refusal
from services.papers import Paper, PaperKind, PaperRef
from services.vietnamese import number
from ui import actions
from ui.identity import current_actor

KINDS = (PaperKind.MINUTES, PaperKind.TASK_LIST)
NAME = "paper-archive"


def archives_of(unit_id: UUID, month: date) -> None:
    """Draw the way to ask for an archive, and how far the last one that was asked for has come."""
    st.subheader("Văn bản của mọi chi bộ trong một tệp nén", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Loại văn bản", KINDS, format_func=papers.NAMES.__getitem__, key=f"{NAME}:kind")
        forms = ["Word", "PDF"] if pdf.is_available() else ["Word"]
        st.segmented_control("Dạng tệp", forms, default="Word", required=True, key=f"{NAME}:form")
        st.button(
            "Tạo tệp nén", key=f"{NAME}:begin", icon=":material/folder_zip:", on_click=_begin, args=(unit_id, month)
        )
    if not pdf.is_available():
        st.caption(pdf.MISSING)
    actions.said(NAME)
    _watch()


def _begin(unit_id: UUID, month: date) -> None:
    kind, is_pdf = st.session_state[f"{NAME}:kind"], st.session_state[f"{NAME}:form"] == "PDF"
    begun: list[UUID] = []

    def work(session: Session, actor: Actor) -> str:
        refs = papers.archive(session, actor, unit_id, month, kind)
        name = f"{kind.value.replace('_', '-')}-{month:%Y-%m}"
        begun.append(
            archives.begin(Order(actor.account_id, unit_id, name, tuple(refs), is_pdf), _reader(actor)).archive_id
        )
        return ""

    if actions.carried_out(NAME, work):
        st.session_state[NAME] = begun[0]


def _reader(actor: Actor) -> Callable[[Sequence[PaperRef]], list[Paper]]:
    def read(refs: Sequence[PaperRef]) -> list[Paper]:
        with read_tx() as session:
            return [papers.paper(session, actor, ref) for ref in refs]

    return read


@st.fragment(run_every="1s")
def _watching() -> None:
    _draw(_asked())


def _watch() -> None:
    found = _asked()
    if found is None:
        return
    if found.is_ready or found.refusal:
        _draw(found)
    else:
        _watching()


def _asked() -> Archive | None:
    archive_id = st.session_state.get(NAME)
    if archive_id is None:
        return None
    try:
        return archives.found(current_actor().account_id, archive_id)
    except Refusal:
        return None


def _draw(found: Archive | None) -> None:
    if found is None:
        return
    if found.refusal:
        st.error(found.refusal, icon=":material/error:")
    elif found.is_ready:
        st.success(f"Tệp nén có {number(found.total)} văn bản đã sẵn sàng.", icon=":material/check_circle:")
        st.markdown(f":material/download: [Tải tệp nén](/downloads/paper-archives/{found.archive_id}.zip)")
    else:
        st.progress(found.done / found.total, f"Đang tạo {number(found.done)}/{number(found.total)} văn bản …")

"""The library of guiding documents on the screen: the list, one document with who refers to it, and its forms."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import library
from services.access import Actor
from services.clock import today
from services.errors import Invalid
from services.library import DocumentDraft, DocumentRow, FileDraft, MeetingMention, Mentions
from services.meetings import KINDS
from services.units import UnitRow
from services.vietnamese import day, month, number
from ui import actions, navigation, tokens
from ui.followup_choice import DAY_WIDTH, past_day
from ui.meeting_choice import unique
from ui.transactions import plain

KEEPING, CHANGING = "document:keep", "document:change"
LIMITS = "PDF, ảnh, Word hoặc Excel, không quá 10 MB."


def sought() -> tuple[str, date | None]:
    """Ask for words, and for the day on which a document is to be in force."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Tìm theo số, trích yếu, cơ quan ban hành",
            placeholder="Ví dụ: 42-HD/BTCTW hoặc sinh hoat chi bo",
            type="search",
            live="300ms",
            key="document:words",
            autocomplete="off",
            width=420,
        )
        on = st.date_input(
            "Có hiệu lực tại ngày", None, format="DD/MM/YYYY", key="in_force", bind="query-params", width=DAY_WIDTH
        )
    return str(words), on


def documents(rows: Sequence[DocumentRow]) -> None:
    """Draw documents, each with a way to it."""
    actions.said(CHANGING)
    if not rows:
        st.info("Không có văn bản nào.", icon=":material/info:")
        return
    st.caption(f"{number(len(rows))} văn bản.")
    for row in rows:
        with st.container(border=True):
            _facts(row)
            navigation.link("followup.library", "Xem nơi dẫn văn bản", icon="link", document=row.document_id)


def document(row: DocumentRow, found: Mentions) -> None:
    """Draw one document with everything that refers to it."""
    navigation.step("Tất cả văn bản", "arrow_back", type="tertiary", document=None)
    actions.said(CHANGING)
    with st.container(border=True):
        _facts(row)
    st.subheader("Nơi dẫn văn bản này", anchor=False)
    if found.is_empty:
        st.caption("Chưa có bộ tiêu chí, chương trình, mẫu chương trình họp hay biên bản nào dẫn số văn bản này.")
    for each in found.sets:
        label = f"Bộ tiêu chí: {each.title}, phiên bản {each.version}"
        navigation.link("criteria.list", plain(label), icon="rule", set=each.set_id)
    for programme in found.programmes:
        navigation.link("assessments.programme", plain(f"Chương trình: {programme.title}"), icon="flag")
    for name in found.templates:
        st.markdown(f":material/list: Mẫu chương trình họp của {plain(name)}")
    for meeting in found.meetings:
        _meeting(meeting)


def form(units: Sequence[UnitRow]) -> None:
    """Draw, folded away, the form that puts a document into the library of one of some units."""
    box = st.expander("Thêm văn bản", icon=":material/add:", key=f"{KEEPING}:box", on_change="rerun")
    if box.open:
        token = tokens.token(KEEPING)
        with box, st.form(f"{KEEPING}:{token}", border=False, enter_to_submit=False):
            words = unique({str(row.unit_id): row.name for row in units})
            st.selectbox("Dùng cho đơn vị và cấp dưới", list(words), 0, words.__getitem__, key=f"{token}:unit")
            _fields(str(token), None)
            _uploader(f"{token}:file")
            st.form_submit_button("Thêm văn bản", type="primary", on_click=_keep, args=(token,))
    actions.said(KEEPING)


def changes(row: DocumentRow) -> None:
    """Draw, folded away, the form that corrects a document, its file, and the way to take it out."""
    box = st.expander("Sửa văn bản", icon=":material/edit:", key=f"document:{row.document_id}:box", on_change="rerun")
    if not box.open:
        return
    with box:
        # Fields that were filled from an older state would offer it for storing: what has changed is another form.
        key = f"document:{row.document_id}:{hash(row)}"
        with st.form(key, border=False, enter_to_submit=False):
            _fields(key, row)
            st.form_submit_button("Lưu văn bản", type="primary", on_click=_change, args=(key, row))
        with st.form(f"{key}:files", border=False, enter_to_submit=False):
            _uploader(f"{key}:file")
            st.form_submit_button("Thay tệp" if row.file_name else "Thêm tệp", on_click=_put, args=(key, row))
        with st.container(horizontal=True):
            _taking_away(row)


def _facts(row: DocumentRow) -> None:
    st.markdown(f"**{plain(row.named)}** {_standing(row, today())}  \n{plain(row.title)}")
    until = f", hết hiệu lực từ {day(row.valid_to)}" if row.valid_to else ""
    st.caption(plain(f"{row.issuer} · có hiệu lực từ {day(row.valid_from)}{until} · {row.unit_name}"))
    if row.file_name:
        size = f"{number(max(1, row.file_size // 1024))} KB"
        st.markdown(
            f":material/attach_file: [{plain(row.file_name)}](/files/library/{row.document_id}) :gray[({size})]"
        )


def _standing(row: DocumentRow, on: date) -> str:
    if row.holds_on(on):
        return ":green-badge[Đang có hiệu lực]"
    return ":gray-badge[Đã hết hiệu lực]" if row.valid_from <= on else ":blue-badge[Chưa có hiệu lực]"


def _meeting(row: MeetingMention) -> None:
    held = f", ngày {day(row.held_on)}" if row.held_on else ""
    label = f"{KINDS[row.kind]} tháng {month(row.month)} của {row.unit_name}{held}"
    about = {"cell": row.unit_id, "month": f"{row.month:%Y-%m}", "kind": row.kind.value, "number": row.number}
    navigation.link("meetings.entry", plain(label), icon="edit_note", **about)


def _fields(key: str, row: DocumentRow | None) -> None:
    typed: dict[str, Any] = {"autocomplete": "off"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Số văn bản", row.number if row else "", key=f"{key}:number", max_chars=80, **typed)
        past_day("Ngày ban hành", f"{key}:issued_on", row.issued_on if row else None, first=date(1930, 1, 1))
    st.text_input("Cơ quan ban hành", row.issuer if row else "", key=f"{key}:issuer", max_chars=200, **typed)
    st.text_input("Trích yếu", row.title if row else "", key=f"{key}:title", max_chars=300, **typed)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        options: dict[str, Any] = {"format": "DD/MM/YYYY", "width": DAY_WIDTH, "min_value": date(1930, 1, 1)}
        hint = "Để trống: từ ngày ban hành."
        starts, ends = (row.valid_from, row.valid_to) if row else (None, None)
        st.date_input("Có hiệu lực từ ngày", starts, key=f"{key}:valid_from", help=hint, **options)
        st.date_input("Hết hiệu lực từ ngày", ends, key=f"{key}:valid_to", **options)


def _uploader(key: str) -> None:
    most = library.LARGEST // 1024 // 1024
    st.file_uploader("Tệp văn bản (không bắt buộc)", type=list(library.ENDINGS), max_upload_size=most, key=key)
    st.caption(LIMITS)


def _draft(key: str) -> DocumentDraft:
    names = ("number", "issued_on", "issuer", "title", "valid_from", "valid_to")
    return DocumentDraft(*(st.session_state[f"{key}:{name}"] for name in names))


def _file(key: str) -> FileDraft | None:
    given = st.session_state[f"{key}:file"]
    return FileDraft(given.name, given.getvalue()) if given else None


def _keep(token: UUID) -> None:
    key = str(token)
    unit_id, draft, file = UUID(st.session_state[f"{key}:unit"]), _draft(key), _file(key)
    if actions.carried_out(KEEPING, partial(_keeping, unit_id=unit_id, draft=draft, file=file, token=token)):
        tokens.spend(KEEPING)


def _keeping(  # noqa: PLR0913 - a document, its file, and where they go
    session: Session, actor: Actor, *, unit_id: UUID, draft: DocumentDraft, file: FileDraft | None, token: UUID
) -> str:
    library.keep(session, actor, unit_id, draft, file, token)
    return f"Đã thêm văn bản {draft.number.strip()}."


def _change(key: str, row: DocumentRow) -> None:
    draft = _draft(key)
    actions.carry_out(CHANGING, partial(_changing, row=row, draft=draft))


def _changing(session: Session, actor: Actor, *, row: DocumentRow, draft: DocumentDraft) -> str:
    library.change(session, actor, row.document_id, draft, row)
    return "Đã lưu văn bản."


def _put(key: str, row: DocumentRow) -> None:
    actions.carry_out(CHANGING, partial(_putting, row=row, file=_file(key)))


def _putting(session: Session, actor: Actor, *, row: DocumentRow, file: FileDraft | None) -> str:
    if file is None:
        raise Invalid("Đồng chí chọn tệp.", field="file")
    library.put_file(session, actor, row.document_id, file)
    return "Đã lưu tệp."


def _taking_away(row: DocumentRow) -> None:
    key = f"document:{row.document_id}"
    if row.file_name:
        out = partial(_unfiling, document_id=row.document_id)
        actions.button("Bỏ tệp", CHANGING, out, key=f"{key}:unfile", icon=":material/delete:")
    with st.popover("Bỏ văn bản", icon=":material/delete:", key=f"{key}:remove:open"):
        st.markdown("Chỉ bỏ khi văn bản được ghi nhầm; văn bản hết hiệu lực thì ghi ngày hết hiệu lực.")
        st.button("Bỏ văn bản này", key=f"{key}:remove", on_click=_remove, args=(row.document_id,))


def _unfiling(session: Session, actor: Actor, *, document_id: UUID) -> str:
    library.take_file_out(session, actor, document_id)
    return "Đã bỏ tệp."


def _remove(document_id: UUID) -> None:
    if actions.carried_out(CHANGING, partial(_removing, document_id=document_id)):
        st.query_params.pop("document", None)


def _removing(session: Session, actor: Actor, *, document_id: UUID) -> str:
    library.remove(session, actor, document_id)
    return "Đã bỏ văn bản khỏi danh mục."

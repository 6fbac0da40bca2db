"""The head of a draft: the document that it comes from, where it holds, and what it asks beside points."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from services import criteria
from services.criteria import DraftRow, Kind, conditions
from ui.criteria_fields import MIDDLE, capital, field
from ui.criteria_wholes import WholeFields, whole_of


def document(draft: DraftRow, kinds: Sequence[Kind]) -> None:
    """Draw what the document says of itself."""
    field(draft, "title", placeholder="ví dụ Bộ tiêu chí chi bộ “bốn tốt” của Đảng bộ xã")
    field(draft, "kind", options={kind.code: capital(kind.name) for kind in kinds}, width="stretch", index=0)
    field(draft, "issuer")
    with st.container(horizontal=True):
        field(draft, "document_number", width=MIDDLE, placeholder="ví dụ 12-QĐ/ĐU")
        field(draft, "document_date")
    with st.container(horizontal=True):
        field(draft, "valid_from")
        field(draft, "valid_to")
    lines(draft, "legal_basis", "Căn cứ", "Thêm căn cứ")


def use(draft: DraftRow) -> None:
    """Draw where the set holds and what it asks beside points."""
    st.caption("Không chọn nghĩa là áp dụng cho tất cả.")
    field(draft, "applies_to.unit_kinds")
    field(draft, "applies_to.cell_types")
    if draft.subject is criteria.SubjectKind.MEETING:
        field(draft, "applies_to.meeting_types")
    field(draft, "self_check", placeholder="Không yêu cầu")
    field(draft, "vote", index=0)
    field(
        draft,
        "review.difference",
        label="Thẩm định lệch quá bao nhiêu điểm thì phải nêu lý do",
        placeholder="không đặt",
        width=MIDDLE,
    )
    lines(draft, "notes", "Ghi chú", "Thêm ghi chú")


def lines(draft: DraftRow, address: str, label: str, more: str) -> None:
    """Draw a list of texts, one field each."""
    whole = whole_of(draft, address)
    for place, text in enumerate(whole.kept or []):
        _line(whole, place, text, f"{label} {place + 1}")
    whole.button(more, "add", lambda kept: [*(kept or []), ""], icon=":material/add:")
    whole.settle()


def _line(whole: WholeFields, place: int, text: str, label: str) -> None:
    part = whole.part(
        lambda kept: str(conditions.looked_up(kept, (place,)) or ""),
        lambda kept, value: conditions.changed(kept, (place,), value or ""),
    )
    part.area(f"{place}", label, text, height="content")

    def without(kept: Any) -> Any:
        return conditions.changed(kept, (place,), None) or None

    whole.button(
        f"Bỏ {label[0].lower()}{label[1:]}", f"{place}.remove", without, takes_out=True, icon=":material/delete:"
    )

"""What stands beside an item as evidence: files and rows of the portal, listed, added and taken away."""

from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import evidence
from services.access import Actor
from services.assessments import AssessmentRef, EvidenceRow, ItemRow, LinkRow, Sheet
from services.errors import Invalid
from services.evidence import Candidate, EvidenceDraft
from services.vietnamese import day, number
from ui import actions, navigation
from ui.assessment_choice import address
from ui.autosave import Autosave
from ui.identity import current_actor
from ui.meeting_choice import unique
from ui.transactions import plain, reading

LIMITS = "PDF, ảnh, Word hoặc Excel; mỗi tệp không quá 10 MB, mỗi tiêu chí không quá 10 tệp."


def listed(row: ItemRow) -> None:
    """Draw the files and links of an item, each leading to what it is."""
    said = [_file(file) for file in row.beside.files] + [_link(link) for link in row.beside.links]
    if said:
        st.markdown("  \n".join(said))


def changes(sheet: Sheet, row: ItemRow) -> None:
    """Draw the place where evidence is added, dated and taken away; what is inside is drawn while it stands open."""
    key = f"{_name(sheet.ref, row)}:open"
    label, icon = f"Minh chứng {row.item.name}", ":material/attach_file:"
    place = st.popover(label, icon=icon, type="tertiary", key=key, on_change="rerun")
    if not place.open:
        return
    with place:
        _upload(sheet.ref, row)
        for file in row.beside.files:
            _file_fields(sheet.ref, row, file)
        _picker(sheet.ref, row)
        for link in row.beside.links:
            _taking_away(f"Bỏ {link.label}", sheet.ref, row, link.link_id, evidence.unlink)


def said(sheet: Sheet, row: ItemRow) -> None:
    """Draw how the last change went."""
    actions.said(_name(sheet.ref, row))


def _file(file: EvidenceRow) -> str:
    size = f"{number(max(1, file.size // 1024))} KB"
    about = f"ngày {day(file.effective_on)}" if file.effective_on else ""
    facts = " · ".join(filter(None, [size, about, f"SHA-256 {file.digest}…"]))
    return (
        f":material/attach_file: [{plain(file.file_name)}](/files/evidence/{file.evidence_id}) :gray[({plain(facts)})]"
    )


def _link(link: LinkRow) -> str:
    if link.place is None:
        return f":material/link_off: :gray[{plain(link.label)}]"
    return f":material/link: [{plain(link.label)}]({_way(link)})"


def _way(link: LinkRow) -> str:
    """The address of the page where the row is read."""
    place = link.place
    if isinstance(place, AssessmentRef):
        return navigation.address("assessments.self_assessment", **address(place))
    if place is None:
        return ""
    about = {"cell": place.unit_id, "month": f"{place.month:%Y-%m}", "kind": place.kind.value, "number": place.number}
    return navigation.address("meetings.entry", **about)


def _upload(ref: AssessmentRef, row: ItemRow) -> None:
    name = _name(ref, row)
    # A fresh field after every upload: it keeps its files, and would attach one again that was taken away.
    key = f"{name}:{st.session_state.get(f'{name}:uploads', 0)}"
    st.file_uploader(
        f"Tệp minh chứng cho tiêu chí {row.item.name}",
        type=list(evidence.ENDINGS),
        max_upload_size=evidence.LARGEST // 1024 // 1024,
        accept_multiple_files=True,
        key=key,
        on_change=_attach,
        args=(ref, row.item.id, name, key),
    )
    st.caption(LIMITS)


def _file_fields(ref: AssessmentRef, row: ItemRow, file: EvidenceRow) -> None:
    def save(session: Session, actor: Actor, _field: str, value: Any, seen: Any) -> Any:
        return evidence.date_file(session, actor, file.evidence_id, value, seen)

    fields = Autosave(f"evidence:{file.evidence_id}", save)
    fields.day("effective_on", f"Ngày của văn bản “{plain(file.file_name)}”", file.effective_on)
    _taking_away(f"Bỏ {file.file_name}", ref, row, file.evidence_id, evidence.detach)


def _taking_away(label: str, ref: AssessmentRef, row: ItemRow, row_id: UUID, act: Any) -> None:
    def work(session: Session, actor: Actor) -> str:
        act(session, actor, row_id)
        return "Đã bỏ minh chứng."

    name = _name(ref, row)
    actions.button(plain(label), name, work, key=f"{name}:{row_id}", icon=":material/delete:")


def _picker(ref: AssessmentRef, row: ItemRow) -> None:
    """Draw a list of what the portal knows of the span."""
    with reading() as session:
        found = evidence.candidates(session, current_actor(), ref)
    if not found:
        st.caption("Trong kỳ này cổng chưa có buổi sinh hoạt, nhiệm vụ, chỉ tiêu nào để dẫn.")
        return
    name = _name(ref, row)
    by_id = {str(candidate.entity_id): candidate for candidate in found}
    words = unique({key: candidate.label for key, candidate in by_id.items()})
    key = f"{name}:link"
    st.selectbox(
        f"Dẫn dữ liệu trên cổng cho tiêu chí {row.item.name}",
        list(words),
        None,
        words.__getitem__,
        key=key,
        placeholder="Chọn buổi sinh hoạt, nhiệm vụ, chỉ tiêu…",
    )

    def point(session: Session, actor: Actor) -> str:
        _point(session, actor, ref, row.item.id, by_id.get(str(st.session_state[key])))
        return "Đã dẫn làm minh chứng."

    actions.button("Dẫn làm minh chứng", name, point, key=f"{key}:button", icon=":material/add_link:")


def _point(session: Session, actor: Actor, ref: AssessmentRef, item_id: str, chosen: Candidate | None) -> None:
    if chosen is None:
        raise Invalid("Đồng chí chọn nội dung cần dẫn.", field=item_id)
    evidence.link(session, actor, ref, item_id, chosen.kind, chosen.entity_id)


def _attach(ref: AssessmentRef, item_id: str, name: str, key: str) -> None:
    drafts = [EvidenceDraft(file.name, file.getvalue()) for file in st.session_state[key]]
    st.session_state[f"{name}:uploads"] = st.session_state.get(f"{name}:uploads", 0) + 1

    def attach(session: Session, actor: Actor) -> str:
        for draft in drafts:
            evidence.attach(session, actor, ref, item_id, draft)
        return "Đã lưu minh chứng."

    actions.carry_out(name, attach)


def _name(ref: AssessmentRef, row: ItemRow) -> str:
    return f"evidence:{ref.name}:{row.item.id}"

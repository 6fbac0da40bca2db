"""What the check of a draft found, each with the way to its place, and the steps up to publication."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import criteria
from services.access import Actor
from services.clock import local
from services.criteria import AcceptedRow, CriteriaState, Data, DraftRow, FaultRow, FindingRow, SetView
from services.vietnamese import day
from ui import actions, criteria_outline
from ui.criteria_fields import place_of
from ui.transactions import plain

VIEWS = {
    "content": "Nội dung",
    "grades": "Xếp loại",
    "year": "Tổng hợp năm",
    "document": "Văn bản",
    "check": "Kiểm tra",
    "preview": "Xem trước",
    "file": "Tệp",
}
VIEW_OF = {
    "sections": "content",
    **dict.fromkeys(("grades", "scoring_mode", "max_points", "is_total_capped", "rebase"), "grades"),
    **dict.fromkeys(("roll_up", "cap"), "year"),
}
"""First word of an address → the view in which it is edited; everything else is in the head of the document."""
STATE_NAMES = {
    CriteriaState.DRAFT: "Bản nháp",
    CriteriaState.CHECKED: "Đã kiểm tra",
    CriteriaState.PUBLISHED: "Đang ban hành",
    CriteriaState.RETIRED: "Thôi dùng",
}
STATE_COLOURS = {
    CriteriaState.DRAFT: "gray",
    CriteriaState.CHECKED: "blue",
    CriteriaState.PUBLISHED: "green",
    CriteriaState.RETIRED: "orange",
}


def found(draft: DraftRow) -> None:
    """Draw faults, errors and warnings."""
    examined = draft.examined
    for remark in draft.remarks:
        st.info(plain(remark), icon=":material/event:")
    if examined.faults:
        st.subheader(f"Chưa đủ hoặc chưa đúng: {len(examined.faults)} chỗ", anchor=False)
        st.caption("Sửa xong những chỗ này thì cổng mới kiểm tra được điểm, mức và điều kiện.")
        _faults(draft, examined.faults)
    if examined.errors:
        st.subheader(f"Lỗi: {len(examined.errors)}", anchor=False)
        for place, row in enumerate(examined.errors):
            _finding(row, place)
    if examined.warnings:
        st.subheader(f"Cảnh báo: {len(examined.warnings)}", anchor=False)
        for place, row in enumerate(examined.warnings):
            _finding(row, place)
            _acceptance(draft, row)
    if not (examined.faults or examined.errors or examined.warnings):
        st.success("Không tìm thấy lỗi hay cảnh báo nào.", icon=":material/check_circle:")
    _no_longer_found(draft)


def steps(draft: DraftRow) -> None:
    """Draw what comes next: the check that makes it ready, then publication."""
    set_id = draft.row.set_id
    name = f"{place_of(set_id)}:step"
    if draft.publishing_refusal:
        st.info(
            f"{plain(draft.publishing_refusal)} Đồng chí soạn và kiểm tra xong thì báo cán bộ cấp trên mở bộ này để ban hành.",
            icon=":material/info:",
        )
    if draft.row.state is CriteriaState.CHECKED and draft.publishing_refusal:
        st.caption("Bộ tiêu chí đã kiểm tra xong, chờ cấp trên ban hành.")
    elif draft.row.state is CriteriaState.CHECKED:
        st.caption("Bộ tiêu chí đã kiểm tra xong. Sau khi ban hành không sửa được nữa; muốn sửa thì lập phiên bản mới.")
        with st.popover("Ban hành", icon=":material/campaign:", type="primary"):
            st.markdown(f"Ban hành “{plain(draft.row.title)}”, {_starts(draft)}? Việc này không hoàn tác được.")
            actions.button("Ban hành", name, _publisher(draft), type="primary", key=f"{name}:publish")
    else:
        actions.button("Kiểm tra xong, chuyển sang chờ ban hành", name, _checker(set_id), icon=":material/fact_check:")
    actions.said(name)


def accepted(view: SetView) -> None:
    """Draw the warnings of a set that were accepted, and why."""
    for row in view.examined.warnings:
        reason = view.accepted.get(row.finding.fingerprint)
        if reason:
            st.markdown(f"- {plain(row.finding.sentence)}  \n{_reason(reason)}")


def _faults(draft: DraftRow, rows: Sequence[FaultRow]) -> None:
    for place, row in enumerate(rows):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(
                f":red[:material/error:] {plain(at(draft.data, row.address))}: {plain(row.sentence)}", width="content"
            )
            _way(row.address, f"fault:{place}")


def _finding(row: FindingRow, place: int) -> None:
    icon = ":red[:material/error:]" if row.is_error else ":orange[:material/warning:]"
    is_said = not row.finding.example or row.finding.example in row.finding.sentence
    example = "" if is_said else f" Ví dụ: {plain(row.finding.example)}."
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"{icon} {plain(row.finding.sentence)}{example}", width="content")
        _way(row.address, f"{row.finding.severity}:{place}")


def _acceptance(draft: DraftRow, row: FindingRow) -> None:
    fingerprint = row.finding.fingerprint
    known = draft.accepted.get(fingerprint)
    if known:
        st.caption(_reason(known))
        return
    name = f"{place_of(draft.row.set_id)}:accept:{fingerprint}"
    with st.popover("Chấp nhận cảnh báo này", icon=":material/verified_user:", type="tertiary"):
        st.text_area("Lý do chấp nhận", key=f"{name}:reason", placeholder="ví dụ Văn bản ghi đúng như vậy")
        st.button("Chấp nhận", key=name, on_click=_accept, args=(draft.row.set_id, name, fingerprint))
    actions.said(name)


def _no_longer_found(draft: DraftRow) -> None:
    known = {row.finding.fingerprint for row in draft.examined.findings}
    gone = [row for fingerprint, row in draft.accepted.items() if fingerprint not in known]
    if gone and not draft.examined.faults:
        with st.expander(f"Cảnh báo đã chấp nhận trước đây, nay không còn ({len(gone)})"):
            for row in gone:
                st.markdown(f"- {_reason(row)}")


def _accept(set_id: UUID, name: str, fingerprint: str) -> None:
    reason = st.session_state[f"{name}:reason"]

    def work(session: Session, actor: Actor) -> str:
        criteria.accept_warning(session, actor, set_id, fingerprint, reason)
        return "Đã ghi lý do chấp nhận."

    actions.carry_out(name, work)


def _checker(set_id: UUID) -> actions.Work:
    def work(session: Session, actor: Actor) -> str:
        came_to = criteria.check(session, actor, set_id)
        if came_to.is_checked:
            return "Đã kiểm tra xong. Bộ tiêu chí chờ ban hành."
        return "Chưa xong: còn chỗ phải sửa hoặc cảnh báo chưa chấp nhận ở dưới."

    return work


def _publisher(draft: DraftRow) -> actions.Work:
    def work(session: Session, actor: Actor) -> str:
        criteria.publish(session, actor, draft.row.set_id, revision=draft.revision)
        return "Đã ban hành bộ tiêu chí."

    return work


def _way(address: str, key: str) -> None:
    """Draw the way to the place that an address names."""
    view = VIEW_OF.get(address.split(".", maxsplit=1)[0], "document")
    icon = ":material/arrow_forward:"
    st.button("Đến chỗ này", key=f"way:{key}", icon=icon, type="tertiary", on_click=_open, args=(view, address))


def _open(view: str, address: str) -> None:
    st.query_params["view"] = view
    if view == "content" and "." in address:
        criteria_outline.show(criteria_outline.part_of(address))


def at(data: Data, address: str) -> str:
    """What an address in the data is called where a sentence begins."""
    place = criteria.place(data, address)
    is_field = place.rest in criteria.FIELDS[place.part]
    words = criteria.called(data, place.address, place.rest if is_field else "")
    return f"{words[0].upper()}{words[1:]}"


def _reason(row: AcceptedRow) -> str:
    at = local(row.accepted_at)
    return f":material/verified_user: {plain(row.accepted_by)} chấp nhận ngày {day(at.date())}: {plain(row.reason)}"


def _starts(draft: DraftRow) -> str:
    ends = f" đến trước ngày {day(draft.row.valid_to)}" if draft.row.valid_to else ""
    return f"có hiệu lực từ ngày {day(draft.row.valid_from)}{ends}"

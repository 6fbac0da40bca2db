"""One record as its reviewer reads it, with what can be done about it."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from services import approvals
from services.access import Actor
from services.approvals import Change, Reading, RemarkRow
from services.meetings import MeetingRef, MeetingState, moment
from services.vietnamese import number
from ui import actions, navigation, tokens
from ui.transactions import plain

NOTHING = "không có"
STANDING = {
    MeetingState.DRAFT: ":orange-badge[Đang nhập]",
    MeetingState.SUBMITTED: ":blue-badge[Chờ duyệt]",
    MeetingState.RETURNED: ":violet-badge[Trả lại]",
    MeetingState.APPROVED: ":green-badge[:material/verified: Đã duyệt]",
}


def name(ref: MeetingRef) -> str:
    """What keeps the widgets of one record apart from those of another."""
    return f"review:{ref.unit_id}:{ref.month}:{ref.kind}:{ref.number}"


def way_back() -> None:
    """Draw the way to the queue."""
    navigation.step("Danh sách chờ duyệt", "arrow_back", type="tertiary", cell=None, month=None, kind=None, number=None)


def standing(found: Reading) -> None:
    """Say where the record is, and everything that has happened to it."""
    changed = (
        " :red-badge[:material/history: Đã thay đổi sau khi duyệt]" if found.sheet.is_changed_after_approval else ""
    )
    receipt = f" · mã biên nhận {found.sheet.receipt}" if found.sheet.receipt else ""
    st.markdown(f"{STANDING[found.sheet.state]}{changed} lần nộp {number(found.version)}{plain(receipt)}")
    if not found.way:
        return
    with st.expander(f"Quá trình xử lý ({number(len(found.way))} bước)", icon=":material/timeline:"):
        lines = []
        for step in found.way:
            note = f": {plain(step.note)}" if step.note else ""
            whom = plain(", ".join(filter(None, [step.by, step.unit_name])))
            lines.append(f"- {plain(moment(step.at))}: **{step.what}** (lần nộp {number(step.version)}), {whom}{note}")
        st.markdown("\n".join(lines))


def concerns(sentences: Sequence[str]) -> None:
    """Draw what is worth a look."""
    if sentences:
        st.warning("\n".join(f"- {plain(sentence)}" for sentence in sentences), icon=":material/warning:")


def changes(found: Sequence[Change]) -> None:
    """Draw what differs from the version before."""
    if not found:
        return
    with st.container(border=True):
        st.subheader("Thay đổi so với lần nộp trước", anchor=False)
        for change in found:
            st.markdown(f"**{change.label}**")
            before, after = st.columns(2)
            before.markdown(f":gray[Trước:] {_text(change.before)}")
            after.markdown(f":gray[Nay:] {_text(change.after)}")


def beside(found: Reading) -> None:
    """Draw the record part by part beside the month before, each with the remarks pinned to it."""
    before, may_remark = {line.field: line.text for line in found.before}, not found.refusal
    with st.container(border=True):
        head, last, _ = st.columns([4, 4, 1]) if may_remark else (*st.columns(2), None)
        head.markdown("**Biên bản này**")
        last.markdown(
            f"**Tháng {found.before_month}**" if found.before else ":gray[Tháng trước không có biên bản để so sánh]"
        )
    for line in found.lines:
        with st.container(border=True, gap="xxsmall"):
            now, then, pin = st.columns([4, 4, 1]) if may_remark else (*st.columns(2), None)
            now.markdown(f":gray[{line.label}]  \n{_text(line.text)}")
            if found.before:
                then.markdown(f":gray[Tháng trước]  \n{_text(before.get(line.field, ''))}")
            remarks(found, line.field)
            if pin is not None:
                _pin(found.sheet.ref, line.field, pin)


def remarks(found: Reading, field: str) -> None:
    """Draw the remarks pinned to a part."""
    for row in found.remarks:
        if row.field == field:
            _remark(found.sheet.ref, row, may_remark=not found.refusal)


def _pin(ref: MeetingRef, field: str, room: st.delta_generator.DeltaGenerator) -> None:
    """Draw room for one more remark on a part."""
    place = f"{name(ref)}:remark:{field}"
    key, icon = f"{place}:open", ":material/add_comment:"
    popover = room.popover("Ghi chú", icon=icon, type="tertiary", key=key, on_change="rerun")
    if popover.open:
        with popover:
            _remark_form(ref, field, place)
    actions.said(place)


def _remark(ref: MeetingRef, row: RemarkRow, *, may_remark: bool) -> None:
    done = ":green-badge[Đã sửa]" if row.is_resolved else ":orange-badge[Cần sửa]"
    st.markdown(f":material/comment: {done} {_text(row.text)}  \n:small[:gray[{plain(row.written_by)}]]")
    if may_remark and not row.is_resolved:
        place = f"{name(ref)}:remark:{row.field}"

        def work(session: Session, actor: Actor) -> str:
            approvals.withdraw_remark(session, actor, ref, row.remark_id)
            return "Đã bỏ ghi chú."

        key = f"{place}:{row.remark_id}:withdraw"
        actions.button("Bỏ ghi chú", place, work, key=key, icon=":material/delete:", type="tertiary")


def _remark_form(ref: MeetingRef, field: str, place: str) -> None:
    key = f"{place}:{tokens.token(place)}"
    st.text_area(f"Nội dung cần sửa ở mục “{approvals.LABELS[field]}”", key=key, max_chars=2000)

    def work(session: Session, actor: Actor) -> str:
        approvals.remark(session, actor, ref, field, str(st.session_state[key]), tokens.token(place))
        tokens.spend(place)
        return "Đã lưu ghi chú."

    actions.button("Lưu ghi chú", place, work, key=f"{place}:save", icon=":material/save:")


def verdict(found: Reading) -> None:
    """Draw what the reviewer can do: approve the version that was read, or return it with words."""
    ref, place = found.sheet.ref, name(found.sheet.ref)
    actions.said(place)
    if found.refusal:
        st.info(plain(found.refusal), icon=":material/info:")
        return
    with st.container(border=True):
        st.subheader("Ý kiến của cấp trên", anchor=False)
        key = f"{place}:note"
        st.text_area(
            "Điều cần sửa (bắt buộc khi trả lại, nếu chưa ghi chú tại mục nào)", key=key, max_chars=2000, height=100
        )

        def approve(session: Session, actor: Actor) -> str:
            approvals.approve(session, actor, ref, found.version)
            return "Đã duyệt biên bản."

        def send_back(session: Session, actor: Actor) -> str:
            approvals.return_(session, actor, ref, found.version, str(st.session_state.get(key) or ""))
            return "Đã trả lại biên bản để sửa."

        with st.container(horizontal=True):
            actions.button("Duyệt", place, approve, key=f"{place}:approve", type="primary", icon=":material/check:")
            actions.button("Trả lại", place, send_back, key=f"{place}:return", icon=":material/undo:")


def withdrawal(found: Reading, effects: Sequence[str]) -> None:
    """Draw how an approval is taken back, and what that affects, before anything is done."""
    ref, place = found.sheet.ref, f"{name(found.sheet.ref)}:withdraw"
    with st.expander("Rút duyệt", icon=":material/undo:", key=f"{place}:open"):
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in effects))
        key = f"{place}:note"
        st.text_area("Lý do rút duyệt", key=key, max_chars=2000, height=90)

        def work(session: Session, actor: Actor) -> str:
            approvals.withdraw(session, actor, ref, str(st.session_state.get(key) or ""))
            return "Đã rút duyệt."

        actions.button("Rút duyệt", place, work, key=f"{place}:do", icon=":material/undo:")
        actions.said(place)


def _text(text: str) -> str:
    return plain(text).replace("\n", "  \n") or f":gray[{NOTHING}]"

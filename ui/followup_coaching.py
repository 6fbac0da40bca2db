"""Weak cells and their coaching on the screen: reasons, plan, steps, outcome."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import followup
from services.access import Actor
from services.followup import LIMITS, WEAKNESS_NAMES, CoachingDraft, CoachingRow, WeakCell, WeakCells
from services.vietnamese import day, month, number
from ui import actions, filters, tables, tokens
from ui.assessment_words import lines
from ui.autosave import Autosave
from ui.followup_choice import past_day
from ui.meeting_choice import unique
from ui.transactions import plain

VIEWS = {"weak": "Theo tiêu chí", "open": "Đang giúp đỡ", "closed": "Đã kết thúc"}
OPENING, CHANGING = "coaching:open", "coaching:change"
EVERY = "all"
LONGEST_LABEL = 60
"""Letters of a step on the button that takes it back."""


def rules(found: WeakCells) -> None:
    """Say what was looked at and, folded away, by which rules."""
    st.markdown(
        f"**{number(len(found.rows))}/{number(found.cells)} chi bộ cần giúp đỡ**, xét từ tháng {month(found.first)} "
        f"đến tháng {month(found.last)}."
    )
    with st.expander("Cách xét", icon=":material/help:"):
        st.markdown(
            f"Chi bộ vào danh sách khi trong {LIMITS.months} tháng gần nhất đã hết hạn báo cáo có một trong các lý do sau:\n"
            f"- thiếu từ {LIMITS.missing} buổi sinh hoạt thường kỳ;\n"
            f"- có dưới {LIMITS.official} đảng viên chính thức;\n"
            "- tỷ lệ dự họp dưới mức của hướng dẫn đang có hiệu lực;\n"
            f"- có từ {LIMITS.unexcused} lượt vắng không lý do, hoặc có đảng viên vắng không lý do 3 tháng trong năm;\n"
            f"- có từ {LIMITS.low_months} tháng xếp loại chất lượng sinh hoạt ở nửa dưới của bộ tiêu chí "
            "(ví dụ Trung bình, Kém);\n"
            "- xếp loại năm gần nhất là không hoàn thành nhiệm vụ."
        )


def weak(rows: Sequence[WeakCell]) -> None:
    """Draw the cells that need help, with the reasons."""
    options = {EVERY: "Tất cả lý do", **{kind.value: name for kind, name in WEAKNESS_NAMES.items()}}
    chosen = filters.one_of("Lý do", options, key="why", width=300)
    shown = [row for row in rows if chosen == EVERY or any(each.kind.value == chosen for each in row.weaknesses)]
    if not shown:
        st.success("Không có chi bộ nào thuộc diện này.", icon=":material/check_circle:")
        return
    several = len({row.commune_name for row in rows}) > 1
    for row in shown:
        reasons = "\n".join(f"- {plain(each.sentence)}" for each in row.weaknesses)
        with st.container(border=True):
            st.markdown(f"**{plain(_name(row, with_commune=several))}** {_helped(row.coaching)}\n{reasons}")


def opening(rows: Sequence[WeakCell], others: dict[str, str]) -> None:
    """Draw, folded away, the form that begins to help a cell: a weak one first, or any of the ``others``."""
    box = st.expander("Mở giúp đỡ một chi bộ", icon=":material/add:", key=f"{OPENING}:box", on_change="rerun")
    if box.open:
        with box:
            _opening(rows, others)
    actions.said(OPENING)


def coachings(rows: Sequence[CoachingRow], names: Mapping[str, str], *, may_write: bool) -> None:
    """Draw coachings, each with its steps; ``names`` are those of the cells that are there today, told apart."""
    actions.said(CHANGING)
    if not rows:
        st.info("Không có chi bộ nào.", icon=":material/info:")
    for row in rows:
        with st.container(border=True):
            _coaching(row, names.get(str(row.unit_id), row.unit_name))
            if may_write:
                _buttons(row)


def _opening(rows: Sequence[WeakCell], others: dict[str, str]) -> None:
    token = tokens.token(OPENING)
    reasons = {str(row.unit_id): row for row in rows if row.coaching is None}
    words = unique({**{key: f"{_name(row)} (cần giúp đỡ)" for key, row in reasons.items()}, **_rest(others, reasons)})
    options: dict[str, Any] = {"index": None, "format_func": words.__getitem__, "placeholder": "Chọn chi bộ"}
    chosen = st.selectbox("Chi bộ", list(words), key=f"{token}:cell", **options)
    if chosen is None:
        return
    key = f"{token}:{chosen}"
    with st.form(f"{OPENING}:{key}", border=False, enter_to_submit=False):
        usual = reasons[chosen].reasons[:1000] if chosen in reasons else ""
        st.text_area("Lý do", usual, key=f"{key}:reason", max_chars=1000, height="content")
        hint = "Ai giúp, làm gì, đến bao giờ"
        st.text_area("Kế hoạch giúp đỡ", key=f"{key}:plan", max_chars=2000, placeholder=hint)
        past_day("Bắt đầu từ ngày", f"{key}:on")
        st.form_submit_button("Mở giúp đỡ", type="primary", on_click=_open, args=(token, key, UUID(chosen)))


def _open(token: UUID, key: str, unit_id: UUID) -> None:
    reason, plan, on = (st.session_state[f"{key}:{field}"] for field in ("reason", "plan", "on"))
    if actions.carried_out(OPENING, partial(_beginning, draft=CoachingDraft(unit_id, reason, plan, on), token=token)):
        tokens.spend(OPENING)


def _beginning(session: Session, actor: Actor, *, draft: CoachingDraft, token: UUID) -> str:
    followup.open_coaching(session, actor, draft, token)
    return "Đã mở giúp đỡ chi bộ; đồng chí ghi từng việc ở mục “Đang giúp đỡ”."


def _coaching(row: CoachingRow, name: str) -> None:
    until = f" đến ngày {day(row.closed_on)}" if row.closed_on else ""
    st.markdown(f"**{plain(name)}** · từ ngày {day(row.opened_on)}{until}")
    st.markdown(f"**Lý do:** {lines(row.reason)}")
    if row.plan:
        st.markdown(f"**Kế hoạch:** {lines(row.plan)}")
    if row.steps:
        tables.texts(["Ngày", "Việc đã làm"], [[day(step.done_on), " ".join(step.text.split())] for step in row.steps])
    if row.outcome:
        st.markdown(f"**Kết quả:** {lines(row.outcome)}")


def _buttons(row: CoachingRow) -> None:
    key = f"coaching:{row.coaching_id}"
    if not row.is_open:
        work = partial(_reopening, coaching_id=row.coaching_id)
        actions.button("Mở lại", CHANGING, work, key=f"{key}:reopen", icon=":material/undo:")
        return
    forms = {
        "step": ("Ghi việc đã làm", "add", _step_form),
        "edit": ("Sửa", "edit", _editing),
        "close": ("Kết thúc", "done_all", _closing_form),
    }
    with st.container(horizontal=True):
        for name, (label, icon, draw) in forms.items():
            place = st.popover(label, icon=f":material/{icon}:", key=f"{key}:{name}", on_change="rerun")
            if place.open:
                with place:
                    draw(row)


def _editing(row: CoachingRow) -> None:
    texts = Autosave(f"coaching:{row.coaching_id}", partial(_save, coaching_id=row.coaching_id))
    texts.area("reason", "Lý do", row.reason, max_chars=1000)
    texts.area("plan", "Kế hoạch giúp đỡ", row.plan, max_chars=2000)
    for step in row.steps:
        work = partial(_removing, coaching_id=row.coaching_id, step_id=step.step_id)
        label = plain(f"Bỏ việc ngày {day(step.done_on)}: {_short(step.text)}")
        actions.button(label, CHANGING, work, key=f"step:{step.step_id}", icon=":material/delete:", type="tertiary")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_LABEL else f"{words[:LONGEST_LABEL].rstrip()}…"


def _step_form(row: CoachingRow) -> None:
    name = f"step:{row.coaching_id}"
    token = tokens.token(name)
    with st.form(f"{name}:{token}", border=False, enter_to_submit=False):
        past_day("Ngày thực hiện", f"{token}:on", first=row.opened_on)
        st.text_area("Việc đã làm", key=f"{token}:text", max_chars=1000)
        st.form_submit_button("Ghi", type="primary", on_click=_note, args=(row.coaching_id, token, name))


def _note(coaching_id: UUID, token: UUID, name: str) -> None:
    on, text = st.session_state[f"{token}:on"], str(st.session_state[f"{token}:text"])
    if actions.carried_out(CHANGING, partial(_noting, coaching_id=coaching_id, on=on, text=text, token=token)):
        tokens.spend(name)


def _noting(  # noqa: PLR0913 - a step has this many facts
    session: Session, actor: Actor, *, coaching_id: UUID, on: date, text: str, token: UUID
) -> str:
    followup.note_step(session, actor, coaching_id, on, text, token)
    return "Đã ghi việc giúp đỡ."


def _closing_form(row: CoachingRow) -> None:
    key = f"coaching:{row.coaching_id}:closing"
    with st.form(key, border=False, enter_to_submit=False):
        past_day("Ngày kết thúc", f"{key}:on", first=row.opened_on)
        st.text_area("Kết quả giúp đỡ", key=f"{key}:outcome", max_chars=2000)
        st.form_submit_button("Kết thúc giúp đỡ", type="primary", on_click=_close, args=(row.coaching_id, key))


def _close(coaching_id: UUID, key: str) -> None:
    on, outcome = st.session_state[f"{key}:on"], str(st.session_state[f"{key}:outcome"])
    actions.carry_out(CHANGING, partial(_closing, coaching_id=coaching_id, on=on, outcome=outcome))


def _closing(session: Session, actor: Actor, *, coaching_id: UUID, on: date, outcome: str) -> str:
    followup.close_coaching(session, actor, coaching_id, on, outcome)
    return "Đã kết thúc giúp đỡ; kết quả nằm ở mục “Đã kết thúc”."


def _reopening(session: Session, actor: Actor, *, coaching_id: UUID) -> str:
    followup.reopen_coaching(session, actor, coaching_id)
    return "Đã mở lại việc giúp đỡ."


def _removing(session: Session, actor: Actor, *, coaching_id: UUID, step_id: UUID) -> str:
    followup.remove_step(session, actor, coaching_id, step_id)
    return "Đã bỏ việc đã ghi."


def _save(  # noqa: PLR0913 - a change has this many facts
    session: Session, actor: Actor, field: str, value: Any, seen: Any, *, coaching_id: UUID
) -> Any:
    return followup.write_coaching(session, actor, coaching_id, field, value, seen)


def _name(row: WeakCell, *, with_commune: bool = True) -> str:
    return f"{row.unit_name} · {row.commune_name}" if with_commune and row.commune_name else row.unit_name


def _helped(row: CoachingRow | None) -> str:
    if row is None:
        return ":gray-badge[chưa giúp đỡ]"
    return f":green-badge[đang giúp đỡ từ {day(row.opened_on)}, đã làm {number(len(row.steps))} việc]"


def _rest(others: dict[str, str], weak_ones: dict[str, WeakCell]) -> dict[str, str]:
    return {key: name for key, name in others.items() if key not in weak_ones}

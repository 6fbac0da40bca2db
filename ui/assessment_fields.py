"""The items of an assessment on the screen: drawn from the criteria set, written through, or read only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import assessments, evidence
from services.access import Actor
from services.assessments import AssessmentRef, EvidenceRow, Field, ItemRow
from services.evidence import EvidenceDraft
from services.scoring import (
    BonusItem,
    DeductionItem,
    Item,
    ItemState,
    KnockOutItem,
    LevelsItem,
    PassFailItem,
    PointsItem,
    format_points,
)
from services.vietnamese import number
from ui import actions
from ui.assessment_steps import lines
from ui.autosave import Autosave
from ui.transactions import plain

YES_NO = {"yes": "Có", "no": "Không"}
PASS_FAIL = {"yes": "Đạt", "no": "Không đạt"}
HAPPENED = {"yes": "Có xảy ra", "no": "Không xảy ra"}
LEFT_OUT = "left_out"
"""The switch says the opposite of ``applicable``, as forms on paper do."""
NARROW = 310
"""Pixels: a field for a number, beside which there is room on a phone for nothing."""


class ItemFields(Autosave):
    """The fields of one assessment, stored as they are typed."""

    def levels(self, field: str, label: str, stored: str | None, **more: Any) -> Any:
        """Draw options one below the other, so that long ones can be read on a phone."""
        return self._draw(st.radio, field, label, stored, index=None, **more)


def fields_of(ref: AssessmentRef) -> ItemFields:
    """The fields of this assessment; the name of one is ``<item id>.<field>``."""

    def save(session: Session, actor: Actor, name: str, value: Any, seen: Any) -> Any:
        item_id, _, field = name.partition(".")
        if field == LEFT_OUT:
            return not assessments.answer(session, actor, ref, item_id, Field.APPLICABLE, not value, not seen)
        kept = assessments.answer(session, actor, ref, item_id, field, value, seen)
        return "" if kept is None and isinstance(value, str) else kept

    return ItemFields(f"assessment:{ref.name}", save)


def edit(ref: AssessmentRef, rows: Sequence[ItemRow]) -> None:
    """Draw items with their fields and files."""
    for row in rows:
        _edit(ref, row)


def show(_ref: AssessmentRef, rows: Sequence[ItemRow]) -> None:
    """Draw items as they were answered."""
    for row in rows:
        _show(row)


def _edit(ref: AssessmentRef, row: ItemRow) -> None:
    fields = fields_of(ref)
    with st.container(border=True):
        _question(row.item)
        if _may_be_left_out(row.item):
            label = f"Không áp dụng tiêu chí {row.item.name}"
            fields.toggle(f"{row.item.id}.{LEFT_OUT}", label, not row.answer.is_applicable)
        if row.answer.is_applicable:
            _value(fields, row)
        if row.has_lost or row.answer.note:
            label = f"Thuyết minh {_loss(row)} ở tiêu chí {row.item.name}"
            fields.area(f"{row.item.id}.note", label, row.answer.note, height="content")
        _files(row.evidence)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(_result(row), width="content")
            _file_changes(ref, row)
        actions.said(_files_name(ref, row))


def _show(row: ItemRow) -> None:
    with st.container(border=True):
        _question(row.item)
        answered = answer_in_words(row)
        st.markdown(" · ".join(filter(None, [plain(answered), _result(row)])))
        if row.answer.note:
            st.markdown(f"*Thuyết minh:* {lines(row.answer.note)}")
        _files(row.evidence)


def answer_in_words(row: ItemRow) -> str:
    """What the cell answered, without its points; empty for plain points."""
    typed = row.typed
    if not row.answer.is_applicable:
        return "Không áp dụng"
    if typed is None:
        return "Chưa chấm"
    if isinstance(row.item, LevelsItem):
        level = row.item.level(typed)
        return level.label if level else typed
    if isinstance(row.item, DeductionItem):
        return f"{typed} lần"
    return "" if isinstance(row.item, PointsItem | BonusItem) else _options(row.item)[typed]


def _question(item: Item) -> None:
    st.markdown(f"**{plain(item.name)}** · {lines(item.text)}")
    if item.guidance:
        st.caption(lines(item.guidance))


def _value(fields: ItemFields, row: ItemRow) -> None:
    item, name = row.item, f"{row.item.id}.value"
    if isinstance(item, PointsItem | BonusItem):
        fields.text(name, _points_label(item), row.typed or "", width=NARROW, placeholder="ví dụ 4,75")
    elif isinstance(item, DeductionItem):
        fields.text(name, f"Số lần xảy ra ở tiêu chí {item.name}", row.typed or "", width=NARROW)
    elif isinstance(item, LevelsItem):
        options = {level.id: _level(level.label, level.points) for level in item.levels}
        fields.levels(
            name, f"Mức đạt của tiêu chí {item.name}", row.typed, options=list(options), format_func=options.get
        )
    else:
        options = _options(item)
        fields.segments(name, f"Kết quả tiêu chí {item.name}", row.typed, list(options), format_func=options.get)


def _points_label(item: PointsItem | BonusItem) -> str:
    step = f", lẻ đến {format_points(item.step)}" if isinstance(item, PointsItem) and item.step else ""
    called = "Điểm cộng" if isinstance(item, BonusItem) else "Điểm"
    return f"{called} tiêu chí {item.name} (0–{format_points(item.max_points)}{step})"


def _level(label: str, points: Any) -> str:
    return f"{plain(label)} · **{format_points(points)}** điểm"


def _options(item: Item) -> dict[str, str]:
    if isinstance(item, PassFailItem):
        return PASS_FAIL
    return HAPPENED if isinstance(item, KnockOutItem) else YES_NO


def _result(row: ItemRow) -> str:
    """What it comes to: points of the maximum, and what was lost."""
    if isinstance(row.item, PassFailItem | KnockOutItem):
        return ""
    if row.score.state is ItemState.UNANSWERED:
        return f":gray[tối đa {format_points(row.item.max_points)} điểm]"
    lost = f" :red[(trừ {format_points(row.score.lost)})]" if row.score.lost else ""
    of = f"/{format_points(row.score.max_points)}" if row.score.max_points else ""
    return f"**{format_points(row.score.points)}{of}** điểm{lost}"


def _loss(row: ItemRow) -> str:
    if row.score.lost:
        return "điểm trừ"
    return "việc đã xảy ra" if isinstance(row.item, KnockOutItem) else "kết quả"


def _may_be_left_out(item: Item) -> bool:
    return getattr(item, "not_applicable", None) is not None


def _files(rows: tuple[EvidenceRow, ...]) -> None:
    for row in rows:
        size = number(max(1, row.size // 1024))
        st.markdown(f":material/attach_file: [{plain(row.file_name)}](/files/evidence/{row.evidence_id}) ({size} KB)")


def _file_changes(ref: AssessmentRef, row: ItemRow) -> None:
    """Draw the place where files are added and taken away."""
    name = _files_name(ref, row)
    with st.popover(f"Minh chứng {row.item.name}", icon=":material/attach_file:", type="tertiary"):
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
        st.caption("PDF, ảnh, Word hoặc Excel; mỗi tệp không quá 10 MB, mỗi tiêu chí không quá 10 tệp.")
        for file in row.evidence:
            st.button(
                f"Bỏ {plain(file.file_name)}",
                key=f"{name}:{file.evidence_id}",
                icon=":material/delete:",
                on_click=_detach,
                args=(name, file.evidence_id),
            )


def _files_name(ref: AssessmentRef, row: ItemRow) -> str:
    return f"evidence:{ref.name}:{row.item.id}"


def _attach(ref: AssessmentRef, item_id: str, name: str, key: str) -> None:
    drafts = [EvidenceDraft(file.name, file.getvalue()) for file in st.session_state[key]]
    st.session_state[f"{name}:uploads"] = st.session_state.get(f"{name}:uploads", 0) + 1

    def attach(session: Session, actor: Actor) -> str:
        for draft in drafts:
            evidence.attach(session, actor, ref, item_id, draft)
        return "Đã lưu minh chứng."

    actions.carry_out(name, attach)


def _detach(name: str, evidence_id: UUID) -> None:
    def detach(session: Session, actor: Actor) -> str:
        evidence.detach(session, actor, evidence_id)
        return "Đã bỏ tệp."

    actions.carry_out(name, detach)

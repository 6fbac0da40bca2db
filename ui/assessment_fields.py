"""The items of an assessment on the screen: drawn from the criteria set, written through, or read only.

An item stands in two stages: as the unit answered it (or left it to the figures), and as the superior did beside it. The
field of a stage shows what counts there; choosing what counts anyway takes the stage's own answer back.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from sqlmodel import Session

from services import assessments
from services.access import Actor
from services.assessments import AssessmentRef, Field, ItemRow, Sheet, Standing
from services.scoring import BonusItem, DeductionItem, Item, LevelsItem, PointsItem, format_points
from ui import actions, assessment_evidence, assessment_figures, assessment_remarks
from ui.assessment_words import answer_in_words, in_label, level, lines, loss, options, result
from ui.autosave import Autosave
from ui.transactions import plain

LEFT_OUT = "left_out"
"""The switch says the opposite of ``applicable``, as forms on paper do."""
NARROW = 310
"""Pixels: a field for a number, beside which there is room on a phone for nothing."""
DIFFERS = ":orange-badge[:material/edit_note: Chấm khác số liệu]"
BY_FIGURES = ":blue-badge[:material/query_stats: Theo số liệu]"

Write = Callable[[Session, Actor, AssessmentRef, str, str, object, object], object]


class ItemFields(Autosave):
    """The fields of one item in one stage, stored as they are typed."""

    def levels(self, field: str, label: str, stored: str | None, **more: Any) -> Any:
        """Draw options one below the other, so that long ones can be read on a phone."""
        return self._draw(st.radio, field, label, stored, index=None, **more)


def edit(sheet: Sheet, rows: Sequence[ItemRow]) -> None:
    """Draw items with the fields and files of the unit."""
    for row in rows:
        with st.container(border=True):
            _question(row.item)
            assessment_figures.beside(sheet, row)
            assessment_remarks.answered(sheet, row)
            _said_by_superior(sheet, row)
            fields = _own_fields(sheet.ref, row)
            _answer(fields, row.item, row.own, base=_proposed(row))
            _reason(fields, row.item, row.own, is_asked=row.own.is_overridden)
            _withdraw("Theo số liệu", "assessment", sheet, row, is_asked=row.own.is_overridden)
            _note(fields, row.item, row.own, is_asked=row.own.has_lost)
            assessment_evidence.listed(row)
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(" ".join(filter(None, [result(row.item, row.score), _badge(row)])), width="content")
                assessment_evidence.changes(sheet, row)
            assessment_evidence.said(sheet, row)


def review(sheet: Sheet, rows: Sequence[ItemRow]) -> None:
    """Draw items as the unit answered them, with the superior's fields and remarks beside."""
    for row in rows:
        with st.container(border=True):
            _question(row.item)
            assessment_figures.beside(sheet, row)
            _own(row)
            assessment_evidence.listed(row)
            fields = _review_fields(sheet.ref, row)
            own = row.own.typed if row.own.is_applicable else None
            _answer(fields, row.item, row.reviewed, base=(own, row.own.is_applicable), prefix="Thẩm định: ")
            is_said = row.reviewed.is_said
            _reason(fields, row.item, row.reviewed, is_asked=is_said and row.reviewed.is_overridden)
            _note(fields, row.item, row.reviewed, is_asked=is_said and row.reviewed.has_lost)
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"Thẩm định: {_reviewed(row)}", width="content")
                _withdraw("Như đơn vị chấm", "review", sheet, row, is_asked=row.review is not None)
            assessment_remarks.written(sheet, row)


def show(sheet: Sheet, rows: Sequence[ItemRow]) -> None:
    """Draw items as they were answered, the superior's answers beside the unit's once they have been given."""
    for row in rows:
        with st.container(border=True):
            _question(row.item)
            assessment_figures.beside(sheet, row)
            _own(row)
            _said_by_superior(sheet, row)
            assessment_remarks.shown(sheet, row)
            assessment_evidence.listed(row)


def _question(item: Item) -> None:
    st.markdown(f"**{plain(item.name)}** · {lines(item.text)}")
    if item.guidance:
        st.caption(lines(item.guidance))


def _own(row: ItemRow) -> None:
    said = [plain(answer_in_words(row.item, row.own)), result(row.item, row.score), _badge(row)]
    st.markdown("Tự chấm: " + " · ".join(filter(None, said)))
    _texts(row.own)


def _said_by_superior(sheet: Sheet, row: ItemRow) -> None:
    """What the superior said, once the assessment has been judged: what is being reviewed is not said yet."""
    if row.review is None or sheet.course.is_reviewable:
        return
    st.markdown(f":material/fact_check: Thẩm định: {_reviewed(row)}")
    _texts(row.reviewed)


def _texts(standing: Standing) -> None:
    if standing.answer.reason:
        st.markdown(f"*Lý do chấm khác số liệu:* {lines(standing.answer.reason)}")
    if standing.answer.note:
        st.markdown(f"*Thuyết minh:* {lines(standing.answer.note)}")


def _reviewed(row: ItemRow) -> str:
    if not row.reviewed.is_said:
        return ":gray[như đơn vị chấm]"
    changed = ":red-badge[Đơn vị đã sửa sau lần thẩm định này]" if row.has_changed_since_review else ""
    said = [plain(answer_in_words(row.item, row.reviewed)), result(row.item, row.reviewed.score), changed]
    return " · ".join(filter(None, said))


def _badge(row: ItemRow) -> str:
    if row.own.is_overridden:
        return DIFFERS
    return BY_FIGURES if row.proposal and row.proposal.is_made and not row.own.is_said else ""


def _proposed(row: ItemRow) -> tuple[str | None, bool]:
    """What counts while the unit says nothing: the value and whether the item applies."""
    if row.proposal is None or not row.proposal.is_made:
        return None, True
    return assessments.shown(row.proposal.value), row.proposal.is_applicable


def _own_fields(ref: AssessmentRef, row: ItemRow) -> ItemFields:
    return ItemFields(f"assessment:{ref.name}", _saved(assessments.answer, ref, row.own, _proposed(row)[0]))


def _review_fields(ref: AssessmentRef, row: ItemRow) -> ItemFields:
    base = row.own.typed if row.own.is_applicable else None
    return ItemFields(f"review:{ref.name}", _saved(assessments.review, ref, row.reviewed, base))


def _saved(write: Write, ref: AssessmentRef, standing: Standing, base: str | None) -> Any:
    """What stores a field of an item in one stage; the name of the field is ``<item id>.<field>``.

    ``base`` is the value that counts while the stage says nothing: the screen shows it, and choosing it says nothing.
    """
    silent = [standing.answer.value is None]

    def save(session: Session, actor: Actor, name: str, value: Any, seen: Any) -> Any:
        item_id, _, field = name.partition(".")
        if field == LEFT_OUT:
            return not write(session, actor, ref, item_id, Field.APPLICABLE, not value, not seen)
        if field != Field.VALUE:
            return write(session, actor, ref, item_id, field, value, seen)
        own_seen = None if silent[0] and seen == base else seen
        kept = write(session, actor, ref, item_id, field, None if value == base else value, own_seen)
        silent[0] = kept is None
        return value if kept is None else kept

    return save


def _answer(
    fields: ItemFields, item: Item, standing: Standing, *, base: tuple[str | None, bool], prefix: str = ""
) -> None:
    """Draw the switch and the value; where the item does not apply anyway, a value says that it does."""
    applies_anyway = base[1]
    if getattr(item, "not_applicable", None) is not None and applies_anyway:
        label = f"{prefix}Không áp dụng tiêu chí {in_label(item)}"
        fields.toggle(f"{item.id}.{LEFT_OUT}", label, not standing.is_applicable)
    if standing.is_applicable or not applies_anyway:
        if not applies_anyway and not standing.is_said:
            st.caption("Đang tính là không áp dụng. Chỉ chấm dưới đây nếu thực tế có áp dụng.")
        _value(fields, item, standing.typed if standing.is_applicable else None, prefix)


def _value(fields: ItemFields, item: Item, typed: str | None, prefix: str) -> None:
    name = f"{item.id}.value"
    if isinstance(item, PointsItem | BonusItem):
        label = f"{prefix}{_points_label(item)}"
        fields.text(name, label, typed or "", width=NARROW, placeholder="ví dụ 4,75")
    elif isinstance(item, DeductionItem):
        fields.text(name, f"{prefix}Số lần xảy ra ở tiêu chí {in_label(item)}", typed or "", width=NARROW)
    elif isinstance(item, LevelsItem):
        levels = {found.id: level(found.label, found.points) for found in item.levels}
        label = f"{prefix}Mức đạt của tiêu chí {in_label(item)}"
        fields.levels(name, label, typed, options=list(levels), format_func=levels.get)
    else:
        choices = options(item)
        label = f"{prefix}Kết quả tiêu chí {in_label(item)}"
        fields.segments(name, label, typed, list(choices), format_func=choices.get)


def _points_label(item: PointsItem | BonusItem) -> str:
    step = f", lẻ đến {format_points(item.step)}" if isinstance(item, PointsItem) and item.step else ""
    called = "Điểm cộng" if isinstance(item, BonusItem) else "Điểm"
    return f"{called} tiêu chí {in_label(item)} (0–{format_points(item.max_points)}{step})"


def _reason(fields: ItemFields, item: Item, standing: Standing, *, is_asked: bool) -> None:
    if is_asked or standing.answer.reason:
        label = f"Lý do chấm khác số liệu ở tiêu chí {in_label(item)} (bắt buộc)"
        fields.area(f"{item.id}.reason", label, standing.answer.reason, height="content")


def _note(fields: ItemFields, item: Item, standing: Standing, *, is_asked: bool) -> None:
    if is_asked or standing.answer.note:
        label = f"Thuyết minh {loss(item, standing.score)} ở tiêu chí {in_label(item)}"
        fields.area(f"{item.id}.note", label, standing.answer.note, height="content")


def _withdraw(label: str, stage: str, sheet: Sheet, row: ItemRow, *, is_asked: bool) -> None:
    """Draw the button that takes a stage's own answer back, where there is one, and how the last click went."""
    act = assessments.withdraw_answer if stage == "assessment" else assessments.withdraw_review
    seen = (row.own if stage == "assessment" else row.reviewed).answer
    name = f"{stage}:{sheet.ref.name}:{row.item.id}:withdraw"

    def work(session: Session, actor: Actor) -> str:
        act(session, actor, sheet.ref, row.item.id, seen)
        return "Đã bỏ phần chấm riêng."

    if is_asked:
        actions.button(label, name, work, icon=":material/undo:", type="tertiary")
    actions.said(name)

"""A criteria set to read, in words: its document, its items and how they are scored, its grades and what they want."""

from collections.abc import Iterable, Iterator

import streamlit as st

from services import criteria, scoring
from services.criteria import OPTION_NAMES, Examined, SetRow, SetView
from services.metrics import METRICS
from services.scoring import (
    BonusItem,
    Condition,
    DeductionItem,
    Form,
    Grade,
    Item,
    KnockOutItem,
    LevelsItem,
    Metrics,
    PassFailItem,
    PointsItem,
    format_points,
    in_words,
)
from services.vietnamese import day, number
from ui import criteria_check, criteria_rules
from ui.assessment_words import lines
from ui.criteria_fields import capital
from ui.criteria_parts import METHODS
from ui.transactions import plain


def view(found: SetView) -> None:
    """Draw the whole set."""
    head(found.row)
    body(found.examined)
    if found.accepted and found.examined.form:
        st.subheader("Cảnh báo đã chấp nhận khi ban hành", anchor=False)
        criteria_check.accepted(found)


def body(examined: Examined) -> None:
    """Draw what the set asks, how it is scored, and what its grades want."""
    form = examined.form
    if form is None:
        st.info("Bản nháp này chưa đủ để đọc như một bộ tiêu chí.", icon=":material/edit_note:")
        return
    _sentences(criteria_rules.use(form))
    for section in form.sections:
        title = " ".join(filter(None, (section.number, section.title)))
        points = f" · {format_points(section.max_points)} điểm" if section.max_points else ""
        with st.expander(f"**{plain(title)}**{points}", expanded=True):
            for item in section.items:
                st.markdown(_item(item))
    st.subheader("Xếp loại", anchor=False)
    st.markdown("\n".join(f"- {_grade(form, grade)}" for grade in form.grades))
    _sentences(criteria_rules.grading(form))
    _rest(form, criteria.offered_for_year(examined.data))


def head(row: SetRow) -> None:
    """Draw what the set is: document, validity, unit."""
    st.markdown("  \n".join(filter(None, (plain(document(row)), plain(validity(row)), plain(_kept_by(row))))))
    if row.retired_reason:
        st.warning(f"Lý do thôi dùng: {plain(row.retired_reason)}", icon=":material/event_busy:")


def document(row: SetRow | Form) -> str:
    """The document that the set comes from; empty where none is named."""
    numbered = f"Văn bản số {row.document_number}" if row.document_number else ""
    dated = f"ngày {day(row.document_date)}" if row.document_date else ""
    issued = f"của {row.issuer}" if row.issuer else ""
    words = " ".join(filter(None, (numbered, dated, issued)))
    return words if numbered else capital(words)


def validity(row: SetRow | Form) -> str:
    """From when until when the set holds."""
    ends = f" đến trước ngày {day(row.valid_to)}" if row.valid_to else ""
    return f"Phiên bản {row.version}, hiệu lực từ ngày {day(row.valid_from)}{ends}"


def _kept_by(row: SetRow) -> str:
    return f"Áp dụng cho {row.unit_name} và các tổ chức trực thuộc" if row.unit_name else ""


def _item(item: Item) -> str:
    most = "" if isinstance(item, PassFailItem | KnockOutItem) else f" · **{format_points(item.max_points)}** điểm"
    said = [f"**{plain(item.name)}** {lines(item.text)}{most}", *(f"*{plain(line)}*" for line in _rules(item))]
    if item.guidance:
        said.append(lines(item.guidance))
    told = "  \n".join(said)
    if not isinstance(item, LevelsItem):
        return told
    return "\n".join([told, "", *(f"- {plain(label)}" for label in _levels(item))])


def _rules(item: Item) -> Iterator[str]:
    yield METHODS[item.method]
    if isinstance(item, PointsItem | BonusItem) and item.step:
        yield f"Lẻ đến {format_points(item.step)} điểm"
    if isinstance(item, PointsItem) and item.share_of:
        yield f"Đề xuất điểm theo {_metric(item.share_of.metric)}"
    if isinstance(item, DeductionItem):
        yield f"Mỗi lần trừ {format_points(item.per_occurrence)} điểm, thấp nhất {format_points(item.floor)} điểm"
    if isinstance(item, BonusItem):
        yield capital(f"tính {OPTION_NAMES['counted'][item.counted]}")
    if isinstance(item, DeductionItem | BonusItem) and item.counts:
        yield _counted(item)
    condition: Condition | None = getattr(item, "when", None)
    if condition is not None:
        yield f"Đề xuất khi {in_words(condition, METRICS)}"
    if not isinstance(item, KnockOutItem):
        yield from _applying(item)


def _counted(item: DeductionItem | BonusItem) -> str:
    counts = item.counts
    if counts is None:
        return ""
    every = "" if counts.every == 1 else f", cứ {format_points(counts.every)} tính một lần"
    points = (
        f", mỗi lần {format_points(item.per_occurrence)} điểm"
        if isinstance(item, BonusItem) and item.per_occurrence
        else ""
    )
    return f"Đề xuất số lần theo {_metric(counts.metric)}{every}{points}"


def _applying(item: Item) -> Iterator[str]:
    condition: Condition | None = getattr(item, "applies_when", None)
    if condition is not None:
        yield f"Chỉ áp dụng khi {in_words(condition, METRICS)}"
    rule = getattr(item, "not_applicable", None)
    if rule is not None:
        yield f"Khi không áp dụng: {OPTION_NAMES['not_applicable'][rule]}"


def _levels(item: LevelsItem) -> Iterator[str]:
    for level in item.levels:
        when = f" (khi {in_words(level.when, METRICS)})" if level.when else ""
        yield f"{' '.join(level.label.split())}: {format_points(level.points)} điểm{when}"


def _grade(form: Form, grade: Grade) -> str:
    bounds = []
    if grade.min is not None:
        bounds.append(f"{'từ' if grade.min_inclusive else 'trên'} {format_points(grade.min)} điểm")
    if grade.max is not None:
        bounds.append(f"{'đến' if grade.max_inclusive else 'dưới'} {format_points(grade.max)} điểm")
    gates = [scoring.gate_in_words(form, gate, METRICS) for gate in grade.requires]
    return f"**{plain(grade.label)}**: {plain('; '.join(filter(None, [' '.join(bounds), *gates])) or 'còn lại')}"


def _rest(form: Form, of_months: Metrics) -> None:
    rule = form.roll_up
    year = (
        [f"{grade.label}: {in_words(grade.when, of_months) if grade.when else 'còn lại'}" for grade in rule.grades]
        if rule
        else []
    )
    if year:
        st.subheader("Xếp loại năm từ các tháng", anchor=False)
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in year))
        _sentences(criteria_rules.year(form))
    _sentences(criteria_rules.cap(form))
    if form.notes:
        st.subheader("Ghi chú", anchor=False)
        st.markdown("\n".join(f"- {lines(note)}" for note in form.notes))
    st.caption(f"{number(len(form.items))} tiêu chí trong {number(len(form.sections))} mục.")


def _sentences(told: Iterable[str]) -> None:
    if sentences := [plain(sentence) for sentence in told]:
        st.markdown("  \n".join(sentences))


def _metric(metric_id: str) -> str:
    known = METRICS.get(metric_id)
    return known.name if known else f"“{metric_id}”"

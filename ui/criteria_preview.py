"""A draft as those who fill it in will see it, to be tried out: figures and answers live on the screen only."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from services import metrics, scoring
from services.criteria import DraftRow
from services.errors import Refusal
from services.scoring import (
    Answer,
    BonusItem,
    DeductionItem,
    Facts,
    Form,
    Item,
    LevelsItem,
    Metric,
    MetricKind,
    Metrics,
    PointsItem,
    Proposal,
    Score,
    Value,
    format_points,
    parse_points,
)
from ui.assessment_words import in_label, level, lines, options
from ui.criteria_fields import NOT_CHOSEN, capital
from ui.transactions import plain, refuse

WIDE = 310


def preview(draft: DraftRow) -> None:
    """Draw the form with fields that store nothing, and what they come to."""
    form = draft.examined.form
    if form is None:
        st.info(
            "Còn chỗ chưa đủ hoặc chưa đúng nên chưa xem trước được; đồng chí xem mục “Kiểm tra”.",
            icon=":material/info:",
        )
        return
    st.caption("Đây là biểu mẫu như người chấm sẽ thấy. Đồng chí chấm thử thoải mái: không có gì được lưu.")
    result = st.container()
    name = f"try:{draft.row.set_id}"
    facts = _facts(name, sorted(scoring.metrics_used(form), key=_order), draft.figures)
    answers = _answers(name, form, scoring.proposals(form, facts))
    with result:
        _result(form, scoring.score(form, answers, facts))


def _order(metric_id: str) -> tuple[int, str]:
    """The order of the catalogue, what it does not know at the end."""
    known = list(metrics.METRICS)
    return (known.index(metric_id) if metric_id in known else len(known), metric_id)


def _facts(name: str, used: Sequence[str], offered: Metrics) -> Facts:
    """Draw a field for every figure that the form looks at; one left empty has no data."""
    if not used:
        return {}
    typed: dict[str, Any] = {}
    with st.expander("Số liệu giả định", icon=":material/query_stats:", expanded=True):
        st.caption("Bỏ trống nghĩa là chưa có số liệu.")
        with st.container(horizontal=True):
            for metric_id in used:
                with st.container(width=WIDE):
                    value = _fact(f"{name}:fact:{metric_id}", offered.get(metric_id), metric_id)
                if value not in (None, "", {}):
                    typed[metric_id] = value
        return _read(typed)


def _read(typed: Mapping[str, Any]) -> Facts:
    facts: dict[str, Any] = {}
    for metric_id, value in typed.items():
        try:
            facts |= scoring.facts_from({metric_id: value})
        except Refusal as refusal:
            refuse(refusal)
    return facts


def _fact(key: str, metric: Metric | None, metric_id: str) -> Any:
    label = capital(metric.name) if metric else metric_id
    kind = metric.kind if metric else MetricKind.AMOUNT
    if kind is MetricKind.FLAG:
        chosen = st.segmented_control(label, ["Có", "Không"], key=key)
        return None if chosen is None else chosen == "Có"
    labels = dict(metric.domain.labels) if metric else {}
    if kind is MetricKind.GRADE:
        words = {"format_func": labels.get, "index": None, "placeholder": NOT_CHOSEN}
        return st.selectbox(label, list(labels), key=key, width=WIDE, **words)  # type: ignore[call-overload]
    if kind is MetricKind.TALLY:
        return _tally(key, label, labels)
    unit = f" ({metric.unit_word})" if metric and metric.unit_word else ""
    placeholder = "ví dụ 9/12 hoặc 75 %" if kind is MetricKind.SHARE else "ví dụ 3"
    return st.text_input(f"{label}{unit}", key=key, placeholder=placeholder, width=WIDE)


def _tally(key: str, label: str, labels: Mapping[str, str]) -> dict[str, int]:
    st.markdown(label)
    with st.container(horizontal=True):
        typed = {grade: st.text_input(words, key=f"{key}:{grade}", width=150) or "" for grade, words in labels.items()}
    is_number = {grade: text.isascii() and text.isdigit() for grade, text in typed.items() if text}
    if not all(is_number.values()):
        st.error(f"{label}: chỉ nhập số nguyên từ 0 trở lên.", icon=":material/error:")
    return {grade: int(typed[grade]) for grade, fits in is_number.items() if fits}


def _answers(name: str, form: Form, proposed: Mapping[str, Proposal]) -> dict[str, Answer]:
    answers = {}
    for section in form.sections:
        title = " ".join(filter(None, (section.number, section.title)))
        with st.expander(f"**{plain(title)}**", expanded=section is form.sections[0], key=f"{name}:{section.id}"):
            for item in section.items:
                with st.container(border=True):
                    answers[item.id] = _answer(f"{name}:{item.id}", item, proposed.get(item.id))
    return answers


def _answer(key: str, item: Item, proposal: Proposal | None) -> Answer:
    st.markdown(f"**{plain(item.name)}** · {lines(item.text)}")
    if item.guidance:
        st.caption(lines(item.guidance))
    if proposal is not None:
        said = scoring.proposal_in_words(item, proposal, metrics.METRICS)
        st.markdown(f":material/query_stats: {plain(said)}")
    may_be_left_out = getattr(item, "not_applicable", None) is not None
    if may_be_left_out and st.toggle(f"Không áp dụng tiêu chí {in_label(item)}", key=f"{key}:left_out"):
        return Answer(is_applicable=False)
    try:
        return Answer(_value(item, _typed(key, item)))
    except Refusal as refusal:
        refuse(refusal)
        return Answer()


def _typed(key: str, item: Item) -> str | None:
    if isinstance(item, LevelsItem):
        words = {found.id: level(found.label, found.points) for found in item.levels}
        return st.radio(f"Mức đạt của tiêu chí {in_label(item)}", list(words), None, words.__getitem__, key=key)
    if isinstance(item, PointsItem | BonusItem):
        step = f", lẻ đến {format_points(item.step)}" if item.step else ""
        label = f"Điểm tiêu chí {in_label(item)} (0–{format_points(item.max_points)}{step})"
        return st.text_input(label, key=key, placeholder="ví dụ 4,75", width=WIDE)
    if isinstance(item, DeductionItem):
        return st.text_input(f"Số lần xảy ra ở tiêu chí {in_label(item)}", key=key, width=WIDE)
    words = options(item)
    return st.segmented_control(
        f"Kết quả tiêu chí {in_label(item)}", list(words), format_func=words.__getitem__, key=key
    )


def _value(item: Item, typed: str | None) -> Value:
    """What was typed as an answer to the item; raises a refusal for what is none."""
    if not typed:
        return None
    value = parse_points(typed) if isinstance(item, PointsItem | BonusItem) else scoring.value_from(item, typed)
    item.earned(value)
    return value


def _result(form: Form, score: Score) -> None:
    st.info(f"**{plain(scoring.headline(form, score, metrics.METRICS))}**", icon=":material/military_tech:")
    if form.scoring_mode == "points":
        so_far, most = format_points(score.total_so_far), format_points(score.max_points)
        st.markdown(f"Điểm đã chấm: **{so_far}/{most}**")
    with st.expander("Vì sao được kết quả này", icon=":material/help:"):
        sentences = scoring.explanation(form, score, metrics.METRICS)
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))

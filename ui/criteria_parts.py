"""The fields of the part of a draft that is on the screen: a section, or an item with its levels."""

from typing import Any

import streamlit as st
from sqlmodel import Session

from services import criteria
from services.access import Actor
from services.criteria import USED, DraftRow, Part, joined
from services.scoring import MetricKind, Metrics
from ui import actions, criteria_conditions, criteria_outline
from ui.criteria_fields import NARROW, capital, field, place_of

GOODS = {number: f"Tốt {number}" for number in (1, 2, 3, 4)}
METHODS = {
    "points": "Cho điểm tự do",
    "yes_no": "Có – Không",
    "levels": "Chọn một trong nhiều mức",
    "deduction": "Trừ điểm theo số lần",
    "bonus": "Điểm cộng",
    "pass_fail": "Đạt – Không đạt",
    "knock_out": "Điều kiện loại trừ",
}
HELP = {
    "points": "Người chấm nhập số điểm từ 0 đến điểm tối đa.",
    "yes_no": "Có thì được điểm tối đa, không thì được 0 điểm.",
    "levels": "Người chấm chọn một mức; mỗi mức có điểm riêng, mức thấp nhất có thể trên 0 điểm.",
    "deduction": "Điểm tối đa trừ đi số lần nhân với điểm mỗi lần, không xuống dưới điểm thấp nhất.",
    "bonus": "Điểm cộng thêm, không bắt buộc phải chấm.",
    "pass_fail": "Không có điểm; điều kiện xếp loại xét đến.",
    "knock_out": "Việc đã xảy ra thì bị loại khỏi mức xếp loại có xét đến; không có điểm.",
}
WHEN = {
    "yes_no": "Đề xuất “Có” khi",
    "pass_fail": "Đề xuất “Đạt” khi",
    "knock_out": "Đề xuất “Có xảy ra” khi",
}
PLACEHOLDERS: dict[str, dict[str, Any]] = {"step": {"placeholder": "ví dụ 0,25"}, "floor": {"placeholder": "0"}}
CELL_FORM = "four_good"
"""Kinds of sets whose sections are the four goods."""


def part(draft: DraftRow, address: str) -> None:
    """Draw the fields of the section or item."""
    metrics = draft.figures
    criteria_outline.around(draft, address)
    criteria_outline.arrange(draft, address)
    if criteria.place(draft.data, address).part is Part.SECTION:
        _section(draft, address)
    else:
        _item(draft, address, metrics)


def _section(draft: DraftRow, address: str) -> None:
    row = criteria.place(draft.data, address).row
    field(draft, f"{address}.number", width=NARROW, placeholder="ví dụ I")
    field(draft, f"{address}.title", placeholder="ví dụ Chấp hành thời gian sinh hoạt")
    if str(draft.data.get("kind", "")).startswith(CELL_FORM) or "good" in row:
        field(draft, f"{address}.good", options=GOODS)
    if draft.data.get("scoring_mode") != "pass_fail" or "max_points" in row:
        field(draft, f"{address}.max_points")
        added_up(draft, f"{address}.max_points", criteria.counted_sum(row))
    criteria_outline.add_item(draft, row["id"])


def added_up(draft: DraftRow, address: str, added: str) -> None:
    """Say what the parts of a maximum add up to, and offer to take it over where it is something else."""
    place = criteria.place(draft.data, address)
    shown = place.field.shown(place.kept)
    if not added or added == shown:
        return
    set_id, name = draft.row.set_id, place_of(draft.row.set_id)

    def take(session: Session, actor: Actor) -> str:
        criteria.put(session, actor, set_id, address, added, shown)
        return ""

    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Các phần cộng lại được {added} điểm.", width="content")
        actions.button("Lấy số này", name, take, key=f"{name}:sum:{address}", type="tertiary")


def _item(draft: DraftRow, address: str, metrics: Metrics) -> None:
    row = criteria.place(draft.data, address).row
    method = str(row.get("method"))
    used = USED.get(method, frozenset())
    field(draft, f"{address}.number", width=NARROW, placeholder="ví dụ 1.1")
    field(draft, f"{address}.text")
    field(draft, f"{address}.guidance")
    field(draft, f"{address}.method", options=METHODS, index=0 if method in METHODS else None)
    if method in HELP:
        st.caption(HELP[method])
    with st.container(horizontal=True):
        for name in ("max_points", "step", "per_occurrence", "floor"):
            if name in used and (name != "per_occurrence" or method == "deduction" or "counts" in row):
                field(draft, f"{address}.{name}", **PLACEHOLDERS.get(name, {}))
    if "counted" in used:
        field(draft, f"{address}.counted")
    if method == "levels":
        _levels(draft, address, metrics)
    _from_figures(draft, address, metrics, method)
    _applying(draft, address, metrics, used)
    st.divider()
    criteria_outline.add_item(draft, address.split(".")[1])


def _from_figures(draft: DraftRow, address: str, metrics: Metrics, method: str) -> None:
    """Draw how the portal proposes an answer."""
    if method in WHEN:
        criteria_conditions.condition(draft, f"{address}.when", metrics, WHEN[method])
    if method == "points":
        field(
            draft,
            f"{address}.share_of.metric",
            options=_named(metrics, MetricKind.SHARE),
            label="Đề xuất điểm theo tỷ lệ",
        )
    if method in {"deduction", "bonus"}:
        _counts(draft, address, metrics)


def _counts(draft: DraftRow, address: str, metrics: Metrics) -> None:
    counted = criteria.place(draft.data, address).row.get("counts") or {}
    kinds = (MetricKind.COUNT, MetricKind.AMOUNT, MetricKind.TALLY)
    label = "Đề xuất số lần theo số liệu"
    field(draft, f"{address}.counts.metric", options=_named(metrics, *kinds), label=label)
    metric = metrics.get(str(counted.get("metric")))
    if metric is None:
        return
    if metric.kind is MetricKind.TALLY:
        field(draft, f"{address}.counts.of", options=dict(metric.domain.labels))
    unit = f" ({metric.unit_word})" if metric.unit_word else ""
    with st.container(horizontal=True):
        field(draft, f"{address}.counts.every", label=f"Cứ mỗi{unit} tính một lần", placeholder="1")
        field(draft, f"{address}.counts.rounding", label="Phần chưa đủ")


def _applying(draft: DraftRow, address: str, metrics: Metrics, used: frozenset[str]) -> None:
    """Draw when the item applies, and what becomes of it where it does not."""
    if "not_applicable" in used:
        field(draft, f"{address}.not_applicable", placeholder="Luôn áp dụng")
    if "applies_when" in used:
        criteria_conditions.condition(draft, f"{address}.applies_when", metrics, "Chỉ áp dụng khi")


def _levels(draft: DraftRow, address: str, metrics: Metrics) -> None:
    row = criteria.place(draft.data, address).row
    levels = criteria.rows(row, "levels")
    st.markdown("**Các mức**, từ cao xuống thấp")
    is_computed = any(level.get("when") is not None for level in levels)
    for level in levels:
        inner = joined(address, "levels", level["id"])
        with st.container(border=True):
            field(draft, f"{inner}.label", label="Nội dung của mức")
            field(draft, f"{inner}.points")
            if not level.get("otherwise"):
                criteria_conditions.condition(draft, f"{inner}.when", metrics, "Đề xuất mức này khi")
            if level.get("otherwise") or (is_computed and level.get("when") is None):
                field(draft, f"{inner}.otherwise")
            criteria_outline.arrange(draft, inner)
    _add_level(draft, address)


def _add_level(draft: DraftRow, address: str) -> None:
    set_id, name, revision = draft.row.set_id, place_of(draft.row.set_id), draft.revision

    def work(session: Session, actor: Actor) -> str:
        criteria.insert(session, actor, set_id, joined(address, "levels"), revision=revision)
        return ""

    actions.button("Thêm mức", name, work, key=f"{name}:level:{address}", icon=":material/add:", type="tertiary")


def _named(metrics: Metrics, *kinds: MetricKind) -> dict[str, str]:
    return {name: capital(metric.name) for name, metric in metrics.items() if metric.kind in kinds}

"""Grades of a draft: their points, their further conditions, and how the whole set is scored."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from sqlmodel import Session

from services import criteria
from services.access import Actor
from services.criteria import DraftRow, conditions
from services.scoring import Metrics
from ui import actions, criteria_conditions, criteria_lines, criteria_outline
from ui.criteria_fields import as_taps, field, place_of
from ui.criteria_parts import added_up
from ui.criteria_wholes import Change, WholeFields, whole_of

GATES = {
    "items_at_maximum": "Tiêu chí bắt buộc phải đạt điểm tối đa",
    "items_passed": "Tiêu chí Đạt – Không đạt phải đạt",
    "sections_at_least": "Từng mục phải đạt ít nhất một tỷ lệ",
    "no_knock_out": "Không có điều kiện loại trừ nào xảy ra",
    "facts": "Điều kiện theo số liệu",
}
COUNTED = frozenset({"points", "yes_no", "levels", "deduction"})
LOOKED_AT = {
    "items_at_maximum": ("Các tiêu chí", COUNTED),
    "items_passed": ("Các tiêu chí (không chọn: tất cả)", frozenset({"pass_fail"})),
    "no_knock_out": ("Các điều kiện loại trừ (không chọn: tất cả)", frozenset({"knock_out"})),
}
USUAL = ("Tốt", "Khá", "Trung bình", "Kém")
USUAL_OF_A_YEAR = (
    "Hoàn thành xuất sắc nhiệm vụ",
    "Hoàn thành tốt nhiệm vụ",
    "Hoàn thành nhiệm vụ",
    "Không hoàn thành nhiệm vụ",
)


def scoring(draft: DraftRow) -> None:
    """Draw how the whole set is scored."""
    field(draft, "scoring_mode", index=0 if draft.data.get("scoring_mode") else None)
    if draft.data.get("scoring_mode") == "pass_fail":
        st.caption("Bộ này chỉ có tiêu chí Đạt – Không đạt và điều kiện loại trừ, không tính điểm.")
        return
    field(draft, "max_points")
    added_up(draft, "max_points", criteria.whole_sum(draft.data))
    field(draft, "is_total_capped", label="Có điểm cộng, tổng điểm cũng không vượt điểm tối đa")
    st.caption(
        "Khi có tiêu chí không áp dụng và không tính vào điểm tối đa, điểm đạt được có thể quy đổi về tổng điểm."
    )
    with st.container(horizontal=True):
        places = {0: "Số nguyên", 1: "Một chữ số", 2: "Hai chữ số"}
        field(draft, "rebase.places", options=places, placeholder="Không quy đổi")
        field(draft, "rebase.rounding", placeholder="Không quy đổi")


def grades(draft: DraftRow) -> None:
    """Draw the grades, best first."""
    metrics = draft.figures
    for row in criteria.rows(draft.data, "grades"):
        with st.container(border=True):
            _grade(draft, f"grades.{row['id']}", metrics)
    if draft.row.kind.startswith("four_good"):
        names = {row["id"]: str(row.get("label") or row["id"]) for row in criteria.rows(draft.data, "grades")}
        field(draft, "recognises", label="Mức xứng đáng được công nhận (để trống: mức cao nhất)", options=names)
    add(draft, "grades", "Thêm mức xếp loại", USUAL_OF_A_YEAR if draft.row.kind.startswith("annual") else USUAL)


def add(draft: DraftRow, list_address: str, label: str, usual: tuple[str, ...]) -> None:
    """Draw how a grade is added: its words first, because its id is made of them."""
    set_id = draft.row.set_id
    name = f"{place_of(set_id)}:add:{list_address}"
    with st.form(name, border=False, clear_on_submit=True):
        st.text_input("Tên mức mới", key=f"{name}:label", placeholder="ví dụ Tốt", width=420)
        st.form_submit_button(
            label, key=f"{name}:one", icon=":material/add:", on_click=_add_typed, args=(draft, name, list_address)
        )
    holder = criteria.place(draft.data, list_address)
    if not criteria.rows(holder.row, holder.rest):
        actions.button(
            f"Thêm các mức {', '.join(usual)}", name, _adder(draft, list_address, usual), key=f"{name}:usual"
        )
    actions.said(name)


def _add_typed(draft: DraftRow, name: str, list_address: str) -> None:
    label = st.session_state[f"{name}:label"]
    actions.carry_out(name, _adder(draft, list_address, (label,)))


def _adder(draft: DraftRow, list_address: str, labels: tuple[str, ...]) -> actions.Work:
    set_id = draft.row.set_id

    def work(session: Session, actor: Actor) -> str:
        for label in labels:
            criteria.insert(session, actor, set_id, list_address, {"label": label}, revision=draft.revision)
        return ""

    return work


def _grade(draft: DraftRow, address: str, metrics: Metrics) -> None:
    field(draft, f"{address}.label")
    if draft.data.get("scoring_mode") != "pass_fail":
        for bound, asked in (
            ("min", "Lấy cả đúng điểm này (từ … trở lên)"),
            ("max", "Lấy cả đúng điểm này (đến hết …)"),
        ):
            with st.container(horizontal=True, vertical_alignment="bottom"):
                field(draft, f"{address}.{bound}", placeholder="không giới hạn")
                field(draft, f"{address}.{bound}_inclusive", label=asked)
    _gates(draft, f"{address}.requires", metrics)
    criteria_outline.arrange(draft, address)


def _gates(draft: DraftRow, address: str, metrics: Metrics) -> None:
    whole = whole_of(draft, address)
    for place, gate in enumerate(whole.kept or []):
        with st.container(border=True):
            _gate(draft, whole, place, gate, metrics)
    with st.popover("Thêm điều kiện của mức", icon=":material/add:", type="tertiary"):
        for kind, words in GATES.items():
            whole.button(words, f"add:{kind}", _with_gate({"gate": kind}))
    whole.settle()


def _gate(draft: DraftRow, whole: WholeFields, place: int, gate: dict[str, Any], metrics: Metrics) -> None:
    kind = str(gate.get("gate"))
    st.markdown(f"**{GATES.get(kind, 'Điều kiện chưa rõ loại')}**")
    if kind in LOOKED_AT:
        label, methods = LOOKED_AT[kind]
        _named(whole, (place, "items"), label, _items(draft, methods))
    if kind == "items_passed":
        label, key = "Ít nhất bao nhiêu tiêu chí", f"{place}.at_least"
        criteria_conditions.number(whole, (place, "at_least"), label, key, placeholder="tất cả")
    if kind == "sections_at_least":
        _named(whole, (place, "sections"), "Các mục (không chọn: tất cả)", _sections(draft))
        criteria_conditions.number(whole, (place, "percent"), "Ít nhất (%)", f"{place}.percent")
    if kind == "facts":
        _facts(whole, place, gate, metrics)
    whole.button("Bỏ điều kiện này", f"{place}.remove", _without(place), takes_out=True, icon=":material/delete:")


def _facts(whole: WholeFields, place: int, gate: dict[str, Any], metrics: Metrics) -> None:
    criteria_conditions.said(gate.get("when"), metrics, "Đạt khi")
    criteria_lines.line(whole, (place, "when"), metrics)
    criteria_conditions.editor(whole, (place, "when"), metrics)
    part = whole.part(
        lambda kept: str(conditions.looked_up(kept, (place, "text")) or ""),
        lambda kept, value: conditions.changed(kept, (place, "text"), value or None),
    )
    part.text(f"{place}.text", "Văn bản ghi là (nếu có)", str(gate.get("text") or ""))


def _named(whole: WholeFields, keys: conditions.Keys, label: str, names: dict[str, str]) -> None:
    def read(kept: Any) -> list[str]:
        found = conditions.looked_up(kept, keys)
        return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []

    shown = read(whole.kept)
    known = {**names, **{name: f"{name} (không có)" for name in shown if name not in names}}
    part = whole.part(read, lambda kept, value: conditions.changed(kept, keys, list(value) or None))
    words = as_taps({"options": list(known), "format_func": known.__getitem__})
    part.people(".".join(map(str, keys)), label, shown, **words)


def _items(draft: DraftRow, methods: frozenset[str]) -> dict[str, str]:
    items = (row for section in criteria.rows(draft.data, "sections") for row in criteria.rows(section, "items"))
    return _told_apart({row["id"]: _name(row, "text") for row in items if row.get("method") in methods})


def _sections(draft: DraftRow) -> dict[str, str]:
    return _told_apart({row["id"]: _name(row, "title") for row in criteria.rows(draft.data, "sections")})


def _name(row: dict[str, Any], words: str) -> str:
    return criteria.shortened(
        " ".join(filter(None, (str(row.get("number") or ""), str(row.get(words) or "")))) or row["id"]
    )


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """The browser knows an option by its words, so no two may read the same."""
    words = list(names.values())
    return {key: name if words.count(name) == 1 else f"{name} [{key}]" for key, name in names.items()}


def _with_gate(gate: dict[str, Any]) -> Change:
    return lambda kept: [*(kept or []), gate]


def _without(place: int) -> Callable[[Any], Any]:
    return lambda kept: conditions.changed(kept, (place,), None) or None

"""The grade of a year out of the grades of its months, and the cap on the best grade."""

import streamlit as st

from services import criteria
from services.criteria import DraftRow
from ui import criteria_conditions, criteria_outline
from ui.criteria_fields import MIDDLE, field
from ui.criteria_grades import USUAL, add


def roll_up(draft: DraftRow) -> None:
    """Draw how twelve months give the grade of the year."""
    st.caption("Dùng cho bộ chấm từng tháng. Để trống tất cả nếu bộ này không tổng hợp cả năm.")
    field(draft, "roll_up.missing_month", placeholder="Không nói rõ: không xếp loại năm")
    if (draft.data.get("roll_up") or {}).get("missing_month") == "counts_as":
        field(draft, "roll_up.as", options=_grades(draft))
    field(draft, "roll_up.founded_mid_year")
    field(draft, "roll_up.other_sets")
    field(draft, "roll_up.fewest_months", placeholder="không đặt", width=MIDDLE)
    metrics = criteria.offered_for_year(draft.data)
    for row in criteria.rows(draft.data, "roll_up.grades"):
        address = f"roll_up.grades.{row['id']}"
        with st.container(border=True):
            field(draft, f"{address}.label")
            if not row.get("otherwise"):
                criteria_conditions.condition(draft, f"{address}.when", metrics, "Xếp mức này khi")
            if row.get("when") is None:
                field(draft, f"{address}.otherwise")
            criteria_outline.arrange(draft, address)
    add(draft, "roll_up.grades", "Thêm mức của năm", USUAL)


def cap(draft: DraftRow) -> None:
    """Draw how many units may have the best grade."""
    st.caption("Dùng cho bộ xếp loại cả năm. Để trống tất cả nếu không khống chế.")
    names = _grades(draft)
    field(draft, "cap.grade", options=names)
    with st.container(horizontal=True):
        field(draft, "cap.ratio", label="Tỷ lệ tối đa (%)", placeholder="ví dụ 20")
        field(draft, "cap.exceptional_ratio", label="Trường hợp đặc biệt (%)", placeholder="ví dụ 25")
    field(draft, "cap.good", options=names)
    field(draft, "cap.denominator")
    field(draft, "cap.rounding")
    field(draft, "cap.group", label="Tính riêng cho từng nhóm đơn vị")


def _grades(draft: DraftRow) -> dict[str, str]:
    return {row["id"]: str(row.get("label") or row["id"]) for row in criteria.rows(draft.data, "grades")}

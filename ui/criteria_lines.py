"""A condition typed as one line, as in the workbook; whoever prefers that need not open figure after figure."""

from typing import Any

import streamlit as st

from services import criteria, criteria_files
from services.criteria import conditions
from services.criteria_files import EXPRESSION_HELP, MetricNames
from services.errors import Invalid
from services.scoring import Metrics
from ui.criteria_wholes import WholeFields

LABEL = "Viết thành một dòng, hoặc chọn từng phần ở dưới"
PLACEHOLDER = "ví dụ [tỷ lệ dự họp] >= 90 % và [số lượt vắng không lý do] = 0"
HELP = "\n".join(
    ["Tên số liệu đặt trong ngoặc vuông.", "", *(f"- {words} `{said}`" for words, said in EXPRESSION_HELP)]
)


def line(whole: WholeFields, keys: conditions.Keys, metrics: Metrics) -> None:
    """Draw the condition at the keys of a whole as one line of text; emptied, there is no condition."""

    def read(kept: Any) -> str:
        return _written(conditions.looked_up(kept, keys), metrics)

    part = whole.part(read, lambda kept, text: conditions.changed(kept, keys, _read(text, metrics)))
    name = ".".join([*map(str, keys), "line"])
    part.area(name, LABEL, read(whole.kept), placeholder=PLACEHOLDER, height="content")
    with st.popover("Cách viết", icon=":material/help:", type="tertiary", key=f"{whole.name}:{name}:help"):
        st.markdown(HELP)


def _written(condition: Any, metrics: Metrics) -> str:
    """The condition as a line; empty while it is not complete."""
    is_whole = condition is not None and criteria.condition_in_words(condition, metrics)
    return criteria_files.written(condition, MetricNames(metrics)) if is_whole else ""


def _read(text: str | None, metrics: Metrics) -> Any:
    if not text:
        return None
    try:
        return criteria_files.condition_from(text, MetricNames(metrics))
    except Invalid as refusal:
        raise Invalid(f"Chưa lưu điều kiện: {refusal.sentence}") from refusal

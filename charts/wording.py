"""Words and figures inside charts, and a chart told in words."""

import math
from datetime import date
from fractions import Fraction

import pandas as pd

from services import vietnamese

MISSING = "chưa có số liệu"
STATES = {
    "submitted": "Đã nộp",
    "draft": "Đang nhập",
    "missing": "Chưa nhập",
    "returned": "Trả lại",
    "not_due": "Chưa đến hạn",
}
HEADINGS = {
    "cell": "chi bộ",
    "month": "tháng",
    "group": "nhóm",
    "grade": "xếp loại",
    "cells": "số chi bộ",
    "good": "nội dung",
    "points": "điểm",
    "max_points": "điểm tối đa",
    "attendance": "dự họp",
    "speaking": "phát biểu",
    "threshold": "ngưỡng",
    "label": "",
}
"""Columns of the frames that a reader is told, in this order."""
_SHARES = {"attendance", "speaking", "threshold"}
_ROWS_TOLD = 40


def percent(share: float) -> str:
    """``95,2 %`` of a share of 1, rounded half up as written; words when it is not a number."""
    return MISSING if math.isnan(share) else vietnamese.percent(_exact(share))


def share_of(share: float, part: int, whole: int) -> str:
    """``95,2 % (40/42)``."""
    return MISSING if math.isnan(share) else f"{percent(share)} ({part}/{whole})"


def threshold(share: float) -> str:
    """``85 %`` and ``87,5 %``: a threshold has no digits that a rule would not write."""
    return MISSING if math.isnan(share) else f"{_trimmed(_exact(share) * 100)} %"


def points(value: float) -> str:
    """``28,5`` and ``30``: at most two decimals, none that are zero."""
    return MISSING if math.isnan(value) else _trimmed(_exact(value))


def _exact(value: float) -> Fraction:
    """The number as it is written, so that 0.9365 rounds up where its binary form would not."""
    return Fraction(str(float(value)))


def _trimmed(value: Fraction) -> str:
    return vietnamese.number(value, 2).rstrip("0").removesuffix(",")


def month_keys(frame: pd.DataFrame) -> list[str]:
    """``2026-03`` of every row: sorts by time and means the same in every time zone."""
    return [f"{month:%Y-%m}" for month in frame["month"]]


def month_words(key: str) -> str:
    """``Tháng 3/2026`` of ``2026-03``."""
    return f"Tháng {int(key[5:])}/{key[:4]}"


def alt_text(frame: pd.DataFrame, title: str, subtitle: str = "") -> str:
    """What the chart of ``frame`` shows, in words, for a reader who does not see it.

    Takes the frames of ``charts.commune``; a long one is cut, because the table under the chart has every figure.
    """
    heading = f"{title}. {subtitle}." if subtitle else f"{title}."
    if frame.empty:
        return f"{heading} Chưa có số liệu."
    return f"{heading} {_states_told(frame) if 'state' in frame else _rows_told(frame)}"


def _states_told(frame: pd.DataFrame) -> str:
    counts = frame["state"].value_counts()
    told = [f"{label.lower()} {counts[state]}" for state, label in STATES.items() if state in counts]
    late = frame[frame["state"] == "missing"]
    cells = zip(late["cell"], month_keys(late), strict=True)
    names = [f"{cell} ({month_words(key).lower()})" for cell, key in cells]
    listed = f" Chưa nhập: {_cut(names)}" if names else ""
    return f"Số kỳ sinh hoạt: {', '.join(told)}.{listed}"


def _rows_told(frame: pd.DataFrame) -> str:
    known = [column for column in HEADINGS if column in frame]
    rows = zip(*(frame[column] for column in known), strict=True)
    told = (", ".join(_told(column, value) for column, value in zip(known, row, strict=True)) for row in rows)
    return _cut(list(told))


def _told(column: str, value: object) -> str:
    if isinstance(value, date):
        return f"tháng {value.month}/{value.year}"
    if isinstance(value, str):
        return value
    number = float(str(value))
    return f"{HEADINGS[column]} {percent(number) if column in _SHARES else points(number)}"


def _cut(parts: list[str]) -> str:
    left_out = len(parts) - _ROWS_TOLD
    more = f"; và {left_out} dòng nữa trong bảng số liệu" if left_out > 0 else ""
    return f"{'; '.join(parts[:_ROWS_TOLD])}{more}."

"""Frames as the services give them, small enough to check by eye."""

from datetime import date

import pandas as pd

LONG_NAME = "Trường Phổ thông Dân tộc bán trú Trung học cơ sở và Trung học phổ thông Bằng Vân"
CELLS = ["Khuổi Ngọa", "Nặm Nộc", LONG_NAME]
GOODS = [
    "Lãnh đạo thực hiện nhiệm vụ chính trị tốt",
    "Sinh hoạt tốt",
    "Đoàn kết, kỷ luật tốt",
    "Cán bộ, đảng viên tốt",
]
STATES = ["submitted", "draft", "missing", "returned", "not_due"]


def held(cells=CELLS, months=5):
    return pd.DataFrame(
        [
            {
                "cell": cell,
                "month": pd.Timestamp(2026, 1 + month, 1),
                "state": STATES[(place + month) % 5],
                "held_on": date(2026, 1 + month, 3) if (place + month) % 5 == 0 else None,
            }
            for place, cell in enumerate(cells)
            for month in range(months)
        ],
        columns=["cell", "month", "state", "held_on"],
    )


def rates(months=4):
    nan = float("nan")
    counts = [(40, 42, 25, 40), (36, 42, 18, 36), (0, 0, 0, 0), (42, 42, 30, 42)][:months]
    return pd.DataFrame(
        [
            {
                "month": pd.Timestamp(2025, 11, 1) + pd.DateOffset(months=number),
                "attendance": present / due if due else nan,
                "speaking": spoke / attendees if attendees else nan,
                "present": present,
                "due": due,
                "spoke": spoke,
                "attendees": attendees,
                "threshold": 0.85 if number < 2 else 0.9,
            }
            for number, (present, due, spoke, attendees) in enumerate(counts)
        ],
        columns=["month", "attendance", "speaking", "present", "due", "spoke", "attendees", "threshold"],
    )


def grades(groups=2):
    counts = {"Năm 2025": (16, 3, 0, 0), "Năm 2026": (180, 45, 4, 1)}
    return pd.DataFrame(
        [
            {"group": group, "grade": grade, "rank": rank, "cells": cells}
            for group, row in list(counts.items())[:groups]
            for rank, (grade, cells) in enumerate(zip(["Tốt", "Khá", "Trung bình", "Kém"], row, strict=True))
        ],
        columns=["group", "grade", "rank", "cells"],
    )


def goods(cells=CELLS):
    nan = float("nan")
    scored = [(28.5, 25.0, 18.25, 22.0), (3.0, nan, 20.0, 0.0), (30.0, 25.0, 20.0, 25.0)]
    return pd.DataFrame(
        [
            {"cell": cell, "good": good, "points": scored[place][order], "max_points": most, "order": order}
            for place, cell in enumerate(cells)
            for order, (good, most) in enumerate(zip(GOODS, (30.0, 25.0, 20.0, 25.0), strict=True))
        ],
        columns=["cell", "good", "points", "max_points", "order"],
    )


def ranking(cells=CELLS):
    rows = [(36 / 42, "85,7 % (36/42)"), (float("nan"), "chưa có số liệu"), (40 / 42, "95,2 % (40/42)")]
    return pd.DataFrame(
        [
            {"cell": cell, "value": value, "label": label, "measure": "Tỷ lệ dự họp"}
            for cell, (value, label) in zip(cells, rows, strict=False)
        ],
        columns=["cell", "value", "label", "measure"],
    )

"""The figures of one commune as pictures: each with its title, its frame, its chart and its table.

The page draws them, the download route sends them as a file: one definition for both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt
import pandas as pd

from charts import commune
from charts.wording import STATES
from services.figures import GoodRow, GradeFigures, GradeRow, HeldRow, MeetingFigures, MonthRates, RankedCell, Scope
from services.tables import Column, Kind, Table
from services.vietnamese import month, percent

Draw = Callable[..., alt.LayerChart]


@dataclass(frozen=True)
class Picture:
    """One figure: ``frame`` feeds the chart, ``table`` shows the same numbers."""

    name: str
    title: str
    subtitle: str
    frame: pd.DataFrame
    draw: Draw
    table: Table
    advice: str
    """What to do when there is nothing to show."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.frame.empty

    def chart(self) -> alt.LayerChart:
        """The chart, drawn anew."""
        return self.draw(self.frame, title=self.title, subtitle=self.subtitle)


def of_meetings(figures: MeetingFigures) -> dict[str, Picture]:
    """The pictures of regular meetings, by name."""
    ranked = [ranking(figures.scope, figures.ranking, measure) for measure in MEASURES]
    return _by_name(held(figures.scope, figures.held), rates(figures.scope, figures.rates), *ranked)


def of_grades(figures: GradeFigures) -> dict[str, Picture]:
    """The pictures of assessments and classifications, by name."""
    return _by_name(goods(figures.scope, figures.goods), *grades(figures.scope, figures.four_good, figures.annual))


def held(scope: Scope, rows: Sequence[HeldRow]) -> Picture:
    """Meetings held against meetings expected, cells by months."""
    frame = pd.DataFrame(
        {
            "cell": [row.cell for row in rows],
            "month": pd.to_datetime([row.month for row in rows]),
            "state": [row.state.value for row in rows],
            "held_on": [row.held_on for row in rows],
        }
    )
    columns = (
        Column("Chi bộ", Kind.TEXT, 36),
        Column("Tháng", Kind.MONTH, 10),
        Column("Tình trạng", Kind.TEXT, 16),
        Column("Ngày họp", Kind.DATE, 12),
    )
    lines = tuple((row.cell, row.month, STATES[row.state.value], row.held_on) for row in rows)
    return _picture(
        "held",
        "Sinh hoạt thường kỳ theo tháng",
        f"{_where_and_when(scope)}: đã họp và nộp biên bản so với phải họp",
        frame,
        commune.held_heatmap,
        columns,
        lines,
        "Chưa có chi bộ nào phải họp trong khoảng tháng này. Hãy chọn khoảng tháng khác.",
    )


def rates(scope: Scope, rows: Sequence[MonthRates]) -> Picture:
    """Attendance and speaking over time, against the threshold in force."""
    is_known = any(row.meetings for row in rows)
    shown = rows if is_known else ()
    return _picture(
        "rates",
        "Tỷ lệ dự họp và phát biểu",
        f"{_where_and_when(scope)}: sinh hoạt thường kỳ đã nộp, gộp các chi bộ",
        _rates_frame(shown),
        commune.rate_lines,
        RATES_COLUMNS,
        tuple(_rates_line(row) for row in shown),
        "Chưa có biên bản nào được nộp trong khoảng tháng này. Hãy nhập và nộp biên bản sinh hoạt.",
    )


RATES_COLUMNS = (
    Column("Tháng", Kind.MONTH, 10),
    Column("Số buổi", Kind.INTEGER, 9),
    Column("Có mặt", Kind.INTEGER, 9),
    Column("Phải dự", Kind.INTEGER, 9),
    Column("Tỷ lệ dự họp", Kind.PERCENT, 13),
    Column("Phát biểu", Kind.INTEGER, 10),
    Column("Người dự", Kind.INTEGER, 9),
    Column("Tỷ lệ phát biểu", Kind.PERCENT, 15),
    Column("Yêu cầu dự họp", Kind.PERCENT, 15),
)


def _rates_frame(rows: Sequence[MonthRates]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": pd.to_datetime([row.month for row in rows]),
            "attendance": [_share(row.attendance) for row in rows],
            "speaking": [_share(row.speaking) for row in rows],
            "present": [row.roll.present_due for row in rows],
            "due": [row.roll.due for row in rows],
            "spoke": [row.roll.spoke for row in rows],
            "attendees": [row.roll.attendees for row in rows],
            "threshold": [_share(row.threshold) for row in rows],
        }
    )


def _rates_line(row: MonthRates) -> tuple[object, ...]:
    attended = (row.roll.present_due, row.roll.due, row.attendance)
    spoke = (row.roll.spoke, row.roll.attendees, row.speaking)
    return (row.month, row.meetings, *attended, *spoke, row.threshold)


def ranking(scope: Scope, rows: Sequence[RankedCell], measure: str) -> Picture:
    """Cells ranked by ``attendance``, ``speaking`` or ``completeness``."""
    title, share, part, whole = MEASURES[measure]
    known = [row for row in rows if share(row) is not None]
    frame = pd.DataFrame(
        {
            "cell": [row.cell for row in known],
            "value": [_share(share(row)) for row in known],
            "label": [f"{percent(share(row))} ({part(row)}/{whole(row)})" for row in known],
            "measure": title,
        }
    )
    columns = (
        Column("Chi bộ", Kind.TEXT, 36),
        Column(title, Kind.PERCENT, 18),
        Column("Số đạt", Kind.INTEGER, 9),
        Column("Tổng số", Kind.INTEGER, 9),
    )
    best_first = sorted(known, key=lambda row: -(share(row) or 0))
    lines = tuple((row.cell, share(row), part(row), whole(row)) for row in best_first)
    return _picture(
        f"ranking-{measure}",
        f"Xếp hạng chi bộ: {title.lower()}",
        f"{_where_and_when(scope)}: {len(known)} chi bộ có số liệu",
        frame,
        commune.ranking_bars,
        columns,
        lines,
        "Chưa có biên bản nào được nộp trong khoảng tháng này. Hãy nhập và nộp biên bản sinh hoạt.",
    )


Measure = tuple[str, Callable[[RankedCell], Fraction | None], Callable[[RankedCell], int], Callable[[RankedCell], int]]
MEASURES: dict[str, Measure] = {
    "attendance": (
        "Tỷ lệ dự họp",
        lambda row: row.attendance,
        lambda row: row.roll.present_due,
        lambda row: row.roll.due,
    ),
    "speaking": (
        "Tỷ lệ phát biểu",
        lambda row: row.speaking,
        lambda row: row.roll.spoke,
        lambda row: row.roll.attendees,
    ),
    "completeness": (
        "Tỷ lệ nộp biên bản",
        lambda row: row.completeness,
        lambda row: row.submitted,
        lambda row: row.due,
    ),
}
"""What cells are ranked by: name, share, the part and the whole behind it."""


def goods(scope: Scope, rows: Sequence[GoodRow]) -> Picture:
    """Points of every cell in each of the four goods."""
    frame = pd.DataFrame(
        {
            "cell": [row.cell for row in rows],
            "good": [row.good for row in rows],
            "points": [float(row.points) for row in rows],
            "max_points": [float(row.max_points) for row in rows],
            "order": [row.order for row in rows],
        }
    )
    columns = (
        Column("Chi bộ", Kind.TEXT, 36),
        Column("Nội dung", Kind.TEXT, 40),
        Column("Điểm tự chấm", Kind.POINTS, 13),
        Column("Điểm tối đa", Kind.POINTS, 12),
    )
    lines = tuple((row.cell, row.good, row.points, row.max_points) for row in rows)
    return _picture(
        "goods",
        f"Tự chấm chi bộ bốn tốt năm {scope.last.year}",
        f"{scope.unit_name}: {len({row.cell for row in rows})} chi bộ đã nộp, điểm theo từng nội dung",
        frame,
        commune.goods_bars,
        columns,
        lines,
        f"Chưa có chi bộ nào nộp bản tự chấm năm {scope.last.year}. Hãy vào “Tự chấm” để chấm và nộp.",
    )


def grades(scope: Scope, four_good: Sequence[GradeRow], annual: Sequence[GradeRow]) -> tuple[Picture, Picture]:
    """Cells per grade, year by year: the four-good self-assessment, and the annual classification."""
    return (
        _grades(
            scope,
            "four-good-grades",
            "Xếp loại tự chấm chi bộ bốn tốt",
            four_good,
            "Chưa có bản tự chấm nào được nộp trong các năm này. Hãy vào “Tự chấm” để chấm và nộp.",
        ),
        _grades(
            scope,
            "annual-grades",
            "Đánh giá, xếp loại chi bộ hằng năm",
            annual,
            "Chưa có kết quả xếp loại hằng năm của các năm này.",
        ),
    )


def _grades(scope: Scope, name: str, title: str, rows: Sequence[GradeRow], advice: str) -> Picture:
    frame = pd.DataFrame(
        {
            "group": [f"Năm {row.year}" for row in rows],
            "grade": [row.grade for row in rows],
            "rank": [row.rank for row in rows],
            "cells": [row.cells for row in rows],
        }
    )
    columns = (
        Column("Năm", Kind.TEXT, 8),
        Column("Xếp loại", Kind.TEXT, 36),
        Column("Số chi bộ", Kind.INTEGER, 10),
    )
    lines = tuple((str(row.year), row.grade, row.cells) for row in rows)
    return _picture(
        name, title, f"{scope.unit_name}: số chi bộ theo mức", frame, commune.grade_bars, columns, lines, advice
    )


def _picture(  # noqa: PLR0913, PLR0917 - the parts of a picture
    name: str,
    title: str,
    subtitle: str,
    frame: pd.DataFrame,
    draw: Draw,
    columns: tuple[Column, ...],
    lines: tuple[tuple[object, ...], ...],
    advice: str,
) -> Picture:
    return Picture(name, title, subtitle, frame, draw, Table(title, (subtitle,), columns, lines), advice)


def _share(share: Fraction | None) -> float:
    return float("nan") if share is None else float(share)


def _by_name(*pictures: Picture) -> dict[str, Picture]:
    return {picture.name: picture for picture in pictures}


def _where_and_when(scope: Scope) -> str:
    """``Đảng bộ xã Bằng Vân, 01/2026 – 11/2026``."""
    if scope.first == scope.last:
        return f"{scope.unit_name}, tháng {month(scope.first)}"
    return f"{scope.unit_name}, {month(scope.first)} – {month(scope.last)}"

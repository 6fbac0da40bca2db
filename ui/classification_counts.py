"""The counts of a year: as people say them, as a table, and as the unit reported them itself."""

from typing import Any

import streamlit as st

from services import classification
from services.classification import LEVEL_NAMES, LevelCounts, Overview
from services.tables import Table, written
from services.vietnamese import number
from ui.classification_sheet import FILES
from ui.transactions import plain

MEASURES = {
    "cells_good_or_better": "Chi bộ hoàn thành tốt trở lên",
    "cells_excellent": "Chi bộ hoàn thành xuất sắc",
    "members_excellent_percent": "Đảng viên hoàn thành xuất sắc",
    "members_good_percent": "Đảng viên hoàn thành tốt",
}
"""What reported figures are called; each ends in its year."""


def overview(found: Overview) -> None:
    """Draw the counts of every level, the highest first."""
    if not found.levels:
        st.info(f"Năm {found.year} không có trường hợp nào thuộc diện xếp loại ở đây.", icon=":material/info:")
    for counts in reversed(found.levels):
        _level(found, counts)
    _reported(found)


def _level(found: Overview, counts: LevelCounts) -> None:
    who = LEVEL_NAMES[counts.level]
    st.subheader(who[:1].upper() + who[1:], anchor=False)
    st.markdown(f"**{plain(classification.spoken(counts.total, counts.marks))}.**")
    if len(counts.marks) > 1 and counts.total.of(counts.marks[0]):
        excellent, good = (counts.total.of(mark) for mark in counts.marks[:2])
        called = classification.short_label(counts.marks[1].label).lower()
        st.markdown(f"Tỷ lệ xuất sắc: {plain(classification.shares_in_words(excellent, good, called))}.")
    if counts.left_out:
        st.caption(f"Ngoài ra {number(counts.left_out)} {who} không thuộc diện xếp loại.")
    if counts.total.unclassified == counts.total.total:
        return
    st.markdown(" · ".join(_exclusive(counts)))
    table = classification.counts_table(found, counts)
    if counts.lines:
        name = table.columns[0].title
        pinned = {name: st.column_config.TextColumn(name, pinned=True)}
        st.dataframe(_shown(table), hide_index=True, key=f"annual:counts:{counts.level}", column_config=pinned)
    query = f"unit={found.unit_id}&year={found.year}&level={counts.level}"
    links = (f"[{words}](/downloads/tables/xep-loai-hang-nam.{ending}?{query})" for ending, words in FILES.items())
    st.markdown("Tải bảng: " + " · ".join(links))


def _exclusive(counts: LevelCounts) -> list[str]:
    """Everybody counted at one grade only."""
    said = [
        f"{plain(classification.short_label(mark.label))} **{number(counts.total.of(mark))}**" for mark in counts.marks
    ]
    return [*said, f"Chưa xếp loại **{number(counts.total.unclassified)}**"] if counts.total.unclassified else said


def _reported(found: Overview) -> None:
    """Draw the figures that the unit itself reported, beside those that were counted."""
    known = [(MEASURES.get(figure.measure.rpartition("_")[0]), figure) for figure in found.reported]
    lines = [
        f"- {name}: {plain(figure.spoken)} :small[({plain(figure.source)})]"
        for name, figure in known
        if name is not None
    ]
    if lines:
        with st.expander("Số liệu đơn vị đã báo cáo", icon=":material/campaign:", expanded=True):
            st.markdown("\n".join(lines))


def _shown(table: Table) -> list[dict[str, Any]]:
    return [
        {
            classification.short_label(column.title): written(value, column.kind)
            for column, value in zip(table.columns, row, strict=True)
        }
        for row in table.rows
    ]

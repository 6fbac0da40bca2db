"""Templates of agendas: which unit, which type of cell, a point a line."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import meetings, units
from services.access import Actor
from services.meetings import TemplateRow
from services.units import CELL_TYPE_NAMES, UnitRow
from ui import actions, filters
from ui.autosave import Autosave
from ui.meeting_choice import unique
from ui.transactions import plain

FOR_ALL = "all"


def unit(tree: Sequence[UnitRow]) -> UUID:
    """Choose the unit whose templates are written; it opens on the first."""
    depth = units.depths(tree)
    words = unique({str(row.unit_id): "\u2003" * depth[row.unit_id] + row.name for row in tree})
    return UUID(filters.one_of("Áp dụng cho", words, key="unit"))


def cell_type(rows: Sequence[TemplateRow]) -> TemplateRow:
    """Choose the type of cell; those that the unit has written are marked."""
    by_value = {row.cell_type.value if row.cell_type else FOR_ALL: row for row in rows}
    words = {value: _type_name(row) for value, row in by_value.items()}
    return by_value[filters.one_of("Loại hình chi bộ", words, key="type")]


def template(unit_id: UUID, row: TemplateRow) -> None:
    """Draw the template as a field that stores itself, and what holds while it is empty."""
    name = f"agenda_template:{unit_id}:{row.cell_type.value if row.cell_type else FOR_ALL}"

    def save(session: Session, actor: Actor, _field: str, value: Any, seen: Any) -> Any:
        return meetings.write_template(session, actor, unit_id, row.cell_type, value, seen)

    fields = Autosave(name, save)
    fields.area("lines", "Mẫu chương trình, mỗi dòng một điểm", row.lines, height=320)
    if row.lines:
        st.caption("Xóa hết các dòng thì chi bộ dùng lại mẫu của cấp trên hoặc mẫu có sẵn.")
        return
    with st.container(border=True):
        st.markdown(f"**{plain(f'Chưa soạn riêng, đang dùng {row.inherited.source}')}**")
        st.markdown("\n".join(f"{place}. {plain(line)}" for place, line in enumerate(row.inherited.lines, 1)))
        work = partial(_copy, unit_id=unit_id, row=row)
        actions.button("Sửa từ mẫu này", f"{name}:copy", work, icon=":material/content_copy:")
    actions.said(f"{name}:copy")


def _type_name(row: TemplateRow) -> str:
    name = CELL_TYPE_NAMES[row.cell_type] if row.cell_type else "Mọi loại hình"
    return f"{name} · đã soạn" if row.lines else name


def _copy(session: Session, actor: Actor, unit_id: UUID, row: TemplateRow) -> str:
    meetings.write_template(session, actor, unit_id, row.cell_type, "\n".join(row.inherited.lines), "")
    return ""

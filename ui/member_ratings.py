"""The month's rating of each member's tasks: the tasks, and beside them a judgement that stores itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import member_work
from services.access import Actor
from services.member_work import RatingGrade, RatingRow
from services.vietnamese import month as written
from services.vietnamese import number
from ui import member_tasks, tables
from ui.autosave import Autosave


def form(unit_id: UUID, month: date, *, is_open: bool) -> Autosave:
    """The fields of one month of one cell."""

    def save(session: Session, actor: Actor, field: str, value: Any, seen: Any) -> Any:
        return member_work.rate(session, actor, unit_id, month, field, value, seen)

    return Autosave(f"ratings:{unit_id}:{month}", save, is_open=is_open)


def ratings(fields: Autosave, rows: Sequence[RatingRow], month: date) -> None:
    """Draw those who have tasks in the month, then everybody else, folded away."""
    busy = [row for row in rows if row.tasks]
    free = [row for row in rows if not row.tasks]
    rated = sum(row.grade is not None for row in busy)
    st.caption(
        f"Tháng {written(month)}: {number(len(busy))} đồng chí có nhiệm vụ đến hạn hoặc còn dở; "
        f"đã đánh giá {number(rated)}/{number(len(busy))}. Chi ủy tự chọn mức; cổng không điền sẵn."
    )
    for row in busy:
        _row(fields, row)
    if free:
        label = f"{number(len(free))} đồng chí không có nhiệm vụ trong tháng"
        box = st.expander(label, key=f"{fields.name}:free", on_change="rerun")
        if box.open:
            with box:
                for row in free:
                    _row(fields, row)


def _row(fields: Autosave, row: RatingRow) -> None:
    member_id = row.entry.member_id
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            member_tasks.link(member_id, row.entry.full_name)
            st.caption(tables.standing(row.entry))
        for task in row.tasks:
            member_tasks.line(task)
        words = {"format_func": member_work.GRADES.__getitem__, "label_visibility": "collapsed"}
        fields.segments(f"grade:{member_id}", f"Mức của {row.entry.full_name}", row.grade, list(RatingGrade), **words)
        if row.grade:
            fields.text(f"note:{member_id}", "Ghi chú", row.note)

"""Members whose absences give reason to speak with them, gravest first, each leading to the meetings behind it."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from services import streaks
from services.streaks import Alert, ConcernKind
from services.vietnamese import number, sort_key
from ui import filters, member_tasks
from ui.meeting_choice import unique
from ui.transactions import plain

COLOURS = {ConcernKind.UNEXCUSED_MONTHS: "red", ConcernKind.EXCUSED_RUN: "orange", ConcernKind.UNEXCUSED: "gray"}
EVERY, DIRECT = "all", "direct"
SHOWN = 60
"""Lines of one kind that are shown at most."""


def of_commune(found: Sequence[Alert]) -> list[Alert]:
    """Choose whose members to see, where the reach holds several communes; all of them by default."""
    communes = {alert.cell.commune_name for alert in found}
    if len(communes) < 2:  # noqa: PLR2004 - one is nothing to choose from
        return list(found)
    names = {str(alert.cell.commune_id or DIRECT): alert.cell.commune_name or "Trực thuộc" for alert in found}
    in_order = dict(sorted(names.items(), key=lambda item: sort_key(item[1])))
    chosen = filters.one_of("Tổ chức đảng", {EVERY: "Tất cả"} | unique(in_order), key="commune", width=460)
    return [alert for alert in found if chosen in {EVERY, str(alert.cell.commune_id or DIRECT)}]


def alerts(found: Sequence[Alert], year: int) -> None:
    """Draw everybody, kind by kind."""
    if not found:
        st.success(
            f"Năm {year} không có đảng viên nào vắng nhiều hoặc vắng không lý do.", icon=":material/check_circle:"
        )
    for kind, of_kind in groupby(found, key=_kind):
        rows = list(of_kind)
        st.subheader(f"{streaks.CONCERN_NAMES[kind]}: {number(len(rows))} đồng chí", anchor=False)
        for alert in rows[:SHOWN]:
            _line(alert, year)
        if len(rows) > SHOWN:
            st.caption(f"Chỉ hiện {SHOWN} đồng chí đầu tiên. Đồng chí chọn đơn vị nhỏ hơn để xem đủ.")
    st.caption(
        "Chỉ tính sinh hoạt thường kỳ đã nộp biên bản, trong từng chi bộ, "
        "của đảng viên còn sinh hoạt tại chi bộ. Buổi không thuộc diện dự ngắt chuỗi vắng."
    )


def _kind(alert: Alert) -> ConcernKind:
    return alert.concern.kind


def _line(alert: Alert, year: int) -> None:
    who, what = st.columns([1, 3], gap="xxsmall")
    with who:
        member_tasks.link(alert.member_id, alert.full_name, year=year)
    where = " · ".join(filter(None, [alert.cell.name, alert.cell.commune_name]))
    fresh = f" :{COLOURS[alert.concern.kind]}-badge[mới]" if alert.is_fresh else ""
    what.markdown(f"{plain(alert.concern.sentence)}{fresh}  \n:small[{plain(where)}]")

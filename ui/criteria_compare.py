"""Two criteria sets beside each other: which they are, and in what they differ."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

import streamlit as st

from services.criteria import Comparison, SetRow, SetView
from services.scoring import Change, Difference
from ui import criteria_check, filters, navigation
from ui.criteria_check import STATE_NAMES
from ui.criteria_view import document, validity
from ui.meeting_choice import unique
from ui.transactions import plain

FEWEST = 2
ICONS = {
    Change.ADDED: ":green[:material/add_circle:]",
    Change.REMOVED: ":red[:material/remove_circle:]",
    Change.CHANGED: ":blue[:material/edit:]",
    Change.MOVED: ":gray[:material/swap_vert:]",
}
GROUPS = {"sections": "Mục, tiêu chí và mức", "grades": "Xếp loại", "roll_up": "Tổng hợp năm", "cap": "Khống chế tỷ lệ"}


def chosen(rows: Sequence[SetRow]) -> tuple[UUID, UUID]:
    """Choose the older and the newer one; by default the newest version beside the one before it, if there are two."""
    words = unique({str(row.set_id): _words(row) for row in rows})
    by_id = {str(row.set_id): row for row in rows}
    with st.container(horizontal=True):
        old_id = filters.one_of("Bộ trước", words, key="old", default=_default_old(rows), width="stretch")
        new_id = filters.one_of("Bộ sau", words, key="new", default=_default_new(rows, by_id[old_id]), width="stretch")
    return UUID(old_id), UUID(new_id)


def comparison(found: Comparison) -> None:
    """Draw both sets and every difference."""
    for row in (found.old, found.new):
        said = filter(None, (row.title or row.code, document(row), validity(row), row.unit_name))
        st.caption(plain(" · ".join(said)))
    if found.differences is None:
        for one in found.unfinished:
            _unfinished(one)
    elif not found.differences:
        st.success("Hai bộ giống hệt nhau.", icon=":material/check_circle:")
    else:
        st.markdown(f"**Khác nhau {len(found.differences)} chỗ:**")
        for group, inside in groupby(found.differences, _group):
            st.subheader(group, anchor=False)
            st.markdown("\n".join(f"- {ICONS[one.change]} {plain(one.sentence)}" for one in inside))


def _unfinished(found: SetView) -> None:
    """Say what a draft lacks to be compared, and lead to where it is mended."""
    row, faults = found.row, found.examined.faults
    st.info(
        f"{plain(row.title or row.code)}, phiên bản {row.version}, còn là bản nháp nên chưa so sánh được. "
        f"Còn {len(faults)} chỗ phải sửa:",
        icon=":material/edit_note:",
    )
    st.markdown(
        "\n".join(
            f"- {plain(criteria_check.at(found.examined.data, fault.address))}: {plain(fault.sentence)}"
            for fault in faults
        )
    )
    if row.is_kept_here:
        navigation.link("criteria.builder", "Soạn tiếp", icon="edit_note", set=row.set_id, view="document")


def _group(difference: Difference) -> str:
    return GROUPS.get(difference.path.split(".")[0], "Văn bản và cách chấm chung")


def _default_old(rows: Sequence[SetRow]) -> str:
    versions = [row for row in rows if sum(other.code == row.code for other in rows) >= FEWEST]
    return str((versions or list(rows))[1].set_id)


def _default_new(rows: Sequence[SetRow], old: SetRow) -> str:
    later = [row for row in rows if row.code == old.code and row.version > old.version]
    others = [row for row in rows if row.set_id != old.set_id]
    return str((later or others)[0].set_id)


def _words(row: SetRow) -> str:
    return f"{row.title or row.code}, phiên bản {row.version}, {row.unit_name} ({STATE_NAMES[row.state].lower()})"

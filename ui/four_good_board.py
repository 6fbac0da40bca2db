"""The board of a four-good year: sums of every group, and its units, each with its state and what can be done now."""

from collections.abc import Sequence

import streamlit as st

from models import AssessmentState
from services.access import Actor
from services.clock import today
from services.four_good import UNIT_WORDS, Board, BoardRow, Check, FunnelRow, Stage, StageState
from services.vietnamese import day, number, percent
from ui import assessment_choice, filters, navigation, tables
from ui.four_good_calendar import STAGE_NAMES, badge, left, span
from ui.four_good_steps import BELOW_RECOGNITION, badges, decision, result, ways
from ui.transactions import plain

LINES = 40
"""Units on one page: what a phone draws without a wait."""
NAME_WIDTH = 300
"""Pixels; on a phone what stands beside goes below."""
CHECK_WIDTH = 165
"""Pixels: two beside each other on a phone."""
CHECK_NAMES = {
    StageState.NOT_YET: "Chưa đến",
    StageState.OPEN: "Đang mở",
    StageState.LATE: "Chưa nộp",
    StageState.DONE: "Đã nộp",
}
SHOWN = {
    "all": "Tất cả",
    "register": "Chưa đăng ký",
    "late": "Đăng ký muộn",
    "check": "Thiếu bản tự kiểm tra",
    "assess": "Chưa nộp bản tự chấm",
    "review": "Chờ thẩm định",
    "recognise": "Chờ công nhận",
    "recognised": "Đã công nhận",
    "revoked": "Bị thu hồi công nhận",
}


def board(found: Board, actor: Actor) -> None:
    """Draw the sums, a filter, and the units that it lets through under the unit that holds them."""
    _sums(found)
    show = filters.one_of("Xem", SHOWN, key="show", width=260)
    groups = [(row, [unit for unit in units if is_shown(unit, show)]) for row, units in found.groups]
    listed = [(row, units) for row, units in groups if units]
    if not listed:
        st.info(f"Không có {UNIT_WORDS[found.kind]} nào thuộc diện này.", icon=":material/info:")
    if len(listed) == 1:
        _lines(listed[0][1], actor, show)
        return
    for row, units in listed:
        key = f"group:{found.kind}:{found.year}:{row.group_id}:{show}"
        count = f"{number(len(units))} {UNIT_WORDS[found.kind]}"
        box = st.expander(f"**{plain(row.name)}** · {count}", key=key, on_change="rerun")
        if box.open:
            with box:
                _lines(units, actor, show)


def is_shown(row: BoardRow, show: str) -> bool:
    """Whether a filter lets a unit through."""
    return {
        "all": True,
        "register": row.registered_on is None,
        "late": row.is_registered_late,
        "check": bool(row.owed_checks(today())),
        "assess": not row.is_handed_in,
        "review": row.state is AssessmentState.SUBMITTED,
        "recognise": row.may_be_recognised,
        "recognised": row.is_recognised,
        "revoked": row.recognition is not None and row.recognition.is_revoked,
    }[show]


def one(row: BoardRow, actor: Actor) -> None:
    """Draw one unit with everything of its year, and the ways to what can be done now."""
    st.subheader(plain(row.name), anchor=False)
    lines = [f"- **{STAGE_NAMES[stage]}** · {span(row.window(stage))} {_said(row, stage)}" for stage in Stage]
    st.markdown("\n".join(lines))
    with st.container(horizontal=True):
        ways(row, actor)
    if row.registration_note:
        st.caption(f"Ghi chú khi đăng ký: {plain(row.registration_note)}")
    if row.recognition:
        decision(row.recognition)
    _checks(row)


def _sums(found: Board) -> None:
    groups = [row for row, _ in found.groups]
    if len(groups) < 2:  # noqa: PLR2004 - the calendar has the sums of the only one
        return
    with st.expander("Theo từng đảng bộ", icon=":material/table_view:", key=f"sums:{found.kind}:{found.year}"):
        headings = ["Đơn vị", *STAGE_NAMES.values()]
        tables.texts(headings, [_shares(row) for row in (*groups, found.total)])


def _shares(row: FunnelRow) -> list[str]:
    counts = (row.registered, row.assessed, row.reviewed, row.recognised)
    of = number(row.units)
    return [row.name, *(f"{number(count)}/{of} ({percent(row.share(count), 0)})" for count in counts)]


def _lines(rows: Sequence[BoardRow], actor: Actor, show: str) -> None:
    pages = -(-len(rows) // LINES)
    place = st.container()
    group = rows[0].group_id
    page = st.pagination(pages, key=f"page:{group}:{show}:{pages}") if pages > 1 else 1
    with place:
        for row in rows[(page - 1) * LINES : page * LINES]:
            with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
                with st.container(width=NAME_WIDTH):
                    navigation.step(plain(row.name), "groups", type="tertiary", cell=row.ref.unit_id)
                st.markdown(badges(row), width="content")
                ways(row, actor)


def _said(row: BoardRow, stage: Stage) -> str:
    state = row.stands(stage, today())
    words = {
        Stage.REGISTER: f"Đăng ký ngày {day(row.registered_on)}" if row.registered_on else "Chưa đăng ký",
        Stage.ASSESS: result(row),
        Stage.REVIEW: f"Đã thẩm định{f', {row.grade}' if row.grade else ''}"
        if row.is_done(stage)
        else "Chưa thẩm định",
        Stage.RECOGNISE: f"QĐ {row.recognition.decision_number}" if row.recognition else "Chưa công nhận",
    }[stage]
    if stage is Stage.REGISTER and row.is_registered_late:
        words += ", muộn"
    if stage is Stage.RECOGNISE and row.is_below_recognition:
        return badge(StageState.NOT_YET, BELOW_RECOGNITION)
    if state is StageState.OPEN:
        words += f" ({left(row.window(stage), today())})"
    return badge(state, words)


def _checks(row: BoardRow) -> None:
    """The self-checks of a unit, each a way to its form."""
    if not row.checks:
        return
    done, of = row.checked(today())
    st.markdown(f"**Tự kiểm tra:** đã nộp {done}/{of} bản đến nay.")
    with st.container(horizontal=True):
        for check in row.checks:
            _check(check)


def _check(check: Check) -> None:
    state = check.stands(today())
    with st.container(width=CHECK_WIDTH, gap=None):
        until = "" if state is StageState.DONE else f", hạn {check.window.last_on:%d/%m}"
        st.markdown(badge(state, f"{CHECK_NAMES[state]}{until}"))
        if check.ref.starts_on <= today():
            label = check.ref.when.capitalize()
            about = assessment_choice.address(check.ref)
            navigation.link("assessments.self_assessment", label, icon="checklist", **about)
        else:
            st.caption(check.ref.when.capitalize())

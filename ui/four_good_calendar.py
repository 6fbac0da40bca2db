"""The calendar of a four-good year: its stages with their days, how many have come so far, and how much time is left."""

from datetime import date

import streamlit as st

from services.clock import today
from services.four_good import UNIT_WORDS, Board, ProgrammeRow, Stage, StageState, Window
from services.vietnamese import day, number
from ui import navigation
from ui.transactions import plain

STAGE_NAMES = {
    Stage.REGISTER: "Đăng ký",
    Stage.ASSESS: "Tự chấm",
    Stage.REVIEW: "Thẩm định",
    Stage.RECOGNISE: "Công nhận",
}
COLOURS = {
    StageState.NOT_YET: "gray",
    StageState.OPEN: "blue",
    StageState.LATE: "red",
    StageState.DONE: "green",
}


def programme(found: ProgrammeRow) -> None:
    """Draw which programme the days come from, and what its documents leave open."""
    document = f", {found.document}" if found.document else ""
    issuer = f" ({found.unit_name}, {found.first_year}–{found.last_year})" if found.programme_id else ""
    note = f"  \n:material/rule: {plain(found.note)}" if found.note else ""
    st.caption(plain(f"{found.title}{document}{issuer}.") + note)
    navigation.link("assessments.programme", "Xem chương trình")


def stages(board: Board) -> None:
    """Draw the stages of the year for all units of a board, a line each: it wraps on a phone."""
    found = [_line(board, stage) for stage in Stage]
    st.markdown("\n".join(f"- {line}" for line in _with_checks(board, found)))


def badge(state: StageState, words: str) -> str:
    """A state with its colour, in Markdown."""
    return f":{COLOURS[state]}-badge[{plain(words)}]"


def left(window: Window, on: date) -> str:
    """How much time a stage that is on leaves."""
    days = (window.last_on - on).days
    return f"còn {number(days)} ngày" if days else "hôm nay là ngày cuối"


def span(window: Window) -> str:
    """From which day to which."""
    return f"{window.first_on:%d/%m}–{day(window.last_on)}"


def _line(board: Board, stage: Stage) -> str:
    window, done = board.programme.days.window(stage, board.year), board.done(stage)
    share = f"**{number(done)}/{number(len(board.rows))}**"
    return f"**{STAGE_NAMES[stage]}** · {span(window)} · {share} {_standing(board, stage, window)}"


def _standing(board: Board, stage: Stage, window: Window) -> str:
    waiting, who = board.waiting(stage), UNIT_WORDS[board.kind]
    state = window.state(today(), is_done=bool(board.rows) and board.done(stage) == len(board.rows))
    if state is StageState.LATE and not waiting:
        return badge(StageState.NOT_YET, "Đã kết thúc")
    words = {
        StageState.DONE: "Đã xong",
        StageState.NOT_YET: "Chưa đến",
        StageState.OPEN: f"Đang mở, {left(window, today())}",
        StageState.LATE: f"Quá hạn, còn {number(waiting)} {who}",
    }
    return badge(state, words[state])


def _with_checks(board: Board, lines: list[str]) -> list[str]:
    """The lines, with self-checks in their place where units are asked for them."""
    counts = [row.checked(today()) for row in board.rows if row.checks]
    if not counts:
        return lines
    done, of = (sum(each) for each in zip(*counts, strict=True))
    owing = sum(bool(row.owed_checks(today())) for row in board.rows)
    words = f"Còn {number(owing)} {UNIT_WORDS[board.kind]} thiếu" if owing else "Đủ đến nay"
    standing = badge(StageState.LATE if owing else StageState.DONE, words)
    return [lines[0], f"**Tự kiểm tra** · **{number(done)}/{number(of)}** bản {standing}", *lines[1:]]

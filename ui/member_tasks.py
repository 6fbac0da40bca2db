"""Tasks of members across meetings as lines, and words to remind those whose tasks are late."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from services import meetings, member_work
from services.meetings import MeetingKind
from services.member_work import Looked, MemberTask, Reminding, TaskState
from services.vietnamese import day, month, number
from ui import filters, navigation
from ui.transactions import plain

LINES = 30
"""Lines on one page: what a phone draws without a wait."""
MOST_REMINDED = 30
EVERY = "all"
COLOURS = {TaskState.LATE: "red", TaskState.OPEN: "blue", TaskState.DONE: "green"}


def state() -> TaskState | None:
    """Choose which tasks to see, first what is late; None for all of them."""
    words = {state.value: name for state, name in member_work.TASK_STATES.items()} | {EVERY: "Tất cả"}
    chosen = filters.tab(words, key="state")
    return None if chosen == EVERY else TaskState(chosen)


def sums(tasks: Sequence[MemberTask]) -> str:
    """How many tasks there are in each state."""
    counts = Counter(task.state for task in tasks)
    parts = [f"{number(counts[state])} {name.lower()}" for state, name in member_work.TASK_STATES.items()]
    return f"{number(len(tasks))} nhiệm vụ: {', '.join(parts)}."


def lines(tasks: Sequence[MemberTask], cells: Mapping[UUID, str]) -> None:
    """Draw tasks, each beside whoever has it, a page of them at a time; cells are named where there are several."""
    pages = -(-len(tasks) // LINES)
    place = st.container()
    page = st.pagination(pages, key=f"tasks:page:{pages}") if pages > 1 else 1
    with place:
        for task in tasks[(page - 1) * LINES : page * LINES]:
            who, what = st.columns([1, 3], gap="xxsmall")
            with who:
                link(task.member_id, task.full_name)
            with what:
                line(task, cells.get(task.unit_id, "") if len(cells) > 1 else "")


def line(task: MemberTask, cell_name: str = "") -> None:
    """Draw one task: how it stands, where it was given, what meetings found of it."""
    facts = [f"giao tháng {month(task.given_in)}", f"hạn {day(task.due_on)}", cell_name]
    late = " :orange-badge[sau hạn]" if task.was_late and task.state is TaskState.DONE else ""
    badge = f":{COLOURS[task.state]}-badge[{member_work.TASK_STATES[task.state]}]{late}"
    st.markdown(f"{badge} {plain(task.text)}  \n:small[{plain(' · '.join(filter(None, facts)))}]")
    if task.reviews:
        st.caption(plain("; ".join(found(review) for review in task.reviews)))


def found(review: Looked) -> str:
    """What one meeting found, and which."""
    kind = "" if review.kind is MeetingKind.REGULAR else f" ({meetings.KINDS[review.kind].lower()})"
    note = f" – {review.note}" if review.note else ""
    open_record = "" if review.is_final else ", biên bản chưa nộp"
    return (
        f"Kiểm điểm tháng {month(review.month)}{kind}: {meetings.OUTCOMES[review.outcome].lower()}{note}{open_record}"
    )


def link(member_id: UUID, full_name: str, **query: object) -> None:
    """Draw the way to a member's page."""
    navigation.link("units.member", plain(full_name), icon="person", member=member_id, **query)


def reminding(found: Sequence[Reminding]) -> None:
    """Draw everybody who is to be reminded, with words to copy and send."""
    st.subheader("Nhắc nhiệm vụ quá hạn", anchor=False)
    if not found:
        st.success("Không có nhiệm vụ nào quá hạn.", icon=":material/check_circle:")
        return
    st.caption(f"{number(len(found))} đồng chí có nhiệm vụ quá hạn. Mở tên để lấy sẵn lời nhắc, sao chép rồi gửi.")
    for one in found[:MOST_REMINDED]:
        key = f"remind:{one.unit_id}:{one.member_id}"
        title = f"{plain(one.full_name)} · {number(len(one.tasks))} nhiệm vụ"
        box = st.expander(title, key=key, on_change="rerun", icon=":material/notifications:")
        if box.open:
            with box:
                st.code(one.words, language=None, wrap_lines=True)
    if len(found) > MOST_REMINDED:
        st.caption(f"Chỉ hiện {MOST_REMINDED} đồng chí đầu tiên. Đồng chí chọn từng chi bộ để xem đủ.")

"""The records that wait for a reviewer: clean ones together, the others one by one."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from services import approvals
from services.access import Actor
from services.approvals import Read, Waiting
from services.clock import local
from services.meetings import KINDS, MeetingKind
from services.vietnamese import day, month, number, percent
from ui import actions, filters, navigation
from ui.transactions import plain

NAME = "approve_all"
CARDS = 20
"""Records with something to look at on one page: more is a wall."""
EVERY = "all"
NARROW = ("Ngày họp", "Dự họp", "Phát biểu", "Nộp ngày")


def scope(rows: Sequence[Waiting]) -> list[Waiting]:
    """Choose between what waits for the own unit and what waits below it, and among communes where there are several."""
    own = [row for row in rows if row.waits_for_me]
    words = {
        "mine": f"Chờ đơn vị tôi ({number(len(own))})",
        "below": f"Đang ở cấp dưới ({number(len(rows) - len(own))})",
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = filters.tab(words, key="scope")
        shown = [row for row in rows if row.waits_for_me is (chosen == "mine")]
        communes = sorted({row.commune_name for row in shown if row.commune_name})
        if len(communes) > 1:
            by_place = {str(place): name for place, name in enumerate(communes, 1)}
            picked = filters.one_of("Đảng bộ", {EVERY: "Tất cả"} | by_place, key="commune", width=320)
            shown = [row for row in shown if picked == EVERY or row.commune_name == by_place[picked]]
    return shown


def clean(rows: Sequence[Waiting]) -> None:
    """Draw the records with nothing to look at: ticked ones are approved together."""
    ready = [row for row in rows if row.is_clean]
    actions.said(NAME)
    if not ready:
        return
    st.subheader(f"Không có điểm cần xem ({number(len(ready))})", anchor=False)
    columns = {
        "Chi bộ": [row.unit_name for row in ready],
        "Đảng bộ": [row.commune_name for row in ready],
        "Ngày họp": [day(row.held_on) for row in ready],
        "Dự họp": [f"{percent(row.attendance)} ({row.roll.present_due}/{row.roll.due})" for row in ready],
        "Phát biểu": [f"{row.roll.spoke}/{row.roll.attendees}" for row in ready],
        "Nộp ngày": [day(local(row.submitted_at).date()) for row in ready],
    }
    if len(set(columns["Đảng bộ"])) == 1:
        del columns["Đảng bộ"]
    widths = {name: st.column_config.Column(width="small") for name in NARROW}
    key = "approvable:" + str(hash(tuple((row.meeting_id, row.version) for row in ready)))
    event = st.dataframe(
        columns,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        hide_index=True,
        column_config=widths,
        height="content" if len(ready) < CARDS else 440,
    )
    ticked = [ready[place] for place in event["selection"]["rows"] if place < len(ready)]
    with st.container(horizontal=True):
        if ticked:
            _button(f"Duyệt {number(len(ticked))} biên bản đã chọn", ticked, "ticked")
        _button(f"Duyệt cả {number(len(ready))} biên bản", ready, "every")


def _button(label: str, rows: Sequence[Waiting], key: str) -> None:
    chosen = [Read(row.ref, row.version, row.unit_name) for row in rows]

    def work(session: Session, actor: Actor) -> str:
        return approvals.approve_all(session, actor, chosen).sentence

    kind = "primary" if key == "ticked" else "secondary"
    actions.button(label, NAME, work, key=f"{NAME}:{key}", type=kind, icon=":material/done_all:")


def exceptions(rows: Sequence[Waiting]) -> None:
    """Draw the records with something to look at, each leading to its own page."""
    found = [row for row in rows if not row.is_clean]
    if not found:
        return
    st.subheader(f"Cần xem trước khi duyệt ({number(len(found))})", anchor=False)
    pages = -(-len(found) // CARDS)
    place = st.container()
    page = st.pagination(pages, key=f"exceptions:{pages}") if pages > 1 else 1
    with place:
        for row in found[(page - 1) * CARDS : page * CARDS]:
            _card(row)


def below(rows: Sequence[Waiting]) -> None:
    """Draw what waits for units below: to be read, and judged here where a level is skipped."""
    if rows:
        st.caption("Các biên bản này đang chờ cấp dưới duyệt; đồng chí có thể mở xem và duyệt thay khi cần.")
    pages = max(1, -(-len(rows) // CARDS))
    place = st.container()
    page = st.pagination(pages, key=f"below:{pages}") if pages > 1 else 1
    with place:
        for row in rows[(page - 1) * CARDS : page * CARDS]:
            _card(row)


def _card(row: Waiting) -> None:
    with st.container(border=True, gap="xxsmall"):
        ref = row.ref
        navigation.link(
            "meetings.review",
            plain(row.unit_name),
            icon="fact_check",
            cell=ref.unit_id,
            month=f"{ref.month:%Y-%m}",
            kind=ref.kind.value,
            number=ref.number,
        )
        kind = "" if ref.kind is MeetingKind.REGULAR else KINDS[ref.kind]
        facts = [row.commune_name, kind, f"tháng {month(ref.month)}", f"họp ngày {day(row.held_on)}"]
        facts += [
            f"dự họp {percent(row.attendance)}",
            f"{row.submitted_by} nộp ngày {day(local(row.submitted_at).date())}".strip(),
        ]
        st.caption(plain(" · ".join(filter(None, facts))))
        if row.refusal:
            st.markdown(f":gray[:material/block: {plain(row.refusal)}]")
        if row.concerns:
            st.markdown("\n".join(f"- :orange[:material/warning:] {plain(concern)}" for concern in row.concerns))

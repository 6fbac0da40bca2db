"""The papers of a meeting or of a month as lines: number, state, the ways to take them away."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st
from sqlmodel import Session

from documents import pdf
from services import meetings, papers
from services.access import Actor
from services.meetings import MeetingRef, ScheduleRow
from services.papers import ListedPaper, PaperRef
from services.vietnamese import day
from ui import actions, filters
from ui.meeting_choice import unique
from ui.transactions import plain

NAME = "paper:issue"


def meeting(rows: Sequence[ScheduleRow]) -> MeetingRef | None:
    """Choose which meeting of the month, where there are several; None where there is none."""
    by_key = {f"{row.ref.kind.value}-{row.ref.number}": row for row in rows if not row.is_cancelled}
    if not by_key:
        return None
    if len(by_key) == 1:
        return next(iter(by_key.values())).ref
    words = {key: _name(row) for key, row in by_key.items()}
    return by_key[filters.one_of("Buổi họp", unique(words), key="meeting")].ref


def listed(title: str, found: Sequence[ListedPaper], *, may_issue: bool) -> None:
    """Draw a line a paper; where PDF cannot be made, the place where it would be says so."""
    st.subheader(title, anchor=False)
    for paper in found:
        _line(paper, may_issue=may_issue)
    if not pdf.is_available():
        st.caption(pdf.MISSING)


def _name(row: ScheduleRow) -> str:
    on = f", {day(row.on)}" if row.on else ""
    return f"{meetings.KINDS[row.ref.kind]}{f' lần {row.ref.number}' if row.ref.number > 1 else ''}{on}"


def _line(paper: ListedPaper, *, may_issue: bool) -> None:
    left, middle, right = st.columns([5, 2, 2], gap="small", vertical_alignment="center")
    left.markdown(f"**{plain(papers.NAMES[paper.ref.kind])}** {_badge(paper)}")
    middle.markdown(_files(paper.ref))
    if may_issue and paper.is_numbered and not paper.is_draft and paper.issued is None:
        with right:
            _issue(paper.ref)


def _badge(paper: ListedPaper) -> str:
    if paper.is_draft:
        return ":orange-badge[Dự thảo]"
    if paper.issued is not None:
        return f":green-badge[Số {paper.issued.number:02d}]"
    return ":gray-badge[Chưa cấp số]" if paper.is_numbered else ""


def _files(ref: PaperRef) -> str:
    asked = urlencode(
        {
            "unit": ref.unit_id,
            "month": f"{ref.month:%Y-%m}",
            "kind": ref.meeting_kind.value,
            "number": ref.meeting_number,
        }
    )
    address = f"/downloads/papers/{ref.kind.value}"
    as_pdf = f" · [PDF]({address}.pdf?{asked})" if pdf.is_available() else ""
    return f":material/download: [Word]({address}.docx?{asked}){as_pdf}"


def _issue(ref: PaperRef) -> None:
    def work(session: Session, actor: Actor) -> str:
        issued = papers.issue(session, actor, ref)
        return f"{papers.NAMES[ref.kind]} có số {issued.number:02d} của nhiệm kỳ từ ngày {day(issued.term_starts_on)}."

    key = f"{NAME}:{ref.kind.value}:{ref.unit_id}:{ref.month:%Y-%m}:{ref.meeting_kind.value}:{ref.meeting_number}"
    actions.button("Cấp số", NAME, work, key=key, icon=":material/pin:")

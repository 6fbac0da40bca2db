"""A classification on the screen: what holds, how far it has come, and one line for everybody.

Proposals are written through as they are chosen: a tap a person, on a phone as on a desk.
"""

from typing import Any

import streamlit as st
from sqlmodel import Session

from services import classification
from services.access import Actor
from services.classification import Field, GradeRef, Level, Row, Sheet
from services.scoring import format_points
from services.vietnamese import day, number
from ui import filters, navigation
from ui.autosave import Autosave
from ui.classification_choice import CELLS, COMMITTEES, MEMBERS
from ui.transactions import plain

PROPOSING, DECIDING, DECIDED = "propose", "decide", "decided"
STEPS = {PROPOSING: "Đề xuất", DECIDING: "Ra quyết định", DECIDED: "Đã quyết định"}
COLOURS = ("green", "blue", "orange", "red")
"""Of decided grades, best first."""
ROWS_A_PAGE = 60
"""A large cell fits on one page."""
FEW_GROUPS = 2
BESIDE = (1, 2)
"""Widths of a name and of what stands beside it; on a phone it goes below."""
VOTES_WIDTH = 110
"""Pixels: as much as ``11/12`` needs."""
NEXT = {
    Level.MEMBER: ("Bước tiếp theo: xếp loại chi bộ", CELLS),
    Level.CELL: ("Bước tiếp theo: xếp loại đảng bộ", COMMITTEES),
}


def step(sheet: Sheet) -> str:
    """Choose what to do, for those who may decide; everybody else looks at, or writes, the proposals."""
    return filters.tab(STEPS, key="step") if sheet.may_decide else PROPOSING


def standing(sheet: Sheet) -> None:
    """Draw how far the level has come, and the head-room of its groups."""
    total = number(len(sheet.rows))
    who = classification.LEVEL_NAMES[sheet.level]
    st.markdown(
        f"**{total} {who} thuộc diện xếp loại:** đã đề xuất {number(sheet.proposed)}/{total}, "
        f"đã có quyết định {number(sheet.decided)}/{total}."
    )
    if len(sheet.groups) > FEW_GROUPS:
        with st.expander(f"Tỷ lệ xuất sắc của {number(len(sheet.groups))} nhóm", icon=":material/pie_chart:"):
            _groups(sheet)
    else:
        _groups(sheet)


def about(sheet: Sheet) -> None:
    """Draw, folded away, who is left out and which rules hold."""
    if sheet.left_out:
        words = f"{number(len(sheet.left_out))} trường hợp không xếp loại năm {sheet.year}"
        with st.expander(words, icon=":material/person_off:"):
            st.markdown("\n".join(f"- {plain(entry.name)}: {plain(entry.reason)}." for entry in sheet.left_out))
    with st.expander("Quy định đang áp dụng", icon=":material/menu_book:"):
        st.markdown("\n\n".join(plain(sentence) for sentence in sheet.schemes))
        for group in sheet.groups[:1]:
            st.markdown(plain(classification.rule_in_words(group)))


def lines(sheet: Sheet) -> None:
    """Draw everybody with proposal and decision; what is open is written through by whoever may propose."""
    is_open = sheet.may_propose and sheet.decided < len(sheet.rows)
    if is_open:
        st.caption(f"Ghi số phiếu tán thành trên tổng số, ví dụ 11/12. {plain(sheet.vote_rule)}")
    with_notes = is_open and st.toggle("Ghi chú từng trường hợp", key=f"annual:notes:{sheet.level}")
    pages = -(-len(sheet.rows) // ROWS_A_PAGE)
    place = st.container()
    page = st.pagination(pages, key=f"annual:page:{sheet.level}:{sheet.unit_id}") if pages > 1 else 1
    first = (page - 1) * ROWS_A_PAGE
    with place:
        for position, row in enumerate(sheet.rows[first : first + ROWS_A_PAGE], first + 1):
            _line(sheet, position, row, with_notes=with_notes)


def next_step(sheet: Sheet) -> None:
    """Draw the way to the level above, once everybody here is decided."""
    if sheet.level in NEXT and sheet.rows and sheet.decided == len(sheet.rows):
        label, view = NEXT[sheet.level]
        navigation.step(label, "arrow_forward", view=view, step=None)


def files(sheet: Sheet) -> None:
    """Draw the links to the list as files."""
    query = f"unit={sheet.unit_id}&year={sheet.year}&level={sheet.level}"
    links = (f"[{words}](/downloads/tables/danh-sach-xep-loai.{ending}?{query})" for ending, words in FILES.items())
    st.markdown("Tải danh sách: " + " · ".join(links))


FILES = {"xlsx": "Excel", "csv": "CSV"}


def name(sheet: Sheet, position: int, row: Row) -> str:
    """Whose line it is, with what is to be known; the superior where there are several."""
    superior = row.superior if len({other.superior for other in sheet.rows}) > 1 else ""
    remark = " · ".join(filter(None, [superior, row.remark]))
    return f"**{number(position)}. {plain(row.name)}**" + (f"  \n:small[{plain(remark)}]" if remark else "")


def decision(row: Row) -> str:
    """What was decided about somebody, with number and day; empty while nothing was."""
    if row.decided is None:
        return ""
    found = row.decided
    colour = COLOURS[min(found.rank, len(COLOURS) - 1)]
    dated = f" ngày {day(found.on)}" if found.on else ""
    document = f" QĐ số {found.number}{dated}" if found.number else ""
    reason = f" · lý do đặc biệt: {found.exception_reason}" if found.exception_reason else ""
    return f":{colour}-badge[{plain(found.label)}] :small[{plain(document + reason)}]"


def proposal(row: Row) -> str:
    """What is proposed, by which vote and by whom."""
    found = row.proposal
    if found.grade is None:
        return ":gray[Chưa có đề xuất]"
    votes = f"{found.votes} phiếu" if found.votes else ""
    by = f"{found.by} đề xuất" if found.by else ""
    return " · ".join(filter(None, [f"Đề xuất: **{plain(found.label)}**", votes, plain(by), plain(found.note)]))


def _groups(sheet: Sheet) -> None:
    for group in sheet.groups:
        room = group.room
        colour = "red" if room.room < 0 else "green" if room.room else "orange"
        called = classification.short_label(group.labels[room.cap.good]).lower()
        shares = classification.shares_in_words(room.excellent, room.good, called) if room.is_complete else ""
        st.markdown(
            f":{colour}[:material/circle:] **{plain(classification.room_in_words(group))}.**"
            + (f"  \n:small[{plain(shares)}]" if shares else "")
        )


def _line(sheet: Sheet, position: int, row: Row, *, with_notes: bool) -> None:
    left, right = st.columns(BESIDE, gap="xxsmall", vertical_alignment="center")
    with left:
        st.markdown(name(sheet, position, row))
        _below(row)
    with right:
        if row.decided is not None:
            st.markdown(decision(row))
        elif sheet.may_propose:
            _fields(row, f"…/{sheet.voters or '…'}", with_notes=with_notes)
        else:
            st.markdown(proposal(row))


def _below(row: Row) -> None:
    """Draw how far those are who come first, as the way to them."""
    if row.below is None or not row.below.total:
        return
    who = classification.LEVEL_NAMES[row.below.level]
    label = f"{number(row.below.decided)}/{number(row.below.total)} {who} đã có quyết định"
    if row.ref.level is Level.CELL:
        navigation.step(label, "groups", type="tertiary", view=MEMBERS, cell=row.ref.unit_id)
    else:
        navigation.step(label, "groups", type="tertiary", view=CELLS, unit=row.ref.unit_id)


def _fields(row: Row, example: str, *, with_notes: bool) -> None:
    fields = _fields_of(row.ref)
    options = _options(row)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        hidden: dict[str, Any] = {"label_visibility": "collapsed"}
        fields.segments(
            Field.GRADE,
            f"Đề xuất xếp loại {plain(row.name)}",
            row.proposal.grade,
            list(options),
            format_func=lambda grade: plain(classification.short_label(options[grade])),
            wrap=True,
            **hidden,
        )
        label = f"Số phiếu tán thành trên tổng số của {plain(row.name)}"
        fields.text(Field.VOTES, label, row.proposal.votes, width=VOTES_WIDTH, placeholder=example, **hidden)
    if with_notes:
        fields.text(Field.NOTE, f"Ghi chú về {plain(row.name)}", row.proposal.note)
    elif row.proposal.note:
        st.caption(plain(row.proposal.note))
    if row.is_scored:
        _assessment(row)


def _options(row: Row) -> dict[str, str]:
    """The grades to choose from: with points that of the assessment alone, and what stands there already."""
    grades = dict(row.grades)
    if not row.is_scored:
        return grades
    given = {row.assessed.grade} if row.assessed and row.assessed.is_handed_in else set()
    return {grade: label for grade, label in grades.items() if grade in given | {row.proposal.grade}}


def _assessment(row: Row) -> None:
    """Draw what the assessment came to, and the way to it."""
    found = row.assessed
    if found and found.is_handed_in:
        total = f"{format_points(found.total)} điểm, " if found.total is not None else ""
        st.caption(f"Theo bản chấm điểm: {total}{plain(dict(row.grades).get(found.grade or '', ''))}.")
    else:
        st.caption("Chưa nộp bản chấm điểm nên chưa đề xuất được.")
    about: dict[str, object] = {"kind": row.ref.level, "year": row.ref.year, "cell": row.ref.unit_id}
    about |= {"subject": row.ref.member_id} if row.ref.member_id else {}
    navigation.link("assessments.self_assessment", "Mở bản chấm điểm", icon="checklist", **about)


def _fields_of(ref: GradeRef) -> Autosave:
    """The fields of one proposal."""

    def save(session: Session, actor: Actor, field: str, value: Any, seen: Any) -> Any:
        return classification.propose(session, actor, ref, field, value, seen)

    return Autosave(f"annual:{ref.name}", save)

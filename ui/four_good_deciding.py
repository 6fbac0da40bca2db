"""Decisions on a four-good year: recognising what was accepted, and the decisions so far with what may follow them."""

import zlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import four_good
from services.access import Actor
from services.assessments import AssessmentRef
from services.clock import today
from services.four_good import UNIT_WORDS, Board, BoardRow, DecisionDraft, DecisionRow, RevocationDraft, RewardDraft
from services.vietnamese import day, listing, number
from ui import actions, filters, tables
from ui.four_good_choice import picked, several
from ui.four_good_steps import graded
from ui.meeting_choice import unique
from ui.transactions import plain

EVERY = "all"
STEPS = {"reward": "Ghi khen thưởng", "revoke": "Thu hồi công nhận", "correct": "Sửa thông tin quyết định"}
DAY: dict[str, Any] = {"format": "DD/MM/YYYY", "value": None}


def waiting(board: Board, actor: Actor, asked: UUID | None) -> None:
    """Draw what was accepted and not decided on, with the decision that is to cover it."""
    who, name = UNIT_WORDS[board.kind], f"recognise:{board.kind}:{board.year}"
    rows = [row for row in board.rows if row.may_be_recognised and row.ref.unit_id != actor.unit_id]
    _below_recognition(board, actor)
    if not rows:
        st.info(f"Năm {board.year} không có bản tự chấm nào đã thông qua mà chưa công nhận.", icon=":material/info:")
        actions.said(name)
        return
    st.caption(f"{number(len(rows))} bản tự chấm năm {board.year} đã thông qua, chưa có quyết định công nhận.")
    grades = {EVERY: "Mọi mức"} | {row.grade: row.grade for row in rows if row.grade}
    grade = filters.one_of("Mức xếp loại", grades, key="grade", width=220)
    words = _words([row for row in rows if grade in {EVERY, row.grade}], with_result=True)
    several(name, words, who, asked)
    if len(words) == 1:
        st.markdown(f"**{plain(next(iter(words.values())))}**")
    _unregistered(board.year, [row for row in rows if str(row.ref.unit_id) in words])
    _decision_fields(name)
    args = (name, board.kind, board.year, list(words))
    st.button("Công nhận", key=name, type="primary", icon=":material/verified:", on_click=_recognise, args=args)
    actions.said(name)


def _below_recognition(board: Board, actor: Actor) -> None:
    """Draw, folded away, what was accepted with a grade that is not recognised: nobody is to look for it in vain."""
    rows = [row for row in board.rows if row.is_below_recognition and row.ref.unit_id != actor.unit_id]
    if rows:
        title = f"{number(len(rows))} {UNIT_WORDS[board.kind]} không thuộc mức được công nhận"
        with st.expander(title, icon=":material/block:"):
            st.markdown("\n".join(f"- {plain(words)}" for words in _words(rows, with_result=True).values()))


def _unregistered(year: int, rows: Sequence[BoardRow]) -> None:
    """Warn of those that did not register for the year; the superior may recognise them all the same."""
    names = list(_words([row for row in rows if row.registered_on is None]).values())
    if names:
        words = f"Chưa đăng ký năm {year}: {listing(names)}. Đồng chí kiểm tra lại trước khi công nhận."
        st.warning(plain(words), icon=":material/warning:")


def decisions(board: Board, unit_id: UUID, *, may_decide: bool, may_export: bool) -> None:
    """Draw the decisions of the year, the newest first, each with its units and what may follow."""
    found = four_good.decisions(board)
    if not found:
        st.info(f"Năm {board.year} chưa ghi quyết định công nhận nào.", icon=":material/info:")
        return
    if may_export:
        st.markdown("Tải về: " + downloads("quyet-dinh-cong-nhan", unit_id, board.kind, board.year))
    for decision in found:
        name = f"decision:{board.kind}:{decision.rows[0].assessment_id}"
        who = f"{number(len(decision.rows))} {UNIT_WORDS[board.kind]}"
        title = f"**{plain(decision.number)}** ngày {day(decision.decided_on)} · {plain(decision.authority)} · {who}"
        box = st.expander(title, key=name, on_change="rerun")
        if box.open:
            with box:
                headings = [UNIT_WORDS[board.kind].capitalize(), "Kết quả", "Khen thưởng, thu hồi"]
                lines = _lines(decision)
                # Nothing followed most decisions: an empty column would leave a phone no room for the others.
                shown = len(headings) if any(line[-1] for line in lines) else len(headings) - 1
                tables.texts(headings[:shown], [line[:shown] for line in lines])
                if may_decide:
                    _following(decision, name)
        for step in STEPS:
            actions.said(f"{name}:{step}")


def downloads(table: str, unit_id: UUID, kind: str, year: int) -> str:
    """Links to a table of the year as files."""
    query = urlencode({"unit": unit_id, "kind": kind, "year": year})
    files = {"xlsx": "Excel", "csv": "CSV"}
    return " · ".join(f"[{label}](/downloads/tables/{table}.{ending}?{query})" for ending, label in files.items())


def _lines(decision: DecisionRow) -> list[list[str]]:
    lines, several_groups = [], len({row.group_id for row in decision.rows}) > 1
    for row in decision.rows:
        found = row.recognition
        said = []
        if found and found.rewarded_on:
            said.append(f"{found.reward} (QĐ {found.reward_decision_number}, {day(found.rewarded_on)})")
        if found and found.revoked_on:
            said.append(
                f"Thu hồi ngày {day(found.revoked_on)} (QĐ {found.revocation_decision_number}): {found.revocation_reason}"
            )
        name = f"{row.name} · {row.group_name}" if several_groups else row.name
        lines.append([name, graded(row), "; ".join(said)])
    return lines


def _following(decision: DecisionRow, name: str) -> None:
    """What may be written to a decision: one thing at a time."""
    standing = [row for row in decision.rows if row.is_recognised]
    if standing:
        step = st.segmented_control("Việc cần làm", list(STEPS), format_func=STEPS.__getitem__, key=f"{name}:step")
        if step == "reward":
            _rewarding(standing, f"{name}:reward")
        elif step == "revoke":
            _revoking(standing, f"{name}:revoke")
        elif step == "correct":
            _correcting(decision, standing, f"{name}:correct")


def _rewarding(rows: Sequence[BoardRow], name: str) -> None:
    words = _words(rows)
    several(name, words, UNIT_WORDS[rows[0].ref.kind])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Hình thức khen thưởng", key=f"{name}:what", placeholder="Ví dụ: Giấy khen", autocomplete="off")
        st.text_input("Số quyết định khen thưởng", key=f"{name}:number", autocomplete="off")
        st.date_input("Ngày khen thưởng", key=f"{name}:on", max_value=today(), **DAY)
    ids = {str(row.ref.unit_id): row.assessment_id for row in rows if row.assessment_id}
    st.button("Ghi khen thưởng", key=f"{name}:do", on_click=_reward, args=(name, ids), type="primary")


def _revoking(rows: Sequence[BoardRow], name: str) -> None:
    words = _words(rows)
    chosen = st.selectbox(
        "Thu hồi công nhận của",
        list(words),
        index=None,
        format_func=words.__getitem__,
        key=f"{name}:unit",
        placeholder="Chọn đơn vị",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Số quyết định thu hồi", key=f"{name}:number", autocomplete="off")
        st.date_input("Ngày thu hồi", key=f"{name}:on", max_value=today(), **DAY)
    st.text_area("Lý do thu hồi (bắt buộc)", key=f"{name}:reason", max_chars=1000)
    ids = {str(row.ref.unit_id): row.assessment_id for row in rows if row.assessment_id}
    options: dict[str, Any] = {"icon": ":material/block:", "disabled": chosen is None}
    st.button("Thu hồi công nhận", key=f"{name}:do", on_click=_revoke, args=(name, ids), **options)


def _correcting(decision: DecisionRow, rows: Sequence[BoardRow], name: str) -> None:
    st.caption("Sửa khi đã ghi nhầm; áp dụng cho mọi đơn vị của quyết định này và được ghi vào nhật ký.")
    stored = DecisionDraft(decision.number, decision.decided_on, decision.authority)
    # Fields that were filled from an older state would offer it for storing: what has changed since is another form.
    key = f"{name}:{zlib.crc32(repr(stored).encode()):08x}"
    _decision_fields(key, stored)
    args = (name, key, [row.assessment_id for row in rows if row.assessment_id], stored)
    st.button("Lưu thông tin quyết định", key=f"{name}:do", on_click=_correct, args=args, type="primary")


def _decision_fields(name: str, stored: DecisionDraft | None = None) -> None:
    known = stored or DecisionDraft("", None, "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Số quyết định", known.number, key=f"{name}:number", placeholder="45-QĐ/HU", autocomplete="off")
        options = DAY | {"value": known.decided_on, "max_value": today()}
        st.date_input("Ngày quyết định", key=f"{name}:on", **options)
        st.text_input(
            "Cơ quan ban hành",
            known.authority,
            key=f"{name}:authority",
            placeholder="Ban Thường vụ Huyện ủy",
            autocomplete="off",
        )


def _typed_decision(name: str) -> DecisionDraft:
    number, on, authority = (st.session_state[f"{name}:{field}"] for field in ("number", "on", "authority"))
    return DecisionDraft(number, on, authority)


def _recognise(name: str, kind: str, year: int, ids: Sequence[str]) -> None:
    refs = [AssessmentRef(unit_id, year, kind) for unit_id in picked(name, ids)]
    draft = _typed_decision(name)
    actions.carry_out(
        name, partial(_done, act=four_good.recognise, about=refs, draft=draft, said="Đã công nhận {} đơn vị.")
    )


def _reward(name: str, ids: dict[str, UUID]) -> None:
    what, decision, on = (st.session_state[f"{name}:{field}"] for field in ("what", "number", "on"))
    chosen = [ids[str(unit_id)] for unit_id in picked(name, list(ids))]
    said = "Đã ghi khen thưởng cho {} đơn vị."
    work = partial(_done, act=four_good.reward, about=chosen, draft=RewardDraft(what, decision, on), said=said)
    actions.carry_out(name, work)


def _revoke(name: str, ids: dict[str, UUID]) -> None:
    decision, on, reason = (st.session_state[f"{name}:{field}"] for field in ("number", "on", "reason"))
    about, draft = ids[st.session_state[f"{name}:unit"]], RevocationDraft(decision, on, reason)
    work = partial(_done, act=four_good.revoke, about=about, draft=draft, said="Đã thu hồi công nhận.")
    actions.carry_out(name, work)


def _correct(name: str, key: str, ids: list[UUID], seen: DecisionDraft) -> None:
    act = partial(four_good.correct_decision, seen=seen)
    said, draft = "Đã sửa thông tin quyết định.", _typed_decision(key)
    actions.carry_out(name, partial(_done, act=act, about=ids, draft=draft, said=said))


def _done(  # noqa: PLR0913 - which verb does what to whom
    session: Session, actor: Actor, *, act: Callable[..., Any], about: Any, draft: Any, said: str
) -> str:
    return said.format(act(session, actor, about, draft))


def _words(rows: Sequence[BoardRow], *, with_result: bool = False) -> dict[str, str]:
    several_groups = len({row.group_id for row in rows}) > 1
    words = {}
    for row in rows:
        facts = [row.name, row.group_name if several_groups else "", graded(row) if with_result else ""]
        words[str(row.ref.unit_id)] = " · ".join(filter(None, facts))
    return unique(words)

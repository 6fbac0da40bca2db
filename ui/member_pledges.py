"""Commitments and deeds of a cell's members: who has signed, for many at once, and member by member."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from services import member_work
from services.access import Actor
from services.clock import today
from services.member_work import Coverage, PledgeRow, PledgeSheetRow
from services.vietnamese import day, number, percent
from ui import actions, member_tasks, navigation, tables, tokens
from ui.autosave import Autosave
from ui.meeting_choice import unique
from ui.transactions import plain

SIGNING, DEEDS = "pledges:sign", "pledges:deeds"
"""The names of what is done at once; each says beside itself how it went."""


def form(unit_id: UUID, year: int, *, is_open: bool) -> Autosave:
    """The fields of one year of one cell."""

    def save(session: Session, actor: Actor, field: str, value: Any, seen: Any) -> Any:
        return member_work.sign(session, actor, unit_id, year, field, value, seen)

    return Autosave(f"pledges:{unit_id}:{year}", save, is_open=is_open)


def coverage(rows: Sequence[Coverage], year: int) -> None:
    """Draw how many have signed in each cell, and in all."""
    total = (sum(row.expected for row in rows), sum(row.signed for row in rows), sum(row.deeds for row in rows))
    last = Coverage(rows[0].unit_id, "Cộng", None, "", *total)
    st.subheader(f"Đã ký cam kết năm {year}", anchor=False)
    tables.texts(["Chi bộ", "Đã ký", "Tỷ lệ", "Việc đăng ký"], [_covered(row) for row in [*rows, last]])


def sheet(fields: Autosave, rows: Sequence[PledgeSheetRow], unit_id: UUID, year: int) -> None:
    """Draw the cell: how many have signed, a way to note the day for many, and everybody with their pledges."""
    expected = [row for row in rows if row.is_expected]
    signed = sum(row.signed_on is not None for row in expected)
    share = f"{number(signed)}/{number(len(expected))}"
    st.caption(
        f"Đã ký cam kết năm {year}: {share} đảng viên (không tính người được miễn, người sinh hoạt tạm thời đến)."
    )
    actions.said(SIGNING)
    unsigned = [row for row in expected if row.signed_on is None]
    if fields.is_open and unsigned:
        _sign_many(unsigned, unit_id, year)
    actions.said(DEEDS)
    for row in rows:
        _member(fields, row, unit_id, year)


def pledge(row: PledgeRow) -> None:
    """Draw one pledge with what meetings found of it."""
    signed = f" · ký ngày {day(row.signed_on)}" if row.signed_on else ""
    words = plain(row.text).replace("\n", "  \n") or "chưa ghi nội dung"
    st.markdown(f"**{member_work.PLEDGE_KINDS[row.kind]}**{plain(signed)}  \n{words}")
    if row.reviews:
        st.caption(plain("; ".join(member_tasks.found(review) for review in row.reviews)))


def _covered(row: Coverage) -> list[str]:
    share = percent(row.share).replace(" ", "\N{NO-BREAK SPACE}")
    return [row.unit_name, f"{number(row.signed)}/{number(row.expected)}", share, number(row.deeds)]


def _sign_many(unsigned: Sequence[PledgeSheetRow], unit_id: UUID, year: int) -> None:
    names = {row.entry.member_id: row.entry.full_name for row in unsigned}
    words = unique({str(member_id): name for member_id, name in names.items()})
    key = f"{SIGNING}:{unit_id}:{year}:{len(unsigned)}"
    with st.form(key, enter_to_submit=False):
        st.markdown("**Ghi ngày ký cho nhiều đồng chí**")
        earliest, latest = date(year - 1, 12, 1), min(today(), date(year, 12, 31))
        st.date_input("Ngày ký", None, earliest, latest, key=f"{key}:day", format="DD/MM/YYYY", width=180)
        st.pills(
            "Các đồng chí đã ký (bỏ chọn người chưa ký)",
            list(words),
            selection_mode="multi",
            default=list(words),
            format_func=words.__getitem__,
            key=f"{key}:who",
        )
        work = partial(_signed, unit_id=unit_id, year=year, key=key)
        actions.form_button("Ghi ngày ký", SIGNING, work, icon=":material/draw:")


def _signed(session: Session, actor: Actor, *, unit_id: UUID, year: int, key: str) -> str:
    state = st.session_state
    who = [UUID(member_id) for member_id in state[f"{key}:who"]]
    count = member_work.sign_many(session, actor, unit_id, year, who, state[f"{key}:day"])
    return f"Đã ghi ngày ký cam kết cho {number(count)} đồng chí."


def _member(fields: Autosave, row: PledgeSheetRow, unit_id: UUID, year: int) -> None:
    member_id = row.entry.member_id
    place, standing = st.columns([3, 2], vertical_alignment="top", gap="xxsmall")
    # The title says nothing that changes: a box with another title is another box to Streamlit, and closed.
    box = place.expander(plain(row.entry.full_name), key=f"{fields.name}:{member_id}", on_change="rerun")
    signed = f":green-badge[:material/check: đã ký {day(row.signed_on)}]" if row.signed_on else ":gray-badge[chưa ký]"
    standing.markdown(f"{signed} :blue-badge[{number(len(row.deeds))} việc đăng ký]" if row.deeds else signed)
    if box.open:
        with box:
            _opened(fields, row, unit_id, year)


def _opened(fields: Autosave, row: PledgeSheetRow, unit_id: UUID, year: int) -> None:
    member_id, commitment = row.entry.member_id, row.commitment
    navigation.link("units.member", "Trang của đồng chí này", icon="person", member=member_id)
    fields.day(f"signed_on:{member_id}", "Ngày ký cam kết", row.signed_on, width=180)
    fields.area(f"text:{member_id}", "Nội dung chính của bản cam kết", commitment.text if commitment else "")
    if commitment and commitment.reviews:
        st.caption(plain("; ".join(member_tasks.found(review) for review in commitment.reviews)))
    for deed in row.deeds:
        _deed(deed, may_withdraw=fields.is_open)
    if fields.is_open:
        _deed_form(unit_id, year, member_id)


def _deed(row: PledgeRow, *, may_withdraw: bool) -> None:
    words, back = st.columns([4, 1], vertical_alignment="center")
    with words:
        pledge(row)
    if may_withdraw:
        with back:
            work = partial(_withdraw, unit_id=row.unit_id, pledge_id=row.pledge_id)
            actions.button("Bỏ", DEEDS, work, key=f"{DEEDS}:{row.pledge_id}", icon=":material/delete:")


def _deed_form(unit_id: UUID, year: int, member_id: UUID) -> None:
    token = tokens.token(f"{DEEDS}:{member_id}")
    with st.form(f"{DEEDS}:{token}", enter_to_submit=False):
        st.text_area("Việc đăng ký làm theo", key=f"{token}:text", height=90)
        work = partial(_register, unit_id=unit_id, year=year, member_id=member_id, token=token)
        key = f"{DEEDS}:add:{token}"
        st.form_submit_button(
            "Thêm việc đăng ký", key=key, on_click=actions.carry_out, args=(DEEDS, work), icon=":material/add:"
        )


def _register(  # noqa: PLR0913 - a deed has this many facts
    session: Session, actor: Actor, *, unit_id: UUID, year: int, member_id: UUID, token: UUID
) -> str:
    text = str(st.session_state[f"{token}:text"])
    member_work.register_deed(session, actor, unit_id, year, member_id, text, token)
    tokens.spend(f"{DEEDS}:{member_id}")
    return "Đã thêm việc đăng ký."


def _withdraw(session: Session, actor: Actor, *, unit_id: UUID, pledge_id: UUID) -> str:
    member_work.withdraw_deed(session, actor, unit_id, pledge_id)
    return "Đã bỏ việc đăng ký."

"""Nhiệm vụ, cam kết: the work of members across meetings, seen and kept by their cell and its superior."""

from uuid import UUID

import streamlit as st

from services import clock, meetings, member_work, months, streaks, units
from services.access import Actor, Permission
from services.meetings import MeetingRef
from services.member_work import TaskState
from services.units import UnitRow
from ui import (
    member_alerts,
    member_choice,
    member_pledges,
    member_ratings,
    member_reviews,
    member_rota,
    member_tasks,
)
from ui.identity import current_actor
from ui.transactions import plain, reading

THIS_MONTH = months.month_of(clock.today())


def tasks(actor: Actor, top: UnitRow, cells: dict[UUID, str]) -> None:
    """Draw the tasks of a year; of one cell also who presents what next month."""
    year = member_choice.year()
    next_month = months.after(THIS_MONTH)
    with reading() as session:
        found = member_work.tasks(session, actor, top.unit_id, year)
        turns = member_work.rota(session, actor, top.unit_id, next_month) if top.is_cell else None
    st.caption(member_tasks.sums(found))
    state = member_tasks.state()
    shown = [task for task in found if state in {None, task.state}]
    if state is TaskState.DONE:
        shown.reverse()
    if shown:
        member_tasks.lines(shown, cells)
    else:
        member_choice.nothing("Không có nhiệm vụ nào ở tình trạng này.")
    if turns is None:
        member_tasks.reminding(member_work.reminding(found))
        return
    reminded, presenting = st.columns(2)
    with reminded:
        member_tasks.reminding(member_work.reminding(found))
    with presenting:
        member_rota.rota(turns, top.unit_id, next_month, may_write=False)


def ratings(actor: Actor, cells: list[UnitRow], *, may_write: bool) -> None:
    """Draw the ratings of one cell in one month."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        cell_id = member_choice.cell(cells)
        month = member_choice.month(THIS_MONTH, back=12)
    with reading() as session:
        rows = member_work.ratings(session, actor, cell_id, month)
    member_ratings.ratings(member_ratings.form(cell_id, month, is_open=may_write), rows, month)


def pledges(actor: Actor, top: UnitRow, cells: list[UnitRow], *, may_write: bool) -> None:
    """Draw who has signed, then the pledges of one cell, to write or to review at a meeting."""
    year = member_choice.year()
    if not top.is_cell:
        with reading() as session:
            covered = member_work.coverage(session, actor, top.unit_id, year)
        if covered:
            member_pledges.coverage(covered, year)
    cell_id = member_choice.cell(cells)
    name = next(row.name for row in cells if row.unit_id == cell_id)
    st.subheader(plain(name), anchor=False)
    step = member_reviews.step()
    if step == "write":
        with reading() as session:
            rows = member_work.pledges(session, actor, cell_id, year)
        member_pledges.sheet(member_pledges.form(cell_id, year, is_open=may_write), rows, cell_id, year)
        return
    month = member_choice.month(THIS_MONTH, back=12, label="Buổi thường kỳ tháng")
    ref = MeetingRef(cell_id, month)
    with reading() as session:
        rows = member_work.pledges(session, actor, cell_id, year)
        sheet = meetings.sheet(session, actor, ref)
    is_open = may_write and not sheet.is_submitted
    member_reviews.reviews(member_reviews.form(ref, is_open=is_open), rows, ref, is_handed_in=sheet.is_submitted)


def rota(actor: Actor, cells: list[UnitRow], *, may_write: bool) -> None:
    """Draw who presents what at the meeting of a month, next month's by default."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        cell_id = member_choice.cell(cells)
        month = member_choice.month(months.after(THIS_MONTH), back=12, ahead=3)
    with reading() as session:
        found = member_work.rota(session, actor, cell_id, month)
    member_rota.rota(found, cell_id, month, may_write=may_write)


def alerts(actor: Actor) -> None:
    """Draw whose absences give reason to speak with them, everywhere in reach."""
    place = st.container(horizontal=True, vertical_alignment="bottom")
    with place:
        year = member_choice.year()
    with reading() as session:
        found = streaks.alerts(session, actor, year)
    with place:
        shown = member_alerts.of_commune(found)
    member_alerts.alerts(shown, year)


actor = current_actor()
may_write = actor.may(Permission.MEETINGS_WRITE)
st.title("Nhiệm vụ, cam kết")
view = member_choice.view()
if view == "alerts":
    alerts(actor)
    st.stop()
with reading() as session:
    tree = units.tree(session, actor)
if not tree:
    member_choice.nothing("Hiện không có tổ chức đảng nào trong phạm vi của đồng chí.")
    st.stop()
top = member_choice.unit(tree)
cells = [row for row in tree if row.is_cell and row.path.startswith(top.path)]
if not cells:
    member_choice.nothing("Không có chi bộ nào trong tổ chức đảng này.")
    st.stop()

match view:
    case "tasks":
        tasks(actor, top, {row.unit_id: row.name for row in cells})
    case "ratings":
        ratings(actor, cells, may_write=may_write)
    case "pledges":
        pledges(actor, top, cells, may_write=may_write)
    case _:
        rota(actor, cells, may_write=may_write)

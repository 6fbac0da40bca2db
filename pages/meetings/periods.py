"""Kỳ báo cáo: what is expected from whom until when; opening, closing, exemptions and more time."""

import streamlit as st

from services import periods, units
from services.access import Permission
from ui import periods_granting, periods_one, periods_opening
from ui.identity import current_actor
from ui.transactions import reading

actor = current_actor()
may_write = actor.may(Permission.PERIODS_WRITE)
st.title("Kỳ báo cáo")

with reading() as session:
    rows = periods.periods(session, actor)
if may_write:
    periods_opening.opening()
if not rows:
    st.info("Chưa mở kỳ báo cáo nào.", icon=":material/info:")
    st.stop()
chosen = periods_opening.chosen(rows)
with reading() as session:
    sheet = periods.period(session, actor, chosen.period_id)
    cells = units.cells(session, actor, on=chosen.ends_on) if may_write and chosen.what else []

periods_one.standing(sheet)
if may_write:
    periods_one.turning(sheet.row)
if sheet.row.what:
    st.subheader("Miễn, gia hạn", anchor=False)
    periods_one.granted(sheet)
    if may_write:
        periods_granting.granting(sheet)
        periods_granting.adding(sheet, cells)
periods_one.entries(sheet)

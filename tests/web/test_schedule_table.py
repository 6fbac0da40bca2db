"""The schedule of a month leaves as a file for those who reach the unit, and leaves a trace."""

import pytest
from sqlmodel import col, select

from models import AuditEntry
from models.database import read_tx
from services import clock, meetings, months
from tests.web.test_downloads import client, sign_in, unit_named

__all__ = ["client"]


def address(of, month="", extension="csv"):
    asked = month or f"{months.after(months.month_of(clock.today())):%Y-%m}"
    return f"/downloads/tables/lich-sinh-hoat.{extension}?unit={of}&month={asked}"


def test_it_holds_every_cell_and_the_sum(client):
    bang_van = unit_named("xã Bằng Vân")
    actor = sign_in(client, "xa_bangvan")
    answer = client.get(address(bang_van))
    text = answer.content.decode("utf-8-sig")
    with read_tx() as session:
        found = meetings.schedule(session, actor, bang_van, months.after(months.month_of(clock.today())))
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence).desc())).first()
    assert all(row.unit_name in text for row in found.rows)
    assert "Tổng cộng: 19 chi bộ" in text
    assert (entry.action, entry.unit_id, entry.details["rows"]) == ("export:made", bang_van, len(found.rows) + 1)


def test_it_leaves_as_a_workbook(client):
    sign_in(client, "lanhdao")
    answer = client.get(address(unit_named("xã Bằng Vân"), extension="xlsx"))
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_out_of_reach_there_is_none(client):
    sign_in(client, "cb_khuoingoa")
    assert client.get(address(unit_named("xã Bằng Vân"))).status_code == 404


@pytest.mark.parametrize("month", ["x", "2026-13", "2026"])
def test_a_month_that_is_none_is_not_found(client, month):
    sign_in(client, "xa_bangvan")
    assert client.get(address(unit_named("xã Bằng Vân"), month)).status_code == 404

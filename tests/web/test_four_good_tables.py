"""The board and the decisions of a four-good year leave as files for those who reach them, and leave a trace."""

from io import BytesIO

import openpyxl
import pytest
from sqlmodel import col, select

from models import AuditEntry
from models.database import read_tx
from services import clock, four_good
from tests.web.test_downloads import client, sign_in, unit_named

__all__ = ["client"]

BOARD, DECISIONS = "theo-doi-bon-tot", "quyet-dinh-cong-nhan"


@pytest.fixture
def bang_van(client):
    return unit_named("xã Bằng Vân")


def address(file, of, **changes):
    asked = {"unit": of, "kind": "four_good_cell", "year": clock.today().year - 1, **changes}
    return f"/downloads/tables/{file}?{'&'.join(f'{key}={value}' for key, value in asked.items())}"


def test_the_decisions_leave_with_their_units_and_a_trace(client, bang_van):
    actor = sign_in(client, "xa_bangvan")
    answer = client.get(address(f"{DECISIONS}.csv", bang_van))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    text = answer.content.decode("utf-8-sig")
    year = clock.today().year - 1
    with read_tx() as session:
        found = four_good.board(session, actor, bang_van, "four_good_cell", year)
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence).desc())).first()
    decided = [row for row in found.rows if row.recognition]
    assert decided
    assert all(row.name in text and row.recognition.decision_number in text for row in decided)
    assert (entry.action, entry.unit_id, entry.details["rows"]) == ("export:made", bang_van, len(decided))


def test_the_board_leaves_as_a_workbook_that_says_who_took_it(client, bang_van):
    sign_in(client, "xa_bangvan")
    sheet = openpyxl.load_workbook(BytesIO(client.get(address(f"{BOARD}.xlsx", bang_van)).content)).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "Chi bộ Khuổi Ngọa" in cells
    assert any("xa_bangvan" in cell for cell in cells)


@pytest.mark.parametrize("name", [BOARD, DECISIONS])
def test_out_of_reach_there_is_none(client, bang_van, name):
    sign_in(client, "cb_khuoingoa")
    assert client.get(address(f"{name}.csv", bang_van)).status_code == 404


@pytest.mark.parametrize("changes", [{"year": "x"}, {"year": "9999"}, {"kind": "annual_member"}, {"unit": "x"}])
def test_an_address_that_is_none_is_not_found(client, bang_van, changes):
    sign_in(client, "xa_bangvan")
    for name in (BOARD, DECISIONS):
        assert client.get(address(f"{name}.csv", bang_van, **changes)).status_code == 404


def test_without_a_session_there_is_none(client, bang_van):
    assert client.get(address(f"{BOARD}.csv", bang_van)).status_code == 401

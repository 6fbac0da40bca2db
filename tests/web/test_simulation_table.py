"""The list of a simulation leaves as a file for those who reach the unit, and leaves a trace."""

from io import BytesIO

import openpyxl
import pytest
from sqlmodel import col, select

from models import AuditEntry, CriteriaSet
from models.database import read_tx
from tests.web.test_downloads import client, sign_in, unit_named

__all__ = ["client"]


def address(unit, year=2025, extension="xlsx"):
    with read_tx() as session:
        query = select(CriteriaSet.id).where(CriteriaSet.code == "four_good_cell_sample", CriteriaSet.version == 2)
        set_id = session.exec(query).one()
    return f"/downloads/tables/cham-thu.{extension}?set={set_id}&unit={unit}&year={year}"


def traces():
    with read_tx() as session:
        query = select(AuditEntry.details).where(AuditEntry.action == "export:made").order_by(col(AuditEntry.sequence))
        return session.exec(query).all()


def test_every_cell_with_its_grades_and_reasons(client):
    sign_in(client, "xa_bangvan")
    answer = client.get(address(unit_named("xã Bằng Vân")))
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    headings = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Đơn vị")
    assert headings[3:8] == ("Đã xếp", "Điểm", "Chấm thử", "Điểm thử", "Thay đổi")
    assert sum(bool(row[0]) and str(row[0]).startswith("Chi bộ") for row in sheet.iter_rows(values_only=True)) == 19
    assert traces()[-1]["rows"] == 19


@pytest.mark.parametrize(("username", "year"), [("cb_khuoingoa", 2025), ("xa_bangvan", 2999)])
def test_out_of_reach_or_a_year_to_come_there_is_no_file_and_no_trace(client, username, year):
    sign_in(client, username)
    assert client.get(address(unit_named("xã Bằng Vân"), year)).status_code in {404, 422}
    assert not traces()

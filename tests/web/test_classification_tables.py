"""The year's classification as files: the figures of the service, for whoever reaches them, noted in the trail."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from models import Account, AuditEntry, Unit, UnitEra
from models.database import read_tx, write_tx
from services import browser_sessions, classification, clock
from services.classification import Level
from tests.factories import actor_of
from web import cookies
from web.gate import Gate
from web.routes import ROUTES


@pytest.fixture
def client(sample_engine):
    with TestClient(Starlette(routes=ROUTES, middleware=[Middleware(Gate)]), follow_redirects=False) as browser:
        yield browser


def sign_in(client, username):
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        client.cookies.set(cookies.name(), browser_sessions.start(session, account, "testclient"))
        return actor_of(account, session.get_one(Unit, account.unit_id))


def unit_named(words):
    with read_tx() as session:
        query = select(UnitEra.unit_id).where(UnitEra.name == words, col(UnitEra.ends_on).is_(None))
        return session.exec(query).one()


def address(name, unit, level=Level.CELL, year=2020, extension="csv"):
    return f"/downloads/tables/{name}.{extension}?unit={unit}&year={year}&level={level}"


@pytest.fixture
def bang_van(client):
    return unit_named("Đảng bộ xã Bằng Vân")


def rows_of(answer):
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_counts_of_bang_van_2020_leave_as_a_file(client, bang_van):
    sign_in(client, "xa_bangvan")
    answer = client.get(address("xep-loai-hang-nam", bang_van))
    assert answer.status_code == 200
    heading, total = rows_of(answer)
    assert dict(zip(heading, total, strict=True)) == {
        "Đơn vị": "Cộng",
        "Tổng số chi bộ": "19",
        "Hoàn thành xuất sắc nhiệm vụ": "3",
        "Hoàn thành tốt nhiệm vụ": "16",
        "Hoàn thành nhiệm vụ": "0",
        "Không hoàn thành nhiệm vụ": "0",
        "Chưa xếp loại": "0",
        "Từ mức tốt trở lên": "19",
        "Tỷ lệ từ mức tốt trở lên": "100 %",
    }


@pytest.mark.parametrize("level", list(Level))
def test_a_list_has_everybody_and_says_who_took_it(client, bang_van, level):
    actor = sign_in(client, "xa_bangvan")
    unit = unit_named("Chi bộ Khuổi Ngọa") if level is Level.MEMBER else bang_van
    year = clock.today().year - 1
    answer = client.get(address("danh-sach-xep-loai", unit, level, year, "xlsx"))
    assert answer.status_code == 200
    assert f"{level}-{year}.xlsx" in answer.headers["content-disposition"]
    written = {cell for row in openpyxl.load_workbook(BytesIO(answer.content)).active.values for cell in row}
    with read_tx() as session:
        sheet = classification.sheet(session, actor, level, unit, year)
    assert {row.name for row in sheet.rows} <= written
    assert {row.decided.number for row in sheet.rows} <= written
    assert any("xa_bangvan" in str(cell) for cell in written)
    with read_tx() as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence).desc())).first()
    assert (entry.action, entry.unit_id, entry.details["rows"]) == (
        "export:made",
        unit,
        len(sheet.rows) + len(sheet.left_out),
    )


@pytest.mark.parametrize("name", ["xep-loai-hang-nam", "danh-sach-xep-loai"])
def test_out_of_reach_there_is_no_file_and_no_trace(client, name):
    sign_in(client, "xa_bangvan")
    with read_tx() as session:
        before = len(session.exec(select(AuditEntry.sequence)).all())
    answer = client.get(address(name, unit_named("Đảng bộ xã Cốc Lùng")))
    assert answer.status_code == 404
    with read_tx() as session:
        assert len(session.exec(select(AuditEntry.sequence)).all()) == before


@pytest.mark.parametrize("query", ["level=x&year=2020", "level=annual_cell&year=x", "level=annual_cell", "year=2020"])
def test_an_address_that_is_none_is_not_found(client, bang_van, query):
    sign_in(client, "xa_bangvan")
    for name in ("xep-loai-hang-nam", "danh-sach-xep-loai"):
        assert client.get(f"/downloads/tables/{name}.csv?unit={bang_van}&{query}").status_code == 404


def test_a_year_to_come_is_refused_in_words(client, bang_van):
    sign_in(client, "xa_bangvan")
    answer = client.get(address("xep-loai-hang-nam", bang_van, year=clock.today().year + 1))
    assert answer.status_code == 422
    assert "trở về trước" in answer.text


def test_a_level_that_nobody_is_of_is_not_found(client):
    sign_in(client, "cb_khuoingoa")
    unit = unit_named("Chi bộ Khuổi Ngọa")
    assert client.get(address("xep-loai-hang-nam", unit, Level.COMMITTEE)).status_code == 404

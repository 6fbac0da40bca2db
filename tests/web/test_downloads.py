"""Files leave the portal only to somebody who is signed in, reaches the unit and may export; each leaves a trace."""

import csv
from io import BytesIO, StringIO
from uuid import uuid4

import openpyxl
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from models import Account, AuditEntry, Unit, UnitEra
from models.database import read_tx, write_tx
from services import browser_sessions, clock, figures, months
from services.vietnamese import percent
from tests.factories import actor_of
from web import cookies
from web.gate import Gate
from web.routes import ROUTES

NAMES = ["held", "rates", "ranking-attendance", "ranking-speaking", "ranking-completeness", "goods", "four-good-grades"]


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
        query = select(UnitEra.unit_id).where(col(UnitEra.name).contains(words), col(UnitEra.ends_on).is_(None))
        return session.exec(query.order_by(col(UnitEra.kind).desc())).first()


def address(name, extension="csv", unit=None):
    last = months.month_of(clock.today())
    first = months.after(last, -11)
    return f"/downloads/charts/{name}.{extension}?unit={unit}&first={first:%Y-%m}&last={last:%Y-%m}"


@pytest.fixture
def bang_van(client):
    return unit_named("xã Bằng Vân")


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_also_a_table(client, bang_van, name):
    sign_in(client, "xa_bangvan")
    answer = client.get(address(name, unit=bang_van))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) > 1


def test_the_picture_is_a_png(client, bang_van):
    sign_in(client, "xa_bangvan")
    answer = client.get(address("rates", "png", bang_van))
    assert answer.content.startswith(b"\x89PNG")


def test_the_figures_in_the_file_are_those_of_the_service(client, bang_van):
    actor = sign_in(client, "xa_bangvan")
    answer = client.get(address("rates", "xlsx", bang_van))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    written = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    last = months.month_of(clock.today())
    with read_tx() as session:
        found = figures.meeting_figures(session, actor, bang_van, months.after(last, -11), last)
    known = [row for row in found.rates if row.attendance is not None]
    assert known
    for row in known:
        assert row.roll.present_due in written
        assert any(isinstance(cell, float) and abs(cell - float(row.attendance)) < 1e-9 for cell in written), percent(
            row.attendance
        )


def test_the_file_says_who_took_it(client, bang_van):
    sign_in(client, "xa_bangvan")
    answer = client.get(address("held", "xlsx", bang_van))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert any("xa_bangvan" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_taking_a_file_is_audited_with_its_unit_and_size(client, bang_van):
    actor = sign_in(client, "xa_bangvan")
    client.get(address("held", unit=bang_van))
    with read_tx() as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence).desc())).first()
    assert entry is not None
    assert (entry.action, entry.account_id, entry.unit_id) == ("export:made", actor.account_id, bang_van)
    assert entry.details["rows"] > 19


@pytest.mark.parametrize("name", ["held", "goods"])
def test_out_of_reach_there_is_no_file_and_no_trace(client, name):
    sign_in(client, "xa_bangvan")
    with read_tx() as session:
        before = len(session.exec(select(AuditEntry.sequence)).all())
        own = unit_named("xã Bằng Vân")
        other = session.exec(select(UnitEra.unit_id).where(UnitEra.kind == "commune", UnitEra.unit_id != own)).first()
    answer = client.get(address(name, unit=other))
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text
    with read_tx() as session:
        assert len(session.exec(select(AuditEntry.sequence)).all()) == before


@pytest.mark.parametrize(
    "path",
    [
        "/downloads/charts/nothing.csv?unit={unit}&first=2026-01&last=2026-02",
        "/downloads/charts/held.exe?unit={unit}&first=2026-01&last=2026-02",
        "/downloads/charts/held.csv?unit=x&first=2026-01&last=2026-02",
        "/downloads/charts/held.csv?unit={unit}&first=x&last=2026-02",
        "/downloads/charts/held.csv?unit={unit}",
        "/downloads/charts/held.csv",
        "/files/evidence/x",
    ],
)
def test_an_address_that_is_none_is_not_found_in_words(client, bang_van, path):
    sign_in(client, "xa_bangvan")
    answer = client.get(path.format(unit=bang_van))
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text


def test_a_span_that_is_none_is_refused_in_words(client, bang_van):
    sign_in(client, "xa_bangvan")
    answer = client.get(f"/downloads/charts/held.csv?unit={bang_van}&first=2026-05&last=2026-01")
    assert answer.status_code == 422
    assert "Tháng bắt đầu" in answer.text


def test_without_a_session_there_is_no_file(client, bang_van):
    assert client.get(address("held", unit=bang_van)).status_code == 401
    assert client.get(f"/files/evidence/{uuid4()}").status_code == 401

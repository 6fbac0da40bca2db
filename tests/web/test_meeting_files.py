"""Documents of a meeting leave as downloads, to whoever reaches its unit, and it is noted who took them."""

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from models import Account, AuditEntry, Role, Unit
from models.base import new_id
from models.database import read_tx, write_tx
from services import browser_sessions, clock, meetings, months
from services.meetings import MeetingRef
from tests.factories import a_cell, a_unit, actor_of, an_account, some_members
from web import cookies
from web.gate import Gate
from web.routes import ROUTES

A_PDF = b"%PDF-1.7\n..."


@pytest.fixture
def client(sqlite_engine):
    with TestClient(Starlette(routes=ROUTES, middleware=[Middleware(Gate)]), follow_redirects=False) as browser:
        yield browser


def account(session, username):
    return session.exec(select(Account).where(Account.username == username)).one()


def sign_in(client, username):
    with write_tx() as session:
        client.cookies.set(cookies.name(), browser_sessions.start(session, account(session, username), "testclient"))


@pytest.fixture
def file_id(client):
    """A document of a cell, which has a secretary, a neighbour with another one, and a leader above."""
    with write_tx() as session:
        commune = a_unit(session)
        cell, neighbour = a_cell(session, commune), a_cell(session, commune, "Chi bộ bên")
        some_members(session, cell, 3)
        an_account(session, cell, Role.CELL_SECRETARY, username="cam")
        an_account(session, neighbour, Role.CELL_SECRETARY, username="ben")
        an_account(session, commune, Role.LEADER, username="lanh_dao_xa")
        row = account(session, "cam")
        ref = MeetingRef(cell.id, months.month_of(clock.today()))
        actor = actor_of(row, session.get_one(Unit, row.unit_id))
        return meetings.put_up(session, actor, ref, "Tài liệu họp.pdf", A_PDF)


@pytest.mark.parametrize("username", ["cam", "lanh_dao_xa"])
def test_whoever_reaches_the_unit_takes_it_and_is_noted(client, file_id, username):
    sign_in(client, username)
    answer = client.get(f"/files/meetings/{file_id}")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, A_PDF, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    with read_tx() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "meeting_file:taken")).one()
        assert entry.account_id == account(session, username).id


def test_nobody_else_learns_that_it_is_there(client, file_id):
    sign_in(client, "ben")
    assert client.get(f"/files/meetings/{file_id}").status_code == 404
    assert client.get(f"/files/meetings/{new_id()}").status_code == 404
    assert client.get("/files/meetings/nonsense").status_code == 404


def test_without_a_session_there_is_nothing(client, file_id):
    assert A_PDF not in client.get(f"/files/meetings/{file_id}").content

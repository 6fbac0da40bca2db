"""The file of a guiding document leaves as a download, for whoever reads the document."""

from datetime import date

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from models import Account, AuditEntry, Role, Unit
from models.base import new_id
from models.database import read_tx, write_tx
from services import browser_sessions, library
from services.library import DocumentDraft, FileDraft
from tests.factories import a_cell, a_unit, actor_of, an_account
from web import cookies
from web.gate import Gate
from web.routes import ROUTES

CONTENT = b"%PDF-1.7\n<script>alert(1)</script>"


@pytest.fixture
def client(sqlite_engine):
    with TestClient(Starlette(routes=ROUTES, middleware=[Middleware(Gate)]), follow_redirects=False) as browser:
        yield browser


@pytest.fixture
def document(client):
    """A document of a commune, who may read it below, and somebody of another commune."""
    with write_tx() as session:
        commune, elsewhere = a_unit(session), a_unit(session, "Đảng bộ xã Đức Vân")
        account = an_account(session, commune, Role.COMMUNE_OFFICER, username="xa")
        an_account(session, a_cell(session, commune), Role.CELL_SECRETARY, username="cam")
        an_account(session, elsewhere, Role.LEADER, username="khac")
        draft = DocumentDraft("42-HD/BTCTW", date(2025, 10, 28), "Ban Tổ chức Trung ương", "Hướng dẫn")
        keeper = actor_of(account, session.get_one(Unit, account.unit_id))
        return library.keep(session, keeper, commune.id, draft, FileDraft("hướng dẫn.html", CONTENT), new_id())


def sign_in(client, username):
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        client.cookies.set(cookies.name(), browser_sessions.start(session, account, "testclient"))


@pytest.mark.parametrize("username", ["xa", "cam"])
def test_whoever_reads_the_document_gets_the_file_and_nobody_writes_it_down(client, document, username):
    sign_in(client, username)
    answer = client.get(f"/files/library/{document}")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, CONTENT, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment;")
    with read_tx() as session:
        assert session.exec(select(AuditEntry.action)).all() == ["document:kept"]


def test_others_do_not(client, document):
    assert client.get(f"/files/library/{document}").status_code == 401
    sign_in(client, "khac")
    for key in (document, new_id(), "khong-phai-ma"):
        answer = client.get(f"/files/library/{key}")
        assert answer.status_code == 404
        assert b"PDF" not in answer.content

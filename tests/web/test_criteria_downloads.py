"""A criteria set leaves as its file to whoever may read it, and to nobody else; each time leaves a trace."""

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from models import Account, AuditEntry, Unit
from models.base import new_id
from models.database import read_tx, write_tx
from services import browser_sessions, criteria, criteria_files
from tests.factories import actor_of
from tests.factories_assessments import a_form
from tests.factories_assessments import publish as published
from tests.services.criteria.test_building import EVERYTHING
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


def stored(text, *, publish=False):
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == "xa_bangvan")).one()
        officer = actor_of(account, session.get_one(Unit, account.unit_id))
        set_id = criteria.store(session, officer, text, officer.unit_id)
        if publish:
            published(session, set_id)
        return set_id


def test_the_yaml_file_is_the_set_word_for_word_and_the_workbook_the_same_form(client):
    set_id = stored(EVERYTHING)
    sign_in(client, "xa_bangvan")
    answer = client.get(f"/downloads/criteria/{set_id}.yaml")
    assert answer.content.decode() == EVERYTHING
    assert 'filename="moi_thu-1.yaml"' in answer.headers["content-disposition"]
    book = client.get(f"/downloads/criteria/{set_id}.xlsx").content
    assert criteria_files.form_in("bo.xlsx", book) == criteria_files.form_in("bo.yaml", EVERYTHING.encode())
    with read_tx() as session:
        entries = session.exec(select(AuditEntry.entity_id).where(AuditEntry.action == "export:made")).all()
    assert entries == ["moi_thu-1.yaml", "moi_thu-1.xlsx"]


def test_readers_take_what_is_out_and_not_drafts(client):
    draft, out = stored(a_form(code="nhap")), stored(a_form(), publish=True)
    sign_in(client, "cb_khuoingoa")
    assert client.get(f"/downloads/criteria/{out}.yaml").status_code == 200
    for address in (f"{draft}.yaml", f"{new_id()}.yaml", f"{out}.exe", "khong.yaml"):
        assert client.get(f"/downloads/criteria/{address}").status_code == 404


def test_a_draft_that_is_no_form_has_no_workbook(client):
    set_id = stored(a_form())
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == "xa_bangvan")).one()
        officer = actor_of(account, session.get_one(Unit, account.unit_id))
        criteria.put(session, officer, set_id, "title", "", "Bộ tiêu chí thử")
    sign_in(client, "xa_bangvan")
    assert client.get(f"/downloads/criteria/{set_id}.yaml").status_code == 200
    assert client.get(f"/downloads/criteria/{set_id}.xlsx").status_code == 422


def test_without_a_session_there_is_nothing(client):
    set_id = stored(a_form(), publish=True)
    assert client.get(f"/downloads/criteria/{set_id}.yaml").status_code in {303, 401, 403}

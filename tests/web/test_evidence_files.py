"""Evidence leaves as a download of the kind that its content is, to whoever reaches the unit; nothing in it is run."""

import zipfile
from io import BytesIO

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from models import Account, Role, Unit
from models.database import write_tx
from services import browser_sessions, clock, evidence
from services.assessments import AssessmentRef
from services.evidence import EvidenceDraft
from tests.factories import a_cell, a_unit, actor_of, an_account
from tests.factories_assessments import a_criteria_set
from web import cookies
from web.gate import Gate
from web.routes import ROUTES

SCRIPT = "<script>alert(document.cookie)</script>"


@pytest.fixture
def client(sqlite_engine):
    with TestClient(Starlette(routes=ROUTES, middleware=[Middleware(Gate)]), follow_redirects=False) as browser:
        yield browser


@pytest.fixture
def cell(client):
    """A cell in a commune with a set in force, its secretary, and a neighbour's."""
    with write_tx() as session:
        commune = a_unit(session)
        cell, neighbour = a_cell(session, commune), a_cell(session, commune, "Chi bộ bên")
        a_criteria_set(session, commune)
        an_account(session, cell, Role.CELL_SECRETARY, username="cam")
        an_account(session, neighbour, Role.CELL_SECRETARY, username="ben")
        an_account(session, commune, Role.LEADER, username="lanh_dao_xa")
        return cell


def account(session, username):
    return session.exec(select(Account).where(Account.username == username)).one()


def sign_in(client, username):
    with write_tx() as session:
        client.cookies.set(cookies.name(), browser_sessions.start(session, account(session, username), "testclient"))


def attached(cell, content, name="minh chứng.pdf"):
    with write_tx() as session:
        row = account(session, "cam")
        actor = actor_of(row, session.get_one(Unit, row.unit_id))
        draft = EvidenceDraft(name, content)
        return evidence.attach(session, actor, AssessmentRef(cell.id, clock.today().year), "i1", draft)


def a_docx(document):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", document)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n" + SCRIPT.encode(), "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + SCRIPT.encode(), "image/png"),
        (b"\xff\xd8\xff\xe0" + SCRIPT.encode(), "image/jpeg"),
        (a_docx(SCRIPT), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
    ids=["pdf", "png", "jpeg", "docx"],
)
def test_whatever_a_file_holds_it_is_a_download_of_its_own_kind(client, cell, content, media_type):
    sign_in(client, "cam")
    answer = client.get(f"/files/evidence/{attached(cell, content, 'x.html')}")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, content, media_type)
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_name_adds_nothing_to_the_headers(client, cell):
    sign_in(client, "cam")
    name = 'a"\r\nSet-Cookie: x=1; .pdf'
    answer = client.get(f"/files/evidence/{attached(cell, b'%PDF-1.7', name)}")
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].count("attachment") == 1


@pytest.mark.parametrize(("username", "status"), [("cam", 200), ("lanh_dao_xa", 200), ("ben", 404)])
def test_only_whoever_reaches_the_unit_gets_it(client, cell, username, status):
    file = attached(cell, b"%PDF-1.7 secret")
    sign_in(client, username)
    answer = client.get(f"/files/evidence/{file}")
    assert answer.status_code == status
    assert (b"secret" in answer.content) is (status == 200)


def test_without_a_session_nobody_gets_it(client, cell):
    assert client.get(f"/files/evidence/{attached(cell, b'%PDF-1.7 secret')}").status_code == 401


def test_what_was_taken_away_is_gone(client, cell):
    file = attached(cell, b"%PDF-1.7")
    with write_tx() as session:
        row = account(session, "cam")
        evidence.detach(session, actor_of(row, session.get_one(Unit, row.unit_id)), file)
    sign_in(client, "cam")
    assert client.get(f"/files/evidence/{file}").status_code == 404

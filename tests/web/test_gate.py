"""The gate: without a living session nothing answers, and a revoked one is dead at its next message."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from models import Account, Role
from models.database import write_tx
from services import accounts, sign_in
from tests.factories import a_unit, actor_of, an_account
from web import cookies
from web.gate import SESSION_ENDED, Gate

PROTECTED = ["/", "/so-sinh-hoat", "/media/abc", "/_stcore/metrics", "/_stcore/host-config", "/component/x", "/files/1"]


async def whoami(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.headers.get("x-portal-session", "nobody"))


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)


@pytest.fixture
def client(engine):
    """A browser in front of the gate, with a stand-in for Streamlit behind it."""
    routes = [WebSocketRoute("/_stcore/stream", echo), Route("/{path:path}", whoami, methods=["GET", "PUT"])]
    portal = Starlette(routes=routes, middleware=[Middleware(Gate)])
    with TestClient(portal, follow_redirects=False) as browser:
        yield browser


@pytest.fixture
def olga(engine):
    with write_tx() as session:
        unit = a_unit(session)
        return actor_of(an_account(session, unit, Role.ADMINISTRATOR, username="olga"), unit)


@pytest.fixture
def token(olga):
    with write_tx() as session:
        return sign_in.admit(session, sign_in.claim(session, "olga", "testclient"))


@pytest.fixture
def signed_in(client, token):
    client.cookies.set(cookies.name(), token)
    return client


@pytest.mark.parametrize("path", PROTECTED)
def test_without_a_session_nothing_answers(client, path):
    assert client.get(path).status_code == 401


def test_an_upload_without_a_session_is_refused(client):
    assert client.put("/_stcore/upload_file/x/y", content=b"x").status_code == 401


def test_a_person_is_sent_to_sign_in_and_back(client):
    answer = client.get("/bieu-do?commune=1", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/auth/sign-in?next=/bieu-do%3Fcommune%3D1"


@pytest.mark.parametrize("value", ["", "x" * 43, "'; DROP TABLE account; --"])
def test_an_invented_cookie_is_nobody(client, value):
    client.cookies.set(cookies.name(), value)
    assert client.get("/").status_code == 401


def test_a_session_is_announced_to_the_page_by_its_public_id(signed_in, token):
    announced = signed_in.get("/").text
    assert announced not in {"nobody", token}


def test_a_header_of_the_browser_is_not_believed(client, signed_in):
    honest = signed_in.get("/").text
    assert signed_in.get("/", headers={"X-Portal-Session": "forged"}).text == honest


def test_the_forged_header_does_not_pass_an_open_address_either(client):
    assert client.get("/_stcore/health", headers={"X-Portal-Session": "forged"}).text == "nobody"


def test_a_websocket_without_a_session_is_refused_before_it_is_accepted(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


def test_a_revoked_session_is_dead_at_its_next_message(signed_in, olga):
    with signed_in.websocket_connect("/_stcore/stream") as socket:
        socket.send_text("one")
        assert socket.receive_text() == "one"
        with write_tx() as session:
            session.get_one(Account, olga.account_id).is_disabled = True
        socket.send_text("two")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
    assert closed.value.code == SESSION_ENDED


def test_a_new_password_ends_the_other_tabs(signed_in, olga):
    with signed_in.websocket_connect("/_stcore/stream") as socket:
        with write_tx() as session:
            accounts.change_own_password(session, olga, "một mật khẩu mới")
        socket.send_text("two")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    assert signed_in.get("/").status_code == 401


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/auth/sign-in", "/media/x"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"

"""The light pages: sign in, sign out, change the password."""

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from models import Role
from models.database import write_tx
from services import credentials
from services.sign_in import FREE_ATTEMPTS
from tests.factories import a_unit, an_account
from web.apology import Apology
from web.gate import Gate
from web.routes import ROUTES

PASSWORD = "mật khẩu đúng"
HASH = credentials.hashed(PASSWORD)


@pytest.fixture
def client(engine):
    with write_tx() as session:
        an_account(session, a_unit(session), Role.COMMUNE_OFFICER, username="olga", password_hash=HASH)
    portal = Starlette(routes=ROUTES, middleware=[Middleware(Gate)])
    with TestClient(portal, follow_redirects=False) as browser:
        yield browser


def enter(client, password=PASSWORD, **more):
    return client.post("/auth/sign-in", data={"username": "olga", "password": password, **more})


def test_the_page_is_light_and_vietnamese(client):
    page = client.get("/auth/sign-in")
    assert page.status_code == 200
    assert '<html lang="vi">' in page.text
    assert len(page.content) < 3000


def test_the_right_password_gives_a_cookie_that_scripts_cannot_read(client):
    answer = enter(client, next="/bieu-do")
    assert (answer.status_code, answer.headers["location"]) == (303, "/bieu-do")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get("/auth/alive").status_code == 204


def test_a_wrong_password_keeps_the_name_and_says_no_more_than_needed(client):
    answer = enter(client, "sai")
    assert answer.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text
    assert 'value="olga"' in answer.text
    assert "set-cookie" not in answer.headers


def test_repeated_failures_are_slowed_down_in_words(client):
    for _ in range(FREE_ATTEMPTS):
        enter(client, "sai")
    answer = enter(client)
    assert answer.status_code == 429
    assert re.search(r"Hãy thử lại sau \d+ giây", answer.text)


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "/auth/sign-out", "javascript:alert(1)"]
)
def test_sign_in_never_leads_to_another_place(client, address):
    assert enter(client, next=address).headers["location"] == "/"


def test_a_form_from_another_site_is_refused(client):
    answer = client.post("/auth/sign-in", data={"username": "olga"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


def test_what_was_typed_cannot_become_markup(client):
    answer = client.post("/auth/sign-in", data={"username": '"><script>alert(1)</script>', "password": "x"})
    assert "<script>" not in answer.text


def test_signing_out_ends_the_session_on_the_server(client):
    enter(client)
    kept = dict(client.cookies)
    answer = client.get("/auth/sign-out", headers={"sec-fetch-site": "same-origin"})
    assert answer.headers["location"] == "/auth/sign-in"
    client.cookies.clear()
    client.cookies.update(kept)
    assert client.get("/auth/alive").status_code == 401


def test_a_link_elsewhere_cannot_sign_anybody_out(client):
    enter(client)
    answer = client.get("/auth/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert "Đồng chí muốn đăng xuất" in answer.text
    assert client.get("/auth/alive").status_code == 204


def change(client, **changes):
    values = {"old": PASSWORD, "new": "một mật khẩu mới", "again": "một mật khẩu mới"}
    return client.post("/auth/password", data={**values, **changes})


def test_a_changed_password_keeps_this_browser_signed_in_with_a_new_token(client):
    enter(client)
    before = dict(client.cookies)
    assert "Đã đổi mật khẩu" in change(client).text
    assert client.get("/auth/alive").status_code == 204
    assert dict(client.cookies) != before
    client.cookies.clear()
    client.cookies.update(before)
    assert client.get("/auth/alive").status_code == 401


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"old": "sai"}, "Mật khẩu hiện tại không đúng."),
        ({"again": "khác"}, "không giống nhau"),
        ({"new": "ngắn", "again": "ngắn"}, "ít nhất 10 ký tự"),
    ],
)
def test_a_refused_change_changes_nothing(client, changes, sentence):
    enter(client)
    assert sentence in change(client, **changes).text
    assert client.get("/auth/alive").status_code == 204
    assert enter(client).status_code == 303


def test_changing_the_password_needs_a_session(client):
    assert change(client).status_code == 401


def test_an_unexpected_failure_shows_a_reference_that_is_in_the_log(engine, caplog):
    def broken(request):
        raise RuntimeError(request.query_params["name"])

    portal = Starlette(routes=[Route("/", broken)], middleware=[Middleware(Apology)])
    answer = TestClient(portal).get("/?name=SECRET")
    reference = answer.text.split("<strong>")[1].split("</strong>")[0]
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert reference in caplog.text
    assert "SECRET" not in "".join(record.getMessage() for record in caplog.records if record.name == "portal")

"""Static files: packed for a weak link, and only those of the two folders."""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.packed import Packed
from web.shell import page, streamlit_folder


@pytest.fixture
def client():
    beyond = Route("/{path:path}", lambda request: PlainTextResponse("passed on"))
    with TestClient(Starlette(routes=[beyond], middleware=[Middleware(Packed)])) as browser:
        yield browser


def main_script():
    return page().split('type="module"')[1].split('src="')[1].split('"')[0]


def test_streamlits_script_arrives_whole_at_less_than_half_the_weight(client):
    answer = client.get(main_script())
    original = (streamlit_folder() / "static" / main_script().lstrip("/")).read_bytes()
    assert answer.content == original
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) < len(original) / 2
    assert len(gzip.compress(original)) == pytest.approx(int(answer.headers["content-length"]), rel=0.05)


def test_our_own_script_is_looked_at_again_each_time(client):
    assert client.get("/assets/portal.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "/static/../../index.html",
        "/assets/%2e%2e/data/criteria/schema.json",
        "/static/js/none.js",
        "/assets/fonts/OFL.txt",
        "/x.js",
    ],
)
def test_nothing_else_is_answered_for(client, address):
    assert client.get(address).text == "passed on"


def test_a_browser_that_cannot_unpack_gets_the_plain_file(client):
    assert client.get(main_script(), headers={"accept-encoding": "identity"}).text == "passed on"

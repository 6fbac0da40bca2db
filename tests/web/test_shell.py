"""The page around the portal: Vietnamese, no inline script, our script before Streamlit's."""

import re

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from web.shell import Shell, page


def test_it_speaks_vietnamese():
    assert '<html lang="vi">' in page()
    assert "<title>Cổng sinh hoạt chi bộ</title>" in page()
    assert "You need to enable JavaScript" not in page()


def test_it_has_no_inline_script_so_that_the_content_policy_blocks_nothing_of_ours():
    assert re.findall(r"<script(?![^>]*\bsrc=)", page()) == []


def test_our_script_comes_before_streamlits_and_both_are_absolute():
    scripts = re.findall(r'<script[^>]*\bsrc="([^"]+)"', page())
    assert scripts[0] == "/assets/portal.js"
    assert scripts[1].startswith("/static/js/")


def test_it_loads_no_font_that_we_do_not_use():
    assert "SourceSans" not in page()


async def beyond(scope, receive, send):
    await PlainTextResponse("passed on")(scope, receive, send)


@pytest.mark.parametrize("address", ["/", "/bieu-do", "/bieu-do/", "/nhap-bien-ban?cell=1"])
def test_the_address_of_every_page_gets_it(address):
    assert TestClient(Shell(beyond)).get(address).text == page()


@pytest.mark.parametrize(
    "address", ["/bieu-do/_stcore/health", "/_stcore/health", "/static/js/x.js", "/auth/sign-in", "/manifest.json"]
)
def test_nothing_else_gets_it_or_streamlit_would_look_for_its_server_there(address):
    assert TestClient(Shell(beyond)).get(address).text == "passed on"

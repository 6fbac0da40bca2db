"""What a first visit weighs on the way: every file that the page asks for, as it is sent and as it would be unpacked."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.e2e.browser import chromium, new_page, sign_in
from tests.server import Server

SLOW_LINK = 256_000 / 8
"""Bytes a second of a weak mobile link."""


def report(server: Server) -> None:
    """Print requests, bytes with and without packing, and the seconds that they take on a weak link."""
    asked: list[str] = []
    with chromium() as browser:
        page = new_page(browser, server.address)
        page.on("request", lambda request: asked.append(request.url))
        sign_in(page, "xa_bangvan")
        page.context.close()
    ours = [url for url in asked if urlsplit(url).path.startswith(("/static/", "/assets/"))]
    packed, plain = (sum(_size(url, encoding) for url in ours) for encoding in ("gzip", "identity"))
    print(f"First visit: {len(ours)} files, {packed / 1000:.0f} kB sent, {plain / 1000:.0f} kB unpacked;")
    print(f"at 256 kbit/s {packed / SLOW_LINK:.0f} s instead of {plain / SLOW_LINK:.0f} s, ratio {packed / plain:.2f}.")


def _size(url: str, encoding: str) -> int:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request("GET", parts.path, headers={"Accept-Encoding": encoding})
        return len(connection.getresponse().read())
    finally:
        connection.close()

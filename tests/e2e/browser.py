"""A real Chromium that knows when Streamlit has finished drawing."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from google.protobuf.message import DecodeError
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.server import HOME, PASSWORD

ARTEFACTS = HOME / "test-artefacts"
"""Screenshots, kept after the run."""

DESK, PHONE = 1440, 390
"""Widths at which every page must look right, in CSS pixels."""

TALLEST = 12_000
PATIENCE = 30
"""Seconds to wait for a page before the test fails."""

LULL = 0.5
"""Seconds of silence after which runs that were asked for are taken to have been answered by one."""

OPTIONS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]

IS_DRAWN = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return !!app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]') && document.fonts.status === 'loaded';
}"""

IS_STILL = """() => document.getAnimations().every(
    one => one.playState !== 'running' || one.effect.getComputedTiming().iterations === Infinity)"""
"""Nothing on the page is folding or unfolding: what is aimed at stays where it is."""

NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

FULL_HEIGHT = """() => {
    const scrolled = ['stMain', 'stSidebarContent'].map(name => document.querySelector(`[data-testid="${name}"]`));
    return Math.max(document.documentElement.scrollHeight, ...scrolled.map(area => area ? area.scrollHeight : 0));
}"""


@dataclass
class Traffic:
    """What a page and the server said to each other: runs asked for, begun and finished."""

    asked: int = 0
    finished: int = 0
    is_running: bool = False
    last_at: float = 0.0

    def sent(self, data: str | bytes) -> None:
        """Note a message of the browser."""
        if _kind(BackMsg(), data) == "rerun_script":
            self.asked += 1
            self.is_running = True
            self.last_at = time.monotonic()

    def received(self, data: str | bytes) -> None:
        """Note a message of the server."""
        message = ForwardMsg()
        kind = _kind(message, data)
        if kind == "new_session":
            self.is_running = True
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.finished += 1
            self.is_running = False
        self.last_at = time.monotonic()

    @property
    def is_quiet(self) -> bool:
        """Nothing runs and nothing will; runs asked for in quick succession may be answered by one."""
        return not self.is_running and (self.finished >= self.asked or time.monotonic() - self.last_at > LULL)


_traffic: WeakKeyDictionary[Page, Traffic] = WeakKeyDictionary()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; nothing is downloaded."""
    path = shutil.which("chromium")
    if path is None:
        raise FileNotFoundError("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


def new_page(browser: Browser, address: str, *, width: int = DESK, height: int = 900) -> Page:
    """A person's own browser in Việt Nam, with nothing remembered; at phone width it is a touch screen."""
    is_phone = width <= PHONE
    context = browser.new_context(
        base_url=address,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": width, "height": height},
        is_mobile=is_phone,
        has_touch=is_phone,
    )
    return watched(context.new_page())


def watched(page: Page) -> Page:
    """Listen to the page's websocket; every page that is to be ``settled`` needs it before it is opened."""
    traffic = _traffic[page] = Traffic()

    def listen(connection: WebSocket) -> None:
        traffic.is_running = True
        connection.on("framesent", traffic.sent)
        connection.on("framereceived", traffic.received)

    page.on("websocket", listen)
    page.set_default_timeout(PATIENCE * 1000)
    return page


def settled(page: Page) -> Page:
    """Wait until the script has run to its end and the browser has drawn what it sent.

    The element that says "not running" says so too for a moment after a click, before the click has left the
    browser; so the messages on the wire are counted as well.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page.evaluate(NEXT_FRAME)
        if _traffic[page].is_quiet and page.evaluate(IS_DRAWN):
            page.evaluate(NEXT_FRAME)
            if _traffic[page].is_quiet and page.evaluate(IS_DRAWN):
                return page
        page.wait_for_timeout(20)
    raise TimeoutError(f"{page.url} did not settle: {_traffic[page]}")


@contextmanager
def acting(page: Page) -> Iterator[None]:
    """Around something that makes the script run, even with a delay: waits for that run and then until settled."""
    before = _traffic[page].asked
    yield
    deadline = time.monotonic() + PATIENCE
    while _traffic[page].asked == before:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{page.url}: nothing was sent to the server")
        page.wait_for_timeout(20)
    settled(page)
    page.wait_for_function(IS_STILL)


def sign_in(page: Page, username: str, password: str = PASSWORD, *, to: str = "/") -> Page:
    """Sign in through the form as a person does, and wait for the page behind it."""
    page.goto(to)
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.locator('[data-testid="stApp"]').wait_for()
    return settled(page)


def visit(page: Page, address: str) -> Page:
    """Open a page of the portal by its address and wait for it."""
    page.goto(address)
    return settled(page)


def shoot(page: Page, name: str, *, widths: tuple[int, ...] = (DESK, PHONE)) -> None:
    """Keep pictures of the whole page, also of what must be scrolled to: ``test-artefacts/<name>-<width>.png``."""
    ARTEFACTS.mkdir(exist_ok=True)
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        height = min(page.evaluate(FULL_HEIGHT), TALLEST)
        page.set_viewport_size({"width": width, "height": max(height, 900)})
        settled(page)
        page.screenshot(path=ARTEFACTS / f"{name}-{width}.png", animations="disabled")
    if before:
        page.set_viewport_size(before)
        settled(page)


def _kind(message: BackMsg | ForwardMsg, data: str | bytes) -> str:
    """Parse a frame into the message and say what it is about; empty for what is none of Streamlit's."""
    try:
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
    except DecodeError:
        return ""
    return message.WhichOneof("type") or ""

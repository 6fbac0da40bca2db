"""One real server and one real Chromium for all browser tests; a failed test leaves a picture and the log."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser import ARTEFACTS, DESK, PHONE, chromium, new_page
from tests.server import Server, running_portal

LOGS = pytest.StashKey[dict[str, int]]()
"""Where the log of each server that a test uses stood when the test began."""


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, sample_file: Path) -> Iterator[Server]:
    """The real portal on its own copy of the sample district; what a test stores stays for the next one."""
    with running_portal(tmp_path_factory.mktemp("portal"), sample_file) as server:
        yield server


@pytest.fixture(scope="module")
def own_portal(tmp_path_factory: pytest.TempPathFactory, sample_file: Path) -> Iterator[Server]:
    """A server for one module alone, just started and not yet visited by anybody."""
    with running_portal(tmp_path_factory.mktemp("own-portal"), sample_file) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def another_page(browser: Browser, portal: Server) -> Iterator[Callable[..., Page]]:
    """``another_page()`` is one more person's browser; ``another_page(width=390)`` is on a phone."""
    opened: list[Page] = []

    def make(*, width: int = DESK) -> Page:
        opened.append(new_page(browser, portal.address, width=width))
        return opened[-1]

    yield make
    for page in opened:
        page.context.close()


@pytest.fixture
def page(another_page: Callable[..., Page]) -> Page:
    """A desk computer's browser."""
    return another_page()


@pytest.fixture
def phone(another_page: Callable[..., Page]) -> Page:
    """A phone's browser."""
    return another_page(width=PHONE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Add what the server said to the report of a failed test, and keep what its browsers showed."""
    report: pytest.TestReport = yield  # type: ignore[assignment]  # what the wrapped hook returns
    used = getattr(item, "funcargs", {})
    servers = {name: server for name, server in used.items() if isinstance(server, Server)}
    if report.when == "setup":
        item.stash[LOGS] = {name: server.log.stat().st_size for name, server in servers.items()}
    elif report.when == "call" and report.failed:
        for name, server in servers.items():
            said = server.log.read_bytes()[item.stash[LOGS][name] :].decode(errors="replace")
            report.sections.append((f"the log of {name}", said))
        for name, page in used.items():
            if isinstance(page, Page):
                page.screenshot(path=ARTEFACTS / f"failed-{item.name}-{name}.png")
    return report  # type: ignore[return-value]  # a wrapper returns what it wrapped

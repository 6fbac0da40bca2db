"""Pages run as Streamlit runs them, through app.py, without a browser or a server.

How an account is put in front of Streamlit's ``AppTest`` (1.67): the gate's trusted header becomes ``st.user``
in a real server, and ``AppTest.user`` is exactly that dictionary, so a session row is stored and its public id
put there. ``app.py`` then finds the account by itself.

How a page is opened: as a browser opens a bookmark, by sending the hash of the page's address with the first
run. ``AppTest.switch_page`` would need a run of the first page before it, and refuses pages outside the menu.
Because a folder ``pages/`` lies beside ``app.py``, AppTest first takes the portal for an application of the old
kind and runs ``app.py`` as its only page; ``st.navigation`` inside then resolves the hash as it should. That works
as long as no file lies directly in ``pages/``, which tests/architecture forbids.

What AppTest cannot do: buttons inside dialogs, cookies, headers, ``on_script_error``. Those are tested in e2e/.
"""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from models import Account
from models.database import write_tx
from services import browser_sessions
from settings import HOME
from ui.navigation import SCREENS

FIRST_RUN_SECONDS = 60
"""The first run of a process imports everything."""

OpenPage = Callable[..., AppTest]


@pytest.fixture
def open_page(sample_engine: sa.Engine) -> Iterator[OpenPage]:
    """``open_page("xa_bangvan", "meetings.entry", unit=…)`` shows a page of the sample district to an account.

    Without a page it is the first one; keywords are the address's parameters. What it returns is an AppTest that
    has run once: change widgets, then ``.run()``. At the end no page may have failed with an exception.
    """
    opened: list[AppTest] = []

    def shown(username: str, page: str = "", **query: object) -> AppTest:
        app = AppTest.from_file(HOME / "app.py", default_timeout=FIRST_RUN_SECONDS)
        app.user = {"portal_session": str(signed_in(username))}
        app.query_params.update({name: str(value) for name, value in query.items()})
        if address := _address(page):
            app._page_hash = calc_hash(address)
        opened.append(app)
        return app.run()

    yield shown
    failures = [failure.message for app in opened for failure in app.exception]
    assert not failures


def signed_in(username: str) -> UUID:
    """The public id of a new browser session of this account."""
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        visit = browser_sessions.visit_of_token(session, browser_sessions.start(session, account, "127.0.0.1"))
        assert visit is not None
        return visit.session_id


def _address(page: str) -> str:
    addresses = {screen.name: screen.address for screen in SCREENS}
    return addresses[page] if page else ""

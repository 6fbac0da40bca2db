"""Server time of each page's rerun against its floor, the statements it sends, and the bytes it draws."""

import logging
from dataclasses import dataclass
from statistics import median

import sqlalchemy as sa
from sqlmodel import select
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from models import Account
from models.database import configure, engine_for, write_tx
from services import browser_sessions
from settings import HOME
from tests.server import PASSWORD, Server
from tests.websocket import Tab, sign_in
from ui.navigation import SCREENS

logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
"""It warns that a script outside a server has no session; here that is meant."""

ROUNDS = 40
AIMS = {"charts.commune": 2.0, "meetings.board": 2.0}
DEFAULT_AIM = 1.5


@dataclass(frozen=True)
class View:
    """A page as one account opens it."""

    account: str
    page: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """``charts.commune?view=grades``."""
        return self.page + ("?" + "&".join(f"{key}={value}" for key, value in self.query) if self.query else "")

    @property
    def address(self) -> str:
        """The page's address."""
        return next(screen.address for screen in SCREENS if screen.name == self.page)


VIEWS = (
    View("xa_bangvan", "home.today"),
    View("huyen", "home.today"),
    View("xa_bangvan", "meetings.entry"),
    View("xa_bangvan", "meetings.book"),
    View("huyen", "meetings.board"),
    View("xa_bangvan", "meetings.board", (("first", "2025-01"),)),
    View("cb_khuoingoa", "assessments.self_assessment"),
    View("xa_bangvan", "assessments.review"),
    View("xa_bangvan", "charts.commune"),
    View("xa_bangvan", "charts.commune", (("view", "ranking"),)),
    View("xa_bangvan", "charts.commune", (("view", "grades"),)),
    View("huyen", "units.tree"),
    View("xa_bangvan", "units.roster"),
    View("quantri", "accounts.list"),
    View("quantri", "audit.log"),
)


def report(server: Server) -> None:
    """Print one line a page; the empty page first."""
    empty = _empty(server)
    print(f"Reruns over the websocket, {ROUNDS} pairs a page, medians. An empty page: {empty:.1f} ms.")
    print(f"{'page':44} {'real ms':>8} {'floor ms':>8} {'ratio':>6} {'aim':>5} {'kB':>6} {'SQL':>4}")
    for view in VIEWS:
        real, floor, ratio, size = _measured(server, view)
        statements = _statements(server, view)
        aim = AIMS.get(view.page, DEFAULT_AIM)
        line = f"{view.account + ' ' + view.name:44} {real:8.1f} {floor:8.1f} {ratio:6.2f} {aim:5.1f}"
        print(f"{line} {size / 1000:6.1f} {statements:4d}")


def _empty(server: Server) -> float:
    with Tab(server.address, sign_in(server.address, "huyen", PASSWORD)) as tab:
        tab.open("", bench="empty")
        return median(tab.run().seconds for _ in range(ROUNDS)) * 1000


def _measured(server: Server, view: View) -> tuple[float, float, float, int]:
    cookie = sign_in(server.address, view.account, PASSWORD)
    query = dict(view.query)
    with Tab(server.address, cookie) as real, Tab(server.address, cookie) as floor:
        floor.open(view.address, bench="record", **query)
        floor.open(view.address, bench="floor", **query)
        size = real.open(view.address, **query).bytes
        pairs = [(real.run().seconds, floor.run().seconds) for _ in range(ROUNDS)]
    took, least = (median(side) * 1000 for side in zip(*pairs, strict=True))
    return took, least, median(one / other for one, other in pairs), size


def _statements(server: Server, view: View) -> int:
    """Statements of a second run of the page's script, counted without a server."""
    engine = engine_for(f"sqlite:///{server.database}")
    configure(engine)
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == view.account)).one()
        visit = browser_sessions.visit_of_token(session, browser_sessions.start(session, account, "127.0.0.1"))
    app = AppTest.from_file(HOME / "app.py", default_timeout=60)
    app.user = {"portal_session": str(visit.session_id if visit else "")}
    app.query_params.update(dict(view.query))
    app._page_hash = calc_hash(view.address)  # noqa: SLF001 - as tests/pages/conftest.py explains
    app.run()
    sent: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *values: sent.append(values[2]))
    app.run()
    engine.dispose()
    return len([statement for statement in sent if not statement.startswith(("PRAGMA", "BEGIN"))])

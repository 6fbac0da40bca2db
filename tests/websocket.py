"""A browser tab without a browser: speaks Streamlit's own protocol to a running server.

For tests of the gate, which try what no honest browser does, and for measurements.

    with Tab(address, sign_in(address, "xa_bangvan", password)) as tab:
        tab.open("nhap-bien-ban", unit="…")
        tab.fill("note", "Đã họp")
        tab.press("submit")
        assert "Đã lưu" in tab.text
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.elements import Widget, shown, widget_of

TIMEOUT = 30
"""Seconds to wait for one message of the server."""

Value = bool | int | float | str | Iterable[str] | Iterable[float]
Path = tuple[int, ...]


class NoSuchWidget(LookupError):
    """No widget on the screen has this key or label."""


@dataclass(frozen=True)
class Run:
    """What one run of the script cost, as seen from outside."""

    seconds: float
    messages: int
    bytes: int


class Tab:
    """One websocket to the portal, and what its screen would show.

    Like a browser it sends the values of all its widgets with every run. ``address`` is
    ``http://127.0.0.1:8501``, ``cookie`` is ``name=value``, ``session_id`` resumes a session of the server as a
    reconnecting browser does, and ``headers`` are sent as they are. Refused connections raise what websockets raises.
    """

    def __init__(
        self, address: str, cookie: str = "", *, session_id: str = "", headers: dict[str, str] | None = None
    ) -> None:
        host = urlsplit(address).netloc
        offered = ["streamlit", *(["PLACEHOLDER", session_id] if session_id else [])]
        sent = {**({"Cookie": cookie} if cookie else {}), **(headers or {})}
        self._open = ExitStack()
        self._socket = self._open.enter_context(
            connect(
                f"ws://{host}/_stcore/stream",
                subprotocols=[Subprotocol(part) for part in offered],
                origin=Origin(f"http://{host}"),
                additional_headers=sent,
                max_size=None,
            )
        )
        self.session_id = ""
        self.pages: dict[str, str] = {}
        """Address of a page → its hash, as the menu of this account says; the first page has an empty address."""
        self.received = b""
        """Everything that came during the last run, for asking what must not be in it."""
        self.misses_page = False
        """Whether the server said, at any time, that it had no such page."""
        self._query = ""
        self._page = ""
        self._values: dict[str, tuple[str, Value]] = {}
        self._screen: dict[Path, Delta] = {}
        self._seen: set[Path] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def open(self, page: str = "", **query: str) -> Run:
        """Open a page by its address, as a link or a bookmark does; what was filled in is gone."""
        self._values, self._screen = {}, {}
        self._query = urlencode(query)
        self._page = self.pages.get(page, "")
        return self.run(page_name="" if self._page else page)

    def fill(self, name: str, value: Value) -> None:
        """Give a widget a value without sending it, as in a form."""
        widget = self.widget(name)
        self._values[widget.id] = (widget.kind, value)

    def enter(self, name: str, value: Value) -> Run:
        """Give a widget a value and send it, as outside a form."""
        self.fill(name, value)
        return self.run(fragment_id=self.widget(name).fragment_id)

    def press(self, name: str) -> Run:
        """Press a button or submit a form."""
        widget = self.widget(name)
        return self.run([(widget.id, widget.kind, True)], fragment_id=widget.fragment_id)

    @property
    def text(self) -> str:
        """What a person could read, one line per element or table cell."""
        return "\n".join(line for path in sorted(self._screen) for line in shown(self._screen[path]))

    @property
    def alerts(self) -> list[str]:
        """Sentences of success, warning and refusal."""
        return [delta.new_element.alert.body for delta in self.elements("alert")]

    def elements(self, kind: str) -> Iterator[Delta]:
        """The elements of a kind (``"dataframe"``, ``"vega_lite_chart"``), from top to bottom."""
        for path in sorted(self._screen):
            if self._screen[path].new_element.WhichOneof("type") == kind:
                yield self._screen[path]

    @property
    def widgets(self) -> list[Widget]:
        """Everything on the screen that takes a value."""
        found = (widget_of(self._screen[path]) for path in sorted(self._screen))
        return [widget for widget in found if widget]

    def widget(self, name: str) -> Widget:
        """The widget with this key, or else with this label."""
        found = self.widgets
        for widget in [*(each for each in found if each.key == name), *(each for each in found if each.label == name)]:
            return widget
        known = ", ".join(widget.key or widget.label for widget in found)
        raise NoSuchWidget(f"{name!r} is not among: {known}")

    def run(self, extra: Iterable[tuple[str, str, Value]] = (), *, page_name: str = "", fragment_id: str = "") -> Run:
        """Send all values, and ``extra`` (id, kind, value) for this run only, then wait for the script to finish."""
        began = time.perf_counter()
        self.send(extra, page_name=page_name, fragment_id=fragment_id)
        messages = self.wait()
        return Run(time.perf_counter() - began, messages, len(self.received))

    def send(self, extra: Iterable[tuple[str, str, Value]] = (), *, page_name: str = "", fragment_id: str = "") -> None:
        """Ask for a run without waiting for it: an impatient click, or a forged one."""
        message = BackMsg()
        wish = message.rerun_script
        wish.query_string, wish.page_script_hash, wish.page_name = self._query, self._page, page_name
        wish.fragment_id = fragment_id
        wish.widget_states.SetInParent()
        for widget_id, (kind, value) in self._values.items():
            _put(wish.widget_states.widgets.add(id=widget_id), kind, value)
        for widget_id, kind, value in extra:
            _put(wish.widget_states.widgets.add(id=widget_id), kind, value)
        self._socket.send(message.SerializeToString())

    def wait(self) -> int:
        """Read until the server has nothing more to run; returns the number of messages."""
        messages, self.received, is_finished = 0, b"", False
        while True:
            message = self.until()
            messages += 1
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                is_finished = message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            elif (
                kind == "session_status_changed"
                and is_finished
                and not message.session_status_changed.script_is_running
            ):
                return messages

    def until(self, kind: str = "") -> ForwardMsg:
        """Read up to the next message of a kind (``"new_session"``: the script has begun), or just the next one."""
        while True:
            data = self._socket.recv(timeout=TIMEOUT, decode=False)
            self.received += data
            message = ForwardMsg()
            message.ParseFromString(data)
            self._take(message)
            if kind in ("", message.WhichOneof("type")):
                return message

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session_id = message.new_session.initialize.session_id
            self._seen = set()
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "delta":
            path = tuple(message.metadata.delta_path)
            self._screen[path] = message.delta
            self._seen.add(path)
        elif kind == "page_not_found":
            self.misses_page = True
        elif kind == "script_finished":
            self._clear_what_was_not_drawn(message.script_finished)

    def _clear_what_was_not_drawn(self, how: int) -> None:
        """After a whole run only what it drew is there; a fragment clears only its own."""
        if how == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._screen = {path: delta for path, delta in self._screen.items() if path in self._seen}
        elif how == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            ran = {self._screen[path].fragment_id for path in self._seen}
            self._screen = {
                path: delta
                for path, delta in self._screen.items()
                if path in self._seen or delta.fragment_id not in ran
            }


def sign_in(address: str, username: str, password: str) -> str:
    """Sign in through the plain page; returns the cookie as ``name=value``, empty when refused."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=TIMEOUT)
    try:
        form = urlencode({"username": username, "password": password, "next": "/"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": address}
        connection.request("POST", "/auth/sign-in", form, headers)
        given = connection.getresponse().getheader("Set-Cookie") or ""
    finally:
        connection.close()
    return given.split(";", 1)[0]


def _put(state: Any, kind: str, value: Value) -> None:
    if kind.endswith("_array_value"):
        getattr(state, kind).data.extend(value)
    elif kind == "string_trigger_value":
        state.string_trigger_value.data = value
    else:
        setattr(state, kind, value)

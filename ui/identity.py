"""Who is at the browser, as the database says at this moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

import streamlit as st

from models.database import read_tx
from services import browser_sessions
from services.access import Actor
from services.errors import SignedOut

_of_this_page: ContextVar[Actor | None] = ContextVar("of_this_page", default=None)


def session_id() -> UUID:
    """The public id of the browser session, as the gate announced it; SignedOut without a gate before us."""
    announced = st.user.get("portal_session")
    if not isinstance(announced, str):
        raise SignedOut
    return UUID(announced)


def current_actor() -> Actor:
    """The actor of this run or callback, read anew; SignedOut when the session has ended meanwhile.

    A page gets the actor that ``app.py`` has read a moment ago in the same run; callbacks and fragments, which run
    without ``app.py``, read for themselves.
    """
    found = _of_this_page.get()
    if found is not None:
        return found
    with read_tx() as session:
        return browser_sessions.actor(session, session_id())


@contextmanager
def drawing_for(actor: Actor) -> Iterator[None]:
    """Around the page of this run: nothing of it outlives the block."""
    token = _of_this_page.set(actor)
    try:
        yield
    finally:
        _of_this_page.reset(token)

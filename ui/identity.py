"""Who is at the browser, as the database says at this moment."""

from uuid import UUID

import streamlit as st

from models.database import read_tx
from services import browser_sessions
from services.access import Actor
from services.errors import SignedOut


def session_id() -> UUID:
    """The public id of the browser session, as the gate announced it; SignedOut without a gate before us."""
    announced = st.user.get("portal_session")
    if not isinstance(announced, str):
        raise SignedOut
    return UUID(announced)


def current_actor() -> Actor:
    """The actor of this run or callback, read anew; SignedOut when the session has ended meanwhile."""
    with read_tx() as session:
        return browser_sessions.actor(session, session_id())

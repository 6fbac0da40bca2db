"""One-use tokens: the id of the thing a form will make, so that a double click makes it once."""

from uuid import UUID

import streamlit as st

from models.base import new_id


def token(name: str) -> UUID:
    """The token of the form ``name``; the same until it is spent."""
    key = f"token:{name}"
    if key not in st.session_state:
        st.session_state[key] = new_id()
    kept: UUID = st.session_state[key]
    return kept


def spend(name: str) -> None:
    """Give the form a fresh token: what it made is stored."""
    st.session_state.pop(f"token:{name}", None)

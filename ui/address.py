"""What the address of a page asks for. Whatever it says is only a wish: services decide what is in reach."""

from uuid import UUID

import streamlit as st


def asked_id(name: str) -> UUID | None:
    """The id in an address parameter; None when there is none, or none that can be one."""
    try:
        return UUID(st.query_params.get(name, ""))
    except ValueError:
        return None

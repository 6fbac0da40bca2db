"""What the address of a page asks for. Whatever it says is only a wish: services decide what is in reach."""

from datetime import date
from uuid import UUID

import streamlit as st

from services.meetings import MeetingKind, MeetingRef


def asked_id(name: str) -> UUID | None:
    """The id in an address parameter; None when there is none, or none that can be one."""
    try:
        return UUID(st.query_params.get(name, ""))
    except ValueError:
        return None


def asked_meeting() -> MeetingRef | None:
    """The meeting in the address (``cell``, ``month``, ``kind``, ``number``); None where it names none."""
    unit_id, asked = asked_id("cell"), st.query_params
    if unit_id is None:
        return None
    try:
        month = date.fromisoformat(f"{asked.get('month', '')}-01")
        kind = MeetingKind(asked.get("kind", MeetingKind.REGULAR))
        return MeetingRef(unit_id, month, kind, int(asked.get("number", "1")))
    except ValueError:
        return None

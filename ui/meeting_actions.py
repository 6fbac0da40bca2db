"""Buttons that do their work before the page is drawn, and say beside themselves how it went.

A button's work runs in its callback, so the page that follows reads the new state and nothing needs a second run.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st
from sqlmodel import Session

from models.database import write_tx
from services.access import Actor
from services.errors import Refusal
from ui.identity import current_actor
from ui.transactions import plain

Work = Callable[[Session, Actor], str]
"""Changes something and returns the sentence that says so."""


def button(label: str, name: str, work: Work, **options: Any) -> None:
    """Draw a button for a piece of work. ``name`` is its key; ``said(name)`` draws how it went."""
    st.button(label, key=name, on_click=_press, args=(name, work), **options)


def form_button(label: str, name: str, work: Work, **options: Any) -> None:
    """The same as the button of the form that is open."""
    st.form_submit_button(label, key=name, on_click=_press, args=(name, work), **options)


def said(name: str) -> None:
    """Draw, once, what the work behind ``name`` led to."""
    outcome = st.session_state.pop(f"{name}:said", None)
    if outcome is None:
        return
    sentence, is_done = outcome
    if is_done:
        st.success(plain(sentence), icon=":material/check_circle:")
    else:
        st.error(plain(sentence), icon=":material/error:")


def _press(name: str, work: Work) -> None:
    try:
        actor = current_actor()
        with write_tx() as session:
            sentence = work(session, actor)
    except Refusal as refusal:
        st.session_state[f"{name}:said"] = (refusal.sentence, False)
    else:
        st.session_state[f"{name}:said"] = (sentence, True)

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
from ui.transactions import plain, told

Work = Callable[[Session, Actor], str]
"""Changes something and returns the sentence that says so; an empty one where the screen shows it anyway."""


def button(label: str, name: str, work: Work, *, key: str | None = None, **options: Any) -> None:
    """Draw a button for a piece of work; ``said(name)`` draws how it went. ``key`` where a name has several buttons."""
    st.button(label, key=key or name, on_click=carry_out, args=(name, work), **options)


def form_button(label: str, name: str, work: Work, **options: Any) -> None:
    """The same as the button of the form that is open."""
    st.form_submit_button(label, key=name, on_click=carry_out, args=(name, work), **options)


def said(name: str) -> None:
    """Draw, once, what the work behind ``name`` led to."""
    words, is_done = st.session_state.pop(f"{name}:said", ("", None))
    if is_done is True and words:
        st.success(words, icon=":material/check_circle:")
    elif is_done is False:
        st.error(words, icon=":material/error:")


def carry_out(name: str, work: Work) -> None:
    """Do a piece of work in a callback, all of it or nothing; ``said(name)`` will say how it went."""
    carried_out(name, work)


def carried_out(name: str, work: Work) -> bool:
    """The same, for a callback that goes on only where the work was done."""
    try:
        actor = current_actor()
        with write_tx() as session:
            sentence = work(session, actor)
    except Refusal as refusal:
        st.session_state[f"{name}:said"] = (told(refusal), False)
        return False
    st.session_state[f"{name}:said"] = (plain(sentence), True)
    return True

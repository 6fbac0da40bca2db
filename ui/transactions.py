"""The click owns the transaction: ``reading()`` and ``saving()`` are the only ways to a session from a page.

A block holds service calls only, never ``st.*``: most of those are points at which Streamlit may stop the
script, and the stop would silently discard the write.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from sqlmodel import Session

from models.database import read_tx, write_tx
from services.errors import Refusal


@contextmanager
def reading() -> Iterator[Session]:
    """A consistent view for drawing the page; a refusal is shown and ends the page."""
    try:
        with read_tx() as session:
            yield session
    except Refusal as refusal:
        refuse(refusal)
        st.stop()


@contextmanager
def saving(done: str) -> Iterator[Session]:
    """All or nothing: says ``done`` once it is stored; a refusal is shown and the page goes on as it was."""
    try:
        with write_tx() as session:
            yield session
    except Refusal as refusal:
        refuse(refusal)
    else:
        st.success(done, icon=":material/check_circle:")


def refuse(refusal: Refusal) -> None:
    """Show why the portal did not do it. Markdown in names and texts stays text."""
    st.error(told(refusal), icon=":material/error:")


def told(refusal: Refusal) -> str:
    """A refusal as Markdown: its sentence, and its reasons as a list."""
    return "\n".join([plain(refusal.sentence), *(f"- {plain(reason)}" for reason in refusal.reasons)])


def plain(text: str) -> str:
    """Text in which nothing means anything to Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|$~:" else letter for letter in text)

"""Fields that store themselves: what a person leaves or stops typing in is in the database a moment later.

Every field has a stable widget key. Beside it we remember what the screen last knew to be stored (``seen``):
the service stores a new value only if the database still holds what was seen, so two people who edit the
same form cannot overwrite each other unknowingly. A refused value stays on the screen with its sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from sqlmodel import Session

from models.database import write_tx
from services.access import Actor
from services.errors import Refusal
from ui.identity import current_actor
from ui.transactions import plain

Save = Callable[[Session, Actor, str, Any, Any], Any]
"""``save(session, actor, field, value, seen)`` stores one field and returns the value as it now stands stored,
in the form in which the page passes it as ``stored`` (cleaned text, list of ids …)."""

TYPING_PAUSE = "800ms"


@dataclass(frozen=True)
class Autosave:
    """A form whose fields store themselves. ``name`` makes its widget keys unique: put the record's key in."""

    name: str
    save: Save
    is_open: bool = True

    def text(self, field: str, label: str, stored: str, **options: Any) -> Any:
        """Draw one line of text, stored while typing."""
        return self._draw(st.text_input, field, label, stored, live=TYPING_PAUSE, **options)

    def area(self, field: str, label: str, stored: str, **options: Any) -> Any:
        """Draw several lines of text, stored while typing (``assets/portal.js`` commits after a pause)."""
        return self._draw(st.text_area, field, label, stored, **options)

    def day(self, field: str, label: str, stored: Any, **options: Any) -> Any:
        """Draw a date, dd/mm/yyyy."""
        return self._draw(st.date_input, field, label, stored, format="DD/MM/YYYY", **options)

    def clock_time(self, field: str, label: str, stored: Any, **options: Any) -> Any:
        """Draw a time of day, 24 hours."""
        return self._draw(st.time_input, field, label, stored, format="24h", **options)

    def pick(self, field: str, label: str, stored: Any, options: Sequence[Any], **more: Any) -> Any:
        """Draw a list to choose one from; None when nothing is chosen."""
        return self._draw(st.selectbox, field, label, stored, options=options, **more)

    def segments(self, field: str, label: str, stored: Any, options: Sequence[Any], **more: Any) -> Any:
        """Draw few options side by side to choose one from; None when nothing is chosen."""
        return self._draw(st.segmented_control, field, label, stored, options=options, **more)

    def people(self, field: str, label: str, stored: list[Any], options: Sequence[Any], **more: Any) -> Any:
        """Draw a list to choose several from: taps for up to 30 options, a search field beyond."""
        if len(options) <= 30:  # noqa: PLR2004 - what fits on a phone without getting lost
            return self._draw(st.pills, field, label, stored, options=options, selection_mode="multi", **more)
        return self._draw(st.multiselect, field, label, stored, options=options, **more)

    def toggle(self, field: str, label: str, stored: bool, **more: Any) -> Any:
        """Draw a switch."""
        return self._draw(st.toggle, field, label, stored, **more)

    def _draw(self, widget: Callable[..., Any], field: str, label: str, stored: Any, **options: Any) -> Any:
        key = f"{self.name}:{field}"
        self._follow(key, stored)
        value = widget(label, key=key, on_change=self._store, args=(key, field), disabled=not self.is_open, **options)
        sentence = st.session_state.get(f"{key}:refusal")
        if sentence:
            st.error(plain(sentence), icon=":material/error:")
        return value

    def _follow(self, key: str, stored: Any) -> None:
        """Show what is stored, unless this screen shows it already or holds a refused value."""
        state = st.session_state
        knows = f"{key}:seen" in state and state[f"{key}:seen"] == stored
        if key in state and (knows or state.get(f"{key}:refusal")):
            state[f"{key}:seen"] = stored
            return
        state[key] = state[f"{key}:seen"] = stored
        state.pop(f"{key}:refusal", None)

    def _store(self, key: str, field: str) -> None:
        """Run as the widget's callback, before the page: so it finds the actor anew and checks nothing itself."""
        state = st.session_state
        value, seen = state[key], state[f"{key}:seen"]
        try:
            actor = current_actor()
            with write_tx() as session:
                kept = self.save(session, actor, field, value, seen)
        except Refusal as refusal:
            state[f"{key}:refusal"] = refusal.sentence
        else:
            state[f"{key}:seen"] = kept
            state.pop(f"{key}:refusal", None)

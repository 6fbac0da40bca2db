"""Fields that store themselves: what a person leaves or stops typing in is in the database a moment later.

Every field has a stable widget key. Beside it we remember what the screen last knew to be stored (``seen``):
the service stores a new value only if the database still holds what was seen, so two people who edit the
same form cannot overwrite each other unknowingly. A refused value stays on the screen with its sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
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


@dataclass
class Ledger:
    """What one tab knows of its fields, by widget key.

    It is one object because every touch of Streamlit's own state is a point at which a run may be stopped by the
    next message, callbacks included: a field would be stored and the screen would not know.
    """

    seen: dict[str, Any] = dataclass_field(default_factory=dict)
    """What the database held when the field was last drawn or stored."""
    handled: dict[str, Any] = dataclass_field(default_factory=dict)
    """What the field last offered for storing, stored or refused."""
    refusals: dict[str, Refusal] = dataclass_field(default_factory=dict)


def ledger_of_tab() -> Ledger:
    """The ledger of this tab."""
    if "autosave" not in st.session_state:
        st.session_state["autosave"] = Ledger()
    ledger: Ledger = st.session_state["autosave"]
    return ledger


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
        return self._draw(st.multiselect, field, label, stored, options=options, select_all=False, **more)

    def toggle(self, field: str, label: str, stored: bool, **more: Any) -> Any:
        """Draw a switch."""
        return self._draw(st.toggle, field, label, stored, **more)

    def _draw(self, widget: Callable[..., Any], field: str, label: str, stored: Any, **options: Any) -> Any:
        ledger, key = ledger_of_tab(), f"{self.name}:{field}"
        is_fresh = _follow(ledger, key, stored)
        options |= {"on_change": self._changed, "args": (ledger, key, field), "disabled": not self.is_open}
        value = widget(label, key=key, **options)
        if self.is_open and not is_fresh and value != ledger.handled.get(key):
            self._store(ledger, key, field, value)  # the field's own callback was cut off by the next message
        if key in ledger.refusals:
            st.error(plain(ledger.refusals[key].sentence), icon=":material/error:")
        return value

    def _changed(self, ledger: Ledger, key: str, field: str) -> None:
        """Run as the widget's callback, before the page."""
        self._store(ledger, key, field, st.session_state[key])

    def _store(self, ledger: Ledger, key: str, field: str, value: Any) -> None:
        """Store one field: finds the actor anew, for a callback runs before anything has checked who is here."""
        try:
            actor = current_actor()
            with write_tx() as session:
                kept = self.save(session, actor, field, value, ledger.seen[key])
        except Refusal as refusal:
            ledger.refusals[key] = refusal
        else:
            ledger.seen[key] = kept
            ledger.refusals.pop(key, None)
        ledger.handled[key] = value


def _follow(ledger: Ledger, key: str, stored: Any) -> bool:
    """Show what is stored, unless this screen shows it already or holds a refused value; True if it was put there now."""
    is_known = key in ledger.seen and ledger.seen[key] == stored
    if key in st.session_state and (is_known or key in ledger.refusals):
        ledger.seen[key] = stored
        return False
    st.session_state[key] = ledger.seen[key] = ledger.handled[key] = stored
    ledger.refusals.pop(key, None)
    return True

"""Fields that store themselves: what a person leaves or stops typing in is in the database a moment later.

Every field has a stable widget key. Beside it we remember what the screen last knew to be stored (``seen``):
the service stores a new value only if the database still holds what was seen, so two people who edit the
same form cannot overwrite each other unknowingly. A refused value stays on the screen with its sentence; where
somebody else changed the very field meanwhile, the person sees both values and chooses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from html import escape
from typing import Any

import streamlit as st
from sqlmodel import Session

from models.database import write_tx
from services.access import Actor
from services.clock import local, now
from services.errors import Overtaken, Refusal
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
    answered: tuple[str, datetime] | None = None
    """The field that was stored or refused last, and when."""


def ledger_of_tab() -> Ledger:
    """The ledger of this tab."""
    if "autosave" not in st.session_state:
        st.session_state["autosave"] = Ledger()
    ledger: Ledger = st.session_state["autosave"]
    return ledger


def answer() -> None:
    """Tell the browser which field was stored last, and when: ``assets/portal.js`` says so at the field.

    Drawn always: an element that comes later would move, and so make anew, everything below it.
    """
    ledger = ledger_of_tab()
    key, at = ledger.answered or ("", None)
    state = "refused" if key in ledger.refusals else "saved"
    facts = {"key": key, "state": state, "time": f"{local(at):%H:%M}" if at else "", "at": at.isoformat() if at else ""}
    st.html(
        "<i class='portal-answer' "
        + " ".join(f'data-{name}="{escape(fact)}"' for name, fact in facts.items())
        + "></i>"
    )


@dataclass(frozen=True)
class Autosave:
    """A form whose fields store themselves. ``name`` makes its widget keys unique: put the record's key in."""

    name: str
    save: Save
    is_open: bool = True
    notes: Mapping[str, Sequence[str]] = dataclass_field(default_factory=dict)
    """Field → what somebody else wrote about it, drawn at the field."""

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
        for note in self.notes.get(field, ()):
            st.warning(plain(note), icon=":material/comment:")
        if self.is_open and not is_fresh and value != ledger.handled.get(key):
            self._store(ledger, key, field, value)  # the field's own callback was cut off by the next message
        if key in ledger.refusals:
            self._say_why(ledger, key, field)
        return value

    def _say_why(self, ledger: Ledger, key: str, field: str) -> None:
        """Draw why a value is not stored; of two values that stand against each other the person takes one."""
        refusal = ledger.refusals[key]
        st.error(plain(refusal.sentence), icon=":material/error:")
        if not isinstance(refusal, Overtaken):
            return
        with st.container(horizontal=True):
            mine, theirs = "Giữ nội dung của tôi", "Lấy nội dung đã lưu"
            st.button(mine, key=f"{key}:mine", on_click=self._insist, args=(ledger, key, field), icon=":material/edit:")
            st.button(theirs, key=f"{key}:theirs", on_click=_give_way, args=(ledger, key), icon=":material/undo:")

    def _changed(self, ledger: Ledger, key: str, field: str) -> None:
        """Run as the widget's callback, before the page."""
        self._store(ledger, key, field, st.session_state[key])

    def _insist(self, ledger: Ledger, key: str, field: str) -> None:
        """Store the refused value over the one that the person has been shown."""
        self._store(ledger, key, field, ledger.handled[key])

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
        ledger.answered = (key, now())


def _give_way(ledger: Ledger, key: str) -> None:
    """Show what is stored in the place of the refused value."""
    st.session_state[key] = ledger.handled[key] = ledger.seen[key]
    ledger.refusals.pop(key, None)


def _follow(ledger: Ledger, key: str, stored: Any) -> bool:
    """Show what is stored, unless this screen shows it already or holds a refused value; True if it was put there now."""
    is_known = key in ledger.seen and ledger.seen[key] == stored
    if key in st.session_state and (is_known or key in ledger.refusals):
        ledger.seen[key] = stored
        return False
    st.session_state[key] = ledger.seen[key] = ledger.handled[key] = stored
    ledger.refusals.pop(key, None)
    return True

"""The fields of one meeting's record: each stores itself, and those that were refused wait for the others."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from sqlmodel import Session
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from services import meetings
from services.access import Actor
from services.errors import Invalid, Refusal
from services.meetings import MeetingRef
from ui.autosave import Autosave, Ledger, ledger_of_tab


def name(ref: MeetingRef) -> str:
    """What keeps the widgets of one record apart from those of another."""
    return f"meeting:{ref.unit_id}:{ref.month}:{ref.kind}:{ref.number}"


def submission(ref: MeetingRef) -> str:
    """The name of handing the record in."""
    return f"submit:{name(ref)}"


def return_to_draft(ref: MeetingRef) -> str:
    """The name of taking the record back."""
    return f"take_back:{name(ref)}"


class RecordFields(Autosave):
    """Fields of which one may be refused because of another: it is tried again when the other has changed.

    A conflict with somebody else's change is not: only a person decides to replace what they wrote.
    """

    @property
    def unsaved(self) -> list[str]:
        """The fields on the screen that show something which is not stored."""
        return [field for field in self._refused(ledger_of_tab()) if f"{self.name}:{field}" in st.session_state]

    def _store(self, ledger: Ledger, key: str, field: str, value: Any) -> None:
        super()._store(ledger, key, field, value)
        for other, refusal in sorted(self._refused(ledger).items()):
            if other != field and isinstance(refusal, Invalid):
                place = f"{self.name}:{other}"
                super()._store(ledger, place, other, ledger.handled[place])

    def _refused(self, ledger: Ledger) -> dict[str, Refusal]:
        start = f"{self.name}:"
        return {key.removeprefix(start): refusal for key, refusal in ledger.refusals.items() if key.startswith(start)}


def form(ref: MeetingRef, notes: Mapping[str, Sequence[str]]) -> RecordFields:
    """The fields of one record, with what reviewers wrote about single ones."""

    def save(session: Session, actor: Actor, field: str, value: Any, seen: Any) -> Any:
        return meetings.write(session, actor, ref, field, value, seen)

    return RecordFields(name(ref), save, notes=notes)


def filing(ref: MeetingRef, *, is_open: bool) -> Autosave:
    """The one field that is still written once the record has been handed in: when its minutes were sent."""

    def save(session: Session, actor: Actor, _field: str, value: Any, seen: Any) -> Any:
        return meetings.file_minutes(session, actor, ref, value, seen)

    return Autosave(f"filing:{name(ref)}", save, is_open=is_open)


def folded(title: str, holds: object, ref: MeetingRef, part: str) -> ExpanderContainer:
    """Room for a part that not every meeting needs, closed until somebody opens it: draw into it while it is ``open``.

    What it holds is said while it is closed. With another title it is another box to the browser, so while it stands
    open the title does not change: what is being typed in it would be gone.
    """
    key = f"{name(ref)}:{part}:open"
    is_open = bool(st.session_state.get(key))
    return st.expander(title if is_open else f"{title} ({holds})", is_open, key=key, on_change="rerun")


def card(title: str) -> st.delta_generator.DeltaGenerator:
    """Room for a part of the record, with a border and a heading."""
    box = st.container(border=True)
    box.subheader(title, anchor=False)
    return box

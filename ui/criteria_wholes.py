"""What of a draft is kept in one piece (conditions, notes), changed on the screen part by part.

Every change says which whole the screen showed. Two who work on one condition cannot mix their parts up: the second
is told, and sees what the first made of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import criteria
from services.access import Actor
from services.criteria import DraftRow
from ui import actions
from ui.autosave import Autosave, Ledger, ledger_of_tab
from ui.criteria_fields import place_of
from ui.transactions import refuse

Change = Callable[[Any], Any]
"""Makes a changed whole of a whole."""


@dataclass(frozen=True)
class PartFields(Autosave):
    """The fields of a part; it is noted which of them this run draws."""

    drawn: set[str] = dataclass_field(default_factory=set)

    def _draw(self, widget: Callable[..., Any], field: str, label: str, stored: Any, **options: Any) -> Any:
        self.drawn.add(f"{self.name}:{field}")
        return super()._draw(widget, field, label, stored, **options)


@dataclass(frozen=True)
class WholeFields:
    """The fields and buttons of one whole. ``kept`` is what is stored, as this run draws it."""

    set_id: UUID
    address: str
    kept: Any
    ledger: Ledger
    drawn: set[str] = dataclass_field(default_factory=set)

    @property
    def name(self) -> str:
        """What keeps its widgets and messages apart from those of others."""
        return f"{place_of(self.set_id)}:{self.address}"

    def part(self, read: Change, change: Callable[[Any, Any], Any]) -> Autosave:
        """The fields of one part: ``read`` is its value in a whole, ``change`` a whole with another value."""

        def save(session: Session, actor: Actor, _field: str, value: Any, _seen: Any) -> Any:
            return read(self._stored(session, actor, change(self._seen, value)))

        return PartFields(self.name, save, drawn=self.drawn)

    def button(self, label: str, key: str, change: Change, *, takes_out: bool = False, **options: Any) -> None:
        """Draw a button that changes the whole; what it takes out can be put back."""

        def work(session: Session, actor: Actor) -> str:
            self._stored(session, actor, change(self._seen), takes_out=takes_out)
            return ""

        actions.button(label, self.name, work, key=f"{self.name}:{key}", **({"type": "tertiary"} | options))

    def settle(self) -> None:
        """Draw what the buttons led to, and why a field was not stored that is not there any more.

        From now on the screen shows the whole as it is stored.
        """
        actions.said(self.name)
        for key in [key for key in self.ledger.refusals if key.startswith(f"{self.name}:") and key not in self.drawn]:
            refuse(self.ledger.refusals.pop(key))
        self.ledger.seen[f"{self.name}:whole"] = self.kept

    @property
    def _seen(self) -> Any:
        """The whole that the screen showed when it was last drawn to its end, or stored since."""
        return self.ledger.seen.get(f"{self.name}:whole", self.kept)

    def _stored(self, session: Session, actor: Actor, whole: Any, *, takes_out: bool = False) -> Any:
        put = criteria.take_out if takes_out else criteria.put
        kept = put(session, actor, self.set_id, self.address, whole, self._seen)
        self.ledger.seen[f"{self.name}:whole"] = kept
        return kept


def whole_of(draft: DraftRow, address: str) -> WholeFields:
    """The whole at an address."""
    kept = criteria.place(draft.data, address).kept
    return WholeFields(draft.row.set_id, address, kept, ledger_of_tab())

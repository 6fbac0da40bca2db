"""The fields of a draft of a criteria set: each stores itself under its address as it is typed."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import criteria
from services.access import Actor
from services.criteria import Choice, Day, DraftRow, Flag, Number, Several, Text
from ui.autosave import Autosave, ledger_of_tab
from ui.transactions import plain, refuse

NARROW = 210
"""Pixels: a field for a number."""
MIDDLE = 380
"""Pixels: a list to choose from."""
NOT_CHOSEN = "Chưa chọn"

Options = Mapping[Any, str]
"""Value → words."""


def place_of(set_id: UUID) -> str:
    """What keeps the widgets and messages of one set apart from those of another."""
    return f"criteria:{set_id}"


def fields_of(draft: DraftRow) -> Autosave:
    """The fields of one draft; the name of one is its address."""
    set_id = draft.row.set_id

    def save(session: Session, actor: Actor, address: str, value: Any, seen: Any) -> Any:
        return criteria.put(session, actor, set_id, address, value, seen)

    return Autosave(place_of(set_id), save)


def unplaced(draft: DraftRow) -> None:
    """Say, once, why something was not stored whose part somebody else has taken out meanwhile."""
    ledger, start = ledger_of_tab(), f"{place_of(draft.row.set_id)}:"
    for key in [key for key in ledger.refusals if key.startswith(start)]:
        if not criteria.is_there(draft.data, key.removeprefix(start).split(":")[0]):
            refuse(ledger.refusals.pop(key))


def field(draft: DraftRow, address: str, *, label: str = "", options: Options | None = None, **more: Any) -> None:
    """Draw the field at an address as its kind wants it; ``options`` where the set itself does not know them."""
    place = criteria.place(draft.data, address)
    kind, words = place.field, label or place.field.label
    fields, shown = fields_of(draft), kind.shown(place.kept)
    match kind:
        case Text(has_lines=True):
            fields.area(address, words, shown, height="content", **more)
        case Text():
            fields.text(address, words, shown, **more)
        case Number():
            fields.text(address, words, shown, **({"width": NARROW, "placeholder": "ví dụ 4,75"} | more))
        case Flag():
            fields.toggle(address, words, shown, **more)
        case Day():
            fields.day(address, words, shown, **({"width": NARROW} | more))
        case Several():
            known = _chosen_from(shown, _of(kind, place.rest, options))
            fields.people(address, words, shown, **(as_taps(known) | more))
        case Choice():
            usual = {"index": None, "placeholder": NOT_CHOSEN, "width": MIDDLE}
            chosen = [] if shown is None else [shown]
            fields.pick(address, words, shown, **(usual | _chosen_from(chosen, _of(kind, place.rest, options)) | more))


def _chosen_from(chosen: list[Any], options: Options) -> dict[str, Any]:
    """The options as a widget wants them, with what is chosen though it is none of them."""
    known = {**options, **{value: str(value) for value in chosen if value not in options}}
    return {"options": list(known), "format_func": known.__getitem__}


def as_taps(known: dict[str, Any]) -> dict[str, Any]:
    """The options of taps, which read their words as Markdown: words of a document stay as they are written."""
    said: Callable[[Any], str] = known["format_func"]
    return known | {"format_func": lambda value: plain(said(value))}


def _of(kind: Choice | Several, name: str, options: Options | None) -> Options:
    known = _words(name, options)
    return {value: known.get(value, str(value)) for value in kind.options} if kind.options else known


def _words(name: str, options: Options | None) -> Options:
    return options or {value: capital(words) for value, words in criteria.OPTION_NAMES.get(name, {}).items()}


def capital(words: str) -> str:
    """Words as they stand alone."""
    return f"{words[:1].upper()}{words[1:]}"

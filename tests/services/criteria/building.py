"""Building a criteria set as the screen does: part by part, field by field, each as it is typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from models import CriteriaSet
from services import criteria
from services.access import Actor
from services.criteria import FIELDS, Data, Part, editing, joined, place, plain
from services.criteria.parts import LISTS

Insert = Callable[[str, Data], str]
Put = Callable[[str, Any], object]


def built(session: Session, actor: Actor, unit_id: UUID, data: Data) -> UUID:
    """A draft with everything that stands in the plain data of a form, but for its id and version."""
    set_id = criteria.begin(session, actor, unit_id, data["kind"])

    def insert(address: str, row: Data) -> str:
        return criteria.insert(session, actor, set_id, address, row)

    def put(address: str, value: Any) -> object:
        """Type a value in as the screen would: in its spelling, over what it shows."""
        standing = place(plain.read(session.get_one(CriteriaSet, set_id).body), address)
        field = standing.field
        return criteria.put(session, actor, set_id, address, field.shown(value), field.shown(standing.kept))

    _part(insert, put, Part.FORM, "", data)
    return set_id


def edited(data: Data) -> Data:
    """The same without a database, by the edits that the services make."""
    draft: Data = {"id": data["id"], "version": data["version"]}

    def insert(address: str, row: Data) -> str:
        edit = editing.insert(draft, address, row, None)
        draft.update(edit.data)
        return edit.address

    def put(address: str, value: Any) -> None:
        field = place(draft, address).field
        edit = editing.put(draft, address, field.parsed(field.shown(value)))
        draft.clear()
        draft.update(edit.data)

    _part(insert, put, Part.FORM, "", data)
    return draft


def _part(insert: Insert, put: Put, part: Part, address: str, row: Data) -> None:
    for name, kind in LISTS.get(part, {}).items():
        for inner in criteria.value_of(row, name) or []:
            _part(insert, put, kind, insert(joined(address, name), {"id": inner["id"]}), inner)
    # The way of scoring first: the other fields are there because of it.
    for name in sorted(FIELDS[part], key=lambda name: name != "method"):
        value = criteria.value_of(row, name)
        # What the portal proposes (issuer, numbers) is emptied where the file has nothing.
        if value is not None or name in {"issuer", "number"}:
            put(joined(address, name), value)

"""The criteria sets that ship with the product (``data/criteria``): read on the screen, and copied into a draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from services import units
from services.access import Actor, Permission
from services.criteria.beginning import copied
from services.criteria.examining import Examined, examined
from services.criteria.keeping import require_steward
from services.criteria.kinds import OWN, Kind
from services.errors import NotFound
from services.scoring import Form
from services.vietnamese import sort_key
from settings import HOME

FOLDER = Path(HOME, "data", "criteria")


@dataclass(frozen=True)
class ShippedRow:
    """A set that ships; ``name`` is that of its file."""

    name: str
    kind: Kind
    form: Form
    examined: Examined


def shipped(actor: Actor) -> list[ShippedRow]:
    """Every set that ships: by kind, the newest first. NotAllowed for those who keep no sets."""
    actor.require(Permission.CRITERIA_WRITE)
    return sorted(_found().values(), key=_order)


def shipped_set(actor: Actor, name: str) -> ShippedRow:
    """One of them; NotFound for a name that none has."""
    actor.require(Permission.CRITERIA_WRITE)
    if name not in _found():
        raise NotFound
    return _found()[name]


def copy_shipped(session: Session, actor: Actor, name: str, unit_id: UUID, token: UUID | None = None) -> UUID:
    """Make a draft of a set that ships, as one of a unit's own. The same token again is the same draft.

    Like ``copy``: what a document says anew (number, days) is left out.
    """
    require_steward(session, actor, unit_id)
    source = shipped_set(actor, name)
    issuer = units.unit(session, actor, unit_id).name
    return copied(session, actor, unit_id, source.examined.data | {"issuer": issuer}, token)


@cache
def _found() -> dict[str, ShippedRow]:
    """By name. Files of the product: read once, they change with the product only."""
    return {row.name: row for row in _rows()}


def _rows() -> Iterator[ShippedRow]:
    kinds = {kind.code: kind for kind in OWN}
    for file in sorted(FOLDER.glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        kind = kinds[str(examined(text, None).data["kind"])]
        found = examined(text, kind.subject)
        if found.form is not None:
            yield ShippedRow(file.stem, kind, found.form, found)


def _order(row: ShippedRow) -> tuple[int, int, int, str]:
    return OWN.index(row.kind), -row.form.valid_from.toordinal(), -row.form.version, sort_key(row.form.title)

"""A criteria set opened for changing: locked until the transaction ends, kept with its revision and its audit entry."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from models import CriteriaSet, CriteriaState
from services import audit
from services.access import Actor, Permission, within_reach
from services.clock import now
from services.criteria import plain
from services.criteria.addresses import Data
from services.criteria.identifiers import is_id
from services.errors import Conflict, NotFound

OPEN = frozenset({CriteriaState.DRAFT, CriteriaState.CHECKED})


@dataclass
class OpenDraft:
    """A set that may be changed now, with its plain data."""

    session: Session
    actor: Actor
    row: CriteriaSet
    data: Data

    def keep(self, data: Data, action: str, **details: Any) -> None:
        """Store the data as the next revision. One that was checked is a draft again, and that is written down."""
        row = self.row
        row.body = plain.text_of(data)
        for name, value in columns(data, row).items():
            setattr(row, name, value)
        row.revision += 1
        row.changed_at = now()
        if row.state is CriteriaState.CHECKED:
            row.state = CriteriaState.DRAFT
            self.note("criteria_set:reopened", by=action)
        self.data = data
        self.session.flush()
        self.note(action, revision=row.revision, **details)

    def note(self, action: str, **details: Any) -> None:
        """Write an entry about the set."""
        audit.record(
            self.session, self.actor, action, self.row, entity_id=self.row.id, unit_id=self.row.unit_id, **details
        )


def opened(session: Session, actor: Actor, set_id: UUID) -> OpenDraft:
    """The set for somebody who may change it. Raises NotFound, NotAllowed, Conflict once it is published."""
    row = locked(session, actor, set_id)
    if row.state not in OPEN:
        raise Conflict(
            "Bộ tiêu chí này đã ban hành nên không sửa được nữa. Muốn thay đổi, đồng chí lập phiên bản mới từ bộ này."
        )
    return OpenDraft(session, actor, row, plain.read(row.body))


def locked(session: Session, actor: Actor, set_id: UUID) -> CriteriaSet:
    """The set in reach, for somebody who keeps sets; nobody else changes it until the transaction ends."""
    query = (
        select(CriteriaSet)
        .where(CriteriaSet.id == set_id, within_reach(actor, CriteriaSet.unit_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = session.exec(query).one_or_none()
    if row is None:
        raise NotFound
    actor.require(Permission.CRITERIA_WRITE)
    return row


def columns(data: Data, row: CriteriaSet) -> dict[str, Any]:
    """The columns as far as the data can fill them; what is missing or wrong leaves them as they are."""
    starts, ends = data.get("valid_from"), data.get("valid_to")
    found: dict[str, Any] = {
        name: _text(data.get(name))[:longest]
        for name, longest in (("title", 300), ("issuer", 200), ("document_number", 80))
    }
    found["document_date"] = data.get("document_date") if _is_day(data.get("document_date")) else None
    found["valid_from"] = starts if _is_day(starts) else row.valid_from
    found["valid_to"] = ends if _is_day(ends) and ends > found["valid_from"] else None
    found["kind"] = data["kind"] if is_id(data.get("kind")) else row.kind
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_day(value: object) -> bool:
    return isinstance(value, date)

"""Taking data out of the portal: a permission of its own, and an entry in the audit trail every time."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from services import audit, clock
from services.access import Actor, Permission, require_reach
from services.tables import Table


def allowed(session: Session, actor: Actor, unit_id: UUID, file_name: str, rows: int) -> None:
    """Note that the actor takes ``rows`` rows about a unit away in a file. Raises NotFound, NotAllowed."""
    require_reach(session, actor, unit_id)
    actor.require(Permission.EXPORT)
    audit.record(
        session, actor, "export:made", "file", entity_id=file_name[:60], unit_id=unit_id, file=file_name, rows=rows
    )


def signed(table: Table, actor: Actor) -> Table:
    """The table with a line that says who took it and when."""
    moment = clock.local(clock.now())
    return replace(
        table, notes=(*table.notes, f"{actor.display_name} ({actor.username}) tải lúc {moment:%H:%M %d/%m/%Y}")
    )

"""The rows behind figures of one member: meetings, and the member's standing."""

from collections.abc import Iterable

from models import Presence
from services.metrics import counted
from services.metrics.columns import HELD_ON, MEMBER, MONTH, PRESENCES, REASON
from services.metrics.figures import Behind, Listing, listing
from services.metrics.rolls import Mark
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.tables import Column, Kind


def marks(sources: Sources, placed: Placed) -> Listing:
    """The regular meetings of the span at which the member stood on the roll."""
    return _marks(counted.marks(sources, placed))


def absent(presence: Presence) -> Behind:
    """Those at which the member was due and absent in this way."""

    def behind(sources: Sources, placed: Placed) -> Listing:
        found = counted.marks(sources, placed)
        return _marks(mark for mark in found if mark.is_due and mark.presence is presence)

    return behind


def year(sources: Sources, placed: Placed) -> Listing:
    """Those of the year up to the end of the span."""
    within = set(sources.year_of_meetings(placed.unit_id, placed))
    return _marks(mark for mark in counted.all_marks(sources, placed) if mark.month in within)


def _marks(found: Iterable[Mark]) -> Listing:
    return listing(
        (MONTH, HELD_ON, Column("Điểm danh", Kind.TEXT, 22), REASON, Column("Phát biểu", Kind.TEXT, 10)),
        (
            (mark.month, mark.held_on, PRESENCES[mark.presence], mark.reason, "Có" if mark.spoke else "")
            for mark in found
        ),
    )


def person(sources: Sources, placed: Placed) -> Listing:
    """When the member was admitted and became official."""
    stay = counted.stay(sources, placed)
    return listing(
        (MEMBER, Column("Ngày kết nạp", Kind.DATE, 14), Column("Ngày chính thức", Kind.DATE, 16)),
        [(stay.full_name, stay.admitted_on, stay.confirmed_on)] if stay else [],
    )

"""The days around the meetings of the sample: preparation before them, minutes sent after them."""

from datetime import date, timedelta

from models import PositionKind
from services.sample.people import Cell
from services.sample.scale import Frame
from services.sample.sittings import Sitting

PREPARED, PREPARED_BY_WEAK = 0.94, 0.45
"""Share of meetings for which each day is recorded."""
DAYS_BEFORE, BEFORE_WEIGHTS = (1, 2, 3, 0), (45, 30, 20, 5)
DAYS_AFTER, AFTER_WEIGHTS = (1, 2, 0, 4, 8), (45, 30, 10, 10, 5)
"""Mostly within the two days that HD 42-HD/BTCTW allows."""
COMMITTEE = (PositionKind.DEPUTY_SECRETARY, PositionKind.CELL_COMMITTEE_MEMBER)


class Around:
    """The habits of one cell before and after its meetings."""

    def __init__(self, frame: Frame, cell: Cell) -> None:
        self._frame, self._cell = frame, cell
        self._chance = frame.chance("around", cell.unit_id)
        self._share = PREPARED_BY_WEAK if cell.is_weak else PREPARED

    def days(self, sitting: Sitting) -> dict[str, date | None]:
        """The three days of a record, None where the cell recorded none."""
        held_on = sitting.held_on
        met_on, put_up_on = (self._day(held_on, -1, DAYS_BEFORE, BEFORE_WEIGHTS) for _ in range(2))
        sent_on = self._day(held_on, 1, DAYS_AFTER, AFTER_WEIGHTS)
        has_committee = any(self._cell.holder_on(kind, held_on) for kind in COMMITTEE)
        is_sent = sent_on is not None and sitting.submitted_at is not None and sent_on < self._frame.until
        return {
            "premeeting_on": met_on if has_committee else None,
            "documents_on": put_up_on,
            "minutes_on": sent_on if is_sent else None,
        }

    def _day(self, held_on: date, way: int, days: tuple[int, ...], weights: tuple[int, ...]) -> date | None:
        away = timedelta(days=way * self._chance.weighted(days, weights))
        return held_on + away if self._chance.happens(self._share) else None

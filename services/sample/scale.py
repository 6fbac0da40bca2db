"""How large a sample is, and what all its parts share."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from services import months
from services.clock import VIETNAM
from services.sample.chance import Chance, Keys, chance_of


@dataclass(frozen=True)
class Scale:
    """A size of sample. Every district has 215 cells and 4,800 members (DOMAIN, section 3: capacity)."""

    name: str
    provinces: int
    districts: int
    """In each province."""
    months: int = 24
    """Months of meetings before the month of ``until``."""


DISTRICT = Scale("district", provinces=1, districts=1)
PROVINCE = Scale("province", provinces=1, districts=12)
NATION = Scale("nation", provinces=34, districts=34, months=3)
"""Three months only: two years of a nation's meetings are 230 million rows."""
SCALES = {scale.name: scale for scale in (DISTRICT, PROVINCE, NATION)}

HISTORY_FROM = date(2020, 1, 1)
"""Joining and leaving are drawn from here on; whoever was there before is simply there."""


class Frame:
    """What every part of one sample shares: its seed, its days and its keys."""

    def __init__(self, scale: Scale, seed: int, until: date) -> None:
        self.scale = scale
        self.seed = seed
        self.until = until
        self.this_month = months.month_of(until)
        self.months = months.span(months.after(self.this_month, -scale.months), months.after(self.this_month, -1))
        self.began_on = self.months[0]
        self.moment = datetime.combine(until, time.min, VIETNAM)
        """Nothing in the sample happens at or after this moment, the first of the day ``until``."""
        self._keys = Keys(seed, until)

    def key(self) -> UUID:
        """A fresh primary key."""
        return self._keys.fresh()

    def chance(self, *place: object) -> Chance:
        """The draws of one place."""
        return chance_of(self.seed, *place)

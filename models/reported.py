"""Figures as a unit reported them, beside what the portal computes."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlmodel import Field

from models.base import Table, key, reference


class ReportedFigure(Table, table=True):
    """A figure stored as it was reported: never repaired, only compared.

    ``spoken`` keeps the wording of an estimate ("trên 200"); ``source`` names the document.
    """

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    measure: str = Field(max_length=80, index=True)
    reported_on: date
    value: Decimal | None = Field(default=None, max_digits=16, decimal_places=4)
    spoken: str = Field(default="", max_length=200)
    source: str = Field(default="", max_length=300)

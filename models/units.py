"""Units (tổ chức đảng): a tree of any depth whose names, kinds and parents are effective-dated."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, key, reference, sorted_text


class UnitKind(StrEnum):
    """What a node of the tree is. Any kind may be a deployment's root: levels are data."""

    PROVINCE = "province"
    DISTRICT = "district"
    BLOC = "bloc"
    COMMUNE = "commune"
    COMMITTEE = "committee"
    SUB_COMMITTEE = "sub_committee"
    GRASSROOTS_CELL = "grassroots_cell"
    CELL = "cell"

    @property
    def is_cell(self) -> bool:
        """Whether members belong to it directly and it meets every month."""
        return self in CELL_KINDS


CELL_KINDS = frozenset({UnitKind.GRASSROOTS_CELL, UnitKind.CELL})


class CellType(StrEnum):
    """Loại hình chi bộ: the six content types of HD 42-HD/BTCTW."""

    VILLAGE = "village"
    OFFICE = "office"
    STATE_ENTERPRISE = "state_enterprise"
    PRIVATE_ENTERPRISE = "private_enterprise"
    STUDENT = "student"
    ARMED_FORCES = "armed_forces"


class EventKind(StrEnum):
    """The seven structural events of units, and their founding."""

    FOUNDING = "founding"
    SPLIT = "split"
    MERGE = "merge"
    CONSOLIDATION = "consolidation"
    DISSOLUTION = "dissolution"
    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    HANDOVER = "handover"


class Unit(Table, table=True):
    """A node of the tree: an identity that outlives its names, kinds and parents."""

    __table_args__ = (
        sa.CheckConstraint("path = lower(path)", name="path_is_lower_case"),
        sa.CheckConstraint("path LIKE '/%/'", name="path_has_slashes"),
    )

    id: UUID = key()
    path: str = Field(
        sa_type=sorted_text(400),
        unique=True,
    )
    """Today's way from the root, ``/<hex>/<hex>/``: reach is a range over it (services.access)."""


class UnitEra(Table, table=True):
    """A stretch of time in which a unit's name, kind, type and parent stayed the same.

    ``starts_on`` belongs to the era, ``ends_on`` is the first day after it (None: still in force).
    """

    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
        sa.UniqueConstraint("unit_id", "starts_on"),
    )

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    starts_on: date
    ends_on: date | None = None
    name: str = Field(max_length=200)
    search_key: str = Field(max_length=200, index=True)
    sort_key: str = Field(sa_type=sorted_text(600))
    kind: UnitKind = choice(UnitKind)
    cell_type: CellType | None = choice(CellType, nullable=True)
    parent_id: UUID | None = reference("unit.id", nullable=True)


class UnitEvent(Table, table=True):
    """A structural event with its decision; predecessors and successors are in UnitSuccession."""

    id: UUID = key()
    kind: EventKind = choice(EventKind)
    happened_on: date
    decision_number: str | None = Field(default=None, max_length=80)
    decided_on: date | None = None
    note: str = Field(default="", max_length=1000)


class UnitSuccession(Table, table=True):
    """Which unit came out of which in an event (both the same when it lives on)."""

    event_id: UUID = reference("unit_event.id", primary_key=True)
    predecessor_id: UUID = reference("unit.id", primary_key=True)
    successor_id: UUID = reference("unit.id", primary_key=True)

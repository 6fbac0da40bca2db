"""Who changed what, when: written in the same transaction as the change."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, instant, reference


class AuditEntry(Table, table=True):
    """One change. Ordered by ``sequence``, not by time: clocks are set back, sequences are not."""

    sequence: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
    )
    at: datetime = instant()
    account_id: UUID | None = reference("account.id", nullable=True)
    """None: the operator at the command line."""
    action: str = Field(max_length=60, index=True)
    entity: str = Field(max_length=60)
    entity_id: str = Field(max_length=60, index=True)
    unit_id: UUID | None = reference("unit.id", nullable=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)

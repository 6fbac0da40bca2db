"""The base of every table: our own registry, constraint names, keys and column types.

The registry is ours because Streamlit reloads our modules and not SQLModel's: on SQLModel's own
registry an edited model would raise "Table already defined".
"""

import secrets
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import declared_attr, registry
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

METADATA = sa.MetaData(naming_convention=NAMES)


def snake_case(name: str) -> str:
    """``UnitEra`` → ``unit_era``."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class Table(SQLModel, registry=registry(metadata=METADATA)):
    """Base of every stored thing. Table classes do not validate: services take drafts."""

    metadata = METADATA

    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:
        return snake_case(cls.__name__)


def new_id() -> UUID:
    """A key in the layout of UUID version 7: it grows with time, so indexes stay compact."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | secrets.randbits(80)
    number = (number & ~(0xF << 76)) | (0x7 << 76)
    number = (number & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=number)


def key() -> Any:
    """The primary key of a table: made by us, so never None."""
    return Field(default_factory=new_id, primary_key=True)


class Instant(sa.TypeDecorator[datetime]):
    """A moment in UTC: always aware in Python, on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a naive moment rather than guess its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"naive moment {value!r}"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the zone back to what SQLite stores without one."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def sorted_text(length: int) -> sa.types.TypeEngine[str]:
    """A column type for text that is compared by code point on every database, whatever language a server speaks."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    """A column for a moment in time."""
    default = None if nullable else ...
    return Field(default=default, sa_type=Instant, nullable=nullable, index=index)


def choice(options: type[StrEnum], *, default: Any = ..., nullable: bool = False, primary_key: bool = False) -> Any:
    """A column for one of our enumerations, stored as its value and checked by the database."""
    column = sa.Enum(
        options,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=snake_case(options.__name__),
        values_callable=lambda members: [member.value for member in members],
    )
    if nullable and default is ...:
        default = None
    return Field(default=default, sa_type=column, nullable=nullable, primary_key=primary_key)


def reference(table_column: str, *, nullable: bool = False, index: bool = True, primary_key: bool = False) -> Any:
    """A foreign key that forbids deleting what it points to."""
    default = None if nullable else ...
    return Field(default=default, foreign_key=table_column, nullable=nullable, index=index, primary_key=primary_key)

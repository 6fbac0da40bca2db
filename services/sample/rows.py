"""The rows of a sample, gathered in memory and written a table at a time."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlmodel import Session

from models import Attendance, Meeting, Member, Table, Unit
from models.base import METADATA, snake_case

_ORDER = {table.name: place for place, table in enumerate(METADATA.sorted_tables)}


@dataclass(frozen=True)
class Summary:
    """How much was written."""

    rows: int
    units: int
    members: int
    meetings: int
    attendances: int


class Chunk:
    """A part of a sample that can be written in one transaction after the parts before it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: defaultdict[type[Table], list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: type[Table], **fields: Any) -> None:
        """Keep a row; a column without a usual value must be given."""
        self.rows[table].append(_usual(table) | fields)

    def write(self, session: Session) -> None:
        """Insert everything, tables that are referred to first. Flushes, never commits."""
        connection = session.connection()
        for table in sorted(self.rows, key=lambda table: _ORDER[snake_case(table.__name__)]):
            # The table below the model: nothing is tracked, so a nation's rows pass at full speed.
            connection.execute(METADATA.tables[snake_case(table.__name__)].insert(), self.rows[table])


class Later(Chunk):
    """A part that can only be made when the parts before it are stored, because it looks at them."""

    def __init__(self, name: str, make: Callable[[Session, Chunk], None]) -> None:
        super().__init__(name)
        self._make = make

    def write(self, session: Session) -> None:
        """Make the rows from what is stored, and insert them."""
        self._make(session, self)
        super().write(session)


@cache
def _usual(table: type[Table]) -> dict[str, Any]:
    """What a column holds when nothing is said: a bulk insert does not ask the model."""
    fields = table.model_fields.items()
    return {name: field.default for name, field in fields if field.default not in {PydanticUndefined, ...}}


class Count:
    """Adds up what chunks held."""

    def __init__(self) -> None:
        self._rows: Counter[type[Table]] = Counter()

    def add(self, chunk: Chunk) -> None:
        """Count a chunk in."""
        self._rows.update({table: len(rows) for table, rows in chunk.rows.items()})

    @property
    def summary(self) -> Summary:
        """The sums so far."""
        rows = self._rows
        return Summary(rows.total(), rows[Unit], rows[Member], rows[Meeting], rows[Attendance])

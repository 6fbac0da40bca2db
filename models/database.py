"""The engine and the two kinds of transaction: ``read_tx()`` and ``write_tx()``.

SQLite runs as measured to survive a power cut and twenty writers at once: WAL, synchronous FULL,
BEGIN IMMEDIATE for writes, and one first-come-first-served lock around write transactions, because
SQLite's own busy handler is unfair. PostgreSQL needs none of that.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pysqlite3 import dbapi2 as sqlite
from sqlmodel import Session

from settings import settings

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-32000",
)
"""Set on every connection. FULL, not NORMAL: with NORMAL a power cut loses acknowledged saves."""

FIRST_SOUND_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL database when two connections checkpoint (sqlite.org/wal.html#walresetbug)."""


class UnsoundSqlite(RuntimeError):
    """The SQLite library has the WAL-reset bug; the portal must not write with it."""


class FairLock:
    """A mutual exclusion that serves waiters in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def __enter__(self) -> None:
        turn = threading.Event()
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(turn)
        turn.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_write_turn = FairLock()


def engine_for(url: str) -> sa.Engine:
    """An engine with every safeguard of its kind of database; parameters never reach the log."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if sqlite.sqlite_version_info < FIRST_SOUND_SQLITE:
        raise UnsoundSqlite(sqlite.sqlite_version)
    _make_folder(url)
    engine = sa.create_engine(url, module=sqlite, connect_args={"timeout": 30}, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare_connection)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _make_folder(url: str) -> None:
    database = sa.make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _prepare_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we emit BEGIN ourselves, see _begin
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    is_write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


_configured: sa.Engine | None = None


def configure(engine: sa.Engine) -> None:
    """Make this the engine of the process (tests, tools); otherwise the settings decide."""
    global _configured  # noqa: PLW0603 - the one process-wide thing, set before any work
    _configured = engine


@cache
def _engine_of_settings() -> sa.Engine:
    return engine_for(settings().database_url)


def engine() -> sa.Engine:
    """The engine of this process."""
    return _configured or _engine_of_settings()


@contextmanager
def read_tx() -> Iterator[Session]:
    """A consistent view; nothing done in it is kept."""
    with Session(engine(), expire_on_commit=False) as session:
        yield session


@contextmanager
def write_tx() -> Iterator[Session]:
    """All or nothing: commits when the block ends well, rolls back on anything else."""
    target = engine()
    if target.dialect.name != "sqlite":
        with Session(target, expire_on_commit=False) as session, session.begin():
            yield session
        return
    with _write_turn, Session(target.execution_options(write=True), expire_on_commit=False) as session:
        with session.begin():
            yield session

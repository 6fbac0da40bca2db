"""Transactions: all or nothing, in the order of arrival, on an engine that survives a power cut."""

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pysqlite3 import dbapi2 as sqlite
from sqlmodel import select

from models import SignInAttempt, Unit
from models.base import METADATA, new_id
from models.database import FairLock, engine_for, read_tx, write_tx


def an_attempt() -> SignInAttempt:
    return SignInAttempt(username="x", address="y", tried_at=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_write_is_kept(engine):
    with write_tx() as session:
        session.add(an_attempt())
    with read_tx() as session:
        assert session.exec(select(SignInAttempt.username)).all() == ["x"]


@pytest.mark.parametrize("interruption", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_whatever_interrupts_a_write_undoes_it(engine, interruption):
    def interrupted() -> None:
        with write_tx() as session:
            session.add(an_attempt())
            session.flush()
            raise interruption

    with pytest.raises(interruption):
        interrupted()
    with read_tx() as session:
        assert session.exec(select(SignInAttempt)).all() == []


def test_nothing_done_while_reading_is_kept(engine):
    with read_tx() as session:
        session.add(an_attempt())
        session.flush()
    with read_tx() as session:
        assert session.exec(select(SignInAttempt)).all() == []


def test_a_moment_comes_back_with_its_zone(engine):
    with write_tx() as session:
        session.add(an_attempt())
    with read_tx() as session:
        assert session.exec(select(SignInAttempt.tried_at)).one() == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused(session):
    session.add(
        SignInAttempt(username="x", address="y", tried_at=datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    )
    with pytest.raises(sa.exc.StatementError, match="naive"):
        session.flush()


def test_the_database_refuses_a_path_in_capitals(session):
    session.add(Unit(path="/ABC/"))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_sqlite_writes_through_to_the_disk_and_keeps_its_keys(sqlite_engine):
    with sqlite_engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_write_takes_its_turn_when_it_begins_not_when_it_first_writes(sqlite_engine):
    """Deferred, two transactions that read first would both begin, and one of them would fail when it writes."""
    another = sqlite.connect(sqlite_engine.url.database, timeout=0, isolation_level=None)
    with write_tx() as session:
        session.connection()
        with pytest.raises(sqlite.OperationalError, match="locked"):
            another.execute("BEGIN IMMEDIATE")
    another.execute("BEGIN IMMEDIATE")
    another.close()


def test_twenty_writers_that_read_first_all_get_through(engine):

    def write_ten_times() -> None:
        for _ in range(10):
            with write_tx() as session:
                session.exec(select(SignInAttempt.id)).first()
                session.add(an_attempt())

    threads = [threading.Thread(target=write_ten_times) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read_tx() as session:
        assert len(session.exec(select(SignInAttempt.id)).all()) == 200


def test_the_lock_serves_in_the_order_of_arrival():
    lock, served, ready = FairLock(), [], [threading.Event() for _ in range(10)]

    def wait(number: int) -> None:
        ready[number].set()
        with lock:
            served.append(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(10)]
    with lock:
        for number, thread in enumerate(threads):
            thread.start()
            ready[number].wait()
            while len(lock._waiting) <= number:
                pass
    for thread in threads:
        thread.join()
    assert served == list(range(10))


def test_the_migrations_make_exactly_the_tables_of_the_models(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": METADATA, "compare_type": False})
        assert compare_metadata(context, METADATA) == []


def test_keys_grow_with_time():
    keys = [new_id() for _ in range(3)]
    assert {key.version for key in keys} == {7}
    assert keys[0].int >> 80 <= keys[1].int >> 80 <= keys[2].int >> 80


def test_an_old_sqlite_is_refused(monkeypatch):
    from models import database

    monkeypatch.setattr(database, "FIRST_SOUND_SQLITE", (99, 0, 0))
    with pytest.raises(database.UnsoundSqlite):
        engine_for("sqlite:///x")

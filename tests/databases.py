"""Fixtures: the same test on a real SQLite file and on a real PostgreSQL server.

``session``      an open transaction that is rolled back: for services, which never commit
``rolled_back``  the same as a block, a fresh one per example of a property test
``engine``       the database itself, set as the one behind ``read_tx()`` and ``write_tx()``: for whatever commits

Every test starts with the schema of the migrations and no rows. ``-m sqlite`` or ``-m postgres`` runs one kind.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from models.database import configure, engine_for
from models.migration import upgrade
from tests.postgres import postgres_server
from tests.server import sample_district

NOWHERE = sa.create_engine("sqlite:////dev/null/no-database-in-this-test", poolclass=sa.QueuePool)
"""A test that forgot to ask for a database fails here, instead of writing into the developer's own."""

BACKENDS = [pytest.param(name, marks=getattr(pytest.mark, name)) for name in ("sqlite", "postgres")]


configure(NOWHERE)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and no rows, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "portal.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_engine(migrated_file: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    """A SQLite file of this test's own."""
    path = shutil.copy(migrated_file, tmp_path / "portal.sqlite")
    with in_use(engine_for(f"sqlite:///{path}")) as engine:
        yield engine


@pytest.fixture(scope="session")
def postgres() -> Iterator[sa.Engine]:
    """The server of this test process: started when the first test asks for it."""
    with postgres_server() as url:
        upgrade(url)
        engine = engine_for(url)
        yield engine
        engine.dispose()


@pytest.fixture
def postgres_engine(postgres: sa.Engine) -> Iterator[sa.Engine]:
    """The server's database, empty again."""
    _empty(postgres)
    with in_use(postgres) as engine:
        yield engine


@pytest.fixture(params=BACKENDS)
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    """The test's database; asking for it runs the test once per kind."""
    found: sa.Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture
def rolled_back(engine: sa.Engine) -> Callable[[], AbstractContextManager[Session]]:
    """Open transactions of which nothing stays; on SQLite an open one holds the only write turn."""

    @contextmanager
    def opened() -> Iterator[Session]:
        with Session(engine.execution_options(write=True), expire_on_commit=False) as session:
            yield session

    return opened


@pytest.fixture
def session(rolled_back: Callable[[], AbstractContextManager[Session]]) -> Iterator[Session]:
    """One transaction around the test, rolled back at its end."""
    with rolled_back() as session:
        yield session


@contextmanager
def in_use(engine: sa.Engine) -> Iterator[sa.Engine]:
    """The engine as that of the process; a connection that is still open at the end is a defect."""
    configure(engine)
    yield engine
    pool = engine.pool
    assert isinstance(pool, sa.QueuePool)
    left_open = pool.checkedout()
    engine.dispose()
    configure(NOWHERE)
    assert left_open == 0, f"{left_open} connection(s) left open"


def _empty(engine: sa.Engine) -> None:
    """Delete every row without looking at keys and triggers: twenty times quicker than TRUNCATE."""
    tables = set(sa.inspect(engine).get_table_names()) - {"alembic_version"}
    quote = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in tables:
            connection.exec_driver_sql(f"DELETE FROM {quote(table)}")


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample district, made once for all test processes; copy it, never write into it."""
    base = tmp_path_factory.getbasetemp()
    return sample_district(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture
def sample_engine(sample_file: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    """The sample district in a SQLite file of this test's own, as the database of the process."""
    path = shutil.copy(sample_file, tmp_path / "portal.sqlite")
    with in_use(engine_for(f"sqlite:///{path}")) as engine:
        yield engine

"""The sample district, built once: every test here reads it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from models.database import engine_for
from services import sample
from tests.services.sample.looking import UNTIL


@pytest.fixture(scope="session")
def built(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sa.Engine, sample.Summary]]:
    """A database with the district in it, and what the building said of it."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("sample") / "portal.sqlite")
    engine = engine_for(f"sqlite:///{path}")
    with Session(engine.execution_options(write=True)) as session:
        summary = sample.build(session, until=UNTIL, password_hash="no-hash")
        session.commit()
    yield engine, summary
    engine.dispose()


@pytest.fixture
def district(built: tuple[sa.Engine, sample.Summary]) -> Iterator[Session]:
    """The district, to be read."""
    with Session(built[0], expire_on_commit=False) as session:
        yield session

"""Bringing a database to the schema of this code."""

from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from models.database import engine_for

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


def _configuration(connection: sa.Connection | None = None) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(SCRIPTS))
    configuration.attributes["connection"] = connection
    return configuration


class BrokenReferences(RuntimeError):
    """A migration left rows that point to nothing; nothing of it was kept."""


def upgrade(url: str, to: str = "head") -> None:
    """Run every missing migration in one transaction: it works wholly or changes nothing.

    Raises BrokenReferences when rows would be left that point to nothing.
    """
    engine = _engine(url)
    with engine.execution_options(write=True).begin() as connection:
        command.upgrade(_configuration(connection), to)
        _require_whole(connection)
    engine.dispose()


def _engine(url: str) -> sa.Engine:
    """On SQLite, changing a table means making it anew, which its foreign keys would forbid: they are checked at the end."""
    engine = engine_for(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    return engine


def _require_whole(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise BrokenReferences


def written(message: str) -> Path:
    """Compare the models with the migrations so far and write the next one; returns its file."""
    with TemporaryDirectory() as folder:
        engine = _engine(f"sqlite:///{folder}/compared.sqlite")
        with engine.execution_options(write=True).begin() as connection:
            configuration = _configuration(connection)
            command.upgrade(configuration, "head")
            number = f"{len(list((SCRIPTS / 'versions').glob('*.py'))) + 1:04d}"
            command.revision(configuration, message=message, autogenerate=True, rev_id=number)
        engine.dispose()
    return next((SCRIPTS / "versions").glob(f"{number}_*.py"))

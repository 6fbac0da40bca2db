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


def upgrade(url: str) -> None:
    """Run every missing migration in one transaction: it works wholly or changes nothing."""
    engine = engine_for(url)
    with engine.execution_options(write=True).begin() as connection:
        command.upgrade(_configuration(connection), "head")
    engine.dispose()


def written(message: str) -> Path:
    """Compare the models with the migrations so far and write the next one; returns its file."""
    with TemporaryDirectory() as folder:
        engine = engine_for(f"sqlite:///{folder}/compared.sqlite")
        with engine.execution_options(write=True).begin() as connection:
            configuration = _configuration(connection)
            command.upgrade(configuration, "head")
            number = f"{len(list((SCRIPTS / 'versions').glob('*.py'))) + 1:04d}"
            command.revision(configuration, message=message, autogenerate=True, rev_id=number)
        engine.dispose()
    return next((SCRIPTS / "versions").glob(f"{number}_*.py"))

"""Alembic's entry: always runs inside the connection that models.migration hands over."""

from alembic import context

import models  # noqa: F401 - fills the metadata
from models.base import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

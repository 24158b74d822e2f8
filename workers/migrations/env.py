"""Runs migrations on the connection that ``workers.schema`` hands over; Alembic's own command line is not used."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from workers.schema import METADATA

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, compare_type=True, compare_server_default=False)
with context.begin_transaction():
    context.run_migrations()

"""The database schema: bring it up to date, and tell whether migrations and models agree."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

import config.failures
import scraper.models
import workers.models
from config.db import Base, reached
from config.errors import PermanentError

# The three modules are imported for their tables; naming them here keeps the imports in use.
TABLE_MODULES = (config.failures, scraper.models, workers.models)
METADATA = Base.metadata
LOCK = "lgo-migrations"


class SchemaOutdatedError(PermanentError):
    """The database is not at the revision this code needs."""

    def __init__(self, found: str | None, needed: str | None) -> None:
        super().__init__(
            f"the database schema is at {found or 'nothing'}, this code needs {needed}: run lgo db upgrade"
        )
        self.found = found
        self.needed = needed


def _config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run every missing migration; two callers take turns. Raises ServiceUnavailableError without a database."""
    with reached(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": LOCK})
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take migrations back to a revision, or ``-1`` for one step."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), to)


def revise(engine: Engine, revision_id: str, message: str) -> None:
    """Write a new migration from the difference between models and database; for developers."""
    with engine.begin() as connection:
        command.revision(_config(connection), message=message, rev_id=revision_id, autogenerate=True)


def drift(engine: Engine) -> list[str]:
    """What differs between the models and the database as it stands; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, METADATA)]


def revision(engine: Engine) -> str | None:
    """The revision the database is at; None where it has no tables of ours. Raises ServiceUnavailableError."""
    with reached(), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check(engine: Engine) -> None:
    """Raise SchemaOutdatedError unless the database is at the newest revision."""
    with reached(), engine.connect() as connection:
        needed = ScriptDirectory.from_config(_config(connection)).get_current_head()
    found = revision(engine)
    if found != needed:
        raise SchemaOutdatedError(found, needed)

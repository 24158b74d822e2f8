"""Alembic migrations of every table; run by ``workers.schema``."""

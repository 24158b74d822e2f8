"""A runtime on real services for the workers' tests, each with a database, a broker number and an index of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.db import SessionMaker, make_engine, make_sessions
from config.services import Endpoints
from config.settings import load_settings
from tests.services import fresh_database
from workers import schema
from workers.runtime import Runtime, build


@contextlib.contextmanager
def made(endpoints: Endpoints, alias: str, home: Path) -> Iterator[Runtime]:
    """A runtime with the newest schema and an index of its own."""
    runtime = build(load_settings(home=home, index_alias=alias, _env_file=None), endpoints)
    schema.upgrade(runtime.engine)
    yield runtime
    runtime.close()


@pytest.fixture
def runtime(
    services: Endpoints, database_url: str, broker_url: str, index_prefix: str, tmp_path: Path
) -> Iterator[Runtime]:
    """Everything work needs."""
    with made(Endpoints(database_url, broker_url, services.opensearch_url), f"{index_prefix}one", tmp_path) as runtime:
        yield runtime


@pytest.fixture
def other_runtime(services: Endpoints, broker_url: str, index_prefix: str, tmp_path: Path) -> Iterator[Runtime]:
    """A second archive beside the first, to compare the two."""
    with (
        fresh_database(services.database_url) as url,
        made(Endpoints(url, broker_url, services.opensearch_url), f"{index_prefix}two", tmp_path) as runtime,
    ):
        yield runtime


@pytest.fixture
def sessions(database_url: str) -> Iterator[SessionMaker]:
    """Units of work on a database with the newest schema."""
    engine = make_engine(database_url)
    schema.upgrade(engine)
    yield make_sessions(engine)
    engine.dispose()

"""The real services for tests: started once a session on free ports in their own folder, or those of the environment.

``tests/conftest.py`` makes the fixtures known; ``LGO_DATABASE_URL``, ``LGO_BROKER_URL`` and ``LGO_OPENSEARCH_URL`` name
services to use instead. ``.env`` is not read: the services of somebody's own system are nothing to test on.
"""

from __future__ import annotations

import contextlib
import itertools
import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
import redis
from psycopg import sql

from config.services import Endpoints, LineProgress, running
from config.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Number 0 is where a configured broker has its real messages; there are 16 in all.
BROKER_NUMBERS = itertools.cycle(range(1, 16))


@contextlib.contextmanager
def temporary_home() -> Iterator[Path]:
    """An empty home folder that the account of the services can enter, whatever the umask; removed after."""
    home = Path(tempfile.mkdtemp(prefix="lgo-test-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def services() -> Iterator[Endpoints]:
    """The addresses of the three services, alive for the whole session."""
    with temporary_home() as home:
        settings = load_settings(home=home, _env_file=None)
        with running(settings, LineProgress(sys.stderr)) as endpoints:
            yield endpoints


@contextlib.contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The address of a new, empty database on the server of ``server_url``; dropped after, with its sessions."""
    name = f"lgo_test_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database_url(services: Endpoints) -> Iterator[str]:
    """A database for this test alone."""
    with fresh_database(services.database_url) as url:
        yield url


@pytest.fixture
def broker_url(services: Endpoints) -> Iterator[str]:
    """An emptied Valkey database for this test alone."""
    url = urlsplit(services.broker_url)._replace(path=f"/{next(BROKER_NUMBERS)}").geturl()
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


@pytest.fixture
def index_prefix(services: Endpoints) -> Iterator[str]:
    """A beginning for index names that nobody else uses; what is called so is deleted after."""
    prefix = f"test-{secrets.token_hex(6)}-"
    yield prefix
    httpx.delete(f"{services.opensearch_url}/{prefix}*", trust_env=False).raise_for_status()

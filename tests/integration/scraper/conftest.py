"""An empty archive, and crawls that fill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import config.failures
import scraper.models
from config.db import Base, SessionMaker, make_engine, make_sessions
from config.queues import Notifier
from config.services import Endpoints
from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.page_site import PageSite
from tests.integration.scraper.quick import QuickCrawls, quickly
from tests.integration.scraper.rechecking import Archive

TABLES = [
    table
    for module in (config.failures, scraper.models)
    for table in Base.metadata.tables.values()
    if any(getattr(value, "__table__", None) is table for value in vars(module).values())
]


@pytest.fixture
def crawls(services: Endpoints, database_url: str, broker_url: str, tmp_path: Path) -> Iterator[Crawls]:
    """Crawls against a database of their own."""
    engine = make_engine(database_url)
    Base.metadata.create_all(engine, tables=TABLES)
    settings = {
        "LGO_DATABASE_URL": database_url,
        "LGO_BROKER_URL": broker_url,
        "LGO_OPENSEARCH_URL": services.opensearch_url,
    }
    crawls = Crawls(engine, tmp_path, settings)
    yield crawls
    crawls.close()
    engine.dispose()


@pytest.fixture
def sessions(database_url: str) -> Iterator[SessionMaker]:
    """Units of work on an empty archive."""
    engine = make_engine(database_url)
    Base.metadata.create_all(engine, tables=TABLES)
    yield make_sessions(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def quick() -> Iterator[QuickCrawls]:
    """The process that crawls in quick succession are forked from."""
    with quickly() as running:
        yield running


@pytest.fixture
def archive(database_url: str, broker_url: str, site: PageSite) -> Iterator[Archive]:
    """The pages of a module's own site, held since the first crawl."""
    engine = make_engine(database_url)
    Base.metadata.create_all(engine, tables=TABLES)
    notifier = Notifier(broker_url)
    try:
        archive = Archive(engine, notifier, site)
        archive.hold(site.cases)
        yield archive
    finally:
        notifier.close()
        engine.dispose()

"""What work needs at hand in one process: settings, database, producer, search index. Made on first use.

Nothing is connected when it is made; each part connects when it is first asked for something, and again after a loss.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from sqlalchemy import Engine

from config.db import SessionMaker, make_engine, make_sessions
from config.queues import Notifier
from config.services import Endpoints, find
from config.settings import Settings, get_settings
from search.connection import client_for
from search.index import IndexSet


@dataclass(frozen=True)
class Runtime:
    """The parts of a running process; see the module's first lines."""

    settings: Settings
    endpoints: Endpoints
    engine: Engine
    sessions: SessionMaker
    notifier: Notifier
    indexes: IndexSet

    def close(self) -> None:
        """Give every connection back."""
        self.notifier.close()
        self.engine.dispose()
        self.indexes.client.close()


def build(settings: Settings, endpoints: Endpoints) -> Runtime:
    """Put a runtime together for these services."""
    engine = make_engine(endpoints.database_url)
    client = client_for(settings, endpoints.opensearch_url)
    return Runtime(
        settings=settings,
        endpoints=endpoints,
        engine=engine,
        sessions=make_sessions(engine),
        notifier=Notifier(endpoints.broker_url),
        indexes=IndexSet(client, alias=settings.index_alias),
    )


@functools.cache
def current() -> Runtime:
    """The runtime of this process, made from its settings. Raises ServiceUnavailableError where one is away."""
    settings = get_settings()
    return build(settings, find(settings))

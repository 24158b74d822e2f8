from __future__ import annotations
from collections.abc import Iterator
import pytest
from config.db import SessionMaker, make_engine, make_sessions
from workers import schema
@pytest.fixture
def sessions(database_url: str) -> Iterator[SessionMaker]:
    engine = make_engine(database_url)
    schema.upgrade(engine)
    yield make_sessions(engine)
    engine.dispose()

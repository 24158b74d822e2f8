"""The fixtures that every other integration test stands on."""

from __future__ import annotations

import httpx
import psycopg
import redis

from config.services import Endpoints


def test_a_database_of_its_own_is_empty(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_a_broker_database_of_its_own_is_empty(broker_url: str) -> None:
    with redis.Redis.from_url(broker_url) as client:
        assert client.dbsize() == 0


def test_an_index_can_be_made_under_the_prefix(services: Endpoints, index_prefix: str) -> None:
    made = httpx.put(f"{services.opensearch_url}/{index_prefix}one", trust_env=False)
    assert made.status_code == httpx.codes.OK

from concurrent.futures import ThreadPoolExecutor

import pytest

from config.db import make_engine
from config.errors import ServiceUnavailableError
from workers import schema


def test_the_migrations_make_what_the_models_say_and_go_back(database_url: str) -> None:
    engine = make_engine(database_url)
    schema.upgrade(engine)
    assert schema.drift(engine) == []
    schema.downgrade(engine, "-1")
    assert schema.drift(engine) != []
    schema.upgrade(engine)
    assert schema.drift(engine) == []
    schema.check(engine)
    engine.dispose()


def test_a_database_without_our_tables_is_told_what_to_do(database_url: str) -> None:
    engine = make_engine(database_url)
    assert schema.revision(engine) is None
    with pytest.raises(schema.SchemaOutdatedError, match="lgo db upgrade"):
        schema.check(engine)
    engine.dispose()


def test_two_upgrades_at_once_take_turns(database_url: str) -> None:
    engine = make_engine(database_url)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: schema.upgrade(engine), range(2)))
    assert schema.drift(engine) == []
    engine.dispose()


def test_a_database_that_is_away_is_one_line() -> None:
    engine = make_engine("postgresql://lgo:lgo@127.0.0.1:1/lgo")
    with pytest.raises(ServiceUnavailableError, match="PostgreSQL is not available"):
        schema.check(engine)
    engine.dispose()

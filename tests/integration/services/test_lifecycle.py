"""Services start, are found, are shared, stop and come back with their data."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
import redis

from config.errors import ServiceUnavailableError
from config.services import Endpoints, SilentProgress, find, running, start_background, status, stop
from config.services.state import Layout, is_locked, process_command
from tests.integration.services.conftest import NOT_STARTED, settings_for, starter
from tests.processes import gone
from tests.services import temporary_home

if TYPE_CHECKING:
    from config.settings import Settings

DATABASE_SETTINGS = {
    "fsync": "on",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "server_encoding": "UTF8",
    "max_connections": "100",
}


def pids(settings: Settings) -> list[int]:
    return [service.pid for service in status(settings) if service.pid is not None]


def write(endpoints: Endpoints) -> None:
    with psycopg.connect(endpoints.database_url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('statement')")
    with redis.Redis.from_url(endpoints.broker_url) as client:
        client.rpush("queue", "message")


def read(endpoints: Endpoints) -> tuple[object, object]:
    with psycopg.connect(endpoints.database_url) as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    with redis.Redis.from_url(endpoints.broker_url) as client:
        return row, client.lrange("queue", 0, -1)


def test_what_is_configured_is_used_and_not_started(settings: Settings) -> None:
    with running(settings, SilentProgress()) as endpoints:
        assert endpoints.opensearch_url == NOT_STARTED
        assert endpoints.database_url.startswith("postgresql://lgo:")
        assert endpoints.database_url.endswith("/lgo")
        assert [(s.name, s.state) for s in status(settings)] == [
            ("postgres", "running"),
            ("valkey", "running"),
            ("opensearch", "configured"),
        ]
        assert len(pids(settings)) == 2
    assert not (settings.home / "opensearch").exists()


def test_running_services_are_found_and_stopped_ones_are_not(settings: Settings) -> None:
    with pytest.raises(ServiceUnavailableError, match="`lgo up` or `lgo services start`, or set LGO_DATABASE_URL"):
        find(settings)
    with running(settings, SilentProgress()) as endpoints:
        assert find(settings) == endpoints
        elsewhere = "postgresql://lgo@127.0.0.1:1/elsewhere"
        assert find(settings_for(settings.home, database_url=elsewhere)).database_url == elsewhere
        kept = pids(settings)
        began = time.monotonic()
    assert time.monotonic() - began < 5
    assert gone(*kept)
    assert [s.state for s in status(settings)] == ["stopped", "stopped", "configured"]
    with pytest.raises(ServiceUnavailableError):
        find(settings)


def test_a_second_start_finds_address_and_data_again(settings: Settings) -> None:
    with running(settings, SilentProgress()) as endpoints:
        write(endpoints)
    with running(settings, SilentProgress()) as again:
        assert again == endpoints
        assert read(again) == (("statement",), [b"message"])


def test_a_second_starter_attaches_and_leaves_them_running(settings: Settings) -> None:
    with running(settings, SilentProgress()) as endpoints:
        kept = pids(settings)
        with starter(settings) as second:
            assert second.endpoints() == endpoints
            assert second.leave() == 0
        assert pids(settings) == kept
        assert find(settings) == endpoints


def test_only_what_is_missing_is_started(settings: Settings) -> None:
    with running(settings, SilentProgress()) as endpoints, temporary_home() as home:
        other = settings_for(home, database_url=endpoints.database_url)
        with running(other, SilentProgress()) as mixed:
            assert mixed.database_url == endpoints.database_url
            assert mixed.broker_url != endpoints.broker_url
            assert not (home / "postgres").exists()


def test_of_two_starters_at_once_one_starts_and_the_other_attaches(bare_settings: Settings) -> None:
    with starter(bare_settings) as one, starter(bare_settings) as two, starter(bare_settings) as three:
        assert one.endpoints() == two.endpoints() == three.endpoints()
        log = (bare_settings.home / "logs" / "supervisor.log").read_text()
        assert log.count("PostgreSQL is up") == 1
        assert log.count("Valkey is up") == 1


def test_in_the_background_they_stay_until_told(settings: Settings) -> None:
    endpoints = start_background(settings, SilentProgress())
    kept = pids(settings)
    assert start_background(settings, SilentProgress()) == endpoints
    with running(settings, SilentProgress()) as attached:
        assert attached == endpoints
    assert pids(settings) == kept
    assert stop(settings) == ["postgres", "valkey"]
    assert gone(*kept)
    assert stop(settings) == []


def test_passwords_are_needed_and_in_no_argument_and_no_log(settings: Settings) -> None:
    with running(settings, SilentProgress()) as endpoints:
        passwords = [url.split("@")[0].rpartition(":")[2] for url in (endpoints.database_url, endpoints.broker_url)]
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(endpoints.database_url.replace(passwords[0], "wrong"))
        without = endpoints.broker_url.replace(passwords[1], "")
        with redis.Redis.from_url(without) as client, pytest.raises(redis.AuthenticationError):
            client.ping()
        commands = [process_command(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        logs = [path.read_text(errors="replace") for path in (settings.home / "logs").iterdir()]
        assert not [text for text in commands + logs for password in passwords if password in text]
        for path in (settings.home / "run").iterdir():
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.suffix == ".pid"


def test_broker_and_database_are_durable_and_on_loopback_alone(settings: Settings) -> None:
    with running(settings, SilentProgress()) as endpoints:
        with redis.Redis.from_url(endpoints.broker_url) as client:
            told = client.config_get("appendonly", "maxmemory-policy", "bind", "protected-mode")
        with psycopg.connect(endpoints.database_url) as connection:
            shown = {name: connection.execute(f"SHOW {name}").fetchone() for name in DATABASE_SETTINGS}
    assert told == {
        "appendonly": "yes",
        "maxmemory-policy": "noeviction",
        "bind": "127.0.0.1",
        "protected-mode": "yes",
    }
    assert shown == {name: (value,) for name, value in DATABASE_SETTINGS.items()}


def test_a_home_with_an_odd_name_serves() -> None:
    with temporary_home() as outer:
        home = outer / 'a "bad" \\ name, é'
        with running(settings_for(home), SilentProgress()) as endpoints:
            write(endpoints)
            assert read(endpoints) == (("statement",), [b"message"])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change its user")
def test_for_root_they_run_as_a_user_of_their_own(settings: Settings) -> None:
    with running(settings, SilentProgress()):
        owners = {pwd.getpwuid(Path(f"/proc/{pid}").stat().st_uid).pw_name for pid in pids(settings)}
        assert owners <= {"lgo-services", "nobody"}
        assert len(owners) == 1
        assert is_locked(Layout(settings.home).lock("postgres"))


@pytest.mark.skipif(os.geteuid() != 0, reason="for others the home is their own")
def test_for_root_a_home_below_a_closed_folder_serves_too() -> None:
    with temporary_home() as outer:
        outer.chmod(0o700)
        settings = settings_for(outer / "var")
        try:
            with running(settings, SilentProgress()) as endpoints:
                write(endpoints)
            with running(settings, SilentProgress()) as endpoints:
                assert read(endpoints) == (("statement",), [b"message"])
        finally:
            remove_linked(outer / "var")


def remove_linked(home: Path) -> None:
    """Remove the folders outside the home that links in it point to."""
    for link in home.iterdir():
        if link.is_symlink():
            shutil.rmtree(link.resolve())

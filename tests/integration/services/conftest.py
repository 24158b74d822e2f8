"""A home of its own for each test, and starters that can be killed."""

from __future__ import annotations

import contextlib
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from config.services import Endpoints, SilentProgress, running, stop
from config.settings import Settings, load_settings
from tests.processes import python
from tests.services import temporary_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Configured, so not started: most tests need no third service, and this one takes longest.
NOT_STARTED = "http://127.0.0.1:9"
STARTER = """
import dataclasses, json, os, pathlib, sys, time
from config.services import SilentProgress, running
from config.settings import load_settings
given = json.loads(sys.argv[1])
fork = given.pop("fork")
settings = load_settings(**{**given, "home": pathlib.Path(given["home"])}, java_home=None, _env_file=None)
with running(settings, SilentProgress()) as endpoints:
    if fork:
        forked = os.fork()
        if forked == 0:
            os.close(0)
            os.close(1)
            time.sleep(100)
            os._exit(0)
        print(forked)
    print(json.dumps(dataclasses.asdict(endpoints)), flush=True)
    sys.stdin.read()
"""


def settings_for(
    home: Path,
    *,
    database_url: str | None = None,
    broker_url: str | None = None,
    opensearch_url: str | None = NOT_STARTED,
) -> Settings:
    """Settings that name no service but those given, whatever the environment says."""
    return load_settings(
        home=home,
        database_url=database_url,
        broker_url=broker_url,
        opensearch_url=opensearch_url,
        java_home=None,
        _env_file=None,
    )


class Starter:
    """Another process that uses ``running``."""

    def __init__(self, settings: Settings, *, fork: bool) -> None:
        given: dict[str, object] = {"fork": fork, "home": str(settings.home), "opensearch_url": settings.opensearch_url}
        for name in ("database_url", "broker_url"):
            secret = getattr(settings, name)
            given[name] = None if secret is None else secret.get_secret_value()
        self.process = python(STARTER, json.dumps(given))

    def forked(self) -> int:
        """The process it forked, which has every pipe that it has."""
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def endpoints(self) -> Endpoints:
        """Where its services answer, once they do."""
        assert self.process.stdout is not None
        return Endpoints(**json.loads(self.process.stdout.readline()))

    def leave(self) -> int:
        """Let it end its block; its exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait()


@contextlib.contextmanager
def starter(settings: Settings, *, fork: bool = False) -> Iterator[Starter]:
    """A starter that is killed at the end if it still lives."""
    begun = Starter(settings, fork=fork)
    with begun.process:
        yield begun
        begun.process.kill()


@pytest.fixture(scope="session")
def made_home() -> Iterator[Path]:
    """A home in which everything was started once; making a cluster takes longer than most tests."""
    with temporary_home() as home:
        with running(settings_for(home), SilentProgress()):
            pass
        yield home


@pytest.fixture
def settings(made_home: Path) -> Iterator[Settings]:
    """Settings with a home of its own, in which services were made; what still runs there is stopped after."""
    with temporary_home() as home:
        shutil.copytree(made_home, home, dirs_exist_ok=True)
        settings = settings_for(home)
        yield settings
        stop(settings)


@pytest.fixture
def bare_settings() -> Iterator[Settings]:
    """Settings with a home that is empty yet."""
    with temporary_home() as home:
        settings = settings_for(home)
        yield settings
        stop(settings)

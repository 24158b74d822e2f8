"""Runs the spider as users do, as a process of its own, and looks into the archive it fills."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import Engine, func, select

from config.db import SessionMaker, make_sessions, unit_of_work
from config.failures import Failure
from scraper.models import Address, Crawl, Page, PageBody, Window
from scraper.windows import Span

ROOT = Path(__file__).parents[3]
SECONDS = 120


@dataclass(frozen=True)
class Result:
    """How a crawl ended."""

    code: int
    report: dict[str, Any]
    stderr: str


@dataclass(frozen=True)
class Crawls:
    """Starts crawls against one archive; ``settings`` are environment variables of every crawl, ``program`` runs it."""

    engine: Engine
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    program: str = "scraper.crawl"

    @property
    def sessions(self) -> SessionMaker:
        return make_sessions(self.engine)

    def start(self, site: str, *words: str, **settings: str) -> subprocess.Popen[str]:
        """A crawl in the background."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LGO_")}
        wanted = {
            "LGO_SITE_URL": site,
            "LGO_CRAWL_DELAY": "0",
            "LGO_HOME": str(self.folder),
            **self.settings,
            **settings,
        }
        crawl = subprocess.Popen(
            [sys.executable, "-m", self.program, "--json", *words],
            env=clean | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"} | wanted,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(crawl)
        return crawl

    def close(self) -> None:
        """End what a test has left running."""
        for crawl in self.started:
            crawl.kill()
            crawl.communicate()

    def run(self, site: str, *words: str, **settings: str) -> Result:
        """A crawl from start to end."""
        return finish(self.start(site, *words, **settings))

    def held(self) -> dict[str, int]:
        """How many page rows each address has, by key."""
        query = select(Address.key, func.count()).join(Page, Page.address_id == Address.id).group_by(Address.key)
        with unit_of_work(self.sessions) as session:
            return {key: count for key, count in session.execute(query)}  # noqa: C416  # Rows are no tuples to mypy.

    def failures(self) -> list[tuple[str, str, str, str]]:
        """Stage, end of the subject's address, error and message of each failure row."""
        with unit_of_work(self.sessions) as session:
            rows = session.scalars(select(Failure).order_by(Failure.stage, Failure.subject))
            return [(row.stage, row.subject.rpartition("/")[2], row.error, row.message) for row in rows]

    def windows(self) -> dict[str, tuple[int | None, str | None]]:
        """Total and reason of each window by its name, those that were split included."""
        with unit_of_work(self.sessions) as session:
            rows = session.scalars(select(Window))
            return {str(Span(row.since, row.until)): (row.said, row.reason) for row in rows}

    def crawls(self) -> list[Crawl]:
        with unit_of_work(self.sessions) as session:
            return list(session.scalars(select(Crawl).order_by(Crawl.id)))

    def count(self, table: type[Page | PageBody | Address]) -> int:
        with unit_of_work(self.sessions) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


def finish(crawl: subprocess.Popen[str]) -> Result:
    """Wait for a crawl that was started."""
    stdout, stderr = crawl.communicate(timeout=SECONDS)
    return Result(crawl.returncode, json.loads(stdout) if stdout else {}, stderr)


def told_to_parse(broker_url: str) -> set[int]:
    """The pages that messages to the parsers name."""
    with redis.Redis.from_url(broker_url) as client:
        messages = [json.loads(message) for message in client.lrange("parse", 0, -1)]
    return {page_id for message in messages for page_id in json.loads(base64.b64decode(message["body"]))[0]}


@contextmanager
def replica(folder: Path, decisions: int, *words: str) -> Iterator[tuple[str, Path]]:
    """The replica site as a process: its address and its request log."""
    log = folder / "requests.jsonl"
    command = [sys.executable, "-m", "scraper.replica", "--decisions", str(decisions), "--log", str(log), *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["url"], log
        finally:
            process.terminate()

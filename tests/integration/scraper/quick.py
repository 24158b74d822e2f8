"""Crawls in quick succession: each in a process of its own, forked from one that has imported all there is to import.

A crawl of a site that has no news is over in less time than Python takes to start; hundreds of them in a row would be
all waiting. ``python -m tests.integration.scraper.quick`` reads orders, a JSON line each, and answers with exit codes.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

from scraper import crawl
from tests.integration.scraper.crawling import ROOT, Crawls, Result


@dataclass(frozen=True)
class QuickCrawls:
    """Runs crawls one after the other."""

    process: subprocess.Popen[str]

    def run(self, crawls: Crawls, site: str, *words: str, **settings: str) -> Result:
        """A crawl from start to end, against the archive of ``crawls``; ``settings`` are environment variables."""
        out, err = crawls.folder / "quick.out", crawls.folder / "quick.err"
        env = {"LGO_SITE_URL": site, "LGO_CRAWL_DELAY": "0", "LGO_HOME": str(crawls.folder)}
        order = {"words": ["--json", *words], "env": env | crawls.settings | settings, "out": str(out), "err": str(err)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        told = out.read_text()
        return Result(code, json.loads(told) if told else {}, err.read_text())


@dataclass(frozen=True, kw_only=True)
class Hurried(Crawls):
    """Crawls that are run quickly, but for those that are started or run by another program."""

    quick: QuickCrawls

    def run(self, site: str, *words: str, **settings: str) -> Result:
        if self.program != Crawls.program:
            return super().run(site, *words, **settings)
        return self.quick.run(self, site, *words, **settings)


def hurried(crawls: Crawls, quick: QuickCrawls) -> Hurried:
    """The same archive, crawled quickly."""
    return Hurried(crawls.engine, crawls.folder, crawls.settings, crawls.started, quick=quick)


@contextlib.contextmanager
def quickly() -> Iterator[QuickCrawls]:
    """The process that crawls are forked from."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LGO_")}
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-m", "tests.integration.scraper.quick"],
            cwd=folder,
            env=clean | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdin is not None
        yield QuickCrawls(process)
        process.stdin.close()


def main() -> None:
    """Fork for each order and answer with the exit code of the crawl."""
    _import_what_comes_late()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _crawl(order["words"], order["env"], order["out"], order["err"])
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _import_what_comes_late() -> None:
    """Scrapy names most of its parts in settings and imports them when a crawl begins, as does SQLAlchemy."""
    parts = (
        default_settings.EXTENSIONS_BASE,
        default_settings.DOWNLOADER_MIDDLEWARES_BASE,
        default_settings.SPIDER_MIDDLEWARES_BASE,
        [default_settings.SCHEDULER, default_settings.DUPEFILTER_CLASS, default_settings.DOWNLOADER],
    )
    for names in parts:
        for name in names:
            load_object(name)
    for name in ("psycopg", "scrapy.core.downloader.handlers.http11"):
        importlib.import_module(name)


def _crawl(words: list[str], env: dict[str, str], out: str, err: str) -> None:
    os.environ.update(env)
    for name, number in ((out, 1), (err, 2)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    code = 70
    try:
        code = crawl.main(words)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()

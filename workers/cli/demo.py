"""``lgo demo``: the whole system on this machine against the replica, from the first page to a search."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import httpx
import typer

from config import services
from config.db import unit_of_work
from config.errors import PermanentError
from config.guard import Orders, guard_command
from config.log import configure
from config.settings import Settings, get_settings, load_settings
from workers.cli.output import Json, counter, emit, out, say
from workers.cli.ports import free_port

READY_SECONDS = 90
SAMPLE = "apology"
SHOWN_RESULTS = 3
SHOWN_FACETS = ("category", "outcome", "ground")


class DemoError(PermanentError):
    """The demo could not go on; the text says where to look."""


def demo(
    decisions: Annotated[int, typer.Option(min=1, help="How many decisions the made-up site has.")] = 300,
    seed: Annotated[int, typer.Option(help="Same seed, same site.")] = 1,
    once: Annotated[bool, typer.Option("--once", help="Print the result and exit.")] = False,
    as_json: Annotated[bool, Json] = False,
) -> None:
    """Try everything against a made-up site: crawl, process, search, page. Keeps its data apart from yours."""
    from scraper.replica.process import start as start_replica
    from workers import schema
    from workers.runtime import build

    home = _empty_home(get_settings())
    say(f"a made-up site of {decisions:,} decisions (seed {seed})")
    with start_replica(decisions=decisions, seed=seed) as site:
        settings = load_settings(
            home=home,
            # Whatever is configured here is somebody's real archive, and no place for invented decisions.
            database_url=None,
            broker_url=None,
            opensearch_url=None,
            index_alias="decisions",
            site_url=site.url,
            crawl_delay=0,
            schedule="off",
            web_port=free_port(),
            flower_port=free_port(),
            log_level="WARNING",
        )
        configure(settings)
        with services.terminal_progress(sys.stderr) as progress, services.running(settings, progress) as endpoints:
            runtime = build(settings, endpoints)
            schema.upgrade(runtime.engine)
            with _system(settings):
                result = _play(runtime)
                if as_json:
                    emit(result)
                else:
                    _print(result)
                if not once:
                    _stay(settings)
            runtime.close()
    raise typer.Exit(result["crawl"]["code"])


def _empty_home(settings: Settings) -> Any:
    home = settings.home / "demo"
    mine = load_settings(home=home, database_url=None, broker_url=None, opensearch_url=None)
    if any(item.state == "running" for item in services.status(mine)):
        raise DemoError(f"a demo is running in {home}: end it first")
    for place in home.glob("*"):
        if place.is_symlink():
            # Where root starts it, data may lie outside the home, with a link to it.
            shutil.rmtree(place.resolve(), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)
    return home


@contextmanager
def _system(settings: Settings) -> Iterator[None]:
    """``lgo up`` beside us, its output in a log file, until the block ends."""
    log_path = settings.home / "logs" / "up.log"
    command = guard_command(Orders((sys.executable, "-m", "workers.cli", "up")))
    environment = settings.environment() | {"LGO_LOG_LEVEL": "INFO"}
    with (
        log_path.open("ab") as log,
        subprocess.Popen(command, env=environment, cwd=settings.home, stdout=log, stderr=log) as process,
    ):
        try:
            _await_page(settings, process, log_path)
            yield
        finally:
            process.terminate()


def _await_page(settings: Settings, process: subprocess.Popen[bytes], log_path: Any) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{_page(settings)}readyz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            # Nobody listens yet.
            pass
        time.sleep(0.2)
    raise DemoError(f"the system did not start: see {log_path}")


def _page(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.web_port}/"


def _play(runtime: Any) -> dict[str, Any]:
    from search.query import SearchRequest
    from search.service import Searcher
    from workers import crawling, waiting
    from workers.status import duplicates, status

    began = time.monotonic()
    crawled = crawling.crawl(runtime.settings, "full")
    with counter("pending") as progress:
        waiting.until_searchable(runtime, lambda left: progress.at(left.parse + left.dedupe + left.index))
    seconds = time.monotonic() - began
    found = status(runtime)
    with unit_of_work(runtime.sessions) as session:
        alike = duplicates(session)
    searcher = Searcher(runtime.indexes.client, runtime.indexes.alias)
    found_by_search = searcher.search(SearchRequest(text=SAMPLE, size=SHOWN_RESULTS))
    return {
        "crawl": {**crawled.report, "code": crawled.code},
        "listed": crawled.report.get("listed"),
        "fetched": crawled.report.get("fetched"),
        "decisions": sum(found["decisions"].values()),
        "duplicates": alike,
        "failures": found["failures"],
        "indexed": found["index"]["documents"],
        "seconds": round(seconds, 1),
        "search": found_by_search.to_json(),
        "page": _page(runtime.settings),
        "home": str(runtime.settings.home),
    }


def _print(result: dict[str, Any]) -> None:
    out.print()
    for name in ("listed", "fetched", "decisions", "duplicates", "failures", "indexed", "seconds"):
        out.print(f"{name:>12}  {result[name]}", markup=False)
    search = result["search"]
    out.print(f'\nsearch for "{SAMPLE}": {search["total"]:,} decisions', markup=False)
    for hit in search["results"]:
        out.print(f"  {hit['reference']}  {hit['body'] or 'body not named'}, {hit['decision_date']}", markup=False)
        out.print(f"    {hit['summary']}", markup=False)
    for name in SHOWN_FACETS:
        counts = ", ".join(f"{item['value']} {item['count']}" for item in search["facets"].get(name, [])[:4])
        out.print(f"  by {name}: {counts or 'none'}", markup=False)
    out.print(f"\nsearch page: {result['page']}", markup=False)


def _stay(settings: Settings) -> None:
    say(f"from another terminal: LGO_HOME={settings.home} lgo search {SAMPLE}")
    say("Ctrl-C ends the demo")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        say("ending")

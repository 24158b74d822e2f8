"""Commands that bring decisions in: parse, ingest, crawl."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.db import unit_of_work
from config.errors import PermanentError, SettingsError
from workers.cli.output import Exit, Json, counter, emit, out, say

if TYPE_CHECKING:
    from workers.runtime import Runtime

Paths = Annotated[list[Path], typer.Argument(help="Files or folders of HTML or plain text pages.")]
Day = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Decision date, as YYYY-MM-DD.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to ``lgo``."""
    app.command()(parse)
    app.command()(ingest)
    app.command()(crawl)


def parse(paths: Paths) -> None:
    """Read pages without any service: one JSON object a line, with "error" where a file is no decision (exit 1)."""
    from workers.archive import find_files, read_file
    from workers.parsing import parse as parse_page

    failed = False
    for path in find_files(paths):
        try:
            line = parse_page(read_file(path)).to_json()
        except PermanentError as error:
            failed = True
            line = {"file": str(path), "error": str(error)}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    if failed:
        raise typer.Exit(Exit.FAILED)


def ingest(
    paths: Paths,
    as_json: Annotated[bool, Json] = False,
    wait: Annotated[bool, typer.Option(help="Wait until the pages can be searched.")] = True,
) -> None:
    """Put local pages into the archive and through the same queues as pages from the site."""
    from workers import archive
    from workers.cli.runtime import opened

    files = list(archive.find_files(paths))
    with opened() as runtime:
        with counter("archiving", len(files)) as progress:
            pages = []
            for done, path in enumerate(files, start=1):
                pages.append(archive.ingest_file(runtime, path))
                progress.at(done)
        if wait:
            _wait(runtime)
        stored = [page for page in pages if page is not None]
        with unit_of_work(runtime.sessions) as session:
            unread = archive.failed_pages(session, [page.page_id for page in stored])
    counts = {
        "files": len(files),
        "stored": sum(page.is_new for page in stored),
        "unchanged": sum(not page.is_new for page in stored),
        "failed": unread + len(pages) - len(stored),
    }
    if as_json:
        emit(counts)
    else:
        out.print(", ".join(f"{value:,} {name}" for name, value in counts.items()))
    if counts["failed"]:
        say("lgo failures list tells what is wrong with the failed ones")
    raise typer.Exit(Exit.FAILED if counts["failed"] else Exit.OK)


def crawl(
    mode: Annotated[
        str,
        typer.Option(
            help="incremental: what is new, late or owed; full: every window; recent: the newest of each category; "
            "recheck: pages held, oldest check first."
        ),
    ] = "incremental",
    since: Day = None,
    until: Day = None,
    site: Annotated[str | None, typer.Option(help="The site to crawl instead of LGO_SITE_URL.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until its decisions can be searched.")] = False,
    as_json: Annotated[bool, Json] = False,
) -> None:
    """Crawl the site once and print the report.

    Exit 0 complete, 3 incomplete or stopped, 2 dates or settings refused, 1 failed.
    """
    from workers.cli.report import show_report
    from workers.cli.runtime import opened
    from workers.crawling import MODES
    from workers.crawling import crawl as run_crawl

    if mode not in MODES:
        raise SettingsError(f"unknown mode {mode!r}: use one of {', '.join(MODES)}")
    with opened() as runtime:
        dates = {"since": _day(since), "until": _day(until)}
        result = run_crawl(runtime.settings, mode, **dates, site=site, hands_on_signals=True)
        if wait and not result.was_stopped:
            _wait(runtime)
    if result.report["crawl"] is None:
        say(f"lgo: the crawl {result.report['reason']}")
    if as_json:
        emit(result.report)
    elif result.report["crawl"] is not None:
        show_report(result.report)
    raise typer.Exit(result.code)


def _day(value: dt.datetime | None) -> dt.date | None:
    return value.date() if value else None


def _wait(runtime: Runtime) -> None:
    from workers import waiting

    with counter("pending") as progress:
        waiting.until_searchable(runtime, lambda left: progress.at(left.parse + left.dedupe + left.index))

"""``python -m scraper.replica``: serve until SIGTERM; the first line of output is JSON that holds the address."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus
from scraper.replica.faults import FaultError, Switchboard
from scraper.replica.phrases import Half, PhraseBook
from scraper.replica.requestlog import RequestLog
from scraper.replica.server import listen
from scraper.replica.site import Site

PARENT_CHECK_SECONDS = 0.5


def main(argv: Sequence[str] | None = None) -> int:
    """Serve; the exit code is 0 after SIGTERM or Ctrl-C, 2 for options that make no sense."""
    options = _parser().parse_args(argv)
    try:
        faults = Switchboard(options.fault)
    except FaultError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    book = PhraseBook(Half[options.wording.upper()])
    site = Site(Composer(Corpus(options.seed, options.decisions), book), faults)
    with RequestLog(options.log) as log, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(site, log, options))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scraper.replica", description=__doc__)
    parser.add_argument("--decisions", type=int, default=300, help="how many decisions there are")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    parser.add_argument("--log", type=Path, help="file for the request log, a JSON line a request")
    parser.add_argument(
        "--wording", choices=[half.name.lower() for half in Half], default="both", help="which templates"
    )
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[:key=value,...]", help="a misbehaviour")
    parser.add_argument("--parent", type=int, help="process to end with")
    return parser


async def _serve(site: Site, log: RequestLog, options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    server = await listen(options.host, options.port, site.reply, log)
    host, port = server.sockets[0].getsockname()[:2]
    site.address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    told = {"url": site.address, "decisions": options.decisions, "seed": options.seed}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await _until(stop, options.parent)
    server.close()


async def _until(stop: asyncio.Event, parent: int | None) -> None:
    """Return when told to stop, or when the process that started us is gone and we have been handed to another."""
    while parent is None or os.getppid() == parent:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PARENT_CHECK_SECONDS if parent else None)
            return


if __name__ == "__main__":
    sys.exit(main())

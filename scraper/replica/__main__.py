"""``python -m scraper.replica``: serve until SIGTERM; the first line of output is JSON that holds the address."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus
from scraper.replica.fault_base import FaultError
from scraper.replica.faults import Switchboard
from scraper.replica.life import Rules
from scraper.replica.living import CategoryOrder, LivingView
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
        corpus = Corpus(options.seed, options.decisions, options.labelled)
    except (FaultError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    book = PhraseBook(Half[options.wording.upper()])
    composer = Composer(corpus, book)
    site = Site(composer, faults, living=_living(composer, options))
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
    parser.add_argument(
        "--labelled", type=int, default=0, metavar="COUNT", help="how many of them are cases of likeness, with labels"
    )
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[:key=value,...]", help="a misbehaviour")
    _add_life(parser)
    parser.add_argument("--parent", type=int, help="process to end with")
    return parser


def _add_life(parser: argparse.ArgumentParser) -> None:
    rules = Rules()
    life = parser.add_argument_group("a site with a clock, whose decisions come late, change and go")
    life.add_argument("--today", type=dt.date.fromisoformat, metavar="DATE", help="what the clock shows at first")
    life.add_argument("--edits", type=float, default=rules.edits, help="share of decisions that are edited")
    life.add_argument("--withdrawals", type=float, default=rules.withdrawals, help="share that is taken down")
    life.add_argument("--moves", type=float, default=rules.moves, help="share that gets another category")
    life.add_argument("--stragglers", type=float, default=rules.stragglers, help="share that comes later still")
    orders = [order.value for order in CategoryOrder]
    life.add_argument("--category-order", choices=orders, default=orders[0], help="what category listings call newest")


def _living(composer: Composer, options: argparse.Namespace) -> LivingView | None:
    if options.today is None:
        return None
    rules = Rules(options.edits, options.withdrawals, options.moves, options.stragglers)
    return LivingView(composer, rules, options.today, CategoryOrder(options.category_order))


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

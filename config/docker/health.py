"""Health checks of our containers: exit 0 where all is well, 1 where not, and one line that says what was seen."""

from __future__ import annotations

import argparse
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from celery import Celery
from kombu.exceptions import OperationalError

from config.settings import get_settings

PATIENCE_SECONDS = 5.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the check that the arguments name."""
    options = parser().parse_args(argv)
    if options.check == "http":
        well, seen = http(options.url)
    elif options.check == "worker":
        well, seen = worker(options.seconds)
    else:
        well, seen = fresh(options.files, options.seconds)
    sys.stdout.write(f"{seen}\n")
    return 0 if well else 1


def parser() -> argparse.ArgumentParser:
    """The checks and their arguments."""
    made = argparse.ArgumentParser(prog="python -m config.docker.health", description=__doc__)
    checks = made.add_subparsers(dest="check", required=True)
    page = checks.add_parser("http", help="a page answers with success")
    page.add_argument("url")
    answer = checks.add_parser("worker", help="the Celery worker of this container answers over the broker")
    answer.add_argument("--seconds", type=float, default=PATIENCE_SECONDS, help="how long to wait for it")
    written = checks.add_parser("fresh", help="a file was written lately")
    written.add_argument("files", type=Path, help="path of the file; those whose names only begin so count too")
    written.add_argument("seconds", type=float, help="how old the newest may be")
    return made


def http(url: str) -> tuple[bool, str]:
    """Whether a page answers with success, and how it answered."""
    try:
        # A proxy of the environment is for the world outside, not for this container.
        answer = httpx.get(url, timeout=PATIENCE_SECONDS, trust_env=False)
    except httpx.TransportError as error:
        return False, f"{url} does not answer: {error}"
    return answer.is_success, f"{url} answers {answer.status_code}"


def worker(seconds: float) -> tuple[bool, str]:
    """Whether a worker on this host answers a ping in time: one that is busy for hours does, a hung one does not."""
    broker = get_settings().broker_url
    if broker is None:
        return False, "LGO_BROKER_URL is not set"
    host = socket.gethostname()
    with Celery(set_as_current=False, broker=broker.get_secret_value()) as app:
        inspect = app.control.inspect(
            timeout=seconds,
            limit=1,
            pattern=f"*@{host}",
            matcher="glob",  # type: ignore[arg-type]  # The stubs want a function, Kombu wants its name.
        )
        try:
            answers = inspect.ping()
        except OperationalError as error:
            return False, f"the broker does not answer: {error}"
    return bool(answers), ", ".join(answers) if answers else f"no worker on {host} answers"


def fresh(files: Path, seconds: float) -> tuple[bool, str]:
    """Whether one of the files that begin with this path was written within so many seconds."""
    times = [path.stat().st_mtime for path in files.parent.glob(f"{files.name}*")]
    if not times:
        return False, f"{files} is not there"
    age = time.time() - max(times)
    return age <= seconds, f"{files} was written {age:.0f} s ago"


if __name__ == "__main__":
    sys.exit(main())

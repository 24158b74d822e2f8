"""Single processes of the system: worker, beat, web, flower, replica."""

from __future__ import annotations

import os
import secrets
import sys
from typing import Annotated

import typer

from config.log import configure
from config.queues import Queue
from config.services import find
from config.services.state import write_private
from config.settings import Settings, get_settings
from workers.cli.output import say

ALL_QUEUES = ",".join(queue.value for queue in Queue)


def add_to(app: typer.Typer) -> None:
    """Add these commands to ``lgo``."""
    for command in (worker, beat, web, flower, replica):
        app.command()(command)


def worker(
    queues: Annotated[str, typer.Option(help="The queues to work on, with commas between.")] = ALL_QUEUES,
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Processes, instead of LGO_WORKER_CONCURRENCY.")
    ] = None,
) -> None:
    """Run a Celery worker."""
    settings = _configured()
    names = queues.split(",")
    unknown = sorted(set(names) - {queue.value for queue in Queue})
    if unknown:
        raise typer.BadParameter(f"unknown queue {', '.join(unknown)}: use some of {ALL_QUEUES}")
    _celery(
        settings,
        [
            "worker",
            f"--queues={queues}",
            f"--concurrency={concurrency or settings.worker_concurrency}",
            f"--hostname={names[0]}-{os.getpid()}@%h",
            f"--loglevel={settings.log_level}",
            # What workers would tell each other here, nobody reads; it costs a second at each start.
            "--without-gossip",
            "--without-mingle",
        ],
    )


def beat() -> None:
    """Run Celery beat, which starts crawls, sweeps and checks at their times."""
    from workers.schedule import beat_schedule

    settings = _configured()
    folder = settings.home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    _celery(
        settings,
        ["beat", "--schedule", str(folder / "beat"), "--pidfile", "", "--loglevel", settings.log_level],
        beat_schedule=beat_schedule(settings),
    )


def web() -> None:
    """Serve the search page and the API."""
    import uvicorn

    from search.api import create_app

    settings = _configured()
    find(settings)
    say(f"search page: http://{settings.web_host}:{settings.web_port}/")
    uvicorn.run(create_app(), host=settings.web_host, port=settings.web_port, log_config=None, server_header=False)


def flower() -> None:
    """Serve Flower, the view of queues and workers, behind a password; it can look, not touch."""
    settings = _configured()
    # In the environment and not among the arguments, where every user of the machine could read it.
    os.environ["FLOWER_BASIC_AUTH"] = f"lgo:{flower_password(settings)}"
    _celery(
        settings,
        ["flower", f"--address={settings.flower_host}", f"--port={settings.flower_port}", "--read_only=true"],
    )


def replica(
    decisions: Annotated[int, typer.Option(min=1, help="How many decisions it has.")] = 300,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    port: Annotated[int, typer.Option(help="0 takes a free one.")] = 0,
    labelled: Annotated[int, typer.Option(min=0, help="How many of them are cases of likeness, with labels.")] = 0,
    today: Annotated[str, typer.Option(metavar="DATE", help="What its clock shows at first; none: no clock.")] = "",
    fault: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A misbehaviour; may be repeated.")] = None,
) -> None:
    """Serve a made-up site that looks like the real one, for trials."""
    options = ["--decisions", str(decisions), "--seed", str(seed), "--port", str(port), "--labelled", str(labelled)]
    options += ["--today", today] if today else []
    options += [word for name in fault or () for word in ("--fault", name)]
    os.execv(sys.executable, [sys.executable, "-m", "scraper.replica", *options])  # noqa: S606 - It takes our place.


def flower_password(settings: Settings) -> str:
    """Flower's password: as set, else the one made on first use and kept in a file only its owner can read."""
    if settings.flower_password:
        return settings.flower_password.get_secret_value()
    kept = settings.home / "run" / "flower-password"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_private(kept, secrets.token_urlsafe(24))
    return kept.read_text()


def _configured() -> Settings:
    settings = get_settings()
    configure(settings)
    return settings


def _celery(settings: Settings, arguments: list[str], **conf: object) -> None:
    from workers.app import app

    app.conf.update(broker_url=find(settings).broker_url, **conf)
    app.start(arguments)

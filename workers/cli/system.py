"""Commands for the whole system on this machine: up, services."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config import services
from config.guard import Orders, guard_command
from config.log import configure
from config.settings import Settings, get_settings
from workers.cli.output import Exit, Json, emit, out, say
from workers.cli.ports import with_free_ports

if TYPE_CHECKING:
    from workers.runtime import Runtime

services_app = typer.Typer(help="PostgreSQL, broker and OpenSearch alone.", no_args_is_help=True)

# Each gets a process of its own; the crawl queue too, because a crawl holds its worker for hours.
PROCESSES = {
    "worker": ["worker", "--queues", "parse,dedupe,index,sweep"],
    "crawler": ["worker", "--queues", "crawl", "--concurrency", "1"],
    "beat": ["beat"],
    "web": ["web"],
    "flower": ["flower"],
}


def add_to(app: typer.Typer) -> None:
    """Add these commands to ``lgo``."""
    from workers.cli.demo import demo

    app.command()(demo)
    app.command()(up)


def up() -> None:
    """Run the whole system: services where none is configured, workers, beat, web page, Flower. Ctrl-C stops it."""
    from honcho.manager import Manager

    from workers.runtime import build

    settings = with_free_ports(get_settings())
    configure(settings)
    with services.terminal_progress(sys.stderr) as progress, services.running(settings, progress) as endpoints:
        _prepare(build(settings, endpoints))
        _announce(settings)
        manager = Manager()
        for name, arguments in PROCESSES.items():
            manager.add_process(name, guarded(arguments), env=settings.environment())
        manager.loop()
    raise typer.Exit(manager.returncode or Exit.OK)


def _prepare(runtime: Runtime) -> None:
    """Bring tables and index to what this code needs; an index of older code is built anew."""
    from search.errors import MappingDiffersError
    from workers import rebuild, schema

    schema.upgrade(runtime.engine)
    try:
        runtime.indexes.ensure()
    except MappingDiffersError:
        say("the index is of an older version: building it anew")
        rebuild.rebuild(runtime)
    runtime.close()


def guarded(arguments: list[str]) -> str:
    """The shell command for one of our processes: it dies with this process and is started again after a crash."""
    lgo = (sys.executable, "-m", "workers.cli", *arguments)
    # The manager puts a process and a shell between us and the guard, so it is told whose end to watch for.
    return shlex.join(guard_command(Orders(lgo, restart=True, parent=os.getpid())))


def _announce(settings: Settings) -> None:
    say(f"search page  http://{settings.web_host}:{settings.web_port}/")
    say(f"flower       http://{settings.flower_host}:{settings.flower_port}/  user lgo")
    say(f"password     {_password_place(settings)}")
    say(f"data         {settings.home}")
    if settings.contact is None and not settings.site_is_loopback:
        say("LGO_CONTACT is not set, so nothing is crawled: set it to an address where the site's owner can reach you")


def _password_place(settings: Settings) -> Path | str:
    return "LGO_FLOWER_PASSWORD" if settings.flower_password else settings.home / "run" / "flower-password"


@services_app.command()
def start() -> None:
    """Start the embedded services and leave them running."""
    with services.terminal_progress(sys.stderr) as progress:
        services.start_background(get_settings(), progress)
    say("running; lgo services stop ends them")


@services_app.command()
def stop() -> None:
    """Stop the embedded services of this home."""
    stopped = services.stop(get_settings())
    say(f"stopped {', '.join(stopped)}" if stopped else "nothing was running")


@services_app.command()
def status(as_json: Annotated[bool, Json] = False) -> None:
    """Tell how each service is; exit 5 unless all are running or configured."""
    found = services.status(get_settings())
    if as_json:
        emit({item.name: {"state": item.state, "address": item.address, "pid": item.pid} for item in found})
    else:
        for item in found:
            out.print(f"{item.name:<12} {item.state:<11} {item.address or ''}", markup=False)
    well = all(item.state in {"running", "configured"} for item in found)
    raise typer.Exit(Exit.OK if well else Exit.UNAVAILABLE)

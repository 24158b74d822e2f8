"""Entry point of ``lgo``: gathers the commands and turns errors into one line and an exit code."""

from __future__ import annotations

import os
import sys

import typer

from config.errors import LgoError, SettingsError, TransientError
from search.errors import BadQueryError
from workers.cli import content, coverage, dedupe, find, index, operate, process, read, system
from workers.cli.output import Exit, say
from workers.compiled import refuse_stale
from workers.references import BadReferenceError

HELP = """Archive and search engine of the decisions of the Local Government and Social Care Ombudsman.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 crawl incomplete, 4 not found, 5 a service is away."""

app = typer.Typer(name="lgo", help=HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
for group in (system, content, find, read, operate, coverage, process):
    group.add_to(app)
app.add_typer(index.app, name="index")
app.add_typer(dedupe.app, name="dedupe")
app.add_typer(operate.failures_app, name="failures")
app.add_typer(operate.db_app, name="db")
app.add_typer(system.services_app, name="services")


def run() -> None:
    """Run ``lgo``; an error of ours is one line on standard error, never a traceback."""
    try:
        refuse_stale()
        app()
    except (SettingsError, BadReferenceError, BadQueryError) as error:
        _end(error, Exit.USAGE)
    except TransientError as error:
        _end(error, Exit.UNAVAILABLE)
    except LgoError as error:
        _end(error, Exit.FAILED)
    except BrokenPipeError:
        # The reader of our output went away, as ``head`` does: nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.FAILED)


def _end(error: LgoError, code: Exit) -> None:
    say(f"lgo: {error}")
    sys.exit(code)

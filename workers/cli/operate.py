"""Commands for operators: status, failures, database."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from config import failures
from config.db import make_engine, unit_of_work
from config.services import find
from config.settings import get_settings
from workers.cli.output import Json, emit, out, say

failures_app = typer.Typer(help="What failed for good: list, look, try again, set aside.", no_args_is_help=True)
db_app = typer.Typer(help="The database schema.", no_args_is_help=True)

StageName = Annotated[failures.Stage | None, typer.Option(help="Only those of one stage.")]
FailureId = Annotated[int, typer.Argument(help="The id that lgo failures list shows.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to ``lgo``."""
    app.command()(status)


def status(as_json: Annotated[bool, Json] = False) -> None:
    """Show what is held, pending and failed, how far the index is, and the last crawls."""
    from workers.cli.runtime import opened
    from workers.status import status as read_status

    with opened() as runtime:
        found = read_status(runtime)
    if as_json:
        emit(found)
        return
    table = Table(show_header=False, box=None)
    for name, value in found.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for part, number in parts:
            shown = ", ".join(f"{k} {v}" for k, v in number.items()) if isinstance(number, dict) else str(number)
            table.add_row(f"{name} {part}", shown)
    out.print(table)


@failures_app.command("list")
def list_failures(stage: StageName = None, as_json: Annotated[bool, Json] = False) -> None:
    """List every failure, oldest first."""
    from workers.cli.runtime import opened
    from workers.failures import as_json as to_json

    with opened() as runtime, unit_of_work(runtime.sessions) as session:
        rows = [to_json(row) for row in failures.listed(session, stage)]
    if as_json:
        emit({"failures": rows})
        return
    if not rows:
        say("no failures")
        return
    for row in rows:
        out.print(f"{row['id']:>5}  {row['stage']:<7} {row['subject']}", markup=False)
        out.print(f"       {row['error']}", markup=False)


@failures_app.command()
def show(failure_id: FailureId, as_json: Annotated[bool, Json] = False) -> None:
    """Show one failure whole."""
    from workers.cli.runtime import opened
    from workers.failures import as_json as to_json
    from workers.failures import find as find_failure

    with opened() as runtime, unit_of_work(runtime.sessions) as session:
        row = to_json(find_failure(session, failure_id))
    if as_json:
        emit(row)
        return
    for name, value in row.items():
        out.print(f"{name:>9}  {value}", markup=False)


@failures_app.command()
def retry(
    failure_id: Annotated[int | None, typer.Argument(help="Left out with --all.")] = None,
    all_rows: Annotated[bool, typer.Option("--all", help="Every failure that is listed.")] = False,
    stage: StageName = None,
) -> None:
    """Try the work again: one failure, or with --all every one (of a stage)."""
    from workers.cli.runtime import opened
    from workers.failures import retry as retry_one

    if (failure_id is None) != all_rows:
        raise typer.BadParameter("name one failure, or use --all")
    with opened() as runtime:
        if failure_id is not None:
            ids = [failure_id]
        else:
            with unit_of_work(runtime.sessions) as session:
                ids = [row.id for row in failures.listed(session, stage)]
        for one in ids:
            say(f"failure {one}: {retry_one(runtime, one)}")


@failures_app.command()
def discard(failure_id: FailureId) -> None:
    """Set one failure aside: its row is kept, and its subject left alone."""
    from workers.cli.runtime import opened
    from workers.failures import find as find_failure

    with opened() as runtime, unit_of_work(runtime.sessions) as session:
        failures.discard(session, find_failure(session, failure_id))
    say(f"failure {failure_id}: set aside")


@db_app.command()
def upgrade() -> None:
    """Bring the tables to the newest schema; nothing happens where they are."""
    from workers import schema

    engine = make_engine(find(get_settings()).database_url)
    schema.upgrade(engine)
    say(f"the schema is at {schema.revision(engine)}")
    engine.dispose()

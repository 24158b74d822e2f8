"""Commands for the search index: rebuild, verify."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from workers.cli.output import Json, counter, emit, out

app = typer.Typer(help="The search index: a projection of the record.", no_args_is_help=True)


@app.command()
def rebuild(as_json: Annotated[bool, Json] = False) -> None:
    """Make a new index from the record and switch to it, without a gap in service."""
    from workers import rebuild as rebuilding
    from workers.cli.runtime import opened

    written = 0
    with opened() as runtime, counter("documents") as progress:

        def on_batch(size: int) -> None:
            nonlocal written
            written += size
            progress.at(written)

        result = rebuilding.rebuild(runtime, on_batch=on_batch)
    if as_json:
        emit(dataclasses.asdict(result))
    else:
        out.print(f"{result.index} holds {result.documents:,} documents and is in use")


@app.command()
def verify(
    repair: Annotated[bool, typer.Option(help="Mend what differs.")] = True, as_json: Annotated[bool, Json] = False
) -> None:
    """Compare the index with the record, both ways; what differs is mended."""
    from workers import reconcile
    from workers.cli.runtime import opened

    with opened() as runtime:
        found = dataclasses.asdict(reconcile.verify(runtime, repair=repair))
    if as_json:
        emit(found)
    else:
        out.print(", ".join(f"{value:,} {name}" for name, value in found.items()))

"""Commands for what belongs together: compare again, learn standard wording."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Annotated

import typer

from workers.cli.output import Exit, Json, counter, emit, out, say
from workers.references import normal_reference

app = typer.Typer(help="Which decisions are one matter: equal, joint, near and reissued ones.", no_args_is_help=True)

References = Annotated[list[str] | None, typer.Argument(metavar="[REF]...", help="Decisions to compare again.")]
Day = dt.datetime | None
Since = Annotated[Day, typer.Option("--from", formats=["%Y-%m-%d"], help="First decision date.")]
Until = Annotated[Day, typer.Option("--to", formats=["%Y-%m-%d"], help="Last decision date.")]
All = Annotated[bool, typer.Option("--all", help="Compare every decision again.")]


@app.command()
def run(
    references: References = None,
    since: Since = None,
    until: Until = None,
    every: All = False,
    as_json: Annotated[bool, Json] = False,
) -> None:
    """Compare decisions again: some, those of a span of days, all, or with nothing named what is pending.

    What an interrupted run left is pending: the same command without a name goes on with it, and so do the workers.
    """
    from workers.cli.runtime import opened
    from workers.dedupe import again

    span = since.date() if since else None, until.date() if until else None
    chosen = again.Chosen([normal_reference(one) for one in references or ()], *span)
    if every and not chosen.every:
        raise typer.BadParameter("name decisions or use --all, not both")
    with opened() as runtime:
        again.renew(runtime)
        if (every or not chosen.every) and not again.mark(runtime, chosen):
            say("lgo: no such decision is held: lgo show REF tells which are")
            raise typer.Exit(Exit.NOT_FOUND)
        with counter("compared", again.count(runtime, chosen)) as progress:
            found = again.work(runtime, chosen, progress.at)
    if as_json:
        emit(dataclasses.asdict(found))
        return
    links = ", ".join(f"{number:,} {kind}" for kind, number in found.links.items()) or "none"
    out.print(f"{found.decisions:,} compared, {found.left:,} left to others, in {found.seconds:,} s")
    out.print(f"links: {links}; groups: {found.groups:,}")


@app.command()
def learn(as_json: Annotated[bool, Json] = False) -> None:
    """Learn anew from the archive which wording is standard; where it differs, all is compared again by the workers."""
    from workers.cli.runtime import opened
    from workers.dedupe import again
    from workers.dedupe.run import learn_wording
    from workers.dedupe.wording import told

    with opened() as runtime:
        changed = learn_wording(runtime)
        found = told(runtime) | {"changed": changed, "pending": again.count(runtime, again.Chosen())}
    if as_json:
        emit(found)
    else:
        out.print(", ".join(f"{name} {value}" for name, value in found.items()))

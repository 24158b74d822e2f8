"""Commands that find decisions: search, show."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer
from rich.text import Text

from config.db import unit_of_work
from search.query import SearchRequest, Sort
from workers.cli.output import Exit, Json, emit, out, say

Many = Annotated[list[str] | None, typer.Option(help="Can be given several times.")]
Number = Annotated[int, typer.Option(min=1)]


def add_to(app: typer.Typer) -> None:
    """Add these commands to ``lgo``."""
    app.command()(search)
    app.command()(show)


def search(
    text: Annotated[str, typer.Argument(help='Words, "a phrase", or a reference; empty finds all.')] = "",
    body: Many = None,
    body_type: Many = None,
    category: Many = None,
    subcategory: Many = None,
    outcome: Many = None,
    kind: Many = None,
    ground: Many = None,
    legislation: Many = None,
    since: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First decision date.")
    ] = None,
    until: Annotated[dt.datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last decision date.")] = None,
    sort: Annotated[Sort, typer.Option(help="Relevance without any text is newest.")] = Sort.RELEVANCE,
    size: Number = 10,
    page: Number = 1,
    as_json: Annotated[bool, Json] = False,
) -> None:
    """Search the decisions, with counts by facet; exit 0 also where nothing is found."""
    from workers.cli.runtime import open_searcher

    request = SearchRequest(
        text=text,
        filters={
            name: tuple(chosen)
            for name, chosen in {
                "body": body,
                "body_type": body_type,
                "category": category,
                "subcategory": subcategory,
                "outcome": outcome,
                "kind": kind,
                "ground": ground,
                "legislation": legislation,
            }.items()
            if chosen
        },
        date_from=since.date() if since else None,
        date_to=until.date() if until else None,
        sort=sort,
        size=size,
        page=page,
    )
    found = open_searcher().search(request).to_json()
    if as_json:
        emit(found)
    else:
        _print_results(found)


def _print_results(found: dict[str, Any]) -> None:
    out.print(f"{found['total']:,} decisions", style="bold")
    for hit in found["results"]:
        out.print(Text(f"\n{hit['reference']}  {hit['body'] or 'body not named'}", style="bold"))
        facts = (hit["decision_date"], hit["category"], hit["subcategory"], hit["outcome"])
        out.print(f"  {' · '.join(fact for fact in facts if fact)}", markup=False)
        out.print(f"  {hit['summary'] or ''}", markup=False)
    if not found["results"]:
        say("nothing matches: use fewer words or fewer filters")
    for name, values in found["facets"].items():
        counts = ", ".join(f"{item['value']} {item['count']:,}" for item in values[:6])
        if counts:
            out.print(f"\nby {name}: {counts}", markup=False)


def show(
    reference: Annotated[str, typer.Argument(help="As 24 002 642 or 24-002-642; quotes are not needed with hyphens.")],
    as_json: Annotated[bool, Json] = False,
) -> None:
    """Show a decision with its versions, links and pages; exit 4 where the archive has none with this reference."""
    from workers import records
    from workers.cli.runtime import opened
    from workers.references import normal_reference

    wanted = normal_reference(reference)
    with opened() as runtime, unit_of_work(runtime.sessions) as session:
        decisions = records.describe(session, wanted)
    if as_json:
        emit({"decisions": decisions})
    elif not decisions:
        say(f"no decision with the reference {wanted} is held")
    for decision in () if as_json else decisions:
        _print_decision(decision)
    raise typer.Exit(Exit.OK if decisions else Exit.NOT_FOUND)


FACTS = ("category", "subcategory", "outcome", "kind", "decision_date", "state", "url", "summary")


def _print_decision(decision: dict[str, Any]) -> None:
    out.print(Text(f"{decision['body'] or 'Body not named'} ({decision['reference']})", style="bold"))
    for name in FACTS:
        if decision[name]:
            out.print(f"  {name.replace('_', ' '):<14} {decision[name]}", markup=False)
    if decision["grounds"]:
        out.print(f"  {'grounds':<14} {', '.join(decision['grounds'])}", markup=False)
    for link in decision["links"]:
        out.print(f"  {link['kind']:<14} {link['reference']} {link['body'] or ''}", markup=False)
    out.print(f"  {'versions':<14} {len(decision['versions'])}, revision {decision['revision']}", markup=False)
    for section in decision["sections"]:
        out.print()
        if section["heading"]:
            out.print(Text(section["heading"], style="bold"))
        for paragraph in section["paragraphs"]:
            mark = f"{paragraph['number']}." if paragraph["number"] else "-"
            out.print(f"{'  ' * paragraph['level']}{mark} {paragraph['text']}", markup=False)
    out.print()

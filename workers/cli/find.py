"""Commands that find decisions: search."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer
from rich.text import Text

from search.query import SearchRequest, Sort
from workers.cli.output import Json, emit, out, say

Many = Annotated[list[str] | None, typer.Option(help="Can be given several times.")]
Number = Annotated[int, typer.Option(min=1)]


def add_to(app: typer.Typer) -> None:
    """Add these commands to ``lgo``."""
    app.command()(search)


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
    collapse: Annotated[
        bool, typer.Option("--collapse", help="One decision of each matter; matters are counted, not decisions.")
    ] = False,
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
        collapse=collapse,
    )
    found = open_searcher().search(request).to_json()
    if as_json:
        emit(found)
    else:
        _print_results(found)


def _print_results(found: dict[str, Any]) -> None:
    decisions = f"{found['decisions']:,} decisions"
    out.print(f"{found['total']:,} matters in {decisions}" if found["collapse"] else decisions, style="bold")
    for hit in found["results"]:
        _print_hit(hit, collapsed=found["collapse"])
    if not found["results"]:
        say("nothing matches: use fewer words or fewer filters")
    for name, values in found["facets"].items():
        counts = ", ".join(f"{item['value']} {item['count']:,}" for item in values[:6])
        if counts:
            out.print(f"\nby {name}: {counts}", markup=False)


def _print_hit(hit: dict[str, Any], *, collapsed: bool) -> None:
    out.print(Text(f"\n{hit['reference']}  {hit['body'] or 'body not named'}", style="bold"))
    facts = (hit["decision_date"], hit["category"], hit["subcategory"], hit["outcome"])
    out.print(f"  {' · '.join(fact for fact in facts if fact)}", markup=False)
    out.print(f"  {hit['summary'] or ''}", markup=False)
    if collapsed and hit["group"]["others"]:
        out.print(f"  and {hit['group']['others']:,} more of this matter", markup=False)

"""Commands that read one decision: show, diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.style import Style
from rich.text import Text

from config.db import unit_of_work
from search.decision_view import LINK_WORDS, changes_told
from workers.cli.output import Exit, Json, emit, out, say

if TYPE_CHECKING:
    from workers.diff import PassageChange
    from workers.dossier import Compared

Reference = Annotated[str, typer.Argument(help="As 24 002 642 or 24-002-642; quotes are not needed with hyphens.")]

FACTS = ("category", "subcategory", "outcome", "kind", "decision_date", "satisfied_date", "state", "url", "summary")
# As long as the longest name of a link.
NAME_WIDTH = max(map(len, LINK_WORDS.values()))
# Signs before a paragraph, and how words look that were taken out or put in; the marks serve where no colour does.
SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}
STYLES = {"removed": Style(color="red", strike=True), "added": Style(color="green", underline=True)}
MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}


def add_to(app: typer.Typer) -> None:
    """Add these commands to ``lgo``."""
    app.command()(show)
    app.command()(diff)


def show(
    reference: Reference,
    version: Annotated[int | None, typer.Option(min=1, help="The words of an earlier version, by its number.")] = None,
    as_json: Annotated[bool, Json] = False,
) -> None:
    """Show a decision with its versions, links and pages; exit 4 where the archive has none with this reference."""
    from workers import dossier
    from workers.cli.runtime import opened
    from workers.references import normal_reference

    wanted = normal_reference(reference)
    decisions: list[dict[str, Any]] = []
    problem = f"no decision with the reference {wanted} is held"
    with opened() as runtime, unit_of_work(runtime.sessions) as session:
        try:
            decisions = dossier.describe(session, wanted, version)
        except dossier.NotHeldError as error:
            problem = str(error)
    if as_json:
        emit({"decisions": decisions})
    elif not decisions:
        say(f"lgo: {problem}")
    for decision in () if as_json else decisions:
        _print_decision(decision)
    raise typer.Exit(Exit.OK if decisions else Exit.NOT_FOUND)


def _print_decision(decision: dict[str, Any]) -> None:
    out.print(Text(f"{decision['body'] or 'Body not named'} ({decision['reference']})", style="bold"))
    for name, value in _facts(decision):
        out.print(f"  {name:<{NAME_WIDTH}} {value}", markup=False)
    for section in decision["sections"]:
        out.print()
        if section["heading"]:
            out.print(Text(section["heading"], style="bold"))
        for paragraph in section["paragraphs"]:
            mark = f"{paragraph['number']}." if paragraph["number"] else "-"
            out.print(f"{'  ' * paragraph['level']}{mark} {paragraph['text']}", markup=False)
    out.print()


def _facts(decision: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((name.replace("_", " "), decision[name]) for name in FACTS if decision[name])
    if decision["grounds"]:
        yield "grounds", ", ".join(decision["grounds"])
    for number, member in enumerate(decision["group"]["members"]):
        yield "" if number else "same matter", f"{member['reference']}  {member['body'] or ''}".rstrip()
    for link in decision["links"]:
        name = (link["direction"] or LINK_WORDS.get(link["kind"], link["kind"])).replace("_", " ").lower()
        yield name, f"{link['reference']}  {link['body'] or ''} ({link['rule']}, score {link['score']:.2f})"
    for version in decision["versions"]:
        changes = changes_told(version)
        shown = " (shown here)" if version["number"] == decision["version"] and len(decision["versions"]) > 1 else ""
        seen = f"seen {version['seen'][:10]} to {version['last_seen'][:10]}"
        yield f"version {version['number']}", f"{seen}{'  ' if changes else ''}{changes}{shown}"
    for page in decision["pages"]:
        yield "page", f"{page['fetched'][:10]}  {page['url']}  version {page['version']}, {page['size']:,} bytes"


def diff(
    reference: Reference,
    start: Annotated[int | None, typer.Option("--from", min=1, help="Number of the earlier version.")] = None,
    end: Annotated[int | None, typer.Option("--to", min=1, help="Number of the later version.")] = None,
    body: Annotated[str | None, typer.Option(help="The body, where the reference is held for several.")] = None,
    as_json: Annotated[bool, Json] = False,
) -> None:
    """Show what changed between two versions of a decision, unset the last two; exit 4 where one is not held."""
    from workers import dossier
    from workers.cli.runtime import opened
    from workers.references import normal_reference

    with opened() as runtime, unit_of_work(runtime.sessions) as session:
        try:
            compared = dossier.compare(session, normal_reference(reference), body=body, start=start, end=end)
        except (dossier.NotHeldError, dossier.SeveralBodiesError) as error:
            if as_json:
                emit({"from": None, "to": None, "fields": [], "paragraphs": []})
            say(f"lgo: {error}")
            unknown = isinstance(error, dossier.NotHeldError)
            raise typer.Exit(Exit.NOT_FOUND if unknown else Exit.USAGE) from None
    if as_json:
        emit(compared.to_json())
    elif compared.before.number == compared.after.number:
        say(f"{compared.reference}: {_nothing_to_compare(compared)}")
    else:
        _print_difference(compared)


def _nothing_to_compare(compared: Compared) -> str:
    version, numbers = compared.after, compared.numbers
    if len(numbers) == 1:
        return f"version {version.number} only, seen {version.seen:%Y-%m-%d}; nothing to compare"
    held = ", ".join(map(str, numbers))
    return f"version {version.number} would be compared with itself; give two of versions {held} with --from and --to"


def _print_difference(compared: Compared) -> None:
    out.print(Text(f"{compared.body or 'Body not named'} ({compared.reference})", style="bold"))
    versions = (compared.before, compared.after)
    out.print(" -> ".join(f"version {item.number} (seen {item.seen:%Y-%m-%d})" for item in versions), markup=False)
    for field in compared.difference.fields:
        out.print(
            _words([("removed", field.before), ("added", field.after)], Text(f"\n{field.name.replace('_', ' ')}: "))
        )
    section = None
    for passage in compared.difference.passages:
        if passage.place.section != section and not passage.place.is_heading:
            section = passage.place.section
            out.print(Text(f"\n{section}", style="bold"))
        out.print(_told(passage))


def _told(passage: PassageChange) -> Text:
    place, before = passage.place, passage.before
    line = Text(f"{SIGNS[passage.change]} {f'{place.number}. ' if place.number else ''}")
    if before and passage.change == "moved":
        line.append(f"(from {' '.join(filter(None, (before.section, before.number)))}) ")
    return _words(((words.fate, words.text) for words in passage.words), line)


def _words(runs: Iterable[tuple[str, str | None]], line: Text) -> Text:
    """Words with their fate behind a line, in colour where there is any and between marks where there is none."""
    coloured = out.is_terminal and out.color_system is not None and not out.no_color
    for number, (fate, text) in enumerate((fate, text) for fate, text in runs if text):
        opening, closing = MARKS.get(fate, ("", ""))
        line.append(" " if number else "")
        line.append(text if coloured else f"{opening}{text}{closing}", STYLES.get(fate) if coloured else None)
    return line

"""A crawl's report for people; ``--json`` has all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workers.cli.output import out

# So many lines of a long list are shown.
SHOWN = 20


def show_report(report: Mapping[str, Any]) -> None:
    """Print how a crawl ended, what it brought, what it cost the site, and what is missing."""
    out.print(f"{report['mode']} crawl {report['crawl']}: {report['reason']}", markup=False)
    for name, words in _lines(report):
        out.print(f"{name:>8}  {words}", markup=False)
    back = report.get("held_back", {})
    if back:
        show_list(f"not marked gone ({back['reason']})", back["urls"], count=back["count"])
    show_list("missing", [f"{one['url']}  {one['reason']}" for one in report.get("missing", [])])
    opened = [one for one in report.get("windows", []) if one["state"] != "complete"]
    show_list("not whole", [f"{one['since']}..{one['until']}  {one['reason']}" for one in opened])


def _lines(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    lines = [
        (
            "windows",
            f"{len(report.get('windows', [])):,} read, {report.get('confirmed', 0):,} more as their totals say",
        ),
        ("listed", f"{report['listed']:,} of {report['said']:,}"),
        ("pages", ", ".join(f"{report[name]:,} {name}" for name in ("fetched", "new", "changed", "unchanged"))),
        ("", ", ".join(f"{report.get(name, 0):,} {name}" for name in ("checked", "gone", "failed"))),
        ("site", _cost(report)),
        *_manners(report.get("politeness", {})),
    ]
    return [*lines, *_oddities(report)]


def _manners(politeness: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How far apart requests were, and what robots.txt kept us from."""
    if not politeness:
        return []
    least = politeness["least_gap_seconds"]
    gap = "" if least is None else f", {least:g} s at the least"
    told = [("", f"{politeness['at_once']} at a time, {politeness['spacing_seconds']:g} s apart{gap}")]
    return told + [("", f"robots.txt: {rule}") for rule in politeness["forbidden"]]


def _cost(report: Mapping[str, Any]) -> str:
    traffic = report.get("traffic", {})
    answers = ", ".join(f"{count:,} x {answer}" for answer, count in sorted(traffic.get("answers", {}).items()))
    retries = traffic.get("retries", 0)
    size = traffic.get("bytes", 0) / 1e6
    return (
        f"{report['requests']:,} requests ({answers}), {retries:,} retries, {size:,.1f} MB, {report['seconds']:.0f} s"
    )


def _oddities(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = {**report.get("listing_faults", {}), **report.get("oddities", {})}
    totals = [one for one in report.get("totals", []) if one["difference"]]
    lines = [("odd", ", ".join(f"{name} {count:,}" for name, count in found.items()))] if found else []
    for one in totals:
        name = one["scope"] or "all dates"
        lines.append(("totals", f"{name}: the site says {one['said']:,}, its windows {one['windows']:,}"))
    return lines


def show_list(title: str, lines: Sequence[str], count: int | None = None) -> None:
    """Print a list under its title, a long one in part; nothing where there is none.

    ``count`` says how many there are where not all of them are known.
    """
    if not lines:
        return
    out.print(f"\n{title}: {count or len(lines):,}", markup=False)
    for line in lines[:SHOWN]:
        out.print(f"  {line}", markup=False)
    if count is not None and count > len(lines):
        out.print(f"  and {count - len(lines[:SHOWN]):,} more", markup=False)
    elif len(lines) > SHOWN:
        out.print(f"  and {len(lines) - SHOWN:,} more; --json lists all", markup=False)

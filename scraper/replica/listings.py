"""Listing pages: search results and the archive with totals, categories with their ten newest, the search form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from scraper.replica.calendar import listing_date
from scraper.replica.categories import Place, category_slugs, places, places_of_category
from scraper.replica.corpus import Entry
from scraper.replica.http import Request
from scraper.replica.view import View

PAGE_SIZE = 10
OUTCOME_LETTERS = {"c": "Closed after initial enquiries", "nu": "Not upheld", "u": "Upheld"}


def wanted_day(text: str | None, otherwise: dt.date) -> dt.date:
    """A date as the site takes it: padded or not, from year 1 on; anything else counts as not given."""
    try:
        year, month, day = (int(part) for part in (text or "").split("-"))
        return dt.date(year, month, day)
    except ValueError:
        return otherwise


def wanted_page(text: str | None) -> int:
    """A page number from 1; anything else counts as 1."""
    return max(1, int(text)) if text and text.isascii() and text.isdigit() else 1


def found(view: View, query: Mapping[str, str]) -> Sequence[int]:
    """Positions of the decisions that a search asks for, newest first unless it says ascending."""
    numbers = view.window(wanted_day(query.get("fd"), dt.date.min), wanted_day(query.get("td"), dt.date.max))
    outcomes = {OUTCOME_LETTERS[part] for part in query.get("dc", "").split() if part in OUTCOME_LETTERS}
    kinds = {"statements": False, "reports": True}.get(query.get("t", "").lower())
    name, category = query.get("aname", "").strip().lower(), category_slugs().get(query.get("c", ""))
    if outcomes or kinds is not None or name or category:
        numbers = [n for n in numbers if _matches(view.entry(n), outcomes, kinds, name, category)]
    return numbers[::-1] if query.get("sortOrder", "").lower() == "ascending" else numbers


def _matches(entry: Entry, outcomes: set[str], report: bool | None, name: str, category: str | None) -> bool:
    return (
        (not outcomes or entry.outcome in outcomes)
        and (report is None or entry.report is report)
        and (not name or entry.body.name.lower() == name)
        and (category is None or entry.place.category == category)
    )


def search_results(view: View, request: Request, words: str = "Your search has") -> str:
    """One page of results with the total; past the last page the total stands alone.

    What the request is held back from is neither shown nor counted, where there is still more than a page.
    """
    path, query = request.path, request.query
    numbers = found(view, query)
    if len(numbers) - request.held_back > PAGE_SIZE:
        numbers = numbers[request.held_back :]
    page = wanted_page(query.get("page"))
    shown = numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    total = f'<p class="results-total">{words} {len(numbers):,} results</p>\n'
    pages = -(-len(numbers) // PAGE_SIZE)
    return "".join(
        ["<h1>Search results</h1>\n", total, _entries(view, shown), _pager(path, query, page, pages)],
    )


def category_page(view: View, heading: str, chosen: Iterable[Place]) -> str:
    """The ten newest of a category or subcategory, whatever page was asked for."""
    newest = view.newest(chosen, PAGE_SIZE)
    intro = "<p>Recent statements in this category are shown below:</p>\n"
    return "".join([f"<h1>{escape(heading)}</h1>\n", intro, _entries(view, newest)])


def _entries(view: View, numbers: Iterable[int]) -> str:
    return "".join(['<div class="results">\n', *(_entry(view, number) for number in numbers), "</div>\n"])


def _entry(view: View, number: int) -> str:
    entry = view.entry(number)
    kind = "Report" if entry.report else "Statement"
    facts = (kind, entry.outcome, entry.place.name, listing_date(entry.date))
    spans = " ".join(f"<span>{escape(fact, quote=False)}</span>" for fact in facts)
    title = escape(f"{entry.body.name} ({entry.reference})", quote=False)
    return (
        f'<div class="result">\n<h3><a href="{entry.path}">{title}</a></h3>\n<p class="facts">{spans}</p>\n'
        f"<p>Summary: {escape(view.summary(number), quote=False)}</p>\n</div>\n"
    )


def _pager(path: str, query: Mapping[str, str], page: int, pages: int) -> str:
    if pages <= 1:
        return ""
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    links = [_page_link(path, query, number, str(number), current=number == page) for number in near]
    if page > 1:
        links.insert(0, _page_link(path, query, page - 1, "Previous"))
    if page < pages:
        links.append(_page_link(path, query, page + 1, "Next"))
    return f'<ul class="pagination">\n{"".join(links)}</ul>\n'


def _page_link(path: str, query: Mapping[str, str], number: int, text: str, *, current: bool = False) -> str:
    address = escape(f"{path}?{urlencode({**query, 'page': number})}")
    mark = ' class="current"' if current else ""
    return f'<li{mark}><a href="{address}">{text}</a></li>\n'


def search_form() -> str:
    """The search form, which is also what a shell page shows."""
    options = "".join(f'<option value="{slug}">{escape(name)}</option>\n' for slug, name in category_slugs().items())
    return (
        "<h1>Search our decisions</h1>\n"
        '<form id="decision-search" method="post" action="/decisionsnew/newsearchpost">\n'
        '<label for="fd">From</label> <input type="date" id="fd" name="fd">\n'
        '<label for="td">To</label> <input type="date" id="td" name="td">\n'
        '<label for="aname">Organisation</label> <input type="text" id="aname" name="aname">\n'
        f'<label for="c">Category</label> <select id="c" name="c"><option value=""></option>\n{options}</select>\n'
        '<button type="submit">Search</button>\n</form>\n'
    )


def all_categories() -> str:
    """The page that leads to every category and subcategory."""
    groups = (
        f'<li><a href="/decisions/{slug}">{escape(name)}</a>\n<ul>\n'
        + "".join(f'<li><a href="{p.path}">{escape(p.name)}</a></li>\n' for p in places_of_category()[name])
        + "</ul>\n</li>\n"
        for slug, name in category_slugs().items()
    )
    return f"<h1>Decisions</h1>\n<ul>\n{''.join(groups)}</ul>\n"


def places_at(category_slug: str, slug: str | None) -> tuple[Place, ...]:
    """The subcategories that an address names; empty where there is none of that name."""
    return tuple(p for p in places() if p.category_slug == category_slug and slug in {None, p.slug})

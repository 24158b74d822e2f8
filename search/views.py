"""What the search page shows, made from a request and its results: every link, label and date ready. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from search.facets import FACETS, FacetCounts, FacetValue, fold
from search.params import address, pairs
from search.query import DEEPEST_RESULT, SearchRequest, Sort
from search.results import Hit, SearchPage
from search.wording import FACET_LABELS, long_date, value_label

# Facets that are unfolded before anything was chosen in them.
OPEN_FACETS = frozenset({"outcome", "ground", "category", "year"})
PAGES_AROUND = 2
# What the search form has fields for, and the page, for a new search begins at 1.
OWN_FIELDS = frozenset({"q", "from", "to", "collapse", "page"})
SORT_LABELS = {Sort.RELEVANCE: "Best match", Sort.NEWEST: "Newest", Sort.OLDEST: "Oldest"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link with its words; ``count`` where it stands for decisions, ``selected`` where it is in force."""

    label: str
    href: str
    count: int = 0
    selected: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with its values as links that put a filter on or take it off."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    unfolded: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """A result with its summary and passages as safe HTML; ``others`` leads to all decisions of its matter."""

    hit: Hit
    date: str
    title: str | Markup
    summary: str | Markup
    passages: tuple[Markup, ...]
    others: Choice | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """Everything the template of the search page needs."""

    request: SearchRequest
    found: SearchPage
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    chips: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    pages: tuple[Choice | None, ...]
    previous: str | None
    following: str | None
    kept: tuple[tuple[str, str], ...]
    without_filters: str

    @property
    def counted(self) -> str:
        """What is counted, as the noun that goes with the total."""
        nouns = ("matter", "matters") if self.found.collapse else ("decision", "decisions")
        return nouns[self.found.total != 1]

    @property
    def first(self) -> int:
        """Number of the first result shown."""
        return (self.found.page - 1) * self.found.size + 1

    @property
    def last(self) -> int:
        """Number of the last result shown."""
        return self.first + len(self.hits) - 1


def search_view(request: SearchRequest, found: SearchPage) -> SearchView:
    """The search page for these results."""
    counts = {facet.name: facet for facet in found.facets}
    last = min(found.pages, DEEPEST_RESULT // found.size)
    return SearchView(
        request=request,
        found=found,
        hits=tuple(_hit(request, hit) for hit in found.results),
        facets=tuple(_facet(request, counts[name], label) for name, label in FACET_LABELS.items()),
        chips=tuple(_chips(request)),
        # Without words there is nothing to match best.
        sorts=tuple(_sort(request, sort) for sort in Sort if request.text or sort is not Sort.RELEVANCE),
        pages=tuple(_pages(request, last)),
        previous=_page(request, request.page - 1) if 1 < request.page <= last + 1 else None,
        following=_page(request, request.page + 1) if request.page < last else None,
        kept=kept_by_form(request),
        without_filters=address(
            SearchRequest(text=request.text, sort=request.sort, size=request.size, collapse=request.collapse)
        ),
    )


def kept_by_form(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """What the search form sends on unseen: all but its own fields and the page."""
    return tuple((name, value) for name, value in pairs(request) if name not in OWN_FIELDS)


def _hit(request: SearchRequest, hit: Hit) -> HitView:
    marked_summary = hit.highlights.get("summary", ())
    passages = tuple(Markup(passage) for passage in hit.highlights.get("text", ()))  # noqa: S704 - Escaped by results.
    summary = Markup(marked_summary[0]) if marked_summary else (hit.summary or "")  # noqa: S704 - Escaped by results.
    marked_title = hit.highlights.get("body", ())
    title = Markup(marked_title[0]) if marked_title else (hit.body or "Organisation not named")  # noqa: S704 - As above.
    return HitView(
        hit=hit,
        date=long_date(hit.decision_date),
        title=title,
        summary=summary,
        passages=tuple(_new_words(passages, hit.summary or "")),
        others=_others(hit) if request.collapse else None,
    )


def _others(hit: Hit) -> Choice | None:
    """The way to what a collapsed search does not show; None where it shows all."""
    if not hit.group.others:
        return None
    whole_matter = SearchRequest(group=hit.group.id, sort=Sort.OLDEST)
    return Choice(f"and {hit.group.others:,} more of this matter", address(whole_matter))


def _new_words(passages: tuple[Markup, ...], summary: str) -> Iterator[Markup]:
    """Passages that say more than the summary above them, which the text repeats."""
    told = _bare(summary)
    for passage in passages:
        said = _bare(str(passage.striptags()))
        if not told or (said not in told and told not in said):
            yield passage


def _bare(text: str) -> str:
    return " ".join(text.split())


def _facet(request: SearchRequest, counts: FacetCounts, label: str) -> FacetView:
    choices = tuple(
        Choice(value_label(counts.name, item.value), _toggled(request, counts.name, item), item.count, item.selected)
        for item in counts.values
    )
    unfolded = counts.name in OPEN_FACETS or any(item.selected for item in counts.values)
    return FacetView(counts.name, label, choices, unfolded)


def _toggled(request: SearchRequest, facet: str, item: FacetValue) -> str:
    chosen = request.chosen(facet)
    values = _without(chosen, item.value) if item.selected else (*chosen, item.value)
    return _filtered(request, facet, values)


def _without(chosen: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(other for other in chosen if fold(other) != fold(value))


def _filtered(request: SearchRequest, facet: str, values: tuple[str, ...]) -> str:
    return address(dataclasses.replace(request, filters={**request.filters, facet: values}, page=1))


def _chips(request: SearchRequest) -> Iterator[Choice]:
    for facet in FACETS:
        for value in request.chosen(facet.name):
            left = _without(request.chosen(facet.name), value)
            label = f"{FACET_LABELS[facet.name]}: {value_label(facet.name, value)}"
            yield Choice(label, _filtered(request, facet.name, left), selected=True)
    if request.group:
        yield Choice("One matter", address(dataclasses.replace(request, group=None, page=1)), selected=True)
    if request.date_from:
        label = f"From {long_date(request.date_from.isoformat())}"
        yield Choice(label, address(dataclasses.replace(request, date_from=None, page=1)), selected=True)
    if request.date_to:
        label = f"To {long_date(request.date_to.isoformat())}"
        yield Choice(label, address(dataclasses.replace(request, date_to=None, page=1)), selected=True)


def _sort(request: SearchRequest, sort: Sort) -> Choice:
    in_force = Sort.NEWEST if request.sort is Sort.RELEVANCE and not request.text else request.sort
    return Choice(
        SORT_LABELS[sort], address(dataclasses.replace(request, sort=sort, page=1)), selected=sort is in_force
    )


def _pages(request: SearchRequest, last: int) -> Iterator[Choice | None]:
    """Links to the pages around this one, the first and the last; None stands for a gap."""
    near = range(max(1, request.page - PAGES_AROUND), min(last, request.page + PAGES_AROUND) + 1)
    before = 0
    for number in sorted({1, *near, last} if last > 1 else ()):
        if number > before + 1:
            yield None
        yield Choice(str(number), _page(request, number), selected=number == request.page)
        before = number


def _page(request: SearchRequest, number: int) -> str:
    return address(dataclasses.replace(request, page=number))

"""What somebody asks for, checked once as one value, and the query that OpenSearch is asked. Pure."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from search import facets
from search.errors import BadQueryError, WindowTooDeepError
from search.facets import FACET_NAMES
from search.words import Asked, read

MOST_RESULTS_A_PAGE = 100
# OpenSearch's own limit for paging by number (index.max_result_window).
DEEPEST_RESULT = 10_000
LONGEST_TEXT = 1000
MOST_CHOSEN = 50

# Weights: a word in the summary says more of a decision than one in its text, which recites much standard wording.
# All fields share one analysis, so that the words of a search may be spread over them.
FIELDS = (
    "summary^4",
    "body.words^3",
    "subcategory.words^3",
    "category.words^2",
    "headings^1.5",
    "text",
)
# Up to three words must all occur; of more, three quarters.
LEAST_MATCH = "3<75%"
# Words this close together are taken for one thought and rank higher.
NEAR = 3
MOST_NEAR_WORDS = 10
OWN_REFERENCE_WEIGHT = 1000

RESULT_FIELDS = (
    "reference",
    "slug",
    "body",
    "body_slug",
    "body_type",
    "category",
    "subcategory",
    "outcome",
    "kind",
    "decision_date",
    "summary",
    "grounds",
    "state",
    "url",
    "group",
)

# Characters of the private use area stand for the marks until the text around them is escaped; see results.py.
MARK_START = "\ue000"
MARK_END = "\ue001"
FRAGMENTS = 2
FRAGMENT_CHARACTERS = 180


class Sort(StrEnum):
    """The order of results; relevance without any text is newest."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


def _nothing() -> Mapping[str, tuple[str, ...]]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search: words, the values chosen by facet name, a range of decision dates (both ends included), a page.

    ``collapse`` shows one decision of each matter, the best by the order asked for, and counts matters; ``group`` asks
    for the decisions of one matter.
    Raises BadQueryError saying what to change; WindowTooDeepError for a page that cannot be reached.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    sort: Sort = Sort.RELEVANCE
    size: int = 10
    page: int = 1
    collapse: bool = False
    group: str | None = None

    def __post_init__(self) -> None:
        """Clean the text and the choices, and refuse what cannot be run."""
        object.__setattr__(self, "text", clean(self.text))
        object.__setattr__(self, "filters", _cleaned(self.filters))
        object.__setattr__(self, "group", clean(self.group or "") or None)
        if len(self.text) > LONGEST_TEXT or len(self.group or "") > LONGEST_TEXT:
            raise BadQueryError(f"the search text is longer than {LONGEST_TEXT:,} characters: use fewer words")
        if not 1 <= self.size <= MOST_RESULTS_A_PAGE:
            raise BadQueryError(f"the size of a page must be from 1 to {MOST_RESULTS_A_PAGE}")
        if self.page < 1:
            raise BadQueryError("pages are counted from 1")
        if self.page * self.size > DEEPEST_RESULT:
            raise WindowTooDeepError(DEEPEST_RESULT)
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise BadQueryError("the first date is after the last one")

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen in this facet."""
        return self.filters.get(facet, ())


def clean(text: str) -> str:
    """The text without control characters and broken surrogates, which no search needs, and without outer blanks."""
    kept = (" " if unicodedata.category(mark) in {"Cc", "Cs"} else mark for mark in text)
    return "".join(kept).strip()


def _cleaned(filters: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    unknown = sorted(set(filters) - FACET_NAMES)
    if unknown:
        raise BadQueryError(f"unknown filter {', '.join(unknown)}: use {', '.join(sorted(FACET_NAMES))}")
    cleaned = {
        name: tuple(dict.fromkeys(filter(None, (clean(value) for value in values)))) for name, values in filters.items()
    }
    if any(len(values) > MOST_CHOSEN for values in cleaned.values()):
        raise BadQueryError(f"at most {MOST_CHOSEN} values can be chosen in one filter")
    return {name: values for name, values in cleaned.items() if values}


def build(request: SearchRequest) -> dict[str, Any]:
    """The body of the search that answers this request."""
    asked = read(request.text)
    body: dict[str, Any] = {
        "query": {"bool": {"must": _musts(asked), "filter": _scope(request)}},
        # After the query, so that each facet can still be counted without its own filter.
        "post_filter": {"bool": {"filter": facets.filters(request.filters)}},
        "aggs": facets.aggregations(request.filters, collapse=request.collapse),
        "sort": _order(request),
        "from": (request.page - 1) * request.size,
        "size": request.size,
        "track_total_hits": True,
        "track_scores": bool(request.text),
        "_source": list(RESULT_FIELDS),
    }
    if request.collapse:
        body["collapse"] = {"field": facets.GROUP}
    if worth_marking := _sought(asked, _any_words):
        body["highlight"] = _highlight(worth_marking)
    return body


def _scope(request: SearchRequest) -> list[dict[str, Any]]:
    scope: list[dict[str, Any]] = [{"term": {"searchable": True}}]
    bounds = {"gte": request.date_from, "lte": request.date_to}
    days = {name: day.isoformat() for name, day in bounds.items() if day is not None}
    if days:
        scope.append({"range": {"decision_date": days}})
    if request.group:
        scope.append({"term": {facets.GROUP: request.group}})
    return scope


def _order(request: SearchRequest) -> list[dict[str, Any]]:
    day = {"order": "asc" if request.sort is Sort.OLDEST else "desc", "missing": "_last"}
    by_day: list[dict[str, Any]] = [{"decision_date": day}, {"id": {"order": "asc"}}]
    by_score = request.sort is Sort.RELEVANCE and request.text
    return [{"_score": {"order": "desc"}}, *by_day] if by_score else by_day


def _musts(asked: Asked) -> list[dict[str, Any]]:
    if asked.is_wordless:
        return [{"match_none": {}}]
    musts = _sought(asked, _all_words)
    if asked.excluded:
        musts.append({"bool": {"must_not": [_phrase(phrase) for phrase in asked.excluded]}})
    if 1 < len(asked.words.split()) <= MOST_NEAR_WORDS:
        return [{"bool": {"must": musts, "should": [_near(asked.words)]}}]
    return musts or [{"match_all": {}}]


def _sought(asked: Asked, words: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
    """A query for each part that must occur, the loose words taken as ``words`` says."""
    sought = [_reference(reference) for reference in asked.references]
    sought += [_phrase(phrase) for phrase in asked.phrases]
    return [*sought, words(asked.words)] if asked.words else sought


def _all_words(words: str) -> dict[str, Any]:
    fields = list(FIELDS)
    spread = {"query": words, "type": "cross_fields", "fields": fields, "minimum_should_match": LEAST_MATCH}
    return {"multi_match": spread}


def _any_words(words: str) -> dict[str, Any]:
    """For marking: beside a phrase, the highlighter overlooks the words of a query that is spread over fields."""
    return {"multi_match": {"query": words, "fields": list(FIELDS)}}


def _near(words: str) -> dict[str, Any]:
    return {"multi_match": {"query": words, "type": "phrase", "fields": ["summary^2", "text"], "slop": NEAR}}


def _phrase(phrase: str) -> dict[str, Any]:
    return {"multi_match": {"query": phrase, "type": "phrase", "fields": list(FIELDS)}}


def _reference(reference: str) -> dict[str, Any]:
    """The decision of this reference first, then those whose words name it."""
    own = {"term": {"reference_keys": {"value": reference, "boost": OWN_REFERENCE_WEIGHT}}}
    spaced = f"{reference[:2]} {reference[2:5]} {reference[5:]}"
    named = [{"match_phrase": {"text": spelling}} for spelling in (spaced, reference)]
    return {"bool": {"should": [own, *named], "minimum_should_match": 1}}


def _highlight(worth_marking: list[dict[str, Any]]) -> dict[str, Any]:
    whole = {"number_of_fragments": 0}
    return {
        "pre_tags": [MARK_START],
        "post_tags": [MARK_END],
        "number_of_fragments": FRAGMENTS,
        "fragment_size": FRAGMENT_CHARACTERS,
        "order": "score",
        "highlight_query": {"bool": {"should": worth_marking}},
        "fields": {"summary": whole, "body.words": whole, "headings": {}, "text": {}},
    }

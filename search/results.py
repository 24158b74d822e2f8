"""From OpenSearch's answer to what people get: a page of results with counts and marked words. Pure.

Highlights are HTML: every character of the decision is escaped, and only ``<mark>`` around matched words is ours.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search import facets
from search.facets import FacetCounts
from search.query import MARK_END, MARK_START, SearchRequest

ALONE: dict[str, Any] = {"id": "", "size": 1, "representative": True}


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The matter that a decision belongs to: how many decisions it has, and whether this one stands for them."""

    id: str
    size: int
    representative: bool

    @property
    def others(self) -> int:
        """How many other decisions the matter has, found by this search or not."""
        return self.size - 1

    def to_json(self) -> dict[str, Any]:
        """Under the public names."""
        plain = {"id": self.id, "size": self.size, "representative": self.representative}
        return plain | {"others": self.others}


@dataclass(frozen=True, slots=True)
class Hit:
    """One decision found: its header facts, how well it matches (None when sorted by date), its marked passages."""

    reference: str
    slug: str
    body: str | None
    body_slug: str | None
    body_type: str | None
    category: str | None
    subcategory: str | None
    outcome: str | None
    kind: str | None
    decision_date: str | None
    summary: str | None
    grounds: tuple[str, ...]
    state: str
    url: str | None
    group: HitGroup
    score: float | None
    highlights: Mapping[str, tuple[str, ...]]

    def to_json(self) -> dict[str, Any]:
        """Under the public names."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        marked = {name: list(passages) for name, passages in self.highlights.items()}
        return plain | {"grounds": list(self.grounds), "group": self.group.to_json(), "highlights": marked}


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results, how many there are in all, the facet counts, OpenSearch's own time in milliseconds.

    ``total`` and the facets count ``decisions``, or matters where the search was collapsed.
    """

    total: int
    page: int
    size: int
    took_ms: int
    results: tuple[Hit, ...]
    facets: tuple[FacetCounts, ...]
    decisions: int
    collapse: bool = False

    @property
    def pages(self) -> int:
        """How many pages all results fill."""
        return -(-self.total // self.size)

    def to_json(self) -> dict[str, Any]:
        """The document that ``lgo search --json`` and the API print."""
        return {
            "total": self.total,
            "decisions": self.decisions,
            "collapse": self.collapse,
            "page": self.page,
            "size": self.size,
            "took_ms": self.took_ms,
            "results": [hit.to_json() for hit in self.results],
            "facets": {counts.name: [value.to_json() for value in counts.values] for counts in self.facets},
        }


def read(answer: Mapping[str, Any], request: SearchRequest) -> SearchPage:
    """OpenSearch's answer to this request as a page."""
    decisions, counts = answer["hits"]["total"]["value"], answer["aggregations"]
    return SearchPage(
        total=facets.matters(counts) if request.collapse else decisions,
        decisions=decisions,
        collapse=request.collapse,
        page=request.page,
        size=request.size,
        took_ms=answer["took"],
        results=tuple(_hit(hit) for hit in answer["hits"]["hits"]),
        facets=facets.read(counts, request.filters),
    )


def _hit(hit: Mapping[str, Any]) -> Hit:
    source = hit["_source"]
    return Hit(
        reference=source["reference"],
        slug=source["slug"],
        body=source.get("body"),
        body_slug=source.get("body_slug"),
        body_type=source.get("body_type"),
        category=source.get("category"),
        subcategory=source.get("subcategory"),
        outcome=source.get("outcome"),
        kind=source.get("kind"),
        decision_date=source.get("decision_date"),
        summary=source.get("summary"),
        grounds=tuple(source.get("grounds") or ()),
        state=source["state"],
        url=source.get("url"),
        # An index of older code, in use until its rebuild ends, does not know of groups.
        group=HitGroup(**source.get("group") or ALONE),
        score=hit.get("_score"),
        highlights=_marked(hit.get("highlight", {})),
    )


def _marked(highlight: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name.removesuffix(".words"): tuple(map(marked, passages)) for name, passages in highlight.items()}


def marked(passage: str) -> str:
    """A passage with private marks around the matched words as HTML, safe as an element's content."""
    # Neighbouring words of one thought get one mark.
    joined = passage.replace(f"{MARK_END} {MARK_START}", " ")
    safe = html.escape(joined, quote=False)
    return safe.replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")

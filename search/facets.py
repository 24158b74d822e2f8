"""The facets: which there are, how each is filtered and counted, and how the counts are read. Pure.

Within a facet any of the chosen values may match, between facets all must. Each facet is counted under the filters of
all others but not its own, so that a second value of the same facet shows how much it would add.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Values of a facet that hold together with a chosen one; far more than any decision has.
MOST_BESIDE_CHOSEN = 500

_STRAIGHT = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032", "'") | dict.fromkeys("\u201c\u201d\u201e", '"')
)


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: the field that is counted, the fields that a choice may match, how many values are shown."""

    name: str
    field: str
    also: tuple[str, ...] = ()
    size: int = 20
    newest_first: bool = False

    def filter(self, chosen: Sequence[str]) -> dict[str, Any]:
        """The query for decisions that have any of the chosen values, in any capitals and quotation marks."""
        matches = [{"terms": {f"{name}.folded": list(chosen)}} for name in (self.field, *self.also)]
        return matches[0] if len(matches) == 1 else {"bool": {"should": matches, "minimum_should_match": 1}}


FACETS: tuple[Facet, ...] = (
    Facet("body", "body"),
    Facet("body_type", "body_type"),
    Facet("category", "category"),
    Facet("subcategory", "subcategory"),
    Facet("outcome", "outcome"),
    Facet("kind", "kind"),
    Facet("ground", "grounds"),
    # A whole act or one of its provisions can be chosen; acts are counted, for there are too many provisions.
    Facet("legislation", "acts", also=("provisions",)),
    Facet("year", "year", size=50, newest_first=True),
)
FACET_NAMES = frozenset(facet.name for facet in FACETS)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet with the number of decisions it has under the filters of the other facets."""

    value: str
    count: int
    selected: bool

    def to_json(self) -> dict[str, Any]:
        """Under the public names."""
        return {"value": self.value, "count": self.count, "selected": self.selected}


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """One facet's values, in the order they are shown."""

    name: str
    values: tuple[FacetValue, ...]


def filters(chosen: Mapping[str, Sequence[str]], *, but: str = "") -> list[dict[str, Any]]:
    """The queries of every facet in which something was chosen, except the facet named ``but``."""
    return [facet.filter(chosen[facet.name]) for facet in FACETS if chosen.get(facet.name) and facet.name != but]


def aggregations(chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What OpenSearch is to count, one aggregation for each facet."""
    return {facet.name: _aggregation(facet, chosen) for facet in FACETS}


def _aggregation(facet: Facet, chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    order: dict[str, Any] = {"order": {"_key": "desc"}} if facet.newest_first else {}
    counts: dict[str, Any] = {"top": {"terms": {"field": facet.field, "size": facet.size, **order}}}
    if own := chosen.get(facet.name):
        # A chosen value must stay in sight to be taken back, also where it is not among the top ones.
        fields = (facet.field, *facet.also)
        values = {name: {"terms": {"field": name, "size": MOST_BESIDE_CHOSEN}} for name in fields}
        counts["chosen"] = {"filter": facet.filter(own), "aggs": values}
    return {"filter": {"bool": {"filter": filters(chosen, but=facet.name)}}, "aggs": counts}


def read(answer: Mapping[str, Any], chosen: Mapping[str, Sequence[str]]) -> tuple[FacetCounts, ...]:
    """The counts in OpenSearch's answer, every facet there and every chosen value among them (with 0 if need be)."""
    return tuple(
        FacetCounts(facet.name, _values(facet, answer[facet.name], chosen.get(facet.name, ()))) for facet in FACETS
    )


def _values(facet: Facet, counted: Mapping[str, Any], chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    wanted = {fold(value): value for value in chosen}
    found = [_value(bucket, wanted) for bucket in counted["top"]["buckets"]]
    shown = {item.value for item in found}
    beside = [
        _value(bucket, wanted)
        for name in (facet.field, *facet.also)
        for bucket in counted.get("chosen", {}).get(name, {}).get("buckets", ())
    ]
    found += [item for item in beside if item.selected and item.value not in shown]
    seen = {fold(item.value) for item in found}
    return (*found, *(FacetValue(value, 0, selected=True) for folded, value in wanted.items() if folded not in seen))


def _value(bucket: Mapping[str, Any], wanted: Mapping[str, str]) -> FacetValue:
    value = str(bucket["key"])
    return FacetValue(value, bucket["doc_count"], fold(value) in wanted)


def fold(value: str) -> str:
    """The value as the index compares it: small letters without accents, straight quotation marks."""
    decomposed = unicodedata.normalize("NFKD", value.translate(_STRAIGHT).replace("\u00ad", ""))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).lower()

"""The facets: which there are, how each is filtered and counted, and how the counts are read. Pure.

Within a facet any of the chosen values may match, between facets all must. Each facet is counted under the filters of
all others but not its own, so that a second value of the same facet shows how much it would add.

Decisions are counted, or matters where a search is collapsed: then a matter counts once for each value that any of its
decisions has. Decisions that stand alone, and the matters found in all, are counted exactly; matters of several
decisions are counted by value as sketches do, which is exact up to some hundreds and off by a few in thousands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

GROUP = "group.id"
GROUP_SIZE = "group.size"
# More matters of several decisions than any archive of these decisions has; OpenSearch makes no more than 65,535.
MOST_GROUPS = 50_000
MATTERS = "matters"
# What the count of all matters is made from, of which the answer need not tell.
UNTOLD = f"-aggregations.{MATTERS}.together.groups"

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
    """One value of a facet with the number of decisions (or matters) it has under the filters of the other facets."""

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


def aggregations(chosen: Mapping[str, Sequence[str]], *, collapse: bool = False) -> dict[str, Any]:
    """What OpenSearch is to count, one aggregation for each facet, and one for all matters where they are counted."""
    counts = {facet.name: _aggregation(facet, chosen, collapse=collapse) for facet in FACETS}
    return counts | ({MATTERS: _all_matters(chosen)} if collapse else {})


def _aggregation(facet: Facet, chosen: Mapping[str, Sequence[str]], *, collapse: bool) -> dict[str, Any]:
    order: dict[str, Any] = {"order": {"_key": "desc"}} if facet.newest_first else {}
    each: dict[str, Any] = {"aggs": _parted({"groups": {"cardinality": {"field": GROUP}}})} if collapse else {}
    counts: dict[str, Any] = {"top": {"terms": {"field": facet.field, "size": facet.size, **order}, **each}}
    if own := chosen.get(facet.name):
        # A chosen value must stay in sight to be taken back, also where it is not among the top ones.
        fields = (facet.field, *facet.also)
        values = {name: {"terms": {"field": name, "size": MOST_BESIDE_CHOSEN}, **each} for name in fields}
        counts["chosen"] = {"filter": facet.filter(own), "aggs": values}
    return {"filter": {"bool": {"filter": filters(chosen, but=facet.name)}}, "aggs": counts}


def _parted(count_groups: dict[str, Any]) -> dict[str, Any]:
    """Decisions that stand alone are told apart from those of a group, for they need only be counted."""
    return {
        "alone": {"filter": {"term": {GROUP_SIZE: 1}}},
        "together": {"filter": {"range": {GROUP_SIZE: {"gt": 1}}}, "aggs": count_groups},
    }


def _all_matters(chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Pages are turned by this count, so it is made of the groups themselves and not of a sketch of them."""
    groups = {
        "groups": {"terms": {"field": GROUP, "size": MOST_GROUPS}},
        "count": {"stats_bucket": {"buckets_path": "groups>_count"}},
    }
    return {"filter": {"bool": {"filter": filters(chosen)}}, "aggs": _parted(groups)}


def matters(answer: Mapping[str, Any]) -> int:
    """How many matters there are in OpenSearch's answer to a collapsed search."""
    counted = answer[MATTERS]
    return int(counted["alone"]["doc_count"] + counted["together"]["count"]["count"])


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
    if not facet.newest_first:
        # OpenSearch orders by decisions, and matters are what is counted in a collapsed search.
        found.sort(key=lambda item: -item.count)
    seen = {fold(item.value) for item in found}
    return (*found, *(FacetValue(value, 0, selected=True) for folded, value in wanted.items() if folded not in seen))


def _value(bucket: Mapping[str, Any], wanted: Mapping[str, str]) -> FacetValue:
    value = str(bucket["key"])
    return FacetValue(value, _count(bucket), fold(value) in wanted)


def _count(bucket: Mapping[str, Any]) -> int:
    if "together" not in bucket:
        return int(bucket["doc_count"])
    return int(bucket["alone"]["doc_count"] + bucket["together"]["groups"]["value"])


def fold(value: str) -> str:
    """The value as the index compares it: small letters without accents, straight quotation marks."""
    decomposed = unicodedata.normalize("NFKD", value.translate(_STRAIGHT).replace("\u00ad", ""))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).lower()

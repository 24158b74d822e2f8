"""One result for each matter, on the real OpenSearch."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest

from search.documents import DecisionDocument
from search.errors import BadQueryError
from search.facets import FacetCounts
from search.index import IndexSet
from search.mapping import MAPPING, SETTINGS
from search.query import SearchRequest, Sort
from search.results import SearchPage
from search.service import Searcher
from tests.integration.search.conftest import Load
from tests.unit.search.made import make_document


def _group(number: int, size: int, *, representative: bool = False) -> dict[str, Any]:
    return {"id": str(number), "size": size, "representative": representative}


def _counts(page: SearchPage, facet: str) -> dict[str, int]:
    counts: FacetCounts = next(counts for counts in page.facets if counts.name == facet)
    return {item.value: item.count for item in counts.values}


def _matter(*numbers: int, **changes: Any) -> list[DecisionDocument]:
    """Decisions that are one matter, the first of them its representative."""
    first, size = numbers[0], len(numbers)
    return [
        make_document(number, group=_group(first, size, representative=number == first), **changes)
        for number in numbers
    ]


def test_a_matter_is_one_result_with_the_count_of_the_others(load: Load) -> None:
    searcher = load(make_document(1), *_matter(2, 3, 4, 5))
    page = searcher.search(SearchRequest(collapse=True))
    assert (page.total, page.decisions) == (2, 5)
    assert {hit.group.id: hit.group.others for hit in page.results} == {"1": 0, "2": 3}
    assert searcher.search(SearchRequest()).total == 5


def test_the_best_decision_of_a_matter_by_the_order_asked_for_is_shown(load: Load) -> None:
    days = ("2025-01-31", "2025-02-01", "2024-01-01")
    matter = [
        make_document(n, decision_date=day, group=_group(1, 3, representative=n == 1)) for n, day in enumerate(days, 1)
    ]
    searcher = load(*matter)
    for sort, number in ((Sort.NEWEST, 2), (Sort.OLDEST, 3)):
        (hit,) = searcher.search(SearchRequest(collapse=True, sort=sort)).results
        assert hit.reference == f"24 001 00{number}"


def test_a_matter_is_found_by_any_of_its_decisions(load: Load) -> None:
    searcher = load(*_matter(1, 2), make_document(3, text="A heron came.", group=_group(1, 3)))
    page = searcher.search(SearchRequest(text="heron", collapse=True))
    assert [(hit.reference, hit.group.others) for hit in page.results] == [("24 001 003", 2)]
    assert (page.total, page.decisions) == (1, 1)
    assert "heron" in page.results[0].highlights["text"][0]


def test_the_decisions_of_one_matter_are_found_by_its_id(load: Load) -> None:
    searcher = load(make_document(1), *_matter(2, 3, 4))
    found = searcher.search(SearchRequest(group="2", sort=Sort.OLDEST))
    assert [hit.reference for hit in found.results] == ["24 001 002", "24 001 003", "24 001 004"]
    assert searcher.search(SearchRequest(group="99")).total == 0


def _made(rng: random.Random, most: int) -> list[DecisionDocument]:
    """Decisions of random matters, each decision with values of its own."""
    documents: list[DecisionDocument] = []
    while len(documents) < most:
        size = rng.choice((1, 1, 1, 2, 3, 7))
        first = len(documents) + 1
        for number in range(first, first + size):
            values = {"outcome": rng.choice(("Upheld", "Not upheld")), "category": rng.choice(("A", "B", "C"))}
            group = _group(first, size, representative=number == first)
            documents.append(make_document(number, group=group, **values))
    return documents


def _matters(documents: Iterable[DecisionDocument]) -> set[str]:
    return {document.group["id"] for document in documents}


def test_matters_are_counted_in_all_and_by_facet_as_by_hand(load: Load) -> None:
    rng = random.Random(11)
    documents = _made(rng, 240)
    searcher = load(*documents)
    for _ in range(10):
        chosen: dict[str, tuple[str, ...]] = {
            "outcome": tuple(rng.sample(("Upheld", "Not upheld"), rng.randrange(2))),
            "category": tuple(rng.sample(("A", "B", "C"), rng.randrange(3))),
        }
        page = searcher.search(SearchRequest(filters=chosen, collapse=True))
        fits = {
            name: [d for d in documents if not picked or getattr(d, name) in picked] for name, picked in chosen.items()
        }
        left = [document for document in fits["outcome"] if document in fits["category"]]
        assert (page.total, page.decisions) == (len(_matters(left)), len(left))
        for facet, other in (("outcome", "category"), ("category", "outcome")):
            for value, count in _counts(page, facet).items():
                assert count == len(_matters(d for d in fits[other] if getattr(d, facet) == value)), (chosen, value)


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_matters_are_disjoint_and_together_are_all(load: Load, sort: Sort) -> None:
    documents = _made(random.Random(12), 60)
    searcher = load(*documents)
    seen: list[str] = []
    total = len(_matters(documents))
    for number in range(1, -(-total // 10) + 1):
        page = searcher.search(SearchRequest(text="clerk", collapse=True, sort=sort, page=number))
        assert page.total == total
        seen += [hit.group.id for hit in page.results]
    assert len(seen) == len(set(seen)) == total
    assert set(seen) == _matters(documents)


def test_values_are_ordered_by_what_is_counted(load: Load) -> None:
    searcher = load(*_matter(1, 2, 3, 4, outcome="Upheld"), *(make_document(n, outcome="Not upheld") for n in (5, 6)))
    assert list(_counts(searcher.search(SearchRequest()), "outcome").items()) == [("Upheld", 4), ("Not upheld", 2)]
    collapsed = searcher.search(SearchRequest(collapse=True))
    assert list(_counts(collapsed, "outcome").items()) == [("Not upheld", 2), ("Upheld", 1)]


def test_an_index_of_older_code_is_searched_as_before_until_it_is_built_anew(indexes: IndexSet) -> None:
    older = {name: kind for name, kind in MAPPING["properties"].items() if name != "group"}
    source = {name: value for name, value in make_document(1).to_source().items() if name != "group"}
    body = {"settings": {"index": SETTINGS}, "mappings": MAPPING | {"properties": older}}
    indexes.client.indices.create(index=indexes.alias, body=body)
    indexes.client.index(index=indexes.alias, id="1", body=source, params={"refresh": "true"})
    searcher = Searcher(indexes.client, indexes.alias)
    assert [hit.group.others for hit in searcher.search(SearchRequest()).results] == [0]
    with pytest.raises(BadQueryError, match="built anew"):
        searcher.search(SearchRequest(collapse=True))

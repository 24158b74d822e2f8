"""Making, replacing and deleting indexes behind the alias."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from opensearchpy import OpenSearch

from search.bulk import write
from search.errors import AliasBrokenError, IndexMissingError, MappingDiffersError
from search.index import IndexSet
from search.mapping import MAPPING_HASH
from search.query import SearchRequest
from search.service import Searcher
from tests.unit.search.made import make_document

MANY = 8


def test_before_the_first_index_there_is_none_and_a_search_says_so(indexes: IndexSet) -> None:
    assert indexes.current() is None
    assert indexes.all() == []
    assert indexes.prune() == []
    with pytest.raises(IndexMissingError, match="lgo index rebuild"):
        indexes.count()
    with pytest.raises(IndexMissingError):
        Searcher(indexes.client, indexes.alias).search(SearchRequest())


def test_ensure_makes_an_index_once(indexes: IndexSet) -> None:
    name = indexes.ensure()
    assert name.startswith(f"{indexes.alias}-{MAPPING_HASH}-")
    assert indexes.ensure() == indexes.current() == name
    assert indexes.all() == [name]


def test_many_that_ensure_at_once_end_with_one_index(indexes: IndexSet) -> None:
    barrier = threading.Barrier(MANY)

    def ensure(_: int) -> str:
        barrier.wait()
        return indexes.ensure()

    with ThreadPoolExecutor(MANY) as pool:
        names = set(pool.map(ensure, range(MANY)))
    assert names == set(indexes.all()) == {indexes.current()}


def test_an_index_for_another_mapping_is_refused_and_never_merged(indexes: IndexSet) -> None:
    old = f"{indexes.alias}-00000000-20250101t000000000000"
    indexes.client.indices.create(index=old, body={"aliases": {indexes.alias: {"is_write_index": True}}})
    with pytest.raises(MappingDiffersError, match="lgo index rebuild"):
        indexes.ensure()
    indexes.swap(indexes.create_fresh())
    assert indexes.ensure() != old


def test_an_index_that_bears_the_name_of_the_alias_is_told(indexes: IndexSet) -> None:
    indexes.client.indices.create(index=indexes.alias)
    with pytest.raises(AliasBrokenError, match=indexes.alias):
        indexes.ensure()


def test_an_alias_of_two_indexes_is_told(indexes: IndexSet) -> None:
    indexes.ensure()
    indexes.client.indices.put_alias(index=indexes.create_fresh(), name=indexes.alias)
    with pytest.raises(AliasBrokenError, match="remove it from all but one"):
        indexes.current()


def test_swap_shows_the_new_index_whole_and_keeps_the_old_one(indexes: IndexSet, client: OpenSearch) -> None:
    old = indexes.ensure()
    write(client, old, [make_document(1)])
    indexes.refresh(old)
    new = indexes.create_fresh()
    write(client, new, [make_document(1), make_document(2)])
    assert indexes.count() == 1
    indexes.swap(new)
    assert indexes.current() == new
    assert indexes.count() == 2
    assert indexes.count(old) == 1


def test_after_the_swap_the_new_index_refreshes_by_itself(indexes: IndexSet, client: OpenSearch) -> None:
    name = indexes.create_fresh()
    indexes.swap(name)
    settings = client.indices.get_settings(index=name)[name]["settings"]["index"]
    assert settings["refresh_interval"] == "1s"
    assert settings["auto_expand_replicas"] == "0-1"


def test_swapping_in_the_index_in_use_changes_nothing(indexes: IndexSet) -> None:
    name = indexes.ensure()
    indexes.swap(name)
    assert indexes.current() == name


def test_an_index_that_nobody_made_is_not_swapped_in(indexes: IndexSet, client: OpenSearch) -> None:
    # Where an OpenSearch makes indexes by itself, a write to a deleted one brings it back with a guessed mapping.
    name = f"{indexes.alias}-{MAPPING_HASH}-20250101t000000000000"
    client.indices.create(index=name)
    with pytest.raises(MappingDiffersError):
        indexes.swap(name)
    assert indexes.current() is None


def test_a_searcher_notices_nothing_of_a_swap(indexes: IndexSet, client: OpenSearch) -> None:
    write(client, indexes.ensure(), [make_document()])
    indexes.refresh()
    searcher = Searcher(client, indexes.alias)
    done = threading.Event()

    def search_on() -> set[int]:
        totals = set()
        while not done.is_set():
            totals.add(searcher.search(SearchRequest()).total)
        return totals

    with ThreadPoolExecutor(1) as pool:
        totals = pool.submit(search_on)
        for _ in range(5):
            fresh = indexes.create_fresh()
            write(client, fresh, [make_document()])
            indexes.swap(fresh)
            indexes.prune()
        done.set()
        assert totals.result() == {1}


def test_prune_leaves_the_index_in_use_and_the_one_before_it(indexes: IndexSet) -> None:
    first = indexes.ensure()
    second, abandoned, third = (indexes.create_fresh() for _ in range(3))
    indexes.swap(second)
    indexes.swap(third)
    assert indexes.prune() == [first, abandoned]
    assert indexes.all() == [second, third]


def test_sets_whose_aliases_begin_alike_leave_each_other_alone(indexes: IndexSet) -> None:
    longer = IndexSet(indexes.client, f"{indexes.alias}-trial")
    kept = longer.create_fresh()
    indexes.ensure()
    indexes.prune()
    assert longer.all() == [kept]
    assert kept not in indexes.all()

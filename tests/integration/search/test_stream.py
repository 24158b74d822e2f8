"""The stream of ids and revisions that the index is compared by."""

from __future__ import annotations

import pytest

from search import verify
from search.bulk import write
from search.errors import IndexMissingError
from search.index import IndexSet
from tests.unit.search.made import make_document


def test_ids_come_in_the_order_of_their_characters_with_hidden_ones(
    indexes: IndexSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "PAGE", 4)
    numbers = [*range(1, 13), 100]
    name = indexes.ensure()
    write(indexes.client, name, [make_document(n, revision=n + 5, searchable=n % 2 == 0) for n in numbers])
    indexes.refresh(name)
    assert list(verify.stream_ids(indexes.client, name)) == sorted((str(n), n + 5) for n in numbers)


def test_one_moment_is_read_whatever_is_written_meanwhile(indexes: IndexSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "PAGE", 2)
    name = indexes.ensure()
    write(indexes.client, name, [make_document(n) for n in range(1, 6)])
    indexes.refresh(name)
    stream = verify.stream_ids(indexes.client, name)
    first = next(stream)
    write(indexes.client, name, [make_document(n, revision=9) for n in range(1, 9)])
    indexes.refresh(name)
    assert [first, *stream] == [(str(n), 1) for n in range(1, 6)]


def test_a_stream_that_is_not_read_to_its_end_gives_its_moment_back(indexes: IndexSet) -> None:
    name = indexes.ensure()
    write(indexes.client, name, [make_document()])
    indexes.refresh(name)
    stream = verify.stream_ids(indexes.client, name)
    next(stream)
    held = indexes.client.get_all_pits()["pits"]
    stream.close()
    assert len(indexes.client.get_all_pits()["pits"]) == len(held) - 1


def test_an_empty_index_and_a_missing_one(indexes: IndexSet) -> None:
    assert list(verify.stream_ids(indexes.client, indexes.ensure())) == []
    with pytest.raises(IndexMissingError):
        list(verify.stream_ids(indexes.client, f"{indexes.alias}-missing"))


def test_orphans_are_deleted_and_counted(indexes: IndexSet) -> None:
    name = indexes.ensure()
    write(indexes.client, name, [make_document(n) for n in (1, 2, 3)])
    assert verify.delete_documents(indexes.client, name, ["1", "3", "99"]) == 2
    indexes.refresh(name)
    assert list(verify.stream_ids(indexes.client, name)) == [("2", 1)]
    assert verify.delete_documents(indexes.client, name, []) == 0

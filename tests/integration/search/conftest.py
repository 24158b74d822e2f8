"""A client and a set of indexes for one test alone, on the real OpenSearch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from opensearchpy import OpenSearch

from config.services import Endpoints
from search.bulk import write
from search.client import connect
from search.documents import DecisionDocument
from search.index import IndexSet
from search.service import Searcher

Load = Callable[..., Searcher]


@pytest.fixture
def client(services: Endpoints) -> Iterator[OpenSearch]:
    """A client of the OpenSearch of this session."""
    made = connect(services.opensearch_url)
    yield made
    made.close()


@pytest.fixture
def indexes(client: OpenSearch, index_prefix: str) -> IndexSet:
    """Indexes behind an alias that nobody else uses."""
    return IndexSet(client, f"{index_prefix}decisions")


@pytest.fixture
def load(indexes: IndexSet) -> Load:
    """Puts documents into the index and gives the searcher that finds them."""

    def load_documents(*documents: DecisionDocument) -> Searcher:
        report = write(indexes.client, indexes.ensure(), documents)
        assert len(report.ok) == len(documents), report
        indexes.refresh()
        return Searcher(indexes.client, indexes.alias)

    return load_documents

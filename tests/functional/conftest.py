"""The web side over HTTP, on an index of its own in the real OpenSearch."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn

from config.services import Endpoints
from search.api import create_app
from search.bulk import write
from search.client import connect
from search.documents import DecisionDocument
from search.index import IndexSet
from search.service import FindSearcher, Searcher
from tests.unit.search.made import law, make_document, section

EVIL = "<script>alert('heron')</script>"


def _documents() -> list[DecisionDocument]:
    links = ({"kind": "joint_case", "reference": "24 001 003", "body": "Fenwold Trust", "score": 1.0},)
    report = make_document(
        2,
        kind="report",
        outcome="Not upheld",
        category="Planning",
        subcategory="Enforcement",
        summary="A heron was fed.",
        satisfied_date="2025-09-01",
        sections=(section("The complaint", "A heron was fed.", "It came again."), section("Finding", "No injustice.")),
        legislation=[law("Care Act 2014", "section 9")],
        grounds=("late",),
        remedies={"apology": True, "total_gbp": "150.00", "payments": [{"amount_gbp": "150.00"}], "actions": []},
        links=links,
        versions=(
            {"number": 1, "seen": "2025-01-05", "changes": [], "paragraphs": {}},
            {"number": 2, "seen": "2025-02-05", "changes": ["outcome", "text"], "paragraphs": {"changed": 2}},
        ),
    )
    return [
        make_document(1),
        report,
        make_document(3, body="Fenwold Trust", text=f"{EVIL} heron", summary=EVIL, url="javascript:alert(1)"),
        make_document(4, reference="24 001 003", body="Harrowmere Trust", state="expired"),
        make_document(5, state="withdrawn", searchable=False),
        *(make_document(number, summary="A badger dug.", group=_group(number)) for number in range(10, 35)),
    ]


def _group(number: int) -> dict[str, Any]:
    """Five decisions are one matter, the others stand alone."""
    return {"id": "10", "size": 5, "representative": number == 10} if number in range(10, 15) else {}


@pytest.fixture
def searcher(services: Endpoints, index_prefix: str) -> Iterator[Searcher]:
    """A searcher over thirty decisions."""
    indexes = IndexSet(connect(services.opensearch_url), f"{index_prefix}decisions")
    report = write(indexes.client, indexes.ensure(), _documents())
    assert len(report.ok) == report.sent
    indexes.refresh()
    yield Searcher(indexes.client, indexes.alias)
    indexes.client.close()


@pytest.fixture
def web(searcher: Searcher) -> Iterator[httpx.Client]:
    """A browser on the web side."""
    yield from _browser(lambda: searcher)


@pytest.fixture
def web_without_opensearch() -> Iterator[httpx.Client]:
    """A browser on a web side whose OpenSearch is away."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        client = connect(f"http://127.0.0.1:{unused.getsockname()[1]}")
        yield from _browser(lambda: Searcher(client))
        client.close()


@pytest.fixture
def web_without_index(services: Endpoints) -> Iterator[httpx.Client]:
    """A browser on a web side before anything was indexed."""
    client = connect(services.opensearch_url)
    yield from _browser(lambda: Searcher(client, "nothing-yet"))
    client.close()


def _browser(find_searcher: FindSearcher) -> Iterator[httpx.Client]:
    server = uvicorn.Server(uvicorn.Config(create_app(find_searcher), port=0, log_level="warning"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # Else who asks before the thread has begun is refused.
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as browser:
            yield browser
        server.should_exit = True
        thread.join()

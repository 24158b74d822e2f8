"""What the index really holds, for the comparison with the record."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from typing import Any

from opensearchpy import OpenSearch

from search.client import BULK_SECONDS, calling

PAGE = 5000
KEEP_ALIVE = "2m"


def stream_ids(client: OpenSearch, index: str) -> Generator[tuple[str, int], None, None]:
    """Every document's id and revision as of now, hidden ones too, ascending by id in the order of its characters.

    One fixed moment of the index is read, whatever is written meanwhile; what was not refreshed is not seen. Raises
    SearchUnavailableError and IndexMissingError.
    """
    with calling(index):
        moment = client.create_pit(index=index, params={"keep_alive": KEEP_ALIVE})["pit_id"]
    try:
        yield from _pages(client, index, moment)
    finally:
        with calling(index):
            client.delete_pit(body={"pit_id": [moment]})


def _pages(client: OpenSearch, index: str, moment: str) -> Iterator[tuple[str, int]]:
    body: dict[str, Any] = {
        "size": PAGE,
        "query": {"match_all": {}},
        "sort": [{"id": "asc"}],
        "_source": False,
        "version": True,
        "track_total_hits": False,
        "pit": {"id": moment, "keep_alive": KEEP_ALIVE},
    }
    while True:
        with calling(index):
            answer = client.search(body=body, params={"request_timeout": BULK_SECONDS})
        hits = answer["hits"]["hits"]
        yield from ((hit["_id"], hit["_version"]) for hit in hits)
        if len(hits) < PAGE:
            return
        body["search_after"] = hits[-1]["sort"]


def delete_documents(client: OpenSearch, index: str, ids: Sequence[str]) -> int:
    """Delete these documents and return how many were there. For orphans only: a deleted id forgets its revision."""
    deleted = 0
    for start in range(0, len(ids), PAGE):
        lines = "".join(json.dumps({"delete": {"_id": key}}) + "\n" for key in ids[start : start + PAGE])
        with calling(index):
            answer = client.bulk(index=index, body=lines, params={"request_timeout": BULK_SECONDS})
        deleted += sum(item["delete"].get("result") == "deleted" for item in answer["items"])
    return deleted

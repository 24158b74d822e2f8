"""Asking the index: what the command line, the API and the web page all go through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch

from search import results
from search.client import calling
from search.documents import DERIVED, reference_key
from search.errors import BadQueryError, DecisionUnknownError, DecisionWithdrawnError, SearchRefusedError
from search.facets import UNTOLD
from search.index import ALIAS
from search.query import SearchRequest, build
from search.results import SearchPage

# A reference is held for two bodies at most; lettered ones of one number for a few more.
MOST_OF_ONE_REFERENCE = 20
# Whole or not at all: an answer from half of the shards would look like fewer decisions.
WHOLE = {"allow_partial_search_results": "false"}
BRIEF = {"filter_path": UNTOLD}


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches behind one alias.

    Every method raises SearchUnavailableError where OpenSearch is away and IndexMissingError where nothing has been
    indexed yet.
    """

    client: OpenSearch
    alias: str = ALIAS

    def search(self, request: SearchRequest) -> SearchPage:
        """The page of results.

        Raises BadQueryError where the text has more words than OpenSearch can look for, or the index in use is one of
        older code that cannot be collapsed.
        """
        try:
            with calling(self.alias):
                answer = self.client.search(index=self.alias, body=build(request), params=WHOLE | BRIEF)
        except SearchRefusedError as error:
            if "clause" in error.reason:
                raise BadQueryError("the search text has too many words: use fewer") from error
            if "in order to collapse" in error.reason:
                raise BadQueryError(
                    "matters cannot be told apart until the index is built anew: leave it off"
                ) from error
            raise
        return results.read(answer, request)

    def decision(self, slug: str) -> list[dict[str, Any]]:
        """Every decision held under this reference, in any spelling, as public JSON; empty where there is none.

        A number that is only held with letters gives the lettered ones.
        Withdrawn ones are among them with their ``state`` and ``searchable`` false: it is the caller's to hide them.
        """
        key = reference_key(slug)
        body = {
            "query": {"term": {"reference_keys": key}},
            "sort": [{"reference": "asc"}, {"body": {"order": "asc", "missing": "_last"}}],
            "size": MOST_OF_ONE_REFERENCE,
            "_source": {"excludes": list(DERIVED)},
        }
        with calling(self.alias):
            answer = self.client.search(index=self.alias, body=body, params=WHOLE)
        found = [hit["_source"] for hit in answer["hits"]["hits"]]
        return [source for source in found if reference_key(source["reference"]) == key] or found

    def published(self, slug: str) -> list[dict[str, Any]]:
        """The decisions under this reference that may be shown; at least one.

        Raises DecisionUnknownError where none is held, DecisionWithdrawnError where all that are held are hidden.
        """
        held = self.decision(slug)
        shown = [source for source in held if source["searchable"]]
        if not held:
            raise DecisionUnknownError(slug)
        if not shown:
            raise DecisionWithdrawnError(held[0]["reference"])
        return shown

    def check(self) -> None:
        """Return if the alias answers a search, raise what keeps it from doing so otherwise."""
        with calling(self.alias):
            self.client.search(index=self.alias, body={"size": 0, "track_total_hits": False}, params=WHOLE)


# The web side asks for a searcher anew at each request, for a restarted service may have another address.
FindSearcher = Callable[[], Searcher]

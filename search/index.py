"""The life of an index: made, put behind the alias, replaced by a newer one, deleted.

An index is named ``<alias>-<mapping hash>-<UTC>``. The alias names exactly one index and marks it as its write index;
OpenSearch allows one of these per alias, so of two processes that make the first index at once, one is refused and
takes what the other made. ``<alias>-previous`` names the index that was in use before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch

from search.client import ADMIN_SECONDS, calling
from search.errors import (
    AliasBrokenError,
    MappingDiffersError,
    SearchRefusedError,
    SearchUnavailableError,
)
from search.mapping import MAPPING, MAPPING_HASH, SETTINGS

ALIAS = "decisions"
# While an index is loaded nobody searches it: no refresh and no replica make that quick.
LOADING = {"refresh_interval": "-1", "auto_expand_replicas": "false", "number_of_replicas": 0}
SERVING = {name: SETTINGS[name] for name in ("refresh_interval", "auto_expand_replicas")}
NOT_FOUND = 404
WAIT = {"request_timeout": ADMIN_SECONDS}


@dataclass(frozen=True, slots=True)
class IndexSet:
    """The indexes behind one alias. Every method raises SearchUnavailableError where OpenSearch is away."""

    client: OpenSearch
    alias: str = ALIAS

    @property
    def previous_alias(self) -> str:
        """The alias of the index that was in use before the last swap."""
        return f"{self.alias}-previous"

    def current(self) -> str | None:
        """The name of the index in use, None where there is none. Raises AliasBrokenError where there are two."""
        return self._behind(self.alias)

    def ensure(self) -> str:
        """The name of the index in use, made if there is none; safe to be called by many at once.

        Raises MappingDiffersError where the index in use was made for another mapping.
        """
        name = self.current() or self._create_first()
        if self._hash_in(name) != MAPPING_HASH:
            raise MappingDiffersError(name, MAPPING_HASH)
        return name

    def create_fresh(self) -> str:
        """Make an index to be loaded, not yet in use, and return its name."""
        return self._create(LOADING, {})

    def swap(self, name: str) -> None:
        """Put ``name`` into use in one step, after making all that was written to it findable.

        The index it replaces is kept as the previous one. Raises MappingDiffersError where ``name`` was not made by
        :meth:`create_fresh` of this code.
        """
        with self._calling():
            found = self.client.indices.get_mapping(index=name)
        if found[name]["mappings"].get("_meta", {}).get("mapping_hash") != MAPPING_HASH:
            raise MappingDiffersError(name, MAPPING_HASH)
        old = self.current()
        if old == name:
            return
        with self._calling():
            self.client.indices.put_settings(index=name, body={"index": SERVING}, params=WAIT)
            self.client.indices.refresh(index=name, params=WAIT)
            self.client.indices.update_aliases(body={"actions": self._moves(old, name)}, params=WAIT)

    def prune(self) -> list[str]:
        """Delete every index of this set but the one in use and the previous one; returns the names deleted.

        An index that is being loaded goes too, so whoever calls this must hold the lock of rebuilding.
        """
        keep = {self.current(), self._behind(self.previous_alias)}
        doomed = [name for name in self.all() if name not in keep]
        with self._calling():
            for name in doomed:
                self.client.indices.delete(index=name, params=WAIT, ignore_unavailable=True)
        return doomed

    def all(self) -> list[str]:
        """The names of every index of this set, in use or not, oldest first."""
        with self._calling():
            names = self.client.indices.get(index=f"{self.alias}-*", allow_no_indices=True, expand_wildcards="all")
        return sorted(filter(self._is_ours, names), key=lambda name: name.rsplit("-", 1)[1])

    def count(self, name: str | None = None, *, searchable_only: bool = False) -> int:
        """How many documents ``name`` (unset: the index in use) shows at its last refresh."""
        query = {"term": {"searchable": True}} if searchable_only else {"match_all": {}}
        with self._calling():
            return int(self.client.count(index=name or self.alias, body={"query": query})["count"])

    def refresh(self, name: str | None = None) -> None:
        """Make all that was written so far findable."""
        with self._calling():
            self.client.indices.refresh(index=name or self.alias, params=WAIT)

    def _create_first(self) -> str:
        try:
            return self._create({}, {self.alias: {"is_write_index": True}})
        except SearchRefusedError as error:
            # Another process was quicker, or something else bears the name of the alias.
            if (name := self.current()) is not None:
                return name
            raise AliasBrokenError(f"the alias {self.alias} cannot be made: {error.reason}") from error

    def _create(self, settings: dict[str, Any], aliases: dict[str, Any]) -> str:
        name = f"{self.alias}-{MAPPING_HASH}-{dt.datetime.now(dt.UTC):%Y%m%dt%H%M%S%f}"
        body = {
            "settings": {"index": SETTINGS | settings},
            "mappings": MAPPING | {"_meta": {"mapping_hash": MAPPING_HASH}},
            "aliases": aliases,
        }
        with self._calling():
            made = self.client.indices.create(index=name, body=body, params=WAIT)
        if not made["shards_acknowledged"]:
            raise SearchUnavailableError(f"{name} was made but did not start in time")
        return name

    def _behind(self, alias: str) -> str | None:
        with self._calling():
            # A missing alias is a normal answer here, nothing to be logged.
            answer = self.client.indices.get_alias(name=alias, params={"ignore": NOT_FOUND})
        if answer.get("status") == NOT_FOUND:
            return None
        names: list[str] = sorted(answer)
        if len(names) > 1:
            raise AliasBrokenError(f"the alias {alias} names {' and '.join(names)}: remove it from all but one")
        return names[0]

    def _moves(self, old: str | None, new: str) -> list[dict[str, Any]]:
        moves: list[dict[str, Any]] = []
        if old is not None:
            before = self._behind(self.previous_alias)
            moves += [{"remove": {"index": before, "alias": self.previous_alias}}] if before else []
            moves.append({"remove": {"index": old, "alias": self.alias}})
            moves.append({"add": {"index": old, "alias": self.previous_alias}})
        return [*moves, {"add": {"index": new, "alias": self.alias, "is_write_index": True}}]

    def _is_ours(self, name: str) -> bool:
        # An alias "decisions" must not reach into the indexes of an alias "decisions-test".
        return re.fullmatch(rf"{re.escape(self.alias)}-[0-9a-f]{{8}}-\d{{8}}t\d{{12}}", name) is not None

    def _hash_in(self, name: str) -> str:
        return name.removeprefix(f"{self.alias}-").partition("-")[0]

    @contextmanager
    def _calling(self) -> Iterator[None]:
        with calling(self.alias):
            yield

"""From settings to a searcher: where OpenSearch is now, and a client for it."""

from __future__ import annotations

import threading

from opensearchpy import OpenSearch

from config.services import find
from config.settings import Settings
from search.client import connect
from search.service import Searcher


def client_for(settings: Settings, url: str) -> OpenSearch:
    """A client for the OpenSearch at ``url``, with the user, password and CA that the settings name."""
    password = settings.opensearch_password
    return connect(
        url,
        user=settings.opensearch_user,
        password=password.get_secret_value() if password else None,
        ca=settings.opensearch_ca,
    )


class SettingsSearcher:
    """Gives the searcher for the OpenSearch of these settings, and another one when that has moved.

    Calling it raises ServiceUnavailableError where none is configured and none runs.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._made: tuple[str, Searcher] | None = None

    def __call__(self) -> Searcher:
        """The searcher for where OpenSearch is now."""
        url = self._settings.opensearch_url or find(self._settings).opensearch_url
        with self._lock:
            if self._made is None or self._made[0] != url:
                self._made = (url, self._searcher(url))
            return self._made[1]

    def _searcher(self, url: str) -> Searcher:
        return Searcher(client_for(self._settings, url), self._settings.index_alias)

"""The runtime of a command: found services, a schema that fits, everything given back at the end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from config.log import configure
from config.services import find
from config.settings import get_settings
from search.connection import SettingsSearcher
from search.service import Searcher
from workers import schema
from workers.runtime import Runtime, build


@contextmanager
def opened() -> Iterator[Runtime]:
    """A runtime on the services that are configured or run under the home; an empty database gets its tables first.

    Raises ServiceUnavailableError where one is away, SchemaOutdatedError where the tables are those of older code.
    """
    settings = get_settings()
    configure(settings, least=logging.ERROR)
    runtime = build(settings, find(settings))
    try:
        if schema.revision(runtime.engine) is None:
            schema.upgrade(runtime.engine)
        schema.check(runtime.engine)
        yield runtime
    finally:
        runtime.close()


def open_searcher() -> Searcher:
    """The search index alone, for commands that read nothing else."""
    settings = get_settings()
    configure(settings, least=logging.ERROR)
    return SettingsSearcher(settings)()

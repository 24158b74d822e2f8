"""How each of the three services is made ready to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.services.names import OPENSEARCH, POSTGRES, VALKEY
from config.services.opensearch import prepare_opensearch
from config.services.postgres import prepare_postgres
from config.services.valkey import prepare_valkey

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.services.service import Launch, Surroundings

PREPARE: dict[str, Callable[[Surroundings], Launch]] = {
    POSTGRES.name: prepare_postgres,
    VALKEY.name: prepare_valkey,
    OPENSEARCH.name: prepare_opensearch,
}

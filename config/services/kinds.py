"""The three services, in the order in which they are told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.services.opensearch import OpenSearch
from config.services.postgres import Postgres
from config.services.valkey import Valkey

if TYPE_CHECKING:
    from config.services.service import Service

SERVICES: tuple[Service, ...] = (Postgres(), Valkey(), OpenSearch())

"""The three services by name, and what a starter asks of the supervisor; cheap to import, as every command does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ServiceName:
    """``name`` in commands, records and folders; ``label`` for people; ``setting`` that points at another one."""

    name: str
    label: str
    setting: str


POSTGRES = ServiceName("postgres", "PostgreSQL", "LGO_DATABASE_URL")
VALKEY = ServiceName("valkey", "Valkey", "LGO_BROKER_URL")
OPENSEARCH = ServiceName("opensearch", "OpenSearch", "LGO_OPENSEARCH_URL")
# In the order in which they are told of.
SERVICE_NAMES = (POSTGRES, VALKEY, OPENSEARCH)


@dataclass(frozen=True, slots=True)
class Request:
    """What a starter wants kept under ``home``; ``stay`` where it shall outlive the starter."""

    home: Path
    services: tuple[str, ...]
    java_home: Path | None
    stay: bool

    def to_json(self) -> str:
        """The request as one line."""
        java_home = None if self.java_home is None else str(self.java_home)
        plain = {"home": str(self.home), "services": self.services, "java_home": java_home, "stay": self.stay}
        return json.dumps(plain)

    @staticmethod
    def from_json(line: str) -> Request:
        """The request out of such a line."""
        plain = json.loads(line)
        java_home = None if plain["java_home"] is None else Path(plain["java_home"])
        return Request(Path(plain["home"]), tuple(plain["services"]), java_home, plain["stay"])

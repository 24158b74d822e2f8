"""Fixtures for tests on real services."""

from tests.services import broker_url, database_url, index_prefix, services

__all__ = ["broker_url", "database_url", "index_prefix", "services"]

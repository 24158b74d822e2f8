"""What holds for all tests: whose source they run on, and the services."""

import pytest

from config.errors import PermanentError
from tests.services import broker_url, database_url, index_prefix, services
from workers.compiled import refuse_stale

__all__ = ["broker_url", "database_url", "index_prefix", "services"]


def pytest_configure() -> None:
    """Run no test on a parser that was compiled from other source than stands here."""
    try:
        refuse_stale()
    except PermanentError as error:
        raise pytest.UsageError(str(error)) from None

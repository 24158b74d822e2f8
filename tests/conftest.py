"""No test runs on a parser that was compiled from other source than stands here."""

import pytest

from config.errors import PermanentError
from workers.compiled import refuse_stale


def pytest_configure() -> None:
    try:
        refuse_stale()
    except PermanentError as error:
        raise pytest.UsageError(str(error)) from None

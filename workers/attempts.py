"""Work on one subject under the failure rules: counted before it begins, ended by success or by a row in failures.

- A PermanentError, or an error nobody foresaw, writes the failure row at once: the same input would fail again.
- A TransientError takes the count back and goes on to the caller, who tries later: it is not the subject's fault.
- A process that dies leaves its count behind; after MAX_ATTEMPTS the subject gets its failure row unworked.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from sqlalchemy.orm import Session

from config import failures
from config.db import SessionMaker, unit_of_work
from config.errors import PermanentError, TransientError
from config.failures import MAX_ATTEMPTS, Subject

log = structlog.get_logger(__name__)


class WorkerLostError(PermanentError):
    """The subject killed its worker each time it was tried: out of memory, over the time limit, or a crash."""

    def __init__(self, attempts: int) -> None:
        super().__init__(f"the worker died on it {attempts} times")


def attempt(
    sessions: SessionMaker,
    subject: Subject,
    work: Callable[[], None],
    *,
    on_failure: Callable[[Session], None] | None = None,
) -> bool:
    """Do the work on the subject; True when it succeeded, False when it ended in failures.

    ``on_failure`` adds to the transaction that writes the failure row. Raises the TransientError that stopped it.
    """
    with unit_of_work(sessions) as session:
        number = failures.begin(session, subject.stage, subject.id)
    error = WorkerLostError(number - 1) if number > MAX_ATTEMPTS else _try(sessions, subject, work)
    if error is None:
        return True
    with unit_of_work(sessions) as session:
        failures.record(session, subject, error, attempts=min(number, MAX_ATTEMPTS))
        if on_failure is not None:
            on_failure(session)
    log.warning("failed", stage=subject.stage.value, subject=subject.words, error=type(error).__name__, said=str(error))
    return False


def _try(sessions: SessionMaker, subject: Subject, work: Callable[[], None]) -> Exception | None:
    try:
        work()
    except TransientError:
        with unit_of_work(sessions) as session:
            failures.forget_attempts(session, subject.stage, subject.id)
        raise
    except PermanentError as error:
        return error
    except Exception as error:
        log.exception("unforeseen", stage=subject.stage.value, subject=subject.words)
        return error
    return None

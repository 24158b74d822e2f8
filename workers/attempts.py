"""Work on many subjects under the failure rules: counted before it begins, ended by success or by a row in failures.

Subjects are worked on together in one transaction, which is what makes a backlog cheap. Where that fails, or where an
earlier attempt left no end, each is tried alone, so that one subject never takes its neighbours along:

- A PermanentError, or an error nobody foresaw, writes the failure row at once: the same input would fail again.
- A TransientError takes the count back and goes on to the caller, who tries later: it is not the subject's fault.
- A process that dies leaves its count behind; after MAX_ATTEMPTS the subject gets its failure row unworked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy.orm import Session

from config import failures
from config.db import SessionMaker, unit_of_work
from config.errors import PermanentError, TransientError
from config.failures import MAX_ATTEMPTS, Stage, Subject

log = structlog.get_logger(__name__)


class WorkerLostError(PermanentError):
    """The subject killed its worker each time it was tried: out of memory, over the time limit, or a crash."""

    def __init__(self, attempts: int) -> None:
        super().__init__(f"the worker died on it {attempts} times")


@dataclass(frozen=True, slots=True)
class Work:
    """What a stage does with subjects, given by their ids.

    ``do`` works in the session it is given and returns the ids that the next stage should hear of; ``words`` names a
    subject for people; ``is_done`` tells whether somebody else has ended the work; ``on_failure`` adds to the
    transaction that writes a subject's failure row.
    """

    stage: Stage
    do: Callable[[Session, Collection[int]], set[int]]
    words: Callable[[Session, int], str]
    is_done: Callable[[Session, int], bool] = lambda _session, _subject_id: False
    on_failure: Callable[[Session, int], None] = lambda _session, _subject_id: None


def work_through(sessions: SessionMaker, work: Work, ids: Sequence[int], *, abandoned: bool = False) -> set[int]:
    """Work on those of these subjects that no other process has in hand; gives the ids the next stage should hear of.

    ``abandoned`` says that whoever began on a subject before is gone (its message came back, its attempt is old): then
    it is taken over, alone. Raises the TransientError that stopped the work.
    """
    with unit_of_work(sessions) as session:
        fresh = failures.claim(session, work.stage, ids)
    told, alone = _together(sessions, work, fresh)
    if abandoned:
        alone += [subject_id for subject_id in ids if subject_id not in fresh]
    for subject_id in alone:
        told |= _alone(sessions, work, subject_id)
    return told


def _together(sessions: SessionMaker, work: Work, ids: list[int]) -> tuple[set[int], list[int]]:
    """Give what to tell, and the subjects that must be tried alone."""
    if not ids:
        return set(), []
    try:
        with unit_of_work(sessions) as session:
            told = work.do(session, ids)
            failures.resolve(session, work.stage, ids)
    except TransientError:
        _release(sessions, work, ids)
        raise
    except SoftTimeLimitExceeded:
        # The clock convicts nobody: the counts stay, and each will be taken over alone.
        raise
    except Exception as error:  # noqa: BLE001 - Whatever it is, it will be met again alone, and written down there.
        log.info("tried_alone", stage=work.stage.value, subjects=len(ids), error=type(error).__name__)
        _release(sessions, work, ids)
        return set(), ids
    return told, []


def _alone(sessions: SessionMaker, work: Work, subject_id: int) -> set[int]:
    with unit_of_work(sessions) as session:
        number = failures.begin(session, work.stage, subject_id)
    if number > MAX_ATTEMPTS:
        _fail(sessions, work, subject_id, WorkerLostError(number - 1))
        return set()
    try:
        with unit_of_work(sessions) as session:
            told = work.do(session, [subject_id])
            failures.resolve(session, work.stage, [subject_id])
    except TransientError:
        _release(sessions, work, [subject_id])
        raise
    except SoftTimeLimitExceeded:
        raise
    except PermanentError as error:
        _fail(sessions, work, subject_id, error, number)
    except Exception as error:
        log.exception("unforeseen", stage=work.stage.value, subject=subject_id)
        _fail(sessions, work, subject_id, error, number)
    else:
        return told
    return set()


def _release(sessions: SessionMaker, work: Work, ids: Collection[int]) -> None:
    with unit_of_work(sessions) as session:
        failures.forget_attempts(session, work.stage, ids)


def _fail(sessions: SessionMaker, work: Work, subject_id: int, error: Exception, number: int = MAX_ATTEMPTS) -> None:
    with unit_of_work(sessions) as session:
        if work.is_done(session, subject_id):
            failures.forget_attempts(session, work.stage, [subject_id])
            return
        words = work.words(session, subject_id)
        failures.record(session, Subject(work.stage, subject_id, words), error, attempts=number)
        work.on_failure(session, subject_id)
    log.warning("failed", stage=work.stage.value, subject=words, error=type(error).__name__, said=str(error))

import pytest
from sqlalchemy import select

from config import failures
from config.db import SessionMaker, unit_of_work
from config.errors import PermanentError, TransientError
from config.failures import MAX_ATTEMPTS, Attempt, Stage, Subject
from workers.attempts import attempt

SUBJECT = Subject(Stage.PARSE, 7, "https://www.lgo.org.uk/decisions/a/b/24-001-001")


def rows(sessions: SessionMaker) -> list[tuple[str, int]]:
    with unit_of_work(sessions) as session:
        return [(row.error, row.attempts) for row in failures.listed(session)]


def counted(sessions: SessionMaker) -> int:
    with unit_of_work(sessions) as session:
        return session.scalar(select(Attempt.count)) or 0


def raising(error: Exception) -> None:
    raise error


def test_a_permanent_error_is_a_row_at_once(sessions: SessionMaker) -> None:
    assert not attempt(sessions, SUBJECT, lambda: raising(PermanentError("no decision")))
    assert rows(sessions) == [("PermanentError", 1)]
    assert counted(sessions) == 0


def test_an_unforeseen_error_is_a_row_too(sessions: SessionMaker) -> None:
    assert not attempt(sessions, SUBJECT, lambda: raising(KeyError("heading")))
    assert rows(sessions) == [("KeyError", 1)]


def test_a_transient_error_goes_on_and_is_not_counted(sessions: SessionMaker) -> None:
    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(TransientError):
            attempt(sessions, SUBJECT, lambda: raising(TransientError("away")))
    assert rows(sessions) == []
    assert counted(sessions) == 0


def test_what_kills_its_worker_ends_in_failures(sessions: SessionMaker) -> None:
    for number in range(1, MAX_ATTEMPTS + 1):
        # A killed process leaves just this behind: the count, and no end.
        with unit_of_work(sessions) as session:
            assert failures.begin(session, SUBJECT.stage, SUBJECT.id) == number
    worked: list[str] = []
    assert not attempt(sessions, SUBJECT, lambda: worked.append("worked"))
    assert worked == []
    assert rows(sessions) == [("WorkerLostError", MAX_ATTEMPTS)]


def test_the_failure_and_what_goes_with_it_are_one_transaction(sessions: SessionMaker) -> None:
    with pytest.raises(ZeroDivisionError):
        attempt(
            sessions, SUBJECT, lambda: raising(PermanentError("no")), on_failure=lambda _: raising(ZeroDivisionError())
        )
    assert rows(sessions) == []


def test_a_later_failure_of_the_same_subject_takes_the_rows_place(sessions: SessionMaker) -> None:
    attempt(sessions, SUBJECT, lambda: raising(PermanentError("first")))
    attempt(sessions, SUBJECT, lambda: raising(PermanentError("second\0with a NUL")))
    with unit_of_work(sessions) as session:
        (row,) = failures.listed(session)
        assert row.message == "second\\0with a NUL"
        failures.discard(session, row)
    assert rows(sessions) == []

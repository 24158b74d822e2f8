from collections.abc import Callable, Collection

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from config import failures
from config.db import SessionMaker, unit_of_work
from config.errors import PermanentError, TransientError
from config.failures import MAX_ATTEMPTS, Attempt, Stage
from workers.attempts import Work, work_through


class Bench:
    """A stage that writes down which subjects it worked on together, and what befalls some of them."""

    def __init__(self, sessions: SessionMaker, fate: dict[int, Exception] | None = None) -> None:
        self.sessions = sessions
        self.fate = fate or {}
        self.worked: list[list[int]] = []
        self.work = Work(Stage.PARSE, self._do, lambda _, subject_id: f"page {subject_id}")

    def _do(self, _: Session, ids: Collection[int]) -> set[int]:
        for subject_id in ids:
            if subject_id in self.fate:
                raise self.fate[subject_id]
        self.worked.append(list(ids))
        return {subject_id + 100 for subject_id in ids}

    def run(self, *ids: int, abandoned: bool = False) -> set[int]:
        return work_through(self.sessions, self.work, ids, abandoned=abandoned)

    def rows(self) -> list[tuple[str, str, int]]:
        with unit_of_work(self.sessions) as session:
            return [(row.subject, row.error, row.attempts) for row in failures.listed(session)]

    def counted(self) -> dict[int, int]:
        with unit_of_work(self.sessions) as session:
            return {row.subject_id: row.count for row in session.scalars(select(Attempt))}

    def left_behind(self, *ids: int) -> None:
        """What a process that was killed leaves: the count, and no end."""
        with unit_of_work(self.sessions) as session:
            for subject_id in ids:
                failures.begin(session, Stage.PARSE, subject_id)


@pytest.fixture
def bench(sessions: SessionMaker) -> Callable[..., Bench]:
    return lambda fate=None: Bench(sessions, fate)


def test_subjects_are_worked_on_together(bench: Callable[..., Bench]) -> None:
    well = bench()
    assert well.run(3, 1, 2) == {101, 102, 103}
    assert well.worked == [[1, 2, 3]]
    assert (well.rows(), well.counted()) == ([], {})


def test_one_that_fails_takes_no_neighbour_along(bench: Callable[..., Bench]) -> None:
    one_bad = bench({2: PermanentError("no decision")})
    assert one_bad.run(1, 2, 3) == {101, 103}
    assert one_bad.worked == [[1], [3]]
    assert one_bad.rows() == [("page 2", "PermanentError", 1)]
    assert one_bad.counted() == {}


def test_an_unforeseen_error_is_a_row_too(bench: Callable[..., Bench]) -> None:
    odd = bench({1: KeyError("heading")})
    odd.run(1)
    assert odd.rows() == [("page 1", "KeyError", 1)]


def test_a_transient_error_goes_on_and_is_not_counted(bench: Callable[..., Bench]) -> None:
    away = bench({1: TransientError("away")})
    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(TransientError):
            away.run(1, 2)
    assert (away.rows(), away.counted()) == ([], {})


def test_what_others_have_in_hand_is_left_to_them(bench: Callable[..., Bench]) -> None:
    well = bench()
    well.left_behind(2)
    assert well.run(1, 2, 3) == {101, 103}
    assert well.worked == [[1, 3]]
    assert well.counted() == {2: 1}


def test_what_was_left_behind_is_taken_over_alone(bench: Callable[..., Bench]) -> None:
    well = bench()
    well.left_behind(2, 3)
    assert well.run(1, 2, 3, abandoned=True) == {101, 102, 103}
    assert well.worked == [[1], [2], [3]]
    assert well.counted() == {}


def test_what_kills_its_worker_ends_in_failures_and_its_neighbours_do_not(bench: Callable[..., Bench]) -> None:
    well = bench()
    for _ in range(MAX_ATTEMPTS):
        well.left_behind(2)
    well.left_behind(1)
    assert well.run(1, 2, abandoned=True) == {101}
    assert well.worked == [[1]]
    assert well.rows() == [("page 2", "WorkerLostError", MAX_ATTEMPTS)]
    assert well.counted() == {}


def test_the_failure_and_what_goes_with_it_are_one_transaction(sessions: SessionMaker) -> None:
    def no(_: Session, __: Collection[int]) -> set[int]:
        raise PermanentError("no")

    def break_down(session: Session, _: int) -> None:
        session.execute(text("SELECT 1 / 0"))

    with pytest.raises(Exception, match="division by zero"):
        work_through(sessions, Work(Stage.PARSE, no, lambda *_: "page 1", on_failure=break_down), [1])
    with unit_of_work(sessions) as session:
        assert failures.listed(session) == []


def test_a_later_failure_of_the_same_subject_takes_the_rows_place(bench: Callable[..., Bench]) -> None:
    first = bench({1: PermanentError("first")})
    first.run(1)
    first.fate[1] = PermanentError("second\0with a NUL")
    first.run(1)
    with unit_of_work(first.sessions) as session:
        (row,) = failures.listed(session)
        assert row.message == "second\\0with a NUL"
        failures.discard(session, row)
    assert first.rows() == []

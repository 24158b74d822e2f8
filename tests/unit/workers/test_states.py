import datetime as dt

import pytest

from workers.domain import Kind
from workers.states import State, add_years, state_of

DECIDED = dt.date(2018, 3, 28)


def gone(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "gone_at", "state"),
    [
        (Kind.STATEMENT, [None], State.LIVE),
        (Kind.STATEMENT, [], State.LIVE),
        (Kind.STATEMENT, [gone(2023, 3, 27)], State.WITHDRAWN),
        (Kind.STATEMENT, [gone(2023, 3, 28)], State.EXPIRED),
        (Kind.REPORT, [gone(2023, 3, 28)], State.WITHDRAWN),
        (Kind.REPORT, [gone(2028, 3, 28)], State.EXPIRED),
        (Kind.STATEMENT, [gone(2023, 5, 1), None], State.LIVE),
        (Kind.STATEMENT, [gone(2020, 5, 1), gone(2023, 5, 1)], State.EXPIRED),
    ],
)
def test_gone_in_its_time_is_expired_and_before_is_withdrawn(
    kind: Kind, gone_at: list[dt.datetime | None], state: State
) -> None:
    assert state_of(kind, DECIDED, gone_at) is state


def test_without_a_date_nothing_gone_is_shown_as_expired() -> None:
    assert state_of(Kind.STATEMENT, None, [gone(2030, 1, 1)]) is State.WITHDRAWN


def test_a_leap_day_keeps_to_the_day_after() -> None:
    assert add_years(dt.date(2020, 2, 29), 5) == dt.date(2025, 3, 1)

import datetime as dt
import random
from typing import Any

from tests.factories import make_decision
from workers.versions import PageReading, content_sha256, fingerprint, fold

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def reading(page_id: int, day: int, content: str) -> PageReading:
    return PageReading(page_id, DAY + dt.timedelta(days=day), content, content, content)


def said(versions: object) -> list[tuple[int, str]]:
    return [(version.number, version.reading.content_sha256) for version in versions]  # type: ignore[attr-defined]


def test_no_readings_are_no_versions() -> None:
    assert fold([]) == ()


def test_a_change_makes_a_version_and_sameness_makes_none() -> None:
    pages = [reading(1, 0, "a"), reading(2, 1, "a"), reading(3, 2, "b")]
    assert said(fold(pages)) == [(1, "a"), (2, "b")]


def test_a_text_put_back_is_a_third_version() -> None:
    pages = [reading(1, 0, "a"), reading(2, 1, "b"), reading(3, 2, "a")]
    assert said(fold(pages)) == [(1, "a"), (2, "b"), (3, "a")]


def test_a_version_begins_with_the_first_page_that_said_it() -> None:
    assert fold([reading(2, 1, "a"), reading(1, 0, "a")])[0].reading.page_id == 1


def test_the_order_of_arrival_changes_nothing() -> None:
    pages = [reading(number, number // 2, "abc"[number % 3]) for number in range(12)]
    shuffled = pages.copy()
    random.Random(7).shuffle(shuffled)
    assert fold(shuffled) == fold(pages)


def test_content_is_the_pages_words_alone() -> None:
    decision = make_decision()
    derived = make_decision(
        body_type="county", url="https://www.lgo.org.uk/decisions/moved/24-001-001", parser_version=9
    )
    assert content_sha256(derived) == content_sha256(decision)


def test_each_of_the_pages_words_is_content() -> None:
    first = content_sha256(make_decision())
    changes: list[dict[str, Any]] = [
        {"outcome": "Not upheld"},
        {"category": "Planning"},
        {"summary": None},
        {"text": "Other words."},
    ]
    assert all(content_sha256(make_decision(**change)) != first for change in changes)


def test_a_fingerprint_does_not_know_the_order_of_keys() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1}) != fingerprint({"a": 2, "b": 1})

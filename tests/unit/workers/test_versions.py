import datetime as dt
import random
from typing import Any

from tests.factories import make_decision
from workers.versions import FoldedVersion, PageReading, content_sha256, fingerprint, fold

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def reading(page_id: int, day: int, content: str, *, address: int = 1, parser: int = 1) -> PageReading:
    return read_by(page_id, day, {parser: content}, address=address)


def read_by(page_id: int, day: int, content: dict[int, str], *, address: int = 1) -> PageReading:
    newest = content[max(content)]
    return PageReading(page_id, address, DAY + dt.timedelta(days=day), content, newest, newest)


def said(versions: tuple[FoldedVersion, ...]) -> list[tuple[int, str]]:
    return [(version.number, version.shown.content_sha256) for version in versions]


def pages_of(versions: tuple[FoldedVersion, ...]) -> list[list[int]]:
    return [[page.page_id for page in version.pages] for version in versions]


def test_no_readings_are_no_versions() -> None:
    assert fold([]) == ()


def test_a_change_makes_a_version_and_sameness_makes_none() -> None:
    pages = [reading(1, 0, "a"), reading(2, 1, "a"), reading(3, 2, "b")]
    assert said(fold(pages)) == [(1, "a"), (2, "b")]


def test_a_text_put_back_is_a_third_version() -> None:
    pages = [reading(1, 0, "a"), reading(2, 1, "b"), reading(3, 2, "a")]
    assert said(fold(pages)) == [(1, "a"), (2, "b"), (3, "a")]


def test_a_version_is_seen_from_its_first_page_on_and_read_from_its_latest() -> None:
    (version,) = fold([reading(2, 1, "a", address=2), reading(1, 0, "a")])
    assert (version.first.page_id, version.shown.page_id) == (1, 2)


def test_a_decision_that_moved_stands_at_its_new_address_though_the_old_one_leads_there() -> None:
    pages = [
        reading(1, 0, "a", address=1),
        reading(2, 1, "b", address=2),
        reading(3, 1, "b", address=1),
        reading(4, 2, "c", address=2),
        reading(5, 3, "c", address=1),
        reading(6, 4, "c", address=2),
    ]
    assert [version.shown.page_id for version in fold(pages)] == [1, 2, 6]
    assert pages_of(fold(pages)) == [[1], [2, 3], [4, 5, 6]]


def test_the_order_of_arrival_changes_nothing() -> None:
    pages = [reading(number, number // 2, "abc"[number % 3], address=number % 2) for number in range(12)]
    shuffled = pages.copy()
    random.Random(7).shuffle(shuffled)
    assert fold(shuffled) == fold(pages)


def test_new_markup_at_one_of_two_addresses_that_differ_is_no_version() -> None:
    """One text filed under two categories: a new banner on both pages must not make the decision change to and fro."""
    pages = [
        reading(1, 0, "housing", address=1),
        reading(2, 1, "planning", address=2),
        reading(3, 2, "housing", address=1),
        reading(4, 3, "planning", address=2),
    ]
    assert said(fold(pages)) == [(1, "housing"), (2, "planning")]
    assert pages_of(fold(pages)) == [[1, 3], [2, 4]]
    assert len(fold([*pages, reading(5, 4, "amended", address=1), reading(6, 5, "amended", address=2)])) == 3


def test_a_text_put_back_at_one_of_two_addresses_is_a_version() -> None:
    pages = [reading(1, 0, "a", address=1), reading(2, 1, "b", address=1), reading(3, 2, "a", address=2)]
    assert said(fold(pages)) == [(1, "a"), (2, "b"), (3, "a")]


def test_a_better_parser_makes_no_version_at_any_moment_of_its_reading() -> None:
    """Every page reads otherwise now, and the pages are read anew one after the other."""
    content = ["a", "a", "b", "b", "a"]
    old = [reading(number, number, said) for number, said in enumerate(content)]
    new = [
        read_by(page.page_id, page.page_id, {1: said, 2: f"better {said}"})
        for page, said in zip(old, content, strict=True)
    ]
    for seed in range(5):
        pages = dict(enumerate(old))
        order = random.Random(seed).sample(range(5), 5)
        for number in order:
            pages[number] = new[number]
            assert pages_of(fold(pages.values())) == [[0, 1], [2, 3], [4]]
        assert said(fold(pages.values())) == [(1, "better a"), (2, "better b"), (3, "better a")]


def test_what_a_better_parser_sees_for_the_first_time_is_a_version() -> None:
    pages = [read_by(1, 0, {1: "a", 2: "a"}), read_by(2, 1, {1: "a", 2: "a with a note"})]
    assert said(fold(pages)) == [(1, "a"), (2, "a with a note")]


def test_pages_that_no_parser_has_read_both_are_compared_as_they_were_read() -> None:
    assert len(fold([reading(1, 0, "a"), reading(2, 1, "a", parser=2)])) == 1
    assert len(fold([reading(1, 0, "a"), reading(2, 1, "b", parser=2)])) == 2


def test_content_is_the_pages_words_alone() -> None:
    decision = make_decision()
    derived = make_decision(
        body_type="county", url="https://www.lgo.org.uk/decisions/moved/24-001-001", parser_version=9
    )
    assert content_sha256(derived) == content_sha256(decision)


def test_typography_is_no_content() -> None:
    plain = content_sha256(make_decision(summary="Mr Q's bin - a 'new' one", category="Children's care services"))
    curly = "Mr Q\u2019s  bin \u2013 a\n\u2018new\u2019 one"
    assert content_sha256(make_decision(summary=curly, category="Children\u2019s care services")) == plain


def test_each_of_the_pages_words_is_content() -> None:
    first = content_sha256(make_decision())
    changes: list[dict[str, Any]] = [
        {"outcome": "Not upheld"},
        {"category": "Planning"},
        {"summary": None},
        {"text": "Other words."},
        {"satisfied_date": dt.date(2025, 9, 1)},
        {"decision_date": None},
    ]
    assert all(content_sha256(make_decision(**change)) != first for change in changes)


def test_a_fingerprint_does_not_know_the_order_of_keys() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1}) != fingerprint({"a": 2, "b": 1})

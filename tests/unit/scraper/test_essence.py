"""What differs in each answer is no change, what the parser could read is one."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from scraper.essence import essence, same_essence
from scraper.replica.chrome import wrap
from workers.parsing import NotADecisionError, parse

GOLDEN = Path(__file__).parents[2] / "golden"
PAGE = wrap(
    "Overwold Borough Council (24 001 001)",
    "<h1>Overwold Borough Council (24 001 001)</h1><article id='article'><p>The Council was at fault.</p></article>",
)
BARE = b"<html><head><title>A council</title></head><body><p>It was at fault.</p><footer>1 May</footer></body></html>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"</footer>", b"<input type='hidden' value='5f3a'><p>Served at 12:01</p></footer>"),
        (b"<body", b"<!-- node 7 --><body"),
        (b"</body>", b"<script nonce='77'>count(5)</script></body>"),
        (b"<main", b"<aside>News of today</aside><main"),
        (b"at fault.", b"at fault.<!-- 4711 --><script>view('9')</script>"),
        (b"at fault.", b"at\n   fault."),
        (b"</article>", b"</article><p>Recently looked at: 24 000 777</p>"),
    ],
)
def test_what_stands_around_the_decision_is_no_change(before: bytes, after: bytes) -> None:
    assert before in PAGE
    assert same_essence(PAGE, PAGE.replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"at fault", b"not at fault"),
        (b"(24 001 001)</h1>", b"(24 001 002)</h1>"),
        (b"<p>The Council", b"<p class='label'>The Council"),
    ],
)
def test_what_the_parser_reads_is_a_change(before: bytes, after: bytes) -> None:
    assert before in PAGE
    assert not same_essence(PAGE, PAGE.replace(before, after, 1))


def test_a_page_without_article_and_main_part_is_compared_but_for_its_furniture() -> None:
    assert same_essence(BARE, BARE.replace(b"1 May", b"2 May"))
    assert not same_essence(BARE, BARE.replace(b"at fault", b"blameless"))
    assert not same_essence(BARE, BARE.replace(b"A council", b"Another council"))
    assert not same_essence(b"", b"words")


def test_pages_that_are_read_differently_differ() -> None:
    read = {}
    for path in sorted(GOLDEN.glob("*.html")):
        content = path.read_bytes()
        try:
            read[path.stem] = (parse(content).to_json(), essence(content))
        except NotADecisionError:
            continue
    assert len(read) > 40
    for one, other in itertools.combinations(read.values(), 2):
        assert one[0] == other[0] or one[1] != other[1]


@pytest.mark.parametrize("stem", ["kind-statement-upheld", "web-without-article", "web-heading-above-the-article"])
def test_the_essence_of_a_page_is_read_as_the_page_is(stem: str) -> None:
    content = (GOLDEN / f"{stem}.html").read_bytes()
    kept = essence(content)
    assert parse(kept, url=None).text == parse(content, url=None).text

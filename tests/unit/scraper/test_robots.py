"""robots.txt by RFC 9309: what it forbids, by which line, how fast it lets us ask, and what it is without a file."""

from __future__ import annotations

import pytest

from scraper.errors import CrawlStoppedError
from scraper.robots import MOST_BYTES, read_robots

SITE = "https://www.lgo.org.uk"


def test_rules_for_all_and_for_us_are_obeyed() -> None:
    robots = read_robots(200, b"User-agent: *\nDisallow: /umbraco/\nCrawl-delay: 3\n")
    assert robots.allows(f"{SITE}/decisions")
    assert not robots.allows(f"{SITE}/umbraco/login")
    assert robots.crawl_delay == 3
    ours = read_robots(200, b"User-agent: lgo-decisions\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert not ours.allows(f"{SITE}/decisions")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_file_forbids_nothing(status: int) -> None:
    assert read_robots(status, b"User-agent: *\nDisallow: /").allows(f"{SITE}/decisions")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_file_that_cannot_be_had_forbids_everything(status: int) -> None:
    with pytest.raises(CrawlStoppedError, match=f"status {status}"):
        read_robots(status, b"")


def test_a_crawl_delay_of_an_hour_stops_the_crawl() -> None:
    with pytest.raises(CrawlStoppedError, match="3600 s between requests"):
        read_robots(200, b"User-agent: *\nCrawl-delay: 3600\n")


def test_a_rate_of_requests_is_a_distance_too() -> None:
    assert read_robots(200, b"User-agent: *\nRequest-rate: 1/5\n").crawl_delay == 5
    assert read_robots(200, b"User-agent: *\nRequest-rate: 2/1\nCrawl-delay: 3\n").crawl_delay == 3


def test_the_line_that_forbids_is_named() -> None:
    robots = read_robots(
        200,
        b"User-agent: other\nDisallow: /decisions/housing/allocations\n\n"
        b"User-agent: *\nUser-agent: third\nDisallow: /dec\nDisallow: /decisions/*/allocations # not these\n"
        b"Disallow: /umbraco\nDisallow:\n",
    )
    url = f"{SITE}/decisions/housing/allocations/24-001-001"
    assert not robots.allows(url)
    assert robots.rule_against(url) == "Disallow: /decisions/*/allocations"
    assert robots.rule_against(f"{SITE}/decisions") == "Disallow: /dec"


def test_rules_for_us_by_name_are_the_ones_that_are_named() -> None:
    robots = read_robots(200, b"User-agent: *\nDisallow: /decisions\n\nUser-agent: LGO-Decisions\nDisallow: /\n")
    assert robots.rule_against(f"{SITE}/decisions/a/b/24-001-001") == "Disallow: /"


def test_only_so_much_of_the_file_is_read() -> None:
    filler = b"# words\n" * (MOST_BYTES // 8)
    assert read_robots(200, b"User-agent: *\n" + filler + b"Disallow: /\n").allows(f"{SITE}/decisions")
    assert not read_robots(200, b"User-agent: *\nDisallow: /\n" + filler).allows(f"{SITE}/decisions")


@pytest.mark.parametrize("content", [b"", b"<html><body>Home</body></html>", b"\xff\xfe\x00", b"Disallow: /\n"])
def test_a_file_without_rules_forbids_nothing(content: bytes) -> None:
    assert read_robots(200, content).allows(f"{SITE}/decisions")

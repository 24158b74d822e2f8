"""Waiting when asked to, and answers that are no page."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from scraper.errors import PageTooLargeError
from scraper.manners import fault_of, is_passing, seconds_to_wait, unpacked

NOW = dt.datetime(2026, 7, 14, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Tue, 14 Jul 2026 12:00:30 GMT", 30.0),
        ("Tue, 14 Jul 2026 11:00:00 GMT", 0.0),
        ("Tue, 14 Jul 2026 12:00:30 -0000", 30.0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(value: str, seconds: float | None) -> None:
    assert seconds_to_wait({"retry-after": value}, NOW) == seconds


def test_a_date_to_wait_for_is_reckoned_by_the_servers_own_clock() -> None:
    headers = {"retry-after": "Tue, 14 Jul 2026 08:00:30 GMT", "date": "Tue, 14 Jul 2026 08:00:00 GMT"}
    assert seconds_to_wait(headers, NOW) == 30.0
    assert seconds_to_wait(headers | {"date": "today"}, NOW) == 0.0


PAGE = b"<!DOCTYPE html><html><body>Words</body></html>\n"


def test_a_page_has_no_fault() -> None:
    assert fault_of(200, {"content-type": "text/html; charset=utf-8"}, PAGE) is None
    assert fault_of(200, {}, PAGE.replace(b"</html>", b"</HTML >")) is None


def test_words_after_the_end_of_a_page_do_not_make_it_a_cut_one() -> None:
    assert fault_of(200, {}, PAGE + b"<!-- served in 12 ms -->" * 50) is None


def test_packed_content_is_unpacked_within_bounds() -> None:
    packed = gzip.compress(PAGE * 100)
    assert unpacked("gzip", packed, 10_000) == PAGE * 100
    assert unpacked("x-gzip", packed + gzip.compress(b"more") + b"\0\0", 10_000) == PAGE * 100 + b"more"
    assert unpacked("gzip", gzip.compress(b""), 10_000) == b""
    assert unpacked("", PAGE, 10) == PAGE
    with pytest.raises(PageTooLargeError):
        unpacked("GZIP", packed, 1000)
    with pytest.raises(ValueError, match="cannot be undone"):
        unpacked("gzip", packed[:-10], 10_000)
    with pytest.raises(ValueError, match="br, which was not asked for"):
        unpacked("br", packed, 10_000)


@pytest.mark.parametrize(
    ("status", "content_type", "content", "fault", "passing"),
    [
        (404, "text/html", PAGE, "status 404", False),
        (410, "text/html", PAGE, "status 410", False),
        (403, "text/html", PAGE, "status 403", False),
        (204, "text/html", b"", "status 204", False),
        (500, "text/html", PAGE, "status 500", True),
        (429, "text/html", PAGE, "status 429", True),
        (200, "application/pdf", b"%PDF", "content type application/pdf, not a page", False),
        (200, "text/html", b" \n", "an empty answer", True),
        (200, "text/html", PAGE[:-12], "a cut page: its end is missing", True),
    ],
)
def test_what_is_no_page_is_named(status: int, content_type: str, content: bytes, fault: str, passing: bool) -> None:
    found = fault_of(status, {"content-type": content_type}, content)
    assert found == fault
    assert is_passing(status, fault) is passing

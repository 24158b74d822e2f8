"""Cookies are kept and sent back as a browser would, whether they are for the whole site or for a part of it."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from scraper.spiders.cookies import Cookies

SITE = "https://www.lgo.org.uk"


def sent(cookies: Cookies, url: str) -> bytes | None:
    request = Request(url)
    cookies.put(request)
    return request.headers.get(b"Cookie")


def given(*cookies: str, url: str = SITE) -> Cookies:
    kept = Cookies()
    for cookie in cookies:
        kept.take(Response(url, headers={"Set-Cookie": cookie}), Request(url))
    return kept


def test_nothing_is_sent_before_something_is_given() -> None:
    assert sent(Cookies(), SITE) is None


def test_a_cookie_for_the_site_goes_with_every_page_of_it_alone() -> None:
    cookies = given("visited=1; Path=/; HttpOnly")
    for path in ("", "/decisions/a/b/24-000-001", "/Decisions/Search"):
        assert sent(cookies, SITE + path) == b"visited=1"
    assert sent(cookies, "https://elsewhere.example/") is None


def test_a_new_value_takes_the_place_of_the_old_one() -> None:
    cookies = given("visited=1; Path=/")
    assert sent(cookies, SITE) == b"visited=1"
    cookies.take(Response(SITE, headers={"Set-Cookie": "visited=2; Path=/"}), Request(SITE))
    assert sent(cookies, SITE) == b"visited=2"


def test_a_cookie_for_a_part_of_the_site_goes_with_that_part() -> None:
    cookies = given("all=1; Path=/", "some=2; Path=/decisions")
    assert sent(cookies, f"{SITE}/decisions/a") == b"some=2; all=1"
    assert sent(cookies, f"{SITE}/about") == b"all=1"


def test_a_secure_cookie_goes_over_tls_alone() -> None:
    cookies = given("secret=1; Path=/; Secure")
    assert sent(cookies, SITE) == b"secret=1"
    assert sent(cookies, SITE.replace("https", "http")) is None


def test_a_cookie_that_expired_is_sent_no_more() -> None:
    cookies = given("short=1; Path=/; Max-Age=100", "gone=1; Path=/; Max-Age=0")
    assert sent(cookies, SITE) == b"short=1"
    cookies.take(Response(SITE, headers={"Set-Cookie": "short=1; Path=/; Max-Age=0"}), Request(SITE))
    assert sent(cookies, SITE) is None


def test_one_that_a_stranger_may_not_set_is_not_kept() -> None:
    assert sent(given("theirs=1; Domain=elsewhere.example; Path=/"), SITE) is None

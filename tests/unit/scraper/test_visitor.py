"""The visitor asks again within bounds, keeps its distance, and leaves a site that is away."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response

from scraper.errors import CrawlStoppedError, FetchError
from scraper.items import Conditions
from scraper.manners import DEADLINE_SECONDS
from scraper.spiders import visitor as module
from scraper.spiders.visitor import Answer, Visitor

SITE = "http://127.0.0.1:8000"
URL = f"{SITE}/decisions/a/b/24-000-001"
PAGE = b"<html><body><article>The Council was at fault, the Ombudsman found.</article></body></html>"


class Answers:
    """Stands for the network: gives or raises these one after the other, the last one for ever."""

    def __init__(self, *answers: Response | Exception) -> None:
        self._answers = list(answers)
        self.times: list[float] = []
        self.requests: list[Request] = []

    async def __call__(self, request: Request) -> Response:
        self.times.append(time.monotonic())
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer.replace(url=request.url)


def answer(status: int = 200, body: bytes = PAGE, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HtmlResponse(URL, status=status, body=body, headers=named)


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST_PAUSE_SECONDS", 0.001)


def visit(answers: Answers, *urls: str, spacing: float = 0.0) -> Sequence[Answer | Exception]:
    return visit_as(Visitor(answers, spacing=spacing), *urls)


def visit_as(guest: Visitor, *urls: str, arrive: bool = False, **options: Any) -> Sequence[Answer | Exception]:
    async def body() -> list[Answer | Exception]:
        if arrive:
            await guest.arrive(SITE)
        return [await _outcome(partial(guest.get, **options), url) for url in urls or [URL]]

    return asyncio.run(body())


async def _outcome(get: Callable[[str], Awaitable[Answer]], url: str) -> Answer | Exception:
    try:
        return await get(url)
    except (FetchError, CrawlStoppedError) as error:
        return error


def test_an_answer_carries_its_bytes_headers_and_time() -> None:
    (got,) = visit(Answers(answer(ETag='"1"', Set_Cookie="visited=1")))
    assert isinstance(got, Answer)
    assert (got.url, got.status, got.content, got.headers["etag"]) == (URL, 200, PAGE, '"1"')
    assert "set-cookie" not in got.headers


@pytest.mark.parametrize("trouble", [answer(503), DownloadTimeoutError("slow"), answer(200, PAGE[:-9])])
def test_passing_trouble_is_asked_again(trouble: Response | Exception) -> None:
    answers = Answers(trouble, trouble, answer())
    (got,) = visit(answers)
    assert isinstance(got, Answer)
    assert len(answers.times) == 3


def test_it_gives_up_after_three_requests_and_tells_how_many() -> None:
    answers = Answers(CannotResolveHostError("no such host"))
    (got,) = visit(answers)
    assert isinstance(got, FetchError)
    assert (str(got), got.attempts, len(answers.times)) == ("the host name is unknown", 3, 3)


def test_what_is_gone_is_asked_for_once() -> None:
    answers = Answers(answer(404))
    (got,) = visit(answers)
    assert isinstance(got, FetchError)
    assert (got.status, got.attempts, len(answers.times)) == (404, 1, 1)


def test_requests_keep_their_distance() -> None:
    answers = Answers(answer())
    visit(answers, *[URL] * 4, spacing=0.05)
    assert min(gaps(answers)) >= 0.05


def test_a_site_that_is_away_is_left_after_twenty_pages() -> None:
    got = visit(Answers(answer(500)), *[URL] * 25)
    assert [type(one) for one in got[:20]] == [FetchError] * 19 + [CrawlStoppedError]
    assert str(got[19]) == "20 pages in a row could not be had, the last one: status 500"


def test_pages_that_are_gone_do_not_make_a_site_that_is_away() -> None:
    got = visit(Answers(answer(404)), *[URL] * 30)
    assert {type(one) for one in got} == {FetchError}


def test_a_good_page_ends_the_row_of_bad_ones() -> None:
    script = [answer(403)] * 4 + [answer()] + [answer(403)] * 4 + [answer()]
    assert {type(one) for one in visit(Answers(*script), *[URL] * 10)} == {FetchError, Answer}
    assert isinstance(visit(Answers(answer(403)), *[URL] * 5)[4], CrawlStoppedError)


def gaps(answers: Answers) -> list[float]:
    return [later - sooner for sooner, later in itertools.pairwise(answers.times)]


def test_the_load_is_counted() -> None:
    answers = Answers(answer(503), DownloadTimeoutError("slow"), answer(), answer(404), answer())
    guest = Visitor(answers, spacing=0.02)
    visit_as(guest, URL, URL, URL)
    assert guest.requests == 5
    assert guest.traffic.answers == {"503": 1, "no whole answer in time": 1, "200": 2, "404": 1}
    assert (guest.traffic.retries, guest.traffic.bytes) == (2, 4 * len(PAGE))
    assert guest.traffic.faults == {"status 404": 1}
    least = guest.politeness.least_gap_seconds
    assert least is not None
    assert abs(least - min(gaps(answers))) < 0.005


def test_conditions_go_along_and_no_change_is_an_answer() -> None:
    answers = Answers(answer(304, b""))
    (got,) = visit_as(Visitor(answers, spacing=0), conditional=Conditions('"7"', "Tue, 14 Jul 2026 08:00:00 GMT"))
    assert isinstance(got, Answer)
    assert (got.status, got.content) == (304, b"")
    assert answers.requests[0].headers["If-None-Match"] == b'"7"'
    assert answers.requests[0].headers["If-Modified-Since"] == b"Tue, 14 Jul 2026 08:00:00 GMT"


def test_no_change_without_a_condition_is_no_answer() -> None:
    (got,) = visit(Answers(answer(304, b"")))
    assert isinstance(got, FetchError)


def test_a_page_that_moved_is_asked_for_on_the_same_condition() -> None:
    moved = f"{SITE}/decisions/c/d/24-000-001"
    answers = Answers(answer(301, b"", Location=moved), answer(304, b""))
    (got,) = visit_as(Visitor(answers, spacing=0), conditional=Conditions('"7"'))
    assert isinstance(got, Answer)
    assert (got.url, got.status) == (moved, 304)
    assert [request.headers["If-None-Match"] for request in answers.requests] == [b'"7"', b'"7"']


def test_faults_are_counted_by_what_they_have_in_common() -> None:
    script = [answer(302, b"", Location=f"/elsewhere/{number}") for number in range(3)]
    guest = Visitor(Answers(*script, answer(200, SCRIPTS), answer()), spacing=0)
    visit_as(guest, *[URL] * 5)
    assert guest.traffic.faults == {"redirected elsewhere": 3, "a page without any words of a decision": 1}


MAINTAINED = b"<html><head><title>Back soon</title></head><body>Working.</body></html>"
CHALLENGED = b"<html><head><title>Just a moment...</title></head><body>Are you human?</body></html>"
SCRIPTS = b"<html><body><div id=app></div><script>final decision, fault, Ombudsman</script></body></html>"


def test_a_note_in_place_of_a_page_is_no_page() -> None:
    for content, asked in ((MAINTAINED, 3), (CHALLENGED, 1), (SCRIPTS, 1)):
        answers = Answers(answer(200, content))
        (got,) = visit(answers)
        assert isinstance(got, FetchError)
        assert len(answers.times) == asked


def test_a_note_never_says_that_a_page_is_gone() -> None:
    for content in (MAINTAINED, CHALLENGED):
        (got,) = visit(Answers(answer(404, content)))
        assert isinstance(got, FetchError)
        assert got.status is None


def test_a_row_of_notes_is_the_state_of_the_site() -> None:
    for content, row in ((MAINTAINED, 3), (CHALLENGED, 3), (SCRIPTS, 10)):
        got = visit(Answers(answer(200, content)), *[URL] * row)
        assert [type(one) for one in got] == [FetchError] * (row - 1) + [CrawlStoppedError]
        assert str(got[-1]).startswith(f"{row} pages in a row were a ")


def test_notes_here_and_there_are_single_pages() -> None:
    script = [answer(200, SCRIPTS)] * 9 + [answer()] + [answer(200, SCRIPTS)] * 9 + [answer()]
    assert not any(isinstance(one, CrawlStoppedError) for one in visit(Answers(*script), *[URL] * 20))


def test_a_wish_to_wait_is_kept_even_where_it_is_asked_no_more() -> None:
    answers = Answers(*[answer(503, Retry_After="0")] * 2, answer(503, Retry_After="1"), answer())
    visit(answers, URL, URL)
    assert gaps(answers)[-1] >= 1.0


def test_after_not_so_fast_it_keeps_twice_the_distance() -> None:
    answers = Answers(answer(429, Retry_After="0"), answer())
    visit(answers, *[URL] * 3, spacing=0.1)
    # A busy machine may note one request late and the next one in time.
    assert min(gaps(answers)[1:]) >= 0.16


def test_a_slow_server_is_given_the_distance_it_has_earned() -> None:
    answers = Answers(answer())
    visit_as(Visitor(answers, spacing=0.01, throttle=lambda: 0.2), *[URL] * 3)
    assert min(gaps(answers)) >= 0.16


def robots(text: str) -> Response:
    return answer(200, text.encode(), Content_Type="text/plain")


def test_what_an_owner_forbids_in_between_is_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROBOTS_SECONDS", 0.0)
    answers = Answers(robots("User-agent: *\nDisallow:"), robots(""), answer(), robots("User-agent: *\nDisallow: /d"))
    first, second = visit_as(Visitor(answers, spacing=0), URL, URL, arrive=True)
    assert isinstance(first, Answer)
    assert str(second) == "robots.txt forbids it (Disallow: /d)"


def test_rules_that_cannot_be_had_again_hold_for_a_day_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROBOTS_SECONDS", 0.0)
    script = [robots("User-agent: *\nDisallow: /private"), answer(503), answer()]
    (got,) = visit_as(Visitor(Answers(*script), spacing=0), URL, arrive=True)
    assert isinstance(got, Answer)
    monkeypatch.setattr(module, "ROBOTS_VALID_SECONDS", 0.0)
    (got,) = visit_as(Visitor(Answers(*script), spacing=0), URL, arrive=True)
    assert isinstance(got, CrawlStoppedError)
    assert "status 503" in str(got)


def test_what_is_forbidden_costs_no_request_and_a_row_of_it_ends_the_visit() -> None:
    answers = Answers(robots("User-agent: *\nDisallow: /decisions/a/"))
    guest = Visitor(answers, spacing=0)
    got = visit_as(guest, *[URL] * 20, arrive=True)
    assert guest.requests == 1
    assert [type(one) for one in got] == [FetchError] * 19 + [CrawlStoppedError]
    assert "'Disallow: /decisions/a/'" in str(got[-1])


def test_robots_are_followed_about_the_site_and_nowhere_else() -> None:
    moved = answer(301, b"", Location="/media/robots.txt")
    answers = Answers(moved, robots("User-agent: *\nDisallow: /decisions/"))
    (got,) = visit_as(Visitor(answers, spacing=0), URL, arrive=True)
    assert isinstance(got, FetchError)
    with pytest.raises(CrawlStoppedError, match="not the same site"):
        visit_as(
            Visitor(Answers(answer(301, b"", Location="https://elsewhere.example/robots.txt")), spacing=0), arrive=True
        )


def test_the_deadline_goes_with_each_request() -> None:
    answers = Answers(answer())
    visit(answers)
    assert answers.requests[0].meta["download_timeout"] == DEADLINE_SECONDS == 60

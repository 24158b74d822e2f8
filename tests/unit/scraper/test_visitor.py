"""The visitor asks again within bounds, keeps its distance, and leaves a site that is away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response

from scraper.errors import CrawlStoppedError, FetchError
from scraper.spiders import visitor as module
from scraper.spiders.visitor import Answer, Visitor

SITE = "http://127.0.0.1:8000"
URL = f"{SITE}/decisions/a/b/24-000-001"
PAGE = b"<html><body>Words</body></html>"


class Answers:
    """Stands for the network: gives or raises these one after the other, the last one for ever."""

    def __init__(self, *answers: Response | Exception) -> None:
        self._answers = list(answers)
        self.times: list[float] = []

    async def __call__(self, request: Request) -> Response:
        self.times.append(time.monotonic())
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
    async def body() -> list[Answer | Exception]:
        guest = Visitor(answers, spacing=spacing)
        return [await _outcome(guest.get, url) for url in urls or [URL]]

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
    gaps = [later - sooner for sooner, later in zip(answers.times, answers.times[1:], strict=False)]
    assert min(gaps) >= 0.05


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

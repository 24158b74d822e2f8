"""What each fault makes of a page, a listing or an answer; what it does to a connection is tried over sockets."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import zlib
from email.utils import parsedate_to_datetime

import pytest

from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus
from scraper.replica.faults import Switchboard
from scraper.replica.http import Reply, read_head
from scraper.replica.phrases import Half, PhraseBook
from scraper.replica.site import Site
from scraper.structure import has_lost
from workers.parsing import parse

EVERYTHING = "/Decisions/SearchResults?fd=0001-01-01&td=2026-12-31"
LINK = re.compile(r'<h3><a href="([^"]+)">')
TOTAL = re.compile(r"Your search has (.+?) results")


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(Composer(Corpus(1, 60), PhraseBook(Half.BOTH)), Switchboard(), "http://replica")


def get(site: Site, target: str, *faults: str, **headers: str) -> Reply:
    """An answer under these faults, or under those that are on."""
    if faults:
        site.faults.set(faults)
    lines = "".join(f"\r\n{name.replace('_', '-')}: {value}" for name, value in headers.items())
    return site.reply(read_head(f"GET {target} HTTP/1.1\r\nHost: replica{lines}".encode(), "127.0.0.1"))


def page(site: Site, target: str, *faults: str) -> str:
    reply = get(site, target, *faults)
    assert reply.status == 200
    assert isinstance(reply.body, bytes)
    return reply.body.decode()


def plain(site: Site, target: str) -> str:
    site.faults.set(())
    return page(site, target)


@pytest.fixture(scope="module")
def paths(site: Site) -> list[str]:
    return [path for n in range(1, 7) for path in LINK.findall(plain(site, f"{EVERYTHING}&page={n}"))]


def test_the_reply_names_the_faults_that_acted(site: Site) -> None:
    assert get(site, "/", "slow", "token", "status:times=0,path=/decisions").faults == "slow+token"
    assert not get(site, "/truth/index.json", "slow").faults


def test_a_wait_can_be_asked_for_as_a_date(site: Site) -> None:
    assert dict(get(site, "/", "status:code=429,retry_after=120").headers)["Retry-After"] == "120"
    moment = parsedate_to_datetime(dict(get(site, "/", "maintenance:retry_after=date:120").headers)["Retry-After"])
    assert 110 < (moment - dt.datetime.now(dt.UTC)).total_seconds() <= 121


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("soft404", "Page not found"),
        ("challenge", "checking that you are a person"),
        ("consent", "Tell us which cookies"),
        ("maintenance:code=200", "working on our website"),
        ("shell:path=/decisions/", 'form id="decision-search"'),
    ],
)
def test_a_page_can_be_another_one_with_status_200(site: Site, paths: list[str], fault: str, words: str) -> None:
    html = page(site, paths[0], fault)
    assert words in html
    assert 'id="article"' not in html


def test_some_of_them_come_with_an_error_too(site: Site, paths: list[str]) -> None:
    assert get(site, paths[0], "challenge:code=403").status == 403
    assert get(site, paths[0], "maintenance").status == 503


def test_a_redirect_can_lead_back_or_away(site: Site, paths: list[str]) -> None:
    assert get(site, paths[0], "loop").headers == (("Location", paths[0]),)
    away = get(site, paths[0] + "?chapter=0", "offhost:code=301")
    assert (away.status, away.headers) == (301, (("Location", f"http://elsewhere.invalid{paths[0]}?chapter=0"),))


@pytest.mark.parametrize(
    ("says", "status", "words"),
    [
        ("forbid", 200, "Disallow: /\n"),
        ("decisions", 200, "Disallow: /decisions/\n"),
        ("listings", 200, "Disallow: /Decisions/SearchResults\n"),
        ("allow,delay=7", 200, "Crawl-delay: 7\n"),
        ("missing", 404, "404"),
        ("error", 500, "500"),
        ("html", 200, "<!DOCTYPE html>"),
    ],
)
def test_robots_can_say_something_else_or_nothing(site: Site, says: str, status: int, words: str) -> None:
    reply = get(site, "/robots.txt", f"robots:says={says}")
    assert reply.status == status
    assert isinstance(reply.body, bytes)
    assert words in reply.body.decode()
    assert page(site, "/")


def test_robots_can_keep_silent_or_change(site: Site) -> None:
    assert get(site, "/robots.txt", "robots:says=timeout,seconds=9").delivery.wait == 9
    assert "Disallow: /\n" not in page(site, "/robots.txt", "robots:after=1")
    assert "Disallow: /\n" in page(site, "/robots.txt")


def test_a_repeated_listing_shows_its_first_page_and_the_true_total(site: Site, paths: list[str]) -> None:
    html = page(site, EVERYTHING + "&page=3", "repeat")
    assert LINK.findall(html) == paths[:10]
    assert TOTAL.findall(html) == ["60"]


def test_a_listing_can_ignore_either_date_or_both(site: Site) -> None:
    first, last = "fd=2019-01-01", "td=2019-12-31"
    year = f"/Decisions/SearchResults?{first}&{last}"
    for which, asked in {"fd|td": "", "fd": last, "td": first}.items():
        wanted = TOTAL.findall(plain(site, f"/Decisions/SearchResults?{asked}"))
        assert TOTAL.findall(page(site, year, f"alldates:which={which}")) == wanted != TOTAL.findall(plain(site, year))


def test_a_growing_listing_lacks_its_newest_when_it_is_first_asked_for(site: Site, paths: list[str]) -> None:
    html = page(site, EVERYTHING, "grow:entries=2")
    assert (LINK.findall(html), TOTAL.findall(html)) == (paths[2:12], ["58"])
    assert LINK.findall(page(site, EVERYTHING + "&page=2")) == paths[10:20]
    assert LINK.findall(page(site, EVERYTHING)) == paths[:10]
    short = "/Decisions/SearchResults?fd=2020-01-01&td=2020-12-31"
    assert 0 < len(LINK.findall(page(site, short))) < 10
    site.faults.set(["grow:each=9"])
    assert page(site, short) == plain(site, short)


@pytest.mark.parametrize(("fault", "total"), [("twice", "60"), ("twice:counted=yes", "61")])
def test_an_entry_can_be_listed_twice(site: Site, paths: list[str], fault: str, total: str) -> None:
    html = page(site, EVERYTHING, fault)
    assert LINK.findall(html) == [*paths[:10], paths[0]]
    assert TOTAL.findall(html) == [total]
    assert TOTAL.findall(page(site, EVERYTHING + "&page=99")) == ["60"]


def test_an_entry_can_be_listed_under_two_bodies(site: Site, paths: list[str]) -> None:
    html = page(site, EVERYTHING, "twobodies")
    assert LINK.findall(html) == [*paths[:10], paths[0]]
    results = html.split('<div class="result">\n')[1:]
    assert results[0] != results[-1]
    assert ">Farhaven & Moor Integrated Care Board (" in results[-1]
    outcomes = [re.findall("<span>(.*?)</span>", result)[1] for result in (results[0], results[-1])]
    assert len(set(outcomes)) == 2


@pytest.mark.parametrize(
    ("options", "total"), [("style=nbsp", "1\u00a0060"), ("style=space", "1 060"), ("style=plain", "1060"),
                           ("style=point", "1.060"), ("style=comma", "1,060"), ("style=none", None)],
)  # fmt: skip
def test_a_total_can_be_printed_otherwise_or_not_at_all(site: Site, options: str, total: str | None) -> None:
    html = page(site, EVERYTHING, f"total:add=1000,{options}")
    assert TOTAL.findall(html) == ([total] if total else [])
    assert len(LINK.findall(html)) == 10


def test_entries_can_be_left_out_of_listings(site: Site, paths: list[str]) -> None:
    html = page(site, EVERYTHING, "omit:entries=0.5,seed=3")
    shown = LINK.findall(html)
    assert 0 < len(shown) < 10
    assert set(shown) < set(paths[:10])
    assert TOTAL.findall(html) == ["60"]
    assert "<span>Upheld</span>" not in page(site, EVERYTHING, "omit:outcome=Upheld")


@pytest.mark.parametrize(
    ("fault", "words"),
    [("unheard", "Settled before a finding"), ("unheard:subcategory=Flood defences", "Flood defences")],
)
def test_words_never_seen_stand_in_listing_and_page_alike(site: Site, paths: list[str], fault: str, words: str) -> None:
    found = [path for path in paths if words in page(site, path, fault)]
    assert 5 < len(found) < 35
    listed = [
        path
        for n in range(1, 7)
        for result in page(site, f"{EVERYTHING}&page={n}").split('<div class="result">\n')[1:]
        for path in LINK.findall(result)
        if words in result
    ]
    assert listed == found


def test_a_redesigned_site_shows_nothing_that_could_be_read(site: Site, paths: list[str]) -> None:
    listing = page(site, EVERYTHING, "redesign:what=listings")
    assert not LINK.findall(listing)
    assert not TOTAL.findall(listing)
    assert (
        plain(site, paths[0]).partition(" - ")[0] == page(site, paths[0], "redesign:what=listings").partition(" - ")[0]
    )
    for what in ("pages", "all"):
        assert 'id="article"' not in page(site, paths[0], f"redesign:what={what}")
    assert "window.content = " in page(site, paths[0], "redesign")
    assert LINK.findall(page(site, EVERYTHING, "redesign:what=pages"))


def test_a_redesign_can_keep_all_words_and_with_them_the_structure_or_not(site: Site, paths: list[str]) -> None:
    for path in paths:
        held = plain(site, path).encode()
        layout, markup = (page(site, path, f"redesign:what={what}").encode() for what in ("layout", "markup"))
        assert parse(layout) == parse(held), path
        assert not has_lost(held, layout), path
        assert has_lost(held, markup), path


def test_a_page_can_come_as_something_else(site: Site, paths: list[str]) -> None:
    reply = get(site, paths[0], "type")
    assert (reply.content_type, reply.body) != ("text/html; charset=utf-8", plain(site, paths[0]).encode())
    kept = get(site, paths[0], "type:value=text/plain,keep=yes")
    assert (kept.content_type, kept.body) == ("text/plain", plain(site, paths[0]).encode())


def test_a_bomb_swells(site: Site, paths: list[str]) -> None:
    reply = get(site, paths[0], "bomb:mb=3")
    assert isinstance(reply.body, bytes)
    assert len(reply.body) < 10_000
    assert ("Content-Encoding", "gzip") in reply.headers
    assert len(zlib.decompress(reply.body, 31)) > 3 << 20


def test_a_huge_page_begins_as_the_page_and_goes_on(site: Site, paths: list[str]) -> None:
    body = get(site, paths[0], "huge:mb=2").body
    assert not isinstance(body, bytes)
    whole = b"".join(body)
    assert whole.startswith(plain(site, paths[0]).encode())
    assert 2 << 20 <= len(whole) < (2 << 20) + 100_000


def test_a_silently_cut_page_is_whole_by_its_length(site: Site, paths: list[str]) -> None:
    reply = get(site, paths[0], "cut:bytes=500,silent=yes")
    assert reply.body == plain(site, paths[0]).encode()[:500]
    assert reply.delivery.cut_after is None
    assert get(site, paths[0], "cut:bytes=500").delivery.cut_after == 500


def test_a_token_differs_in_each_answer_and_is_no_part_of_the_article(site: Site, paths: list[str]) -> None:
    site.faults.set(["token"])
    request = read_head(f"GET {paths[0]} HTTP/1.1".encode(), "127.0.0.1")
    answers = [site.reply(dataclasses.replace(request, number=number)) for number in (1, 2)]
    assert answers[0].body != answers[1].body
    pages = [answer.body.decode() for answer in answers if isinstance(answer.body, bytes)]
    articles = [html[html.index("<article") : html.index("</article>")] for html in pages]
    assert articles[0] == articles[1]
    assert all('type="hidden" value="' in html for html in pages)


def test_last_modified_spares_who_has_the_page(site: Site, paths: list[str]) -> None:
    headers = dict(get(site, paths[0], "lastmodified").headers)
    date = headers["Last-Modified"]
    assert get(site, paths[0], "lastmodified", If_Modified_Since=date).status == 304
    assert get(site, paths[0], "lastmodified", If_Modified_Since="Mon, 07 Jan 2002 06:30:00 GMT").status == 200
    assert get(site, paths[0], "lastmodified", If_Modified_Since="yesterday").status == 200
    assert "Last-Modified" not in dict(get(site, EVERYTHING).headers)


def test_last_modified_and_etag_follow_an_edit(site: Site) -> None:
    living = Site(site.composer, Switchboard(["lastmodified", "etag"]), "http://replica")
    living.set_today(dt.date(2026, 1, 1))
    history = get(living, "/truth/history.json").body
    assert not isinstance(history, bytes)
    edited = next(event for event in json.loads(b"".join(history)) if event["event"] == "edited")
    living.set_today(dt.date.fromisoformat(edited["date"]) - dt.timedelta(days=1))
    before = dict(get(living, edited["path"]).headers)
    seen = {"If_Modified_Since": before["Last-Modified"], "If_None_Match": before["ETag"]}
    assert get(living, edited["path"], **seen).status == 304
    living.set_today(dt.date.fromisoformat(edited["date"]))
    after = get(living, edited["path"], **seen)
    assert after.status == 200
    assert parsedate_to_datetime(dict(after.headers)["Last-Modified"]).date() == dt.date.fromisoformat(edited["date"])


def test_a_mix_of_all_faults_still_answers(site: Site, paths: list[str]) -> None:
    everything = ("bomb", "cut:silent=yes", "unheard", "twice", "token", "etag", "redesign", "huge:mb=1", "total")
    for target in (paths[0], EVERYTHING, "/robots.txt", "/decisions/housing", "/nowhere"):
        assert get(site, target, *everything).faults

"""A glance lets everything pass that may be a decision, and names what is none."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from scraper import recognise
from scraper.replica.chrome import wrap
from scraper.replica.faults import fault_from
from scraper.replica.http import Reply, Request
from scraper.replica.listings import search_form

GOLDEN = Path(__file__).parents[2] / "golden"
SAMPLES = Path(os.environ.get("LGO_SAMPLES") or Path(__file__).parents[4] / "shared" / "data")
URL = "https://www.lgo.org.uk/decisions/housing/allocations/24-001-001"
DECISIONS = sorted(
    path for path in GOLDEN.iterdir() if path.suffix != ".json" and not path.name.startswith("no-decision-")
)
ARTICLE = "<article id='article'>{}</article>"


def glance(content: bytes, url: str = URL) -> str | None:
    return recognise.fault_in(content, url, recognise.kind_of(url))


def page(main: str, title: str = "Decision") -> bytes:
    return wrap(title, main)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_whatever_the_parser_reads_as_a_decision_passes(path: Path) -> None:
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert glance(path.read_bytes(), told["url"] or URL) is None


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the real samples are not at {SAMPLES} (LGO_SAMPLES)")
@pytest.mark.parametrize("framed", [False, True], ids=["as text", "in a page"])
def test_the_real_samples_pass(*, framed: bool) -> None:
    found = sorted(SAMPLES.glob("*/*.txt"))
    assert len(found) >= 11
    for path in found:
        text = path.read_text("utf-8")
        content = page("".join(f"<p>{line}</p>" for line in text.splitlines())) if framed else text.encode()
        assert glance(content, f"https://www.lgo.org.uk/decisions/a/b/{path.stem}") is None, path.name


NOTES = {
    "maintenance": recognise.MAINTENANCE,
    "soft404": recognise.NOT_FOUND,
    "challenge": recognise.CHALLENGE,
    "consent": recognise.CONSENT,
}


@pytest.mark.parametrize(("fault", "name"), NOTES.items())
def test_what_the_replica_can_answer_in_place_of_a_decision_is_named(fault: str, name: str) -> None:
    request = Request("GET", URL, URL.partition(".uk")[2], {}, {})
    answer = fault_from(f"{fault}:code=200" if fault == "maintenance" else fault).on_reply(request, Reply())
    assert isinstance(answer.body, bytes)
    assert glance(answer.body) == name
    if fault != "soft404":
        assert glance(answer.body, "https://www.lgo.org.uk/Decisions/SearchResults?page=1") == name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", recognise.UNLIKE),
        (page(search_form(), "Search our decisions"), recognise.SEARCH_FORM),
        (page("<h1>About us</h1><p>We have an office by the river, and a council of advisers.</p>"), recognise.UNLIKE),
        (page("<h1>Sorry, we cannot find that page</h1>"), recognise.NOT_FOUND),
        (b"<html><h1>Sorry</h1><h2>We cannot find that page</h2></html>", recognise.NOT_FOUND),
        (page("<p>Your search has 1,204 results</p><p>Summary: The Council was at fault.</p>"), recognise.LISTING),
        (
            page(
                "".join(
                    f"<a href='/decisions/a/b/24-001-00{number}'>Council (24 001 00{number})</a> Summary: The complaint"
                    for number in range(1, 8)
                )
            ),
            recognise.LISTING,
        ),
        (
            page(ARTICLE.format("<script>{'text': 'The Council was at fault. Final decision'}</script>")),
            recognise.UNLIKE,
        ),
        (page(ARTICLE.format("<!-- final decision, fault, injustice, ombudsman -->")), recognise.UNLIKE),
    ],
)
def test_a_page_without_signs_of_a_decision_is_named(content: bytes, name: str) -> None:
    assert glance(content) == name


@pytest.mark.parametrize(
    "content",
    [
        page("<h1>24 001 001</h1>" + ARTICLE.format("<p>The Ombudsman found fault.</p>")),
        page(ARTICLE.format("<h2>Page not found by the Council</h2><p>Mr Q complained. The Council was at fault.</p>")),
        page("<h1>Some Council (24&nbsp;001&nbsp;001)</h1><h2>Summary</h2><p>The complaint is upheld: fault.</p>"),
        page(
            "<h2>The complaint</h2><p>Mr Q complains of roof maintenance.</p>"
            "<p>The Council was at fault, which caused injustice.</p>"
        ),
        page("<h2>The complaint</h2><p>The Council's search returned no results. Fault, injustice. Summary.</p>"),
        b"<MAIN><H2>THE COMPLAINT</H2>THE COUNCIL WAS AT FAULT, WE RECOMMEND. SUMMARY</MAIN>",
    ],
)
def test_a_page_of_an_unknown_form_with_words_of_a_decision_passes(content: bytes) -> None:
    assert glance(content) is None


def test_listings_pass_with_results_with_none_and_as_a_shell() -> None:
    search = "https://www.lgo.org.uk/Decisions/SearchResults?page=1"
    banner = "<h2>This site uses cookies</h2><h2>Planned maintenance on Sunday</h2><h2>Can't find it?</h2>"
    for main in (
        banner + search_form(),
        banner + "<p>Your search has no results</p>",
        "<p>Your search has 0 results</p>",
        "<h1>Not found</h1><a href='/decisions/a/b/24-001-001'>Council (24 001 001)</a>",
        search_form(),
    ):
        assert glance(page(main, "Search our decisions"), search) is None


def test_a_glance_takes_a_fifth_of_a_millisecond_at_most() -> None:
    (path,) = (path for path in DECISIONS if path.name == "kind-statement-upheld.html")
    content = path.read_bytes()
    content = content.replace(b"</article>", b"<p>The Council wrote to her again.</p>" * 1200 + b"</article>")
    took = []
    for _ in range(50):
        began = time.perf_counter()
        assert glance(content) is None
        took.append(time.perf_counter() - began)
    assert min(took) < 0.0002

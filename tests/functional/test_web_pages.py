"""The pages people read, by HTTP alone."""

from __future__ import annotations

import re

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

ADDRESS = re.compile(r"(?:src|href|action)=\"([^\"]+)\"")


def _page(web: httpx.Client, path: str, status: int = 200) -> BeautifulSoup:
    answer = web.get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def _one(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_the_first_page_shows_the_newest_with_counts(web: httpx.Client) -> None:
    page = _page(web, "/")
    assert "29 decisions" in _words(_one(page, ".total"))
    assert len(page.select(".hit")) == 10
    assert any("Housing" in _words(link) and "28" in _words(link) for link in page.select(".facets a"))


def test_a_search_marks_its_words_and_keeps_them_in_the_box(web: httpx.Client) -> None:
    page = _page(web, "/?q=badgers")
    assert _one(page, "#q")["value"] == "badgers"
    assert page.select(".hit .summary mark")[0].text == "badger"
    assert "25 decisions" in _words(_one(page, ".total"))


def test_facets_are_followed_by_links_until_nothing_is_left_to_choose(web: httpx.Client) -> None:
    page = _page(web, "/?q=heron")
    link = next(link for link in page.select(".facets a") if "Report" in _words(link))
    narrowed = _page(web, str(link["href"]))
    assert [_words(hit) for hit in narrowed.select(".hit .reference")] == ["24 001 002"]
    assert "Report" in _words(narrowed.select(".facets a.on")[0])
    chip = narrowed.select(".chips a")[0]
    assert len(_page(web, str(chip["href"])).select(".hit")) == 2


def test_pages_are_turned_by_links(web: httpx.Client) -> None:
    page = _page(web, "/?q=badger")
    seen = {_words(hit) for hit in page.select(".hit .reference")}
    following = _page(web, str(_one(page, "a[rel=next]")["href"]))
    assert seen.isdisjoint(_words(hit) for hit in following.select(".hit .reference"))
    assert _one(following, ".pages [aria-current=page]").text.endswith("2")


def test_one_result_for_each_matter_is_a_box_of_the_form(web: httpx.Client) -> None:
    box = _one(_page(web, "/?q=badger"), "form.search input[type=checkbox]")
    assert box.find_parent("label")
    assert not box.has_attr("checked")
    page = _page(web, f"/?q=badger&{box['name']}={box['value']}&size=100")
    assert _one(page, "form.search input[type=checkbox]").has_attr("checked")
    assert "21 matters in 25 decisions" in _words(_one(page, ".total"))
    more = _one(page, ".others a")
    assert more.text == "and 4 more of this matter"
    matter = _page(web, str(more["href"]))
    assert len(matter.select(".hit")) == 5
    assert "One matter" in _words(_one(matter, ".chips"))


def test_a_decision_tells_its_versions_and_its_matter(web: httpx.Client) -> None:
    facts = _words(_one(_page(web, "/decisions/24-001-002"), ".about"))
    assert "2, first seen 5 February 2025 decision, text: 2 paragraphs changed" in facts
    link = next(link for link in _page(web, "/decisions/24-001-012").select(".about a") if "matter" in link.text)
    assert link.text == "5 decisions on this matter"
    assert len(_page(web, str(link["href"])).select(".hit")) == 5


def test_a_search_that_finds_nothing_helps_on(web: httpx.Client) -> None:
    page = _page(web, "/?q=unicorn&outcome=Upheld")
    assert "Nothing was found" in _words(_one(page, ".nothing h2"))
    assert _one(page, ".nothing a")["href"] == "/?q=unicorn"
    assert "There is no page 9" in _words(_one(_page(web, "/?q=heron&page=9"), ".nothing h2"))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/?page=1001", "narrow the search"),
        ("/?size=1000", "from 1 to 100"),
        ("/?from=12", "must be a date such as"),
        ("/?from=2025-02-01&to=2025-01-01", "first date"),
    ],
)
def test_a_search_that_cannot_be_run_says_why_and_keeps_the_words(web: httpx.Client, path: str, told: str) -> None:
    page = _page(web, f"{path}&q=heron", 400)
    assert told in _words(_one(page, ".error"))
    assert _one(page, "#q")["value"] == "heron"


def test_a_decision_can_be_read_with_its_facts_and_its_source(web: httpx.Client) -> None:
    page = _page(web, "/decisions/24-001-002")
    assert _one(page, "h1").text == "Harrowmere Borough Council"
    assert [heading.text for heading in page.select(".words h2")] == ["The complaint", "Finding"]
    assert [number.text for number in page.select(".words .number")] == ["1", "2", "1"]
    facts = _words(_one(page, ".about"))
    for told in (
        "Not upheld",
        "4 March 2025",
        "Late",
        "apology, \u00a3150 in all",
        "1 September 2025",
        "Care Act 2014",
    ):
        assert told in facts
    assert _one(page, ".source a")["href"] == "https://www.lgo.org.uk/decisions/housing/allocations/24-001-002"
    assert any(link["href"] == "/decisions/24-001-003" for link in page.select(".about a"))


def test_source_and_copyright_are_acknowledged_on_every_page(web: httpx.Client) -> None:
    for path, status in (("/", 200), ("/decisions/24-001-002", 200), ("/nowhere", 404)):
        footer = _words(_one(_page(web, path, status), "footer"))
        assert "Local Government and Social Care Ombudsman" in footer
        assert "\u00a9 Commission for Local Administration in England" in footer


def test_a_reference_of_two_bodies_shows_both_and_tells_so(web: httpx.Client) -> None:
    page = _page(web, "/decisions/24-001-003")
    assert [title.text for title in page.select("h1")] == ["Fenwold Trust", "Harrowmere Trust"]
    targets = {str(link["href"]) for link in page.select(".both a")}
    assert targets == {f"#{article['id']}" for article in page.select("article.decision")}
    assert "no longer on its site" in _words(_one(page, ".note"))


def test_another_spelling_of_a_reference_leads_to_its_one_address(web: httpx.Client) -> None:
    answer = web.get("/decisions/24001002")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/decisions/24-001-002"


def test_an_unknown_a_withdrawn_and_a_nonsensical_decision(web: httpx.Client) -> None:
    assert "no decision" in _words(_one(_page(web, "/decisions/99-999-999", 404), ".error")).lower()
    assert "withdrawn" in _words(_one(_page(web, "/decisions/24-001-005", 410), ".error"))
    assert web.get("/decisions/%3Cscript%3E").status_code == 404


def test_a_script_in_the_words_of_a_decision_or_a_search_is_only_words(web: httpx.Client) -> None:
    for path in (
        "/?q=heron+script",
        "/decisions/24-001-003",
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E&body=%22%3E%3Cscript%3E",
    ):
        page = _page(web, path)
        assert not page.select("script")
        assert not page.select("[href^=javascript]")
    assert _one(_page(web, "/?q=heron+-fed"), ".hit .summary").text == "<script>alert('heron')</script>"


@pytest.mark.parametrize(
    "path", ["/", "/decisions/24-001-002", "/api/docs", "/nowhere", "/?page=0", "/static/style.css"]
)
def test_every_answer_carries_the_safe_headers_once(web: httpx.Client, path: str) -> None:
    headers = web.get(path).headers
    assert headers.get_list("X-Content-Type-Options") == ["nosniff"]
    policy = headers.get_list("Content-Security-Policy")
    assert len(policy) == 1
    assert "default-src 'none'" in policy[0]
    assert "unsafe" not in policy[0]
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/?q=heron", "/decisions/24-001-002", "/api/docs"])
def test_nothing_is_loaded_from_elsewhere_and_nothing_needs_a_script(web: httpx.Client, path: str) -> None:
    page = _page(web, path)
    assert not page.select("script, iframe, object, style, [style], [onclick]")
    for tag in page.select("link, img"):
        address = str(tag.get("href") or tag.get("src"))
        assert address.startswith("/")
        assert web.get(address).status_code == 200


def test_a_page_can_be_asked_for_by_its_head_alone(web: httpx.Client) -> None:
    for path in ("/", "/decisions/24-001-002"):
        answer = web.head(path)
        assert answer.status_code == 200
        assert answer.content == b""


def test_every_field_has_a_label_and_every_page_one_way_past_the_header(web: httpx.Client) -> None:
    page = _page(web, "/?q=heron&outcome=Upheld")
    for field in page.select("input:not([type=hidden])"):
        assert page.select(f"label[for={field.get('id')}]") or field.find_parent("label"), field
    assert page.select("a.skip[href='#main']")
    assert page.select("main#main")
    assert _one(page, "html")["lang"] == "en-GB"


def test_without_opensearch_the_page_says_so_with_the_right_status(web_without_opensearch: httpx.Client) -> None:
    page = _page(web_without_opensearch, "/?q=heron", 503)
    assert "try again" in _words(_one(page, ".error"))
    assert _one(page, "#q")["value"] == "heron"

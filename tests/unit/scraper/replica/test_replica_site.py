"""The site as a function from request to reply."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus
from scraper.replica.faults import Switchboard
from scraper.replica.http import Reply, Request, read_head
from scraper.replica.phrases import Half, PhraseBook
from scraper.replica.site import Site

COUNT = 300
LINK = re.compile(r'<h3><a href="([^"]+)">')


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(Composer(Corpus(1, COUNT), PhraseBook(Half.BOTH)), Switchboard(), "http://replica")


def get(site: Site, target: str, method: str = "GET") -> Reply:
    return site.reply(read_head(f"{method} {target} HTTP/1.1\r\nHost: replica".encode(), "127.0.0.1"))


def page(site: Site, target: str) -> str:
    reply = get(site, target)
    assert reply.status == 200
    assert isinstance(reply.body, bytes)
    return reply.body.decode()


def total(html: str) -> int:
    found = re.search(r"(?:Your search|Archive) has ([\d,]+) results", html)
    assert found
    return int(found[1].replace(",", ""))


def index(site: Site) -> list[dict[str, Any]]:
    body = get(site, "/truth/index.json").body
    assert not isinstance(body, bytes)
    found: list[dict[str, Any]] = json.loads(b"".join(body))
    return found


def test_totals_and_pages_of_windows_add_up_to_every_decision_once(site: Site) -> None:
    seen: list[str] = []
    for year in range(2013, 2027):
        window = f"fd={year}-01-01&td={year}-12-31"
        count = total(page(site, f"/Decisions/SearchResults?{window}"))
        address = f"/Decisions/SearchResults?{window}"
        pages = [LINK.findall(page(site, f"{address}&page={n + 1}")) for n in range(-(-count // 10))]
        assert all(len(links) == 10 for links in pages[:-1])
        assert sum(map(len, pages)) == count
        seen += [link for links in pages for link in links]
    assert sorted(seen) == sorted(row["url"].removeprefix("http://replica") for row in index(site))


def test_results_are_newest_first_and_take_dates_as_the_site_does(site: Site) -> None:
    html = page(site, "/Decisions/SearchResults?fd=0001-01-01&td=2026-9-7")
    assert total(html) == sum(row["decision_date"] <= "2026-09-07" for row in index(site))
    by_url = {row["url"].removeprefix("http://replica"): row["decision_date"] for row in index(site)}
    shown = [by_url[link] for link in LINK.findall(html)]
    assert shown == sorted(shown, reverse=True)
    assert total(page(site, "/decisions/searchresults?fd=2030-01-01&td=2030-02-01")) == 0


def test_a_page_past_the_last_has_the_total_and_no_entries(site: Site) -> None:
    html = page(site, "/Decisions/SearchResults?fd=0001-01-01&td=2026-12-31&page=999")
    assert total(html) == COUNT
    assert not LINK.findall(html)


def test_totals_have_a_thousands_separator() -> None:
    site = Site(Composer(Corpus(1, 1_200), PhraseBook(Half.BOTH)), Switchboard())
    assert "Your search has 1,200 results" in page(site, "/Decisions/SearchResults?fd=0001-01-01&td=2026-12-31")


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [("dc=nu+", "outcome", "Not upheld"), ("t=reports", "kind", "report"), ("c=planning", "category", "Planning")],
)
def test_searches_can_be_narrowed(site: Site, query: str, field: str, value: str) -> None:
    assert total(page(site, f"/Decisions/SearchResults?{query}")) == sum(row[field] == value for row in index(site))


def test_searches_by_body_find_that_body_alone(site: Site) -> None:
    name = index(site)[0]["body"]
    expected = sum(row["body"] == name for row in index(site))
    assert total(page(site, f"/Decisions/SearchResults?aname={name.replace(' ', '+').replace('&', '%26')}")) == expected


def test_an_entry_reads_like_the_site_s(site: Site) -> None:
    tree = LexborHTMLParser(page(site, "/Decisions/SearchResults?fd=0001-01-01&td=2026-12-31"))
    entry = tree.css_first(".result")
    assert entry is not None
    assert re.match(
        r"[\w ,.&'()]+ \(\d\d \d{3} \d{3}[a-c]?\) (Statement|Report) "
        r"(Upheld|Not upheld|Closed after initial enquiries) [\w ,'-]+ \d\d-[A-Z][a-z]{2}-\d{4} Summary: .+",
        " ".join(entry.text(separator=" ").split()),
    )


def test_category_listings_show_ten_newest_whatever_the_page(site: Site) -> None:
    first, far = page(site, "/decisions/education"), page(site, "/decisions/education?page=999999")
    assert first == far
    rows = [row for row in index(site) if row["category"] == "Education"]
    assert len(LINK.findall(first)) == min(10, len(rows))
    assert "Recent statements in this category are shown below:" in first
    newest = max(row["decision_date"] for row in rows)
    links = {row["url"].removeprefix("http://replica"): row["decision_date"] for row in rows}
    assert links[LINK.findall(first)[0]] == newest
    assert LINK.findall(page(site, "/decisions/education/school-transport"))


@pytest.mark.parametrize(
    "change", [str.upper, lambda p: p + "/", lambda p: p + "?displaypref=3", lambda p: p + "?chapter=0"]
)
def test_a_decision_has_many_addresses(site: Site, change: Any) -> None:
    path = index(site)[0]["url"].removeprefix("http://replica")
    assert page(site, change(path)) == page(site, path)


@pytest.mark.parametrize(
    "path", ["/decisions/education/other/99-000-001", "/decisions/nothing", "/nowhere", "/decisions/health/other/x/y"]
)
def test_an_unknown_address_is_an_html_page_with_404(site: Site, path: str) -> None:
    reply = get(site, path)
    assert reply.status == 404
    assert isinstance(reply.body, bytes)
    assert b"Page not found" in reply.body


def test_a_decision_is_found_only_where_it_is_filed(site: Site) -> None:
    row = index(site)[0]
    elsewhere = "planning/other" if row["category"] != "Planning" else "health/other"
    assert get(site, f"/decisions/{elsewhere}/{row['slug']}").status == 404


def test_robots_keeps_crawlers_from_truth_and_control(site: Site) -> None:
    robots = page(site, "/robots.txt")
    assert "Disallow: /truth/" in robots
    assert "Disallow: /control/" in robots
    assert "Crawl-delay" not in robots


def test_the_form_leaves_a_cookie_and_its_post_leads_to_the_results(site: Site) -> None:
    assert any(name == "Set-Cookie" for name, _ in get(site, "/Decisions/Search").headers)
    reply = site.reply(Request("POST", "/", "/decisionsnew/newsearchpost", {}, {}, b"fd=2020-01-01&td=2020-01-31"))
    assert reply.status == 302
    assert reply.headers == (("Location", "/Decisions/SearchResults?fd=2020-01-01&td=2020-01-31"),)


def test_pages_weigh_about_as_much_as_the_site_s(site: Site) -> None:
    sizes = [len(page(site, row["url"].removeprefix("http://replica"))) for row in index(site)]
    assert 44_000 < sum(sizes) / len(sizes) < 55_000


def test_truth_is_one_entry_for_each_body_of_a_reference(site: Site) -> None:
    rows = index(site)
    twice = next(row for row in rows if sum(other["reference"] == row["reference"] for other in rows) == 2)
    told = json.loads(page(site, f"/truth/{twice['slug']}.json"))["decisions"]
    assert len({decision["body"] for decision in told}) == 2
    (one,) = json.loads(page(site, f"/truth/{twice['slug']}.json?body={twice['body_slug']}"))["decisions"]
    assert one["body"] == twice["body"]
    assert {link["kind"] for link in one["links"]} <= {"joint_case", "same_text"}
    assert get(site, "/truth/99-000-001.json").status == 404


def test_truth_is_what_the_page_shows(site: Site) -> None:
    for row in index(site):
        path = row["url"].removeprefix("http://replica")
        (told,) = json.loads(page(site, f"/truth/{row['slug']}.json?body={row['body_slug']}"))["decisions"]
        article = LexborHTMLParser(page(site, path)).css_first("article#article")
        assert article is not None
        assert header(article) == [
            told["title"],
            f"{told['category']} > {told['subcategory']}",
            told["outcome"],
            f"{told['decision_date'][8:]}",
        ]
        assert shown(article) == [
            words(paragraph["text"]) for section in told["sections"] for paragraph in section["paragraphs"]
        ] + ([words_of_line(article)] if told["satisfied_date"] else [])
        headings = [words(node.text()).rstrip(":") for node in article.css("h2, h3")]
        assert headings == [words(section["heading"]) for section in told["sections"] if has_heading(article, section)]


def has_heading(article: LexborNode, section: dict[str, Any]) -> bool:
    inline_report = section["heading"] == "Summary" and article.css_first("strong") is not None
    return not inline_report


def words_of_line(article: LexborNode) -> str:
    return next(words(p.text()) for p in article.css("p") if "satisfied with" in p.text())


def header(article: LexborNode) -> list[str]:
    values = [words(node.text()) for node in article.css(".value")]
    title = article.css_first("h1")
    assert title is not None
    assert [words(node.text()) for node in article.css(".label")] == ["Category :", "Decision :", "Decision date :"]
    return [words(title.text()), *values[:2], values[2][:2]]


def words(text: str) -> str:
    return " ".join(text.split())


def shown(article: LexborNode) -> list[str]:
    """The article's paragraphs in order, each with its own words alone; references behind an item split off."""
    found = []
    for node in article.css("p, li"):
        if node.css_matches(".back-to-top, .print, .decision-header p, nav.contents li"):
            continue
        own = words(
            "".join(
                child.text() for child in node.iter(include_text=True) if child.tag not in {"ul", "ol", "p", "strong"}
            )
        )
        item, bracket, reference = own.partition(". (Local") if node.tag == "li" and in_bullets(node) else (own, "", "")
        if not bracket and node.tag == "li" and in_bullets(node):
            item, bracket, reference = own.partition(". [Local")
        found += [item + ".", bracket[2:] + reference] if bracket else [own]
    return found


def in_bullets(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "ul"

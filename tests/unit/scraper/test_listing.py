"""What a listing page says is read whatever its markup, and a shell is not an empty result."""

from __future__ import annotations

import pytest

from scraper.listing import Entry, read_listing

URL = "https://www.lgo.org.uk/Decisions/SearchResults?fd=2024-05-01&td=2024-05-31&page=1"
FORM = "<form action='/decisionsnew/newsearchpost' method='post'><input name='q'><button>Search</button></form>"


def entry(reference: str, body: str = "Overwold Council", category: str = "housing/allocations") -> str:
    return (
        f"<li><h3><a href='/Decisions/{category}/{reference.replace(' ', '-')}'>{body} ({reference})</a></h3>"
        f"<p>Statement <b>Not upheld</b> Allocations 14-May-2024</p><p>Summary: Miss X waited too long.</p></li>"
    )


def listing(total: str, *entries: str, pages: str = "") -> bytes:
    head = f"<html><head><title>Search</title></head><body><nav><a href='/decisions'>Decisions</a></nav>{FORM}"
    return f"{head}<p>{total}</p><ul>{''.join(entries)}</ul>{pages}<p>Footer</p></body></html>".encode()


def test_total_and_entries_are_read() -> None:
    page = read_listing(listing("Your search has 2 results", entry("23 014 001"), entry("23 014 002a", "A Trust")), URL)
    assert page.total == 2
    assert page.entries == (
        Entry(
            key="/decisions/housing/allocations/23-014-001",
            url="https://www.lgo.org.uk/Decisions/housing/allocations/23-014-001",
            title="Overwold Council (23 014 001)",
            words="Statement Not upheld Allocations 14-May-2024 Summary: Miss X waited too long.",
        ),
        Entry(
            key="/decisions/housing/allocations/23-014-002a",
            url="https://www.lgo.org.uk/Decisions/housing/allocations/23-014-002a",
            title="A Trust (23 014 002a)",
            words="Statement Not upheld Allocations 14-May-2024 Summary: Miss X waited too long.",
        ),
    )


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        ("Your search has 1,234 results", 1234),
        ("Your search has 57.512 results", 57512),
        ("Your search has 1&nbsp;234 results", 1234),
        ("Your <em>search</em> has <strong>7</strong> results", 7),
        ("Your search has 1 result", 1),
        ("Your search has 0 results", 0),
        ("Your search has no results", 0),
        ("YOUR SEARCH HAS 12 RESULTS.", 12),
        ("Archive has 300 results", 300),
    ],
)
def test_totals_are_read_in_every_form(sentence: str, total: int) -> None:
    assert read_listing(listing(sentence), URL).total == total


def test_a_shell_is_not_an_empty_result() -> None:
    shell = read_listing(listing("Use this form to search our decisions, 57,000 results await you."), URL)
    assert shell.is_shell
    assert not read_listing(listing("Your search has 0 results"), URL).is_shell


def test_entries_without_a_total_are_no_shell_but_give_no_total() -> None:
    page = read_listing(listing("", entry("23 014 001")), URL)
    assert (page.total, page.is_shell, len(page.entries)) == (None, False, 1)


def test_a_page_that_is_no_html_is_a_shell() -> None:
    assert read_listing(b"", URL).is_shell
    assert read_listing(b"\xff\xd8\xff\xe0 no page at all", URL).is_shell


def test_a_read_more_link_is_no_second_entry() -> None:
    more = "<a href='/decisions/housing/allocations/23-014-001?chapter=0'>Read more</a></li>"
    page = read_listing(listing("Your search has 1 result", entry("23 014 001").replace("</li>", more)), URL)
    assert [found.title for found in page.entries] == ["Overwold Council (23 014 001)"]


def test_one_address_listed_under_two_bodies_is_two_entries() -> None:
    both = entry("20 009 115", "A Care Board"), entry("20 009 115", "A Trust")
    page = read_listing(listing("Your search has 2 results", *both), URL)
    assert [found.title for found in page.entries] == ["A Care Board (20 009 115)", "A Trust (20 009 115)"]
    assert len({found.key for found in page.entries}) == 1


def test_the_same_entry_twice_on_a_page_is_one() -> None:
    page = read_listing(listing("Your search has 1 result", entry("23 014 001"), entry("23 014 001")), URL)
    assert len(page.entries) == 1


def test_links_to_other_hosts_are_no_entries() -> None:
    stray = entry("23 014 009").replace("href='/", "href='https://elsewhere.example/")
    page = read_listing(listing("Your search has 1 result", entry("23 014 001"), stray), URL)
    assert [found.key for found in page.entries] == ["/decisions/housing/allocations/23-014-001"]


@pytest.mark.parametrize("neighbour", [FORM, "<p>Your search has 1 result</p>", "<nav>Menu</nav>"])
def test_words_of_a_lone_entry_do_not_swallow_the_page(neighbour: str) -> None:
    lone = entry("23 014 001").replace("<li>", "<div>").replace("</li>", "</div>")
    page = read_listing(f"<body><div>{neighbour}<div>{lone}</div></div></body>".encode(), URL)
    assert page.entries[0].words == "Statement Not upheld Allocations 14-May-2024 Summary: Miss X waited too long."


def test_what_a_script_says_is_not_what_the_page_says() -> None:
    script = "<script>show('Your search has 9 results')</script><noscript>Your search has 8 results</noscript>"
    assert read_listing(listing(script), URL).is_shell


def test_pages_are_counted_by_total_else_by_links() -> None:
    links = "<a href='?fd=2024-05-01&page=2'>2</a> <a href='?fd=2024-05-01&amp;page=7'>last</a>"
    assert read_listing(listing("Your search has 41 results", pages=links), URL).page_count == 5
    assert read_listing(listing("", entry("23 014 001"), pages=links), URL).page_count == 7
    assert read_listing(listing("Your search has 0 results"), URL).page_count == 1

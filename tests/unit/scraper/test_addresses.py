"""One page has one key, and a redirect may only lead to the same page."""

from __future__ import annotations

import pytest

from scraper.addresses import at_site, key, may_follow, same_site

KEY = "/decisions/education/school-transport/15-019-136"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.lgo.org.uk/decisions/education/school-transport/15-019-136",
        "http://www.lgo.org.uk/decisions/education/school-transport/15-019-136",
        "https://lgo.org.uk/decisions/education/school-transport/15-019-136",
        "HTTPS://WWW.LGO.ORG.UK/decisions/education/school-transport/15-019-136",
        "https://www.lgo.org.uk/Decisions/Education/School-Transport/15-019-136",
        "https://www.lgo.org.uk/decisions/education/school-transport/15-019-136/",
        "https://www.lgo.org.uk/decisions/education/school-transport/15-019-136?displaypref=3",
        "https://www.lgo.org.uk/decisions/education/school-transport/15-019-136?chapter=0",
        "https://www.lgo.org.uk/decisions/education/school-transport/15-019-136#point1",
        "https://www.lgo.org.uk//decisions/education//school-transport/15-019-136",
        "https://www.lgo.org.uk/decisions/education/school%2Dtransport/15-019-136",
        "http://127.0.0.1:8000/decisions/education/school-transport/15-019-136",
        " /decisions/education/school-transport/15-019-136\n",
    ],
)
def test_every_spelling_of_a_page_has_its_one_key(spelling: str) -> None:
    assert key(spelling) == KEY


def test_a_joint_case_keeps_its_letter() -> None:
    assert key("/Decisions/health/hospital-acute-services/17-002-402B") == (
        "/decisions/health/hospital-acute-services/17-002-402b"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://www.lgo.org.uk/decisions",
        "https://www.lgo.org.uk/decisions/education",
        "https://www.lgo.org.uk/decisions/education/school-transport",
        "https://www.lgo.org.uk/Decisions/SearchResults?fd=2024-01-01&td=2024-01-31",
        "https://www.lgo.org.uk/decisions/education/school-transport/15-019-136/print",
        "https://www.lgo.org.uk/decisions/education/school-transport/15-019-1367",
        "https://www.lgo.org.uk/news/decisions/education/school-transport/15-019-136",
        "mailto:someone@lgo.example?subject=/decisions/education/school-transport/15-019-136",
        "javascript:void(0)",
        "http://[broken/decisions/education/school-transport/15-019-136",
        "file:/decisions/education/school-transport/15-019-136",
        "",
    ],
)
def test_what_is_no_decision_has_no_key(url: str) -> None:
    assert key(url) is None


def test_a_site_is_the_same_with_and_without_www() -> None:
    assert same_site("https://www.lgo.org.uk/a", "http://lgo.org.uk/b")
    assert not same_site("https://www.lgo.org.uk/a", "https://www.lgo.org.uk.example/a")
    assert not same_site("http://127.0.0.1:8000/", "http://127.0.0.1:8001/")


def test_a_page_is_asked_for_on_the_site_that_is_crawled() -> None:
    elsewhere = "https://www.lgo.org.uk/Decisions/education/school-transport/15-019-136?chapter=0#top"
    assert at_site("http://127.0.0.1:8000/", elsewhere) == (
        "http://127.0.0.1:8000/Decisions/education/school-transport/15-019-136"
    )


PAGE = f"https://www.lgo.org.uk{KEY}"
RESULTS = "https://www.lgo.org.uk/Decisions/SearchResults?fd=2024-01-01"


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (PAGE, f"https://lgo.org.uk{KEY}/"),
        (PAGE.replace("https", "http"), PAGE),
        (PAGE, "https://www.lgo.org.uk/decisions/children-s-care-services/other/15-019-136"),
        (RESULTS, RESULTS.replace("/Decisions/", "/decisions/")),
    ],
)
def test_a_redirect_to_the_same_page_is_followed(asked: str, target: str) -> None:
    assert may_follow(asked, target)


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (PAGE, f"https://elsewhere.example{KEY}"),
        (PAGE, PAGE.replace("https", "http")),
        (PAGE, "https://www.lgo.org.uk/decisions"),
        (PAGE, "https://www.lgo.org.uk/decisions/education/school-transport/15-020-236"),
        (PAGE, "https://www.lgo.org.uk/cookies?back=" + KEY),
        (RESULTS, "https://www.lgo.org.uk/maintenance"),
        (RESULTS, PAGE),
    ],
)
def test_a_redirect_to_anything_else_is_not(asked: str, target: str) -> None:
    assert not may_follow(asked, target)

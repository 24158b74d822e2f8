"""One canonical address for each page, however it is written, and the facts that stand in it."""

from __future__ import annotations

import pytest

from workers.parsing import UrlFacts, canonical_url, url_facts

CANONICAL = "https://www.lgo.org.uk/decisions/education/school-transport/15-019-136"
SPELLINGS = [
    CANONICAL,
    "http://www.lgo.org.uk/decisions/education/school-transport/15-019-136",
    "https://lgo.org.uk/decisions/education/school-transport/15-019-136",
    "http://lgo.org.uk/Decisions/Education/School-Transport/15-019-136/",
    "HTTPS://WWW.LGO.ORG.UK/decisions/education/school-transport/15-019-136?displaypref=3",
    "https://www.lgo.org.uk/decisions/education/school-transport/15-019-136?chapter=0#top",
    "https://www.lgo.org.uk:443/decisions//education/school-transport/15-019-136",
    "https://www.lgo.org.uk/decisions/education/school-transport/15%20019%20136",
    "www.lgo.org.uk/decisions/education/school-transport/15-019-136",
    "/decisions/education/school-transport/15-019-136",
    " https://www.lgo.org.uk/decisions/education/school-transport/15-019-136 ",
]


@pytest.mark.parametrize("url", SPELLINGS)
def test_every_spelling_is_one_address(url: str) -> None:
    assert canonical_url(url) == CANONICAL
    assert url_facts(url) == UrlFacts("education", "school-transport", "15 019 136")


def test_a_joint_case_keeps_its_letter() -> None:
    url = "https://www.lgo.org.uk/decisions/health/other/17-002-402B"
    assert canonical_url(url) == "https://www.lgo.org.uk/decisions/health/other/17-002-402b"
    assert url_facts(url) == UrlFacts("health", "other", "17 002 402b")


def test_another_host_stays_itself() -> None:
    url = "http://127.0.0.1:8123/Decisions/health/other/17-002-402b?page=1"
    assert canonical_url(url) == "http://127.0.0.1:8123/decisions/health/other/17-002-402b"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://lnks.gd/l/abc",
        "https://www.lgo.org.uk/decisions/education/school-transport",
        "https://www.lgo.org.uk/Decisions/SearchResults?page=2",
        "ftp://www.lgo.org.uk/decisions/education/school-transport/15-019-136",
        "https:///decisions/education/school-transport/15-019-136",
        "https://www.lgo.org.uk/decisions/education/school-transport/15-019-1367",
        "https://[broken/decisions/education/school-transport/15-019-136",
        "https://www.lgo.org.uk:99999/decisions/education/school-transport/15-019-136",
        "https://www.lgo.org.uk/decisions/" + "a" * 5_000,
    ],
)
def test_what_is_no_decision_has_no_canonical_address(url: str) -> None:
    assert canonical_url(url) is None
    assert url_facts(url) is None

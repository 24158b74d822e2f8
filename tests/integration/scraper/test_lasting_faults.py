"""What is wrong with a listing for good is named every night, and costs little."""

from __future__ import annotations

import datetime as dt

from scraper.replica.process import start
from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.page_site import Case, Reply, cases_of, listing_page, serve
from tests.integration.scraper.quick import QuickCrawls

TODAY = dt.date(2013, 10, 15)
STILL = ("--edits", "0", "--withdrawals", "0", "--moves", "0")
MAY = ("--since", "2024-05-01", "--until", "2024-05-31")


def test_a_site_that_ignores_dates_is_not_believed_of_any_window(crawls: Crawls, quick: QuickCrawls) -> None:
    with start(1_800, today=TODAY, options=(*STILL, "--fault", "alldates")) as site:
        result = quick.run(crawls, site.url, "--mode", "full", "--at", f"{TODAY}T06:15")
    assert (result.code, result.report["said"]) == (3, 0)
    assert result.report["listing_faults"].keys() == {"other dates"}
    assert {one["state"] for one in result.report["windows"]} == {"open"}
    reasons = {reason for _, reason in crawls.windows().values()}
    assert "page 1 lists other dates than were asked for" in reasons
    # What was shown is fetched all the same.
    assert len(crawls.held()) >= 20
    assert result.report["requests"] - result.report["fetched"] < 120


def test_what_a_listing_names_of_other_dates_goes_to_the_windows_of_these(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = [Case(f"24 001 {number:03d}", dt.date(2024, 1, 1) + dt.timedelta(days=number)) for number in range(152)]
    with serve(cases) as site:
        site.rules = [lambda target: Reply(listing_page(152, cases[:10])) if "fd=" in target else None]
        assert quick.run(crawls, site.url, "--mode", "full", *MAY).code == 3
        assert crawls.windows() == {"2024-05": (None, "page 1 lists other dates than were asked for")}
        assert len(crawls.held()) == 10
        site.rules = []
        healed = quick.run(crawls, site.url, "--mode", "full", *MAY)
    assert (healed.code, healed.report["said"], len(crawls.held())) == (0, 31, 41)


def test_one_misprinted_date_leaves_no_window_open(crawls: Crawls, quick: QuickCrawls) -> None:
    cases = cases_of(2024, 5, 21)
    with serve(cases) as site:
        site.rules = [
            lambda target: (
                Reply(site.listing(target).replace(b"02-May-2024", b"02-May-2042", 1)) if "fd=" in target else None
            )
        ]
        result = quick.run(crawls, site.url, "--mode", "full", *MAY)
    assert (result.code, result.report["said"], result.report["stored"]) == (0, 21, 21)

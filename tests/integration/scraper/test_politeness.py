"""A polite guest, as the server sees it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import ipaddress
import itertools
import ssl
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.integration.scraper import hasty
from tests.integration.scraper.crawling import Crawls
from tests.integration.scraper.page_site import Reply, cases_of, on, serve
from tests.integration.scraper.quick import QuickCrawls, hurried

MAY = ("--mode", "full", "--since", "2024-05-01", "--until", "2024-05-31")


@pytest.fixture
def crawls(crawls: Crawls, quick: QuickCrawls) -> Crawls:
    """Most crawls here need no process that is new from the ground up."""
    return hurried(crawls, quick)


def test_requests_come_one_at_a_time_and_spaced_with_robots_first(crawls: Crawls) -> None:
    with serve(cases_of(2024, 5, 5)) as site:
        result = Crawls.run(crawls, site.url, *MAY, LGO_CRAWL_DELAY="1", LGO_CONTACT="archive@lgo.example")
        log = site.log
    assert result.code == 0
    assert log[0].path == "/robots.txt"
    assert max(seen.at_once for seen in log) == 1
    assert result.report["politeness"]["least_gap_seconds"] >= 1.0
    assert min(later.at - sooner.at for sooner, later in itertools.pairwise(log)) >= 1.0
    assert {seen.user_agent for seen in log} == {"lgo-decisions/0.1.0 (+archive@lgo.example)"}
    assert [seen.path for seen in log].count("/robots.txt") == 1


def test_a_crawl_delay_of_the_robots_file_is_kept(crawls: Crawls) -> None:
    with serve(cases_of(2024, 5, 3)) as site:
        site.robots = Reply(b"User-agent: *\nCrawl-delay: 0.5\n", headers={"Content-Type": "text/plain"})
        result = crawls.run(site.url, *MAY)
        log = site.log
    assert result.code == 0
    assert min(later.at - sooner.at for sooner, later in itertools.pairwise(log)) >= 0.5


def test_what_robots_forbid_is_not_fetched(crawls: Crawls) -> None:
    with serve(cases_of(2024, 5, 3)) as site:
        site.robots = Reply(b"User-agent: *\nDisallow: /decisions/*/24-005-001\n")
        result = crawls.run(site.url, *MAY)
        assert not site.asked("/decisions/housing/allocations/24-005-001")
    assert (result.code, result.report["stored"]) == (3, 2)
    assert crawls.failures() == [
        ("fetch", "24-005-001", "FetchError", "robots.txt forbids it (Disallow: /decisions/*/24-005-001)")
    ]


def test_robots_that_forbid_everything_are_all_that_is_asked_for(crawls: Crawls) -> None:
    with serve(cases_of(2024, 5, 3)) as site:
        site.robots = Reply(b"User-agent: *\nDisallow: /\n")
        result = crawls.run(site.url, "--mode", "full")
        assert {seen.path for seen in site.log} == {"/robots.txt"}
    assert (result.code, result.report["complete"]) == (1, False)
    assert "robots.txt forbids" in result.report["reason"]
    assert result.report["politeness"]["forbidden"] == ["Disallow: /"]


def test_a_search_that_robots_forbid_is_not_asked(crawls: Crawls) -> None:
    with serve(cases_of(2024, 5, 3)) as site:
        site.robots = Reply(b"User-agent: *\nDisallow: /Decisions/Search\n")
        result = crawls.run(site.url, "--mode", "full")
        assert not site.asked("/Decisions/Search")
    assert (result.code, result.report["complete"]) == (1, False)
    assert result.report["politeness"]["forbidden"] == ["Disallow: /Decisions/Search"]


def test_robots_that_cannot_be_had_stop_the_crawl(crawls: Crawls) -> None:
    with serve(cases_of(2024, 5, 3)) as site:
        site.robots = Reply(status=503)
        result = crawls.run(site.url, *MAY)
        assert {seen.path for seen in site.log} == {"/robots.txt"}
    assert result.code == 1
    assert result.report["reason"].startswith("robots.txt cannot be had (status 503)")


def test_robots_that_do_not_exist_forbid_nothing(crawls: Crawls) -> None:
    with serve(cases_of(2024, 5, 3)) as site:
        site.robots = Reply(status=404)
        assert crawls.run(site.url, *MAY).code == 0


def test_retry_after_is_waited_for_by_everyone(crawls: Crawls) -> None:
    cases = cases_of(2024, 5, 10)
    with serve(cases) as site:
        site.rules = [on(cases[4].path, Reply(status=429, headers={"Retry-After": "2"}), times=1)]
        result = crawls.run(site.url, *MAY, LGO_CRAWL_DELAY="0.05")
        log = site.log
    assert result.code == 0
    refused = next(number for number, seen in enumerate(log) if seen.path == cases[4].path)
    assert log[refused + 1].at - log[refused].at >= 2.0


def test_a_wish_to_be_left_alone_for_an_hour_ends_the_crawl(crawls: Crawls) -> None:
    cases = cases_of(2024, 5, 10)
    with serve(cases) as site:
        site.rules = [on(cases[4].path, Reply(status=503, headers={"Retry-After": "3600"}))]
        result = crawls.run(site.url, *MAY)
    assert (result.code, result.report["complete"]) == (1, False)
    assert result.report["reason"] == "the site asks to be left alone for 3600 s: run the crawl again later"


def test_refused_again_and_again_it_leaves(crawls: Crawls) -> None:
    cases = cases_of(2024, 5, 28)
    with serve(cases) as site:
        site.rules = [on("/decisions/housing", Reply(status=403))]
        result = crawls.run(site.url, *MAY, LGO_CRAWL_DELAY="0.01")
        assert site.asked("/decisions/housing").total() == 5
    assert result.code == 1
    assert result.report["reason"] == "the site refused 5 requests in a row (status 403)"
    assert crawls.windows()["2024-05"][1] == "its reading was not finished"


def test_a_slow_server_is_given_time_by_the_throttle(crawls: Crawls) -> None:
    cases = cases_of(2024, 5, 8)
    with serve(cases) as site:
        site.rules = [on(cases[2].path, Reply(cases[2].page, delay=1.6))]
        result = crawls.run(site.url, *MAY, LGO_CRAWL_DELAY="0.1")
        log = site.log
    assert result.code == 0
    slow = next(number for number, seen in enumerate(log) if seen.path == cases[2].path)
    gaps = [later.at - sooner.at for sooner, later in itertools.pairwise(log)]
    # Scrapy halves what a slow answer has earned with each quick one that follows.
    assert gaps[slow] >= 1.6
    assert gaps[slow + 1] >= 0.7
    assert gaps[slow + 2] >= 0.3
    assert result.report["politeness"]["least_gap_seconds"] >= 0.1


def test_a_page_that_drips_is_left_at_the_deadline(crawls: Crawls) -> None:
    cases = cases_of(2024, 5, 4)
    with serve(cases) as site:
        # A byte comes every 50 ms, so that it is never quiet for long, and all of it would take minutes.
        site.rules = [on(cases[1].path, Reply(cases[1].page, drip=0.05))]
        began = time.monotonic()
        result = dataclasses.replace(crawls, program=hasty.__name__).run(site.url, *MAY)
        assert time.monotonic() - began < 60
        assert site.asked(cases[1].path).total() == 3
    assert (result.code, result.report["stored"], result.report["failed"]) == (3, 3, 1)
    assert crawls.failures() == [("fetch", "24-005-001", "FetchError", "no whole answer in time")]
    assert result.report["traffic"]["answers"]["no whole answer in time"] == 3


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9", "robots.txt cannot be had (the connection was refused), so nothing may be fetched"),
        ("http://nowhere.invalid", "robots.txt cannot be had (the host name is unknown), so nothing may be fetched"),
    ],
)
def test_a_site_that_is_not_there_is_said_to_be_so(crawls: Crawls, url: str, reason: str) -> None:
    result = crawls.run(url, *MAY, LGO_CRAWL_DELAY="1", LGO_CONTACT="archive@lgo.example")
    assert (result.code, result.report["requests"]) == (1, 3)
    assert result.report["reason"].startswith(reason)


def test_a_stranger_is_told_whom_to_ask_or_is_not_visited(crawls: Crawls) -> None:
    result = crawls.run("https://stranger.example", *MAY, LGO_CRAWL_DELAY="1")
    assert (result.code, result.report) == (2, {})
    assert result.stderr.strip().startswith("LGO_CONTACT is not set")
    assert crawls.crawls() == []


def test_a_stranger_is_not_visited_in_haste(crawls: Crawls) -> None:
    result = crawls.run("https://stranger.example", *MAY, LGO_CRAWL_DELAY="0.5", LGO_CONTACT="archive@lgo.example")
    assert result.code == 2
    assert "LGO_CRAWL_DELAY" in result.stderr


def test_a_certificate_nobody_vouches_for_ends_the_crawl(crawls: Crawls, tmp_path: Path) -> None:
    with serve(cases_of(2024, 5, 3), tls=self_signed(tmp_path)) as site:
        result = crawls.run(site.url, *MAY)
        assert site.log == []
    assert result.code == 1
    assert "the server's certificate is not valid" in result.report["reason"]


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's TLS context with a fresh certificate that no authority has signed."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(
            name, name, private.public_key(), x509.random_serial_number(), now, now + dt.timedelta(1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(private, hashes.SHA256())
    )
    file = folder / "site.pem"
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context

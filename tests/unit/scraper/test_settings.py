"""What a crawl may do follows from the settings, and nobody can be visited in haste or without a name."""

from __future__ import annotations

import pytest

from config.errors import SettingsError
from config.settings import Settings
from scraper.settings import is_fast, scrapy_settings, user_agent


def settings(site_url: str = "https://www.lgo.org.uk", **values: object) -> Settings:
    return Settings(_env_file=None, site_url=site_url, **values)  # type: ignore[call-arg,arg-type]


STRANGER = settings(contact="archive@lgo.example")


def test_a_stranger_is_visited_slowly_alone_and_by_name() -> None:
    scrapy = scrapy_settings(STRANGER)
    assert scrapy["CONCURRENT_REQUESTS"] == scrapy["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert scrapy["DOWNLOAD_DELAY"] == 1.0
    assert scrapy["DOWNLOAD_DELAY_JITTER"] == 0
    assert scrapy["AUTOTHROTTLE_ENABLED"] is True
    assert scrapy["ROBOTSTXT_OBEY"] is True
    assert scrapy["USER_AGENT"].startswith("lgo-decisions/")
    assert scrapy["USER_AGENT"].endswith(" (+archive@lgo.example)")


def test_what_could_let_others_in_or_be_deceived_is_off() -> None:
    scrapy = scrapy_settings(STRANGER)
    assert scrapy["TELNETCONSOLE_ENABLED"] is False
    assert scrapy["REMOTE_CONTROL_ENABLED"] is False
    assert scrapy["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    assert scrapy["DOWNLOAD_MAXSIZE"] == 10_000_000


def test_nothing_of_scrapy_asks_anything_of_others() -> None:
    scrapy = scrapy_settings(STRANGER)
    # Its cookie middleware fetches a list of domains from elsewhere; the visitor keeps cookies himself.
    assert list(scrapy["DOWNLOADER_MIDDLEWARES_BASE"]) == ["scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware"]
    assert scrapy_settings(settings("http://localhost:8000"))["DOWNLOADER_MIDDLEWARES_BASE"] == {}
    assert scrapy["SPIDER_MIDDLEWARES_BASE"] == {}


def test_without_a_contact_only_this_machine_is_visited() -> None:
    with pytest.raises(SettingsError, match="LGO_CONTACT"):
        scrapy_settings(settings())
    assert "(+" not in user_agent(settings("http://127.0.0.1:8000"))


def test_only_a_loopback_site_without_delay_is_crawled_fast() -> None:
    assert is_fast(settings("http://127.0.0.1:8000", crawl_delay=0))
    assert not is_fast(settings("http://127.0.0.1:8000", crawl_delay=0.2))
    assert not is_fast(settings("http://127.0.0.1:8000"))
    fast = scrapy_settings(settings("http://localhost:8000", crawl_delay=0))
    assert (fast["CONCURRENT_REQUESTS"], fast["AUTOTHROTTLE_ENABLED"]) == (8, False)


@pytest.mark.parametrize("url", ["", "www.lgo.org.uk", "ftp://lgo.org.uk", "http://", "http://lgo:port/"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="LGO_SITE_URL"):
        scrapy_settings(STRANGER.model_copy(update={"site_url": url}))


def test_a_host_whose_owner_allows_it_is_asked_sooner_and_still_one_at_a_time() -> None:
    eager = settings(
        "https://mirror.example", contact="archive@lgo.example", crawl_delay=0.2, eager_host="mirror.example"
    )
    scrapy = scrapy_settings(eager)
    assert (scrapy["DOWNLOAD_DELAY"], scrapy["CONCURRENT_REQUESTS"], scrapy["AUTOTHROTTLE_ENABLED"]) == (0.2, 1, True)
    assert not is_fast(eager.model_copy(update={"crawl_delay": 0.0}))

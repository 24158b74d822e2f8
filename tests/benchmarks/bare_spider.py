"""The least that Scrapy needs to fetch the whole site: no windows, no proof, no archive; for comparison."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

AT_ONCE = 8


class BareSpider(scrapy.Spider):
    """Follows the search results from page to page and fetches every decision."""

    name = "bare"
    fetched = 0

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """A page of results: its decisions, and the next page."""
        for link in response.css("div.result h3 a::attr(href)").getall():
            yield response.follow(link, self.count)
        following = response.xpath("//li/a[text()='Next']/@href").get()
        if following:
            yield response.follow(following, self.parse, priority=1)

    def count(self, response: Response) -> None:
        """A decision, which is let go."""
        del response
        type(self).fetched += 1


def crawl_bare(site_url: str) -> int:
    """Fetch everything once; how many pages that were."""
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": AT_ONCE,
            "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
            "DOWNLOAD_DELAY": 0,
            "LOG_ENABLED": False,
        }
    )
    process.crawl(BareSpider, start_urls=[f"{site_url}/Decisions/SearchResults?fd=0001-01-01&td=2027-01-01&page=1"])
    process.start()
    return BareSpider.fetched


if __name__ == "__main__":
    sys.stdout.write(str(crawl_bare(sys.argv[1])))

"""The task that crawls: the spider runs as a process of its own, because its event loop can run only once in one."""

from __future__ import annotations

from config.queues import Task
from workers import crawling, runtime
from workers.app import task

# At a page a second the whole site takes sixteen hours; a crawl that is stopped resumes, so a day is limit enough.
DAY_SECONDS = 24 * 3600


# A crawl that came due while another one runs looks again this often, until its message expires.
BUSY_SECONDS = 600
MOST_LOOKS = DAY_SECONDS // BUSY_SECONDS


@task(Task.CRAWL, soft_limit=DAY_SECONDS, hard_limit=DAY_SECONDS + 60)
def crawl_site(mode: str) -> None:
    """Crawl the configured site once, after the crawl that may be running now."""
    try:
        crawling.crawl_on_schedule(runtime.current(), mode)
    except crawling.CrawlBusyError as busy:
        raise crawl_site.retry(exc=busy, countdown=BUSY_SECONDS, max_retries=MOST_LOOKS) from busy

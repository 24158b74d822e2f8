"""What the parts of one crawl share."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.clock import Clock
from scraper.report import Tally
from scraper.spiders.visitor import Visitor
from scraper.writer import Writer


@dataclass(frozen=True, slots=True)
class Errand:
    """One crawl at work: its row, the site, who asks, who writes, what is counted, and the time."""

    crawl_id: int
    site_url: str
    visitor: Visitor
    writer: Writer
    tally: Tally
    clock: Clock

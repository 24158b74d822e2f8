"""What a site's robots.txt says to us, by RFC 9309. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protego import Protego

from scraper.errors import CrawlStoppedError
from scraper.manners import HTTP_OK, PASSING

PRODUCT = "lgo-decisions"
PATH = "/robots.txt"
# As much of the file as RFC 9309 asks a crawler to read at least.
MOST_BYTES = 500 * 1024
# A crawl delay beyond a minute would make one crawl of the site last months, so people must talk first.
LONGEST_CRAWL_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us; without any everything is allowed. ``crawl_delay`` is in seconds."""

    rules: Protego | None = None
    crawl_delay: float = 0.0
    text: str = ""

    def allows(self, url: str) -> bool:
        """True where we may fetch an address."""
        return self.rules is None or bool(self.rules.can_fetch(url, PRODUCT))

    def rule_against(self, url: str) -> str:
        """The line that forbids an address, for people to read: of several the most specific one."""
        against = [path for path in _forbidden(self.text) if not _allows_without(path, url)]
        return f"Disallow: {max(against, key=len)}" if against else "Disallow"


def read_robots(status: int, content: bytes) -> Robots:
    """The rules in an answer to robots.txt. Raises CrawlStoppedError where the site must be left alone.

    A file that does not exist forbids nothing; one that a server in trouble cannot give forbids everything.
    """
    if status in PASSING or not 200 <= status < 500:  # noqa: PLR2004  # The classes of HTTP status codes.
        raise CrawlStoppedError(f"robots.txt cannot be had (status {status}), so nothing may be fetched: try later")
    if status != HTTP_OK:
        return Robots()
    text = content[:MOST_BYTES].decode("utf-8-sig", errors="replace")
    rules = Protego.parse(text)
    delay = max(float(rules.crawl_delay(PRODUCT) or 0.0), _seconds_a_request(rules))
    if delay > LONGEST_CRAWL_DELAY:
        raise CrawlStoppedError(f"robots.txt asks for {delay:.0f} s between requests: agree with the owner first")
    return Robots(rules, delay, text)


def _seconds_a_request(rules: Protego) -> float:
    rate = rules.request_rate(PRODUCT)
    return rate.seconds / rate.requests if rate is not None and rate.requests else 0.0


def _allows_without(path: str, url: str) -> bool:
    """Whether an address would be allowed if this line were the only one."""
    return bool(Protego.parse(f"User-agent: *\nDisallow: {path}").can_fetch(url, PRODUCT))


def _forbidden(text: str) -> Iterator[str]:
    """The paths that the file forbids to us, by name or to all."""
    groups: list[tuple[set[str], list[str]]] = []
    naming = False
    for line in text.splitlines():
        field, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        if field.lower() == "user-agent":
            if not naming:
                groups.append((set(), []))
            groups[-1][0].add(value.lower())
        elif field.lower() == "disallow" and value and groups:
            groups[-1][1].append(value)
        naming = field.lower() == "user-agent" if field else naming
    named = any(PRODUCT in agents for agents, _ in groups)
    for agents, paths in groups:
        if (PRODUCT if named else "*") in agents:
            yield from paths

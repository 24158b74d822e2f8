"""Reads a listing page: what the site says there is, and the decisions it names. Pure.

Nothing is assumed of the markup but this: an entry is a link to a decision with its words around it, the total is a
sentence, and pages are linked by ``page=``. A **shell** is a page with neither entries nor a total: the site answered,
but not the question. It must never be taken for "0 results".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.addresses import key, same_site

PAGE_SIZE = 10
_TOTAL = re.compile(r"\b(?:search|archive) (?:has|returned) (?P<total>\d[\d,. ]*|no|one) results?\b", re.IGNORECASE)
_TOTAL_WORDS = {"no": 0, "one": 1}
_PAGE_LINK = re.compile(r"[?&]page=(\d+)", re.IGNORECASE)
# A title names the body and, in brackets, the reference; a bare "Read more" does not.
_NAMED = re.compile(r"\(\s*\d{2}[\s-]\d{3}[\s-]\d{3}\s*[a-z]?\s*\)", re.IGNORECASE)
# A reference, or something that may hide one.
_MAY_NAME_DECISION = re.compile(r"\d\d-\d{3}-\d{3}|%")
_FORM_TARGET = re.compile(r"newsearchpost|/decisions/search", re.IGNORECASE)
# An entry is never as wide as these.
_CONTAINERS = frozenset({"body", "html", "main", "ul", "ol", "dl", "table", "tbody"})
# No page of a ten-a-page listing holds this many times ten; a link beyond it is a calendar or a mistake.
_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision as a listing names it: ``url`` as it can be fetched, ``words`` the text beside the linked title.

    ``times`` is how often it is listed.
    """

    key: str
    url: str
    title: str
    words: str
    times: int = 1

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it this entry: one address under two titles is two entries."""
        return self.key, self.title


@dataclass(slots=True)
class _Place:
    """A link that names a decision: where it stands, what it names, and how often."""

    link: LexborNode
    key: str
    url: str
    title: str
    times: int = 0


_Link = tuple[LexborNode, str]


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What one listing page says; ``last_page`` is the highest page number it links to, 1 where it links to none.

    ``has_form`` tells that the form to search decisions is on it.
    """

    total: int | None
    entries: tuple[Entry, ...]
    last_page: int
    has_form: bool = False

    @property
    def is_shell(self) -> bool:
        """True where the page holds neither results nor a total: no answer, and not the answer "none"."""
        return self.total is None and not self.entries

    @property
    def page_count(self) -> int:
        """How many pages the listing must have by its total, or by its links where it prints no total."""
        if self.total is None:
            return self.last_page
        # Where a page shows more than ten, one of them may be there twice; less than ten are a smaller page.
        return max(1, -(-self.total // min(PAGE_SIZE, len(self.entries) or PAGE_SIZE)))


def read_listing(content: bytes, url: str) -> ListingPage:
    """Read the bytes of the listing page that was fetched from ``url``."""
    tree = LexborHTMLParser(content.decode("utf-8", errors="replace"))
    root = tree.body or tree.root
    if root is None:
        return ListingPage(None, (), 1)
    for noise in root.css("script, style, noscript, template"):
        noise.decompose()
    # Each look through a page takes as long as all that is done with what it finds, so there is one.
    found = root.css("a[href], form")
    links = [(node, node.attrs["href"] or "") for node in found if node.tag == "a"]
    has_form = any(_is_search(node) for node in found if node.tag == "form")
    last_page = _last_page(href for _, href in links)
    return ListingPage(_total(_text(root)), tuple(_entries(links, url)), last_page, has_form)


def _total(text: str) -> int | None:
    found = _TOTAL.search(text)
    if found is None:
        return None
    said = found["total"].lower()
    return _TOTAL_WORDS[said] if said in _TOTAL_WORDS else int(re.sub(r"\D", "", said))


def _entries(links: Iterable[_Link], url: str) -> Iterator[Entry]:
    found = _entry_links(links, url)
    places = {place.link.mem_id for place in found}
    for place in found:
        words = _text(_block(place.link, places))
        words = words.replace(place.title, "", 1).strip()
        yield Entry(place.key, place.url, place.title, words, place.times)


def _entry_links(links: Iterable[_Link], url: str) -> list[_Place]:
    """The links that stand for entries: one for each decision and title, "read more" links beside a title left out."""
    found: dict[tuple[str, str], _Place] = {}
    for link, href in links:
        # Most links of a page are menus; a glance at them saves half of the time that a listing takes.
        if not _MAY_NAME_DECISION.search(href):
            continue
        target = _target(url, href)
        identity = key(target)
        title = _text(link)
        if identity is not None and title and same_site(url, target):
            found.setdefault((identity, title), _Place(link, identity, target, title)).times += 1
    named = {identity for identity, title in found if _NAMED.search(title)}
    firsts: dict[str, str] = {}
    for identity, title in found:
        firsts.setdefault(identity, title)
    return [
        place
        for (identity, title), place in found.items()
        if (_NAMED.search(title) if identity in named else firsts[identity] == title)
    ]


def _target(url: str, href: str) -> str:
    try:
        return urljoin(url, href.strip())
    except ValueError:
        return ""


def _block(link: LexborNode, places: set[int]) -> LexborNode:
    """The largest element around a link that is still about this entry alone."""
    block, own = link, link.mem_id
    while (parent := block.parent) is not None and parent.tag not in _CONTAINERS:
        inner = parent.css("a[href], form, nav")
        if any(node.tag != "a" or (node.mem_id in places and node.mem_id != own) for node in inner):
            break
        if _TOTAL.search(_text(parent)):
            break
        block = parent
    return block


def _is_search(form: LexborNode) -> bool:
    return _FORM_TARGET.search(form.attributes.get("action") or "") is not None


def _last_page(hrefs: Iterable[str]) -> int:
    numbers = map(int, _PAGE_LINK.findall("\n".join(hrefs)))
    return max([1, *(number for number in numbers if number <= _MOST_PAGES)])


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").replace("\0", " ").split())

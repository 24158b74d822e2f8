"""What a page is, told by a glance at its bytes: no parse, and well under a millisecond. Pure.

A server can answer 200 and yet not give the page: a challenge, a question about cookies, a note that it is being worked
on, the words "not found", the search form. None of these is news of a decision. The glance believes a page that shows
signs of a decision, whatever its form, and only names what shows none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scraper.addresses import key, reference_part

CHALLENGE = "a page that asks for proof of a browser"
CONSENT = "a page that asks for a choice of cookies"
MAINTENANCE = "a note that the site is being worked on"
NOT_FOUND = "a page that says it was not found, with status 200"
SEARCH_FORM = "the search form in place of a decision"
LISTING = "a list of decisions in place of one"
UNLIKE = "a page without any words of a decision"


@dataclass(frozen=True, slots=True)
class Streak:
    """So many of these pages in a row are the state of the whole site, and end the visit with this advice."""

    length: int
    advice: str


_REDESIGNED = "has the site been redesigned? Nothing was marked gone; the reader must be brought up to date first"
STREAKS = {
    CHALLENGE: Streak(3, "it takes us for somebody else: agree with the site's owner, then crawl again"),
    CONSENT: Streak(3, "the site wants to know about cookies first: agree with its owner, then crawl again"),
    MAINTENANCE: Streak(3, "run the crawl again later"),
    NOT_FOUND: Streak(10, "the site is out of order: run the crawl again later"),
    SEARCH_FORM: Streak(10, _REDESIGNED),
    LISTING: Streak(10, _REDESIGNED),
    UNLIKE: Streak(10, _REDESIGNED),
}

# Words that a decision is made of, in small letters. A menu or a note of the site has few of them in its text.
_SIGNS = (
    b"ombudsm",
    b"final decision",
    b"the complaint",
    b"complain",
    b"summary",
    b"decision date",
    b"role and powers",
    b"considered",
    b"investigat",
    b"what i found",
    b"assessment",
    b"finding",
    b"fault",
    b"injustice",
    b"recommend",
    b"agreed",
    b"council",
)
_ENOUGH_IN_ARTICLE = 2
_ENOUGH_WITH_REFERENCE = 3
_ENOUGH = 5
# Words of a page's title and headings that name what it is, in small letters.
_NAMES: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    (
        CHALLENGE,
        (
            b"captcha",
            b"checking your browser",
            b"checking that you are",
            b"verify you are",
            b"verify that you are",
            b"are you a robot",
            b"are you human",
            b"just a moment",
            b"one moment",
            b"javascript and cookies",
            b"enable javascript",
            b"unusual traffic",
            b"unusual activity",
            b"access denied",
            b"request blocked",
            b"you have been blocked",
            b"attention required",
            b"security check",
        ),
    ),
    (
        MAINTENANCE,
        (
            b"maintenance",
            b"back soon",
            b"be back",
            b"working on our website",
            b"working on the website",
            b"working on our site",
            b"temporarily unavailable",
            b"service unavailable",
            b"technical difficult",
            b"under construction",
        ),
    ),
    (
        NOT_FOUND,
        (
            b"not found",
            b"not be found",
            b"t be found",
            b"t find",
            b"cannot find",
            b"could not find",
            b"no longer available",
            b"no longer exists",
            b"does not exist",
            b"error 404",
            b"404 error",
        ),
    ),
    (CONSENT, (b"cookie", b"before you continue", b"your consent", b"privacy choices")),
)
_TITLES = re.compile(rb"<(title|h1)\b[^>]{0,500}>(.{0,1000}?)</\1", re.IGNORECASE | re.DOTALL)
# On a page of the site smaller headings stand over banners and menus; a page of this size at most has none of these.
_HEADINGS = re.compile(rb"<(title|h1|h2|h3)\b[^>]{0,500}>(.{0,1000}?)</\1", re.IGNORECASE | re.DOTALL)
_BARE = 8_000
_UNSEEN = re.compile(rb"<(script|style|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rb"<[^<>]{1,2000}>")
_ADDRESS = re.compile(rb"/decisions/[^\"'\s<>/]{1,100}/[^\"'\s<>/]{1,100}/(\d\d-\d{3}-\d{3})", re.IGNORECASE)
_ENTRY = re.compile(rb"href\s*=\s*[\"']?[^\"'\s<>]{0,200}" + _ADDRESS.pattern, re.IGNORECASE)
# More than stands in a link before the decision's path.
_LONGEST_LINK = 300
_TOTAL = re.compile(
    rb"(?:search|archive) (?:has|returned) (?:\d[\d,. ]*|no|one) result|recent statements in this category",
    re.IGNORECASE,
)
# A decision can tell of a search without results, so only the list's own sentences count against one.
_LISTS = re.compile(rb"your search has \d[\d,]* result|recent statements in this category are shown", re.IGNORECASE)
# As many other decisions are named by a list and by no decision.
_MANY = 5
_BETWEEN = rb"(?:\s|-|&nbsp;|&#160;|&#xa0;|\xc2\xa0|\xa0|\xe2\x80[\x80-\xaf]){0,3}"
# What names a page stands near its top.
_NEAR_TOP = 200_000


def kind_of(url: str) -> str:
    """What an address should answer with: ``decision``, or ``listing`` for any other page of the site."""
    return "decision" if key(url) else "listing"


def fault_in(content: bytes, url: str, kind: str) -> str | None:
    """What the page of ``url`` is, in words, where it is not what was asked for; None where it may well be."""
    return _fault_of_decision(content, url) if kind == "decision" else _fault_of_listing(content)


def name_of(content: bytes) -> str | None:
    """What kind of note a page is by its title and headings; None where these do not say."""
    pattern = _HEADINGS if len(content) <= _BARE else _TITLES
    titles = b" ".join(found[2] for found in pattern.finditer(content, 0, _NEAR_TOP)).lower()
    return next((name for name, words in _NAMES if any(word in titles for word in words)), None)


def _fault_of_listing(content: bytes) -> str | None:
    if _names_entry(content) or _TOTAL.search(content):
        return None
    return name_of(content)


def _names_entry(content: bytes) -> bool:
    """Whether a link leads to a decision: the address is found at once, and the link only looked for around it."""
    address = _ADDRESS.search(content)
    return address is not None and _ENTRY.search(content, max(0, address.start() - _LONGEST_LINK)) is not None


def _fault_of_decision(content: bytes, url: str) -> str | None:
    part, is_article = _part(content)
    if is_article and _count_signs(part, _ENOUGH_IN_ARTICLE) >= _ENOUGH_IN_ARTICLE:
        return None
    if not is_article:
        if _is_list(part, url):
            return LISTING
        signs = _count_signs(part, _ENOUGH)
        if signs >= _ENOUGH or (signs >= _ENOUGH_WITH_REFERENCE and _names_reference(part, url)):
            return None
    return name_of(content) or (SEARCH_FORM if _is_form(part) else UNLIKE)


def _part(content: bytes) -> tuple[bytes, bool]:
    """The part of a page that people read the decision in, as far as its tags tell; True where it is an article."""
    for tag in (b"article", b"main"):
        start = content.find(b"<" + tag)
        end = content.rfind(b"</" + tag, start)
        if 0 <= start < end:
            return _seen(content[start:end]), tag == b"article"
    return _seen(content), False


def _seen(part: bytes) -> bytes:
    return _UNSEEN.sub(b" ", part) if b"<script" in part or b"<!--" in part or b"<style" in part else part


def _count_signs(part: bytes, enough: int) -> int:
    """How many signs of a decision there are, up to so many."""
    lowered, signs = part.lower(), 0
    for sign in _SIGNS:
        signs += sign in lowered
        if signs == enough:
            break
    return signs


def _names_reference(part: bytes, url: str) -> bool:
    """Whether the text, tags aside, has the reference of the address however it is spaced."""
    decision = key(url)
    if decision is None:
        return False
    groups = reference_part(decision).encode().rstrip(b"abcdefghijklmnopqrstuvwxyz").split(b"-")
    return re.search(_BETWEEN.join(groups), _TAG.sub(b" ", part)) is not None


def _is_list(part: bytes, url: str) -> bool:
    if _LISTS.search(part):
        return True
    own = url.rstrip("/").rpartition("/")[2].lower().encode()[:10]
    return len({found[1] for found in _ENTRY.finditer(part)} - {own}) >= _MANY


def _is_form(part: bytes) -> bool:
    lowered = part.lower()
    return b"newsearchpost" in lowered or b'type="search"' in lowered or b"search our decisions" in lowered

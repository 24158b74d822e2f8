"""What a page that is no decision looks like, so that a failure row says what happened to the site or the crawl."""

from __future__ import annotations

# Each kind of page with words of which one is enough, most telling first. Compared in small letters.
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "challenge page",
        (
            "captcha",
            "checking your browser",
            "verify you are human",
            "are you a robot",
            "unusual traffic",
            "request unsuccessful",
            "incapsula",
            "cf-chl",
            "just a moment...",
            "enable javascript and cookies",
            "attention required",
            "security check",
        ),
    ),
    ("access denied page", ("access denied", "403 forbidden", "request blocked", "you have been blocked")),
    (
        "not found page",
        (
            "page not found",
            "404 not found",
            "page cannot be found",
            "page can't be found",
            "page could not be found",
            "page you requested could not",
            "page you are looking for",
            "page you were looking for",
            "no longer available",
            "error 404",
        ),
    ),
    (
        "error page",
        (
            "server error",
            "service unavailable",
            "bad gateway",
            "down for maintenance",
            "scheduled maintenance",
            "undergoing maintenance",
            "gateway time-out",
            "application error",
            "too many requests",
        ),
    ),
    (
        "list of decisions",
        ("your search has", "recent statements in this category", "archive has", "results found", "search results"),
    ),
    (
        "search form",
        (
            "newsearchpost",
            "searchresults",
            "search our decisions",
            "search for a decision",
            "search decisions",
            'type="search"',
        ),
    ),
    ("consent page", ("before you continue", "accept cookies to continue", "consent to cookies")),
)
_LOOKED_AT = 200_000  # Characters; what a page is stands near its top.


def looks_like(source: str, *, is_page: bool) -> str:
    """A stable phrase for what a text is that holds no decision."""
    lowered = source[:_LOOKED_AT].lower().replace("\u2019", "'")
    for kind, words in _KINDS:
        if any(word in lowered for word in words):
            return kind
    return "other page" if is_page else "other text"

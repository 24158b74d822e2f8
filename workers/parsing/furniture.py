"""Words of the site rather than of a decision: cookie text, menus, "Back to top". Facts, kept short."""

from __future__ import annotations

import functools
from typing import Final

# Lines that are never the decision's, wherever they stand.
ANYWHERE: Final = frozenset(
    {
        "back to top",
        "back to top of page",
        "lgo logogram",
        "print",
        "print this page",
        "privacy settings",
        "return to top",
        "review your privacy settings",
        "share this page",
        "top of page",
    }
)
# Lines that close a page: after them the site speaks again.
ENDS: Final = frozenset({"lgo logogram", "print this page", "privacy settings", "review your privacy settings"})
# Lines that are not the decision's where they stand before its title or after its end.
OUTSIDE: Final = frozenset(
    {
        "analytical cookies",
        "contents",
        "decisions",
        "home",
        "in this section",
        "jump to",
        "menu",
        "on this page",
        "required cookies",
        "search",
        "show all",
        "skip to content",
        "skip to main content",
        "table of contents",
    }
)
LONGEST: Final = max(map(len, ANYWHERE)) + 4  # With the marks at its ends.
_SPEAKS_OF_COOKIES: Final = ("cookie", "google analytics", "privacy", "set these", "browser preferences")


def line_key(text: str) -> str:
    """A line as it is compared with the tables here: small letters, no marks at its ends."""
    return text.strip(" :.>\u2191^").lower()


@functools.lru_cache(maxsize=1024)  # Short lines are the same on every page.
def is_furniture(text: str) -> bool:
    """Whether a line is the site's wherever it stands."""
    return line_key(text) in ANYWHERE


def is_end(text: str) -> bool:
    """Whether a line closes a page."""
    return line_key(text) in ENDS


def is_outside_text(text: str) -> bool:
    """Whether a line outside the decision is known to be the site's: nothing is lost by leaving it out."""
    key = line_key(text)
    return key in ANYWHERE or key in OUTSIDE or any(word in key for word in _SPEAKS_OF_COOKIES)

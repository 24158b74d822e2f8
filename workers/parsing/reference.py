"""References, "YY NNN NNN" with a letter on joint cases, and the titles that carry them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_REFERENCE: Final = re.compile(r"(?<!\d)(\d{2})[ -]?(\d{3})[ -]?(\d{3}) ?([A-Za-z]?)(?![\w-])")
_SITE_NAMES: Final = frozenset({"local government and social care ombudsman", "local government ombudsman"})
# Words that say what a number is; a name made of nothing else is nobody's.
_LABELS: Final = frozenset(
    {
        "case",
        "complaint",
        "complaints",
        "decision",
        "decisions",
        "id",
        "investigation",
        "lgo",
        "lgsco",
        "no",
        "number",
        "ombudsman",
        "our",
        "ref",
        "reference",
        "report",
        "statement",
        "the",
    }
)
_BETWEEN: Final = " -\u2013\u2014|:,()[]"
_OPEN_END: Final = " -\u2013\u2014|:,(["
_DASHES: Final = ("-", "\u2013", "\u2014", "|")
_MAX_TITLE: Final = 400


class Title(NamedTuple):
    """What a title says: the body's name, None where it stands without one, and the reference."""

    body: str | None
    reference: str


def read_reference(text: str) -> str | None:
    """The first reference in a short text, as "YY NNN NNN" with a small letter; None where there is none."""
    found = _REFERENCE.search(text[:_MAX_TITLE])
    return _printed(found) if found else None


def read_title(text: str) -> Title | None:
    """Body and reference of a title such as "Some Council (12 345 678)"; None where it holds no reference."""
    if len(text) > _MAX_TITLE:
        return None
    found = _REFERENCE.search(text)
    if found is None:
        return None
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    # What follows a dash or a bar in a title is the site's name, whatever that is, and not the body's.
    behind = "" if after.startswith(_DASHES) else after.lstrip(_BETWEEN)
    for name in (_without_end(before), _without_end(behind)):
        if name and not _is_nobody(name):
            return Title(name, _printed(found))
    return Title(None, _printed(found))


def _without_end(name: str) -> str:
    """A name without the marks behind it; a bracket that it opened itself is its own."""
    name = name.rstrip(_OPEN_END)
    while name.endswith((")", "]")) and not _closes(name):
        name = name[:-1].rstrip(_OPEN_END)
    return name


def _closes(name: str) -> bool:
    close = name[-1]
    return name.count("(" if close == ")" else "[") >= name.count(close)


def _is_nobody(name: str) -> bool:
    key = name.lower()
    return key in _SITE_NAMES or all(word.strip(".:-") in _LABELS for word in key.split())


def slug_of(reference: str) -> str:
    """A reference as it stands in addresses: "24-002-642"."""
    return reference.replace(" ", "-")


def _printed(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2]} {found[3]}{found[4].lower()}"

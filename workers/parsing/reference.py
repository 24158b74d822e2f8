"""References, "YY NNN NNN" with a letter on joint cases, and the titles that carry them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_REFERENCE: Final = re.compile(r"(?<!\d)(\d{2})[ -]?(\d{3})[ -]?(\d{3}) ?([A-Za-z]?)(?![\w-])")
_SITE_NAMES: Final = frozenset(
    {
        "decision",
        "decisions",
        "lgo",
        "lgsco",
        "local government and social care ombudsman",
        "local government ombudsman",
        "reference",
        "report",
    }
)
_BETWEEN: Final = " -\u2013\u2014|:,()[]"
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
    # A body's own name may end in a bracket; only the bracket round the reference goes.
    before = before[:-1].rstrip(_BETWEEN) if before.endswith(("(", "[")) else before.rstrip(_BETWEEN.replace(")", ""))
    # What follows a dash or a bar in a title is the site's name, whatever that is, and not the body's.
    behind = "" if after.startswith(_DASHES) else after.strip(_BETWEEN)
    for name in (before, behind):
        if name and name.lower() not in _SITE_NAMES:
            return Title(name, _printed(found))
    return Title(None, _printed(found))


def slug_of(reference: str) -> str:
    """A reference as it stands in addresses: "24-002-642"."""
    return reference.replace(" ", "-")


def _printed(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2]} {found[3]}{found[4].lower()}"

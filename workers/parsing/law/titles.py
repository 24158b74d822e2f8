"""Where a text names an act, an instrument, guidance or a case, and what its full name is."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from workers.parsing.law.facts import ACTS, GUIDANCE, INSTRUMENTS, OWN_GUIDANCE, SITE

_YEAR = re.compile(r"\b(?:Act|Regulations|Order|Rules) (?:1[6-9]|20)\d\d\b")
_NO_YEAR = re.compile(r"\bAct\b(?! (?:1[6-9]|20)\d\d)")
_ANCHORS = ("Act ", "Regulations ", "Order ", "Rules ")
_KINDS = {"Act": "act", "Regulations": "regulations", "Order": "regulations", "Rules": "regulations"}
_MAX_TITLE = 160
# A title read backwards from its year: capital words, joining words, brackets, a whole act's name inside.
_UNKNOWN = re.compile(
    r"(?:(?:[A-Z][\w\u2019&-]*\.?,?|\([A-Z][\w\u2019 ,&-]{1,60}\)|etc\.|and|of|the|for|to|in|on|by|from|with|&|\d{4})\s){1,18}$"
)
_LEADING = re.compile(
    r"(?:(?:The|Under|In|Section|Sections|Schedule|By|And|Of|That|This|Its|When|As|If|Both|Also|However|Part|Parts|Regulation|We"
    r"|and|of|the|for|to|in|on|by|from|with|&|\d{1,4}[A-Z]?)\b,?\s+)+"
)
_PARTY_BEFORE = re.compile(
    r"(?:R \([^()]{2,80}\)|[A-Z][\w\u2019&.-]{0,40}(?:,? (?:[A-Z][\w\u2019&.-]{0,40}|of|the|for|and|on|&)){0,12})$"
)
_PARTY_AFTER = re.compile(
    r"[A-Z][\w\u2019&-]{0,40}(?: (?:[A-Z(][\w\u2019&()-]{0,40}|of|the|for|and|&)){0,14}"
    r"(?:,? [\[(](?:19|20)\d\d[\])](?: \d{1,3})? [A-Z][A-Za-z. ]{1,20}\d{1,5}(?: \([A-Z][A-Za-z]{1,10}\))?)?"
)
_CASE_LEADING = ("In ", "The ", "See ", "As in ", "And ", "But ")
_TRAILING = (" of", " the", " for", " and", " &")


@dataclass(frozen=True, slots=True)
class Title:
    """One naming of a law or a case, at ``start`` to ``end`` of its text; ``full`` is False for "the Act"."""

    start: int
    end: int
    name: str
    kind: str
    full: bool = True


@functools.lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, ...]]:
    """Known titles by their last two words, longest first."""
    by_end: dict[str, list[str]] = {}
    for title in (*ACTS, *INSTRUMENTS):
        by_end.setdefault(" ".join(title.split()[-2:]), []).append(title)
    return {end: tuple(sorted(titles, key=len, reverse=True)) for end, titles in by_end.items()}


@functools.lru_cache(maxsize=1)
def _stems() -> tuple[str, ...]:
    """Names of known acts without their years, longest first."""
    return tuple(sorted({title[:-5] for title in ACTS}, key=len, reverse=True))


def address(name: str) -> str | None:
    """The address of an act or instrument that the tables hold, else None."""
    path = ACTS.get(name) or INSTRUMENTS.get(name)
    return f"{SITE}/{path}" if path else None


def titles(text: str) -> list[Title]:
    """Every full naming of a law, guidance or a case in a text, in order, none inside another."""
    found = [*_statutes(text), *_undated(text), *_guidance(text), *_cases(text)]
    found.sort(key=lambda title: (title.start, -title.end))
    kept: list[Title] = []
    for title in found:
        if kept and title.start < kept[-1].end:
            continue
        kept.append(title)
    return kept


def _statutes(text: str) -> Iterator[Title]:
    if not any(anchor in text for anchor in _ANCHORS):
        return
    for found in _YEAR.finditer(text):
        word = found[0].split(" ", 1)[0]
        known = next((title for title in _known().get(found[0], ()) if text.endswith(title, 0, found.end())), None)
        if known:
            yield Title(found.end() - len(known), found.end(), known, _KINDS[word])
            continue
        start = _unknown_start(text, found.start())
        if start is not None:
            yield Title(start, found.end(), text[start : found.end()], _KINDS[word])


def _unknown_start(text: str, end: int) -> int | None:
    """Where the title of a law that no table holds begins, before its "Act 1999"."""
    window = text[max(0, end - _MAX_TITLE) : end]
    found = _UNKNOWN.search(window)
    if found is None:
        return None
    lead = _LEADING.match(found[0])
    start = found.start() + (lead.end() if lead else 0)
    return None if start >= len(window) else end - len(window) + start


def _undated(text: str) -> Iterator[Title]:
    """Acts of the tables that are named without their year."""
    for found in _NO_YEAR.finditer(text):
        name = next((stem for stem in _stems() if text.endswith(stem, 0, found.end())), None)
        if name:
            yield Title(found.end() - len(name), found.end(), name, "act")


def _guidance(text: str) -> Iterator[Title]:
    if not (
        "ode" in text
        or "uidance" in text
        or "Framework" in text
        or "hildren" in text
        or "omplaints" in text
        or "rinciples" in text
    ):
        return
    for table, kind in ((GUIDANCE, "guidance"), (OWN_GUIDANCE, "ombudsman_guidance")):
        for name, forms in table.items():
            for form in forms:
                start = text.find(form)
                while start >= 0:
                    yield Title(start, start + len(form), name, kind)
                    start = text.find(form, start + 1)


def _cases(text: str) -> Iterator[Title]:
    place = text.find(" v ")
    while place >= 0:
        before = _PARTY_BEFORE.search(text[max(0, place - _MAX_TITLE) : place])
        after = _PARTY_AFTER.match(text, place + 3)
        if before and after:
            first, second = before[0], after[0]
            for lead in _CASE_LEADING:
                first = first.removeprefix(lead)
            for trail in _TRAILING:
                second = second.removesuffix(trail)
            yield Title(place - len(first), place + 3 + len(second), f"{first} v {second}", "case")
        place = text.find(" v ", place + 3)
